package dev.rejoin.document;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keystrokes of an open transaction that go on where the one before them ended and are not operations yet: typing, or
 * erasing one by one in one direction.
 *
 * <p>Each costs a comparison and a count; the text makes operations of them, the same as if each had been made at once,
 * when anything else is read or written through the transaction, and at its end. (TextEditBenchmark.local)
 */
final class Keystrokes {
    /*
     * Invariants  - K1 with a text, the operations of its last edit are made, index is where the next keystroke would go
     *               on, in the text as its reader sees it, and length is its length there
     *               K2 typing: typed[0, count) stand before index; erasing: step is -1 or 1, and count characters that
     *               stood on that side of index are gone
     */
    private static final int FIRST_CAPACITY = 32;
    private static final int MAX_COUNT = 1 << 12;

    private @Nullable TextHandle text;
    private int index;
    private int length;
    private boolean mayErase;
    private char[] typed = {};
    private int count;
    private int step;

    /** From now on keystrokes at the index of a text are kept: typing, or also erasing if each character is a whole one. */
    void startTyping(TextHandle at, int nextIndex, int lengthNow) {
        start(at, nextIndex, lengthNow);
        mayErase = false;
    }

    void startErasing(TextHandle at, int nextIndex, int lengthNow) {
        start(at, nextIndex, lengthNow);
        mayErase = true;
    }

    private void start(TextHandle at, int nextIndex, int lengthNow) {
        text = at;
        index = nextIndex;
        length = lengthNow;
        count = 0;
        step = 0;
    }

    /** Keeps a typed character, if it goes on here; it must not be half of a pair. */
    boolean type(TextHandle at, int insertIndex, char unit) {
        if (index != insertIndex || text != at || mayErase || Character.isSurrogate(unit) || count == MAX_COUNT) {
            return false;
        }
        if (count == typed.length) {
            typed = Arrays.copyOf(typed, Math.max(FIRST_CAPACITY, 2 * count));
        }
        typed[count++] = unit;
        index++;
        length++;
        return true;
    }

    /** Keeps an erased character, if it goes on here in the same direction. */
    boolean erase(TextHandle at, int start) {
        if (text != at || !mayErase) {
            return false;
        }
        int direction = start - index;
        if (direction == -1 && step <= 0 && start >= 0) {
            index = start;
            step = -1;
        } else if (direction == 0 && step >= 0 && start < length) {
            step = 1;
        } else {
            return false;
        }
        count++;
        length--;
        return true;
    }

    /** Whether keystrokes of that text are kept. */
    boolean isAt(TextHandle at) {
        return text == at;
    }

    /** Its length, these keystrokes included. */
    int length() {
        return length;
    }

    /** Makes operations of what is kept, and forgets the text. */
    void settle() {
        TextHandle at = text;
        text = null;
        if (at == null || count == 0) {
            return;
        }
        if (step == 0) {
            at.type(index - count, String.valueOf(typed, 0, count));
        } else {
            at.erase(index, index + count, step);
        }
    }

    /** Forgets everything: the transaction failed. */
    void drop() {
        text = null;
    }
}
