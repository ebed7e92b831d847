package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ElementId;
import java.util.Arrays;
import org.eclipse.collections.impl.map.mutable.primitive.LongIntHashMap;

/**
 * Makes a sequence anew from what is left of it below a base: without tombstones that all have seen, and without the
 * priorities that nothing is compared with any more.
 *
 * <p>What is still to come was made after everything below the base, so it is larger than all of that, and its author names
 * none of the tombstones. Therefore entries below the base count as equal and smaller than every other, and only those
 * are needed that stand between others which are not below: O(entries).
 */
public final class SequencePruner {
    /*
     * Rules       - P1 a tombstone or marker below the base stays, as a wall, while the entry right after it is above: what
     *               is inserted left of that wall must not pass it.
     *               P2 the marker of an element that stays goes when it stands directly before that element.
     *               P3 the marker of a tombstone that could go stays only as a wall, and its element with it.
     *               P4 of the head times below the base one per replica stays: that of the last element below it, the
     *               only one that can still be continued.
     *               All look at the entry that followed before anything went, so that pruning twice gives what pruning
     *               once to the second base gives.
     */
    private static final byte MARKER = 0;
    private static final byte VISIBLE = 1;
    private static final byte TOMBSTONE = 2;
    private static final byte DEAD = 3;

    private final SequenceStore store;
    private final Fates fates;

    private long[] first = new long[16];
    private int[] count = new int[16];
    private long[] time = new long[16];
    private byte[] kind = new byte[16];
    private int size;

    /** What of a sequence is below the base. */
    public interface Fates {
        /**
         * Where the operations of a replica below the base end.
         *
         * @param replica its index
         * @return a seq
         */
        long end(int replica);

        /**
         * Whether a tombstone below the base was deleted below the base, and nothing stands in it.
         *
         * @param element packed id
         * @return whether it may go
         */
        boolean isDead(long element);
    }

    private SequencePruner(SequenceStore store, Fates fates) {
        this.store = store;
        this.fates = fates;
    }

    /**
     * Prunes a sequence. The head times of last elements go to the store.
     *
     * @param store what the sequences of the document share
     * @param old the sequence, writable; given up
     * @param fates what is below the base
     * @return what takes its place
     */
    public static Rga prune(SequenceStore store, Rga old, Fates fates) {
        SequencePruner pruner = new SequencePruner(store, fates);
        pruner.read(old);
        Rga pruned = pruner.build(old.container());
        old.release();
        return pruned;
    }

    private void read(Rga sequence) {
        sequence.forEachSpan(new SpanVisitor() {
            @Override
            public void span(long element, int elements, boolean deleted, long headTime) {
                addSpan(element, elements, deleted, headTime);
            }

            @Override
            public void marker(long element, long headTime) {
                add(element, 0, isBelow(element) ? Priority.BASE : headTime, MARKER);
            }
        });
    }

    private boolean isBelow(long element) {
        return ElementId.seq(element) < fates.end(ElementId.replica(element));
    }

    private void addSpan(long element, int elements, boolean deleted, long headTime) {
        long below = fates.end(ElementId.replica(element)) - ElementId.seq(element);
        int part = (int) Math.max(0, Math.min(below, elements));
        if (part > 0) {
            if (part == below) {
                store.noteHeadTime(element + part - 1, headTime);
            }
            addBelow(element, part, deleted);
        }
        if (part < elements) {
            add(element + part, elements - part, headTime, deleted ? TOMBSTONE : VISIBLE);
        }
    }

    private void addBelow(long element, int elements, boolean deleted) {
        if (!deleted) {
            add(element, elements, Priority.BASE, VISIBLE);
            return;
        }
        int start = 0;
        while (start < elements) {
            boolean dead = fates.isDead(element + start);
            int end = start + 1;
            while (end < elements && fates.isDead(element + end) == dead) {
                end++;
            }
            add(element + start, end - start, Priority.BASE, dead ? DEAD : TOMBSTONE);
            start = end;
        }
    }

    private void add(long element, int elements, long headTime, byte what) {
        if (size == first.length) {
            first = Arrays.copyOf(first, 2 * size);
            count = Arrays.copyOf(count, 2 * size);
            time = Arrays.copyOf(time, 2 * size);
            kind = Arrays.copyOf(kind, 2 * size);
        }
        first[size] = element;
        count[size] = elements;
        time[size] = headTime;
        kind[size++] = what;
    }

    private boolean isWall(int entry) {
        return entry + 1 < size && time[entry + 1] != Priority.BASE;
    }

    private Rga build(int container) {
        boolean[] keepsFirst = new boolean[size];
        boolean[] goes = new boolean[size];
        LongIntHashMap places = placesOfMarked();
        for (int i = 0; i < size; i++) {
            if (kind[i] == MARKER) {
                int element = places.get(first[i]);
                boolean vanishes = kind[element] == DEAD && (count[element] > 1 || !isWall(element));
                keepsFirst[element] |= vanishes && isWall(i); // P3
                goes[i] = vanishes && !isWall(i);
            }
        }
        long following = ElementId.NONE;
        for (int i = size - 1; i >= 0; i--) {
            if (kind[i] == MARKER) {
                goes[i] |= following == first[i]; // P2
                following = goes[i] ? following : ElementId.NONE;
            } else if (kind[i] != DEAD || keepsFirst[i]) {
                following = first[i];
            } else if (isWall(i)) {
                following = first[i] + count[i] - 1; // P1
            }
        }
        return emit(container, keepsFirst, goes);
    }

    /** Where the elements stand that have markers: each begins an entry. */
    private LongIntHashMap placesOfMarked() {
        LongIntHashMap places = new LongIntHashMap();
        for (int i = 0; i < size; i++) {
            if (kind[i] == MARKER) {
                places.put(first[i], -1);
            }
        }
        for (int i = 0; i < size && !places.isEmpty(); i++) {
            if (kind[i] != MARKER && places.containsKey(first[i])) {
                places.put(first[i], i);
            }
        }
        return places;
    }

    private Rga emit(int container, boolean[] keepsFirst, boolean[] goes) {
        RgaBuilder builder = new RgaBuilder(store, container);
        for (int i = 0; i < size; i++) {
            if (kind[i] == MARKER) {
                if (!goes[i]) {
                    builder.marker(first[i], time[i]);
                }
            } else if (kind[i] != DEAD) {
                builder.span(first[i], count[i], kind[i] == TOMBSTONE, time[i]);
            } else {
                boolean keepsLast = isWall(i);
                if (keepsFirst[i]) {
                    builder.span(first[i], 1, true, Priority.BASE);
                }
                if (keepsLast && (count[i] > 1 || !keepsFirst[i])) {
                    builder.span(first[i] + count[i] - 1, 1, true, Priority.BASE);
                }
            }
        }
        return builder.build();
    }
}
