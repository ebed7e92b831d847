package dev.rejoin.map.internal;

import java.util.ArrayList;
import java.util.Arrays;

/**
 * How to take back what a local change applied: entries, undone from the newest to the oldest. Entries of text edits and
 * increments are numbers in a reused array, so that they allocate nothing; the others are closures.
 */
final class UndoLog {
    private static final int WORDS = 4;
    private static final int CLOSURE = 0;
    private static final int INSERTED = 1;
    private static final int DELETED = 2;
    private static final int TOUCHED = 3;
    private static final int COUNTED = 4;

    /** Arrays longer than this are not kept for the next change. */
    private static final int KEPT_WORDS = 1 << 12;

    private static final long[] NONE = {};

    private final ArrayList<Runnable> closures = new ArrayList<>(0);
    private long[] words = NONE;
    private int used;

    /** A run was inserted into a sequence. Runs with consecutive ids are one entry: they go together. */
    void inserted(int container, long first, int count) {
        int last = used - WORDS;
        if (last >= 0
                && words[last] == INSERTED
                && words[last + 1] == container
                && words[last + 2] + words[last + 3] == first
                && words[last + 3] + count <= Integer.MAX_VALUE) {
            words[last + 3] += count;
            return;
        }
        push(INSERTED, container, first, count);
    }

    /** Visible elements of a sequence became tombstones. */
    void deleted(int container, long first, int count) {
        int last = used - WORDS;
        if (last >= 0 && words[last] == DELETED && words[last + 1] == container) {
            if (words[last + 2] + words[last + 3] == first) { // deleting forward
                words[last + 3] += count;
                return;
            }
            if (first + count == words[last + 2]) { // backspacing
                words[last + 2] = first;
                words[last + 3] += count;
                return;
            }
        }
        push(DELETED, container, first, count);
    }

    /** The author's entry of touched was about to be raised from an end. */
    void touched(int container, long end) {
        push(TOUCHED, container, end, 0);
    }

    /** The author incremented a counter. */
    void counted(int container, long seq) {
        push(COUNTED, container, seq, 0);
    }

    void add(Runnable undo) {
        closures.add(undo);
        push(CLOSURE, 0, 0, 0);
    }

    boolean isEmpty() {
        return used == 0;
    }

    void clear() {
        used = 0;
        closures.clear();
        if (words.length > KEPT_WORDS) {
            words = NONE;
        }
    }

    /** Undoes everything, newest first. */
    void undo(DocumentState state) {
        for (int at = used - WORDS; at >= 0; at -= WORDS) {
            int container = (int) words[at + 1];
            switch ((int) words[at]) {
                case INSERTED:
                    state.sequence(container).rga.revertInsert(words[at + 2], (int) words[at + 3]);
                    break;
                case DELETED:
                    state.sequence(container).show(words[at + 2], (int) words[at + 3]);
                    break;
                case TOUCHED:
                    state.visibility().restoreTouched(container, words[at + 2]);
                    break;
                case COUNTED:
                    long author = state.replicas().id(state.author());
                    ((CounterState) state.states().writable(container)).counter.revertIncrements(author, words[at + 2]);
                    break;
                default:
                    closures.remove(closures.size() - 1).run();
                    break;
            }
        }
        clear();
    }

    private void push(long kind, long container, long first, long count) {
        if (used == words.length) {
            words = Arrays.copyOf(words, Math.max(8 * WORDS, 2 * used));
        }
        words[used] = kind;
        words[used + 1] = container;
        words[used + 2] = first;
        words[used + 3] = count;
        used += WORDS;
    }
}
