package dev.rejoin.sequence.internal;

import static dev.rejoin.sequence.internal.SequenceColumns.CHILDREN;
import static dev.rejoin.sequence.internal.SequenceColumns.FATES;
import static dev.rejoin.sequence.internal.SequenceColumns.GAPS;
import static dev.rejoin.sequence.internal.SequenceColumns.LENGTHS;
import static dev.rejoin.sequence.internal.SequenceColumns.ORDER;
import static dev.rejoin.sequence.internal.SequenceColumns.ORDER_ABOVE;
import static dev.rejoin.sequence.internal.SequenceColumns.PACE;
import static dev.rejoin.sequence.internal.SequenceColumns.TIMES;
import static dev.rejoin.sequence.internal.SequenceColumns.TIMES_ABOVE;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.io.ByteWriter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.function.Consumer;

/** Writes the structure of the sequences of a document: {@link #add} all of them, then {@link #finish}. */
public final class SequencesWriter {
    private final ReplicaTable replicas;
    private final ByteWriter[] columns;

    /** Pieces in the order of the sequences. */
    private long[] first = new long[16];

    private long[] count = new long[16];
    private long[] time = new long[16];
    private int size;

    /** Where each sequence ends. */
    private int[] ends = new int[4];

    private int sequences;

    private final OpenSubtrees subtrees;
    /** Start markers whose elements are still to come, and the pieces before them. */
    private long[] marked = new long[4];

    private int[] markedAt = new int[4];
    private int markers;
    private boolean breaks;
    private long skipped;

    /**
     * Starts with no sequence.
     *
     * @param replicas the replica table of the document
     * @param columns as many as {@link SequenceColumns#NUMBER}
     */
    public SequencesWriter(ReplicaTable replicas, ByteWriter[] columns) {
        this.replicas = replicas;
        this.columns = columns;
        subtrees = new OpenSubtrees(replicas);
    }

    /**
     * Adds a sequence behind those that were added.
     *
     * @param entries gives the entries of a sequence, with nothing deferred, to a visitor
     * @return how many pieces it has
     */
    public int add(Consumer<SpanVisitor> entries) {
        int from = size;
        subtrees.clear();
        breaks = true;
        Fates fates = new Fates(columns[FATES]);
        entries.accept(new SpanVisitor() {
            @Override
            public void span(long element, int elements, boolean deleted, long headTime) {
                addSpan(element, elements, headTime);
                fates.add(elements, deleted);
            }

            @Override
            public void marker(long element, long headTime) {
                addMarker(element);
            }
        });
        fates.finish();
        if (sequences == ends.length) {
            ends = Arrays.copyOf(ends, 2 * sequences);
        }
        ends[sequences++] = size;
        return size - from;
    }

    private void addMarker(long element) {
        if (markers == marked.length) {
            marked = Arrays.copyOf(marked, 2 * markers);
            markedAt = Arrays.copyOf(markedAt, 2 * markers);
        }
        marked[markers] = element;
        markedAt[markers++] = size;
        breaks = true;
    }

    private void addSpan(long element, int elements, long headTime) {
        if (!breaks && first[size - 1] + count[size - 1] == element && time[size - 1] == headTime) {
            count[size - 1] += elements;
            return;
        }
        breaks = false;
        writeChildren(element, headTime);
        if (size == first.length) {
            first = Arrays.copyOf(first, 2 * size);
            count = Arrays.copyOf(count, 2 * size);
            time = Arrays.copyOf(time, 2 * size);
        }
        first[size] = element;
        count[size] = elements;
        time[size++] = headTime;
    }

    /** Says how many of the subtrees before an element are its left children, if not all that could be; below the base, if any. */
    private void writeChildren(long element, long headTime) {
        int begin = size;
        int children = 0;
        if (markers > 0 && marked[markers - 1] == element) {
            begin = markedAt[--markers];
            children = subtrees.beginningAt(begin);
        }
        boolean isUnusual =
                headTime == Priority.BASE ? children > 0 : subtrees.mayTake(children + 1, headTime, element);
        if (isUnusual) {
            columns[CHILDREN].varint(skipped);
            columns[CHILDREN].varint(children);
            skipped = 0;
        } else if (subtrees.mayTake(1, headTime, element)) {
            skipped++;
        }
        if (subtrees.add(headTime, element, size, children) != begin) {
            throw new IllegalStateException("I8 a start marker inside a subtree");
        }
    }

    /**
     * Writes what needs all sequences.
     *
     * @param order replica indices in the order of their ids, with those of all elements
     */
    public void finish(int[] order) {
        int[] rank = new int[replicas.size()];
        long[] pieces = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            rank[order[i]] = i;
        }
        for (int i = 0; i < size; i++) {
            pieces[rank[ElementId.replica(first[i])]]++;
        }
        for (long number : pieces) {
            columns[GAPS].varint(number);
        }
        int[] byId = sortedById(rank);
        BitSet tails = findTails(byId);
        writeIds(byId, tails);
        writeOrder(byId, tails);
    }

    /** Pieces that go on with the one before, and stand where that can be seen. */
    private BitSet findTails(int[] byId) {
        int[] next = new int[size]; // 1 + the piece that may go on with this one
        for (int i = 1; i < size; i++) {
            int before = byId[i - 1];
            int piece = byId[i];
            if (first[before] + count[before] == first[piece] && time[before] == time[piece]) {
                next[before] = piece + 1;
            }
        }
        BitSet tails = new BitSet();
        int[] open = new int[16];
        BitSet isOpen = new BitSet();
        int piece = 0;
        for (int i = 0; i < sequences; i++) {
            int depth = 0;
            for (; piece < ends[i]; piece++) {
                if (isOpen.get(piece)) {
                    while (open[--depth] != piece) {
                        isOpen.clear(open[depth]);
                    }
                    isOpen.clear(piece);
                    tails.set(piece);
                }
                int candidate = next[piece] - 1;
                if (candidate > piece && candidate < ends[i]) {
                    if (depth == open.length) {
                        open = Arrays.copyOf(open, 2 * depth);
                    }
                    open[depth++] = candidate;
                    isOpen.set(candidate);
                }
            }
            while (depth > 0) {
                isOpen.clear(open[--depth]);
            }
        }
        return tails;
    }

    private void writeIds(int[] byId, BitSet tails) {
        long end = 0;
        long lastTime = 0;
        long lastSeq = 0;
        int replica = -1;
        for (int piece : byId) {
            long seq = ElementId.seq(first[piece]);
            if (ElementId.replica(first[piece]) != replica) {
                replica = ElementId.replica(first[piece]);
                end = 0;
                lastSeq = 0;
            }
            columns[GAPS].varint(tails.get(piece) ? 0 : 1 + seq - end);
            columns[LENGTHS].varint(count[piece]);
            end = seq + count[piece];
            if (!tails.get(piece)) {
                writeTime(time[piece], lastTime, seq - lastSeq);
                lastTime = time[piece];
                lastSeq = seq;
            }
        }
    }

    private void writeTime(long headTime, long lastTime, long seqs) {
        if (headTime == lastTime) {
            columns[TIMES].u8(0);
            return;
        }
        long millis = (headTime >>> 16) - (lastTime >>> 16) - PACE * seqs;
        long counter = headTime & 0xFFFF;
        long coded = SequenceColumns.zigzag(millis) << 1 | (counter == 0 ? 0 : 1);
        SequenceColumns.write(coded + 1, columns[TIMES], columns[TIMES_ABOVE]);
        if (counter != 0) {
            columns[TIMES_ABOVE].varint(counter);
        }
    }

    private void writeOrder(int[] byId, BitSet tails) {
        int[] head = new int[size];
        int heads = 0;
        for (int piece : byId) {
            heads += tails.get(piece) ? 0 : 1;
            head[piece] = heads;
        }
        int last = 0;
        for (int piece = 0; piece < size; piece++) {
            long symbol = tails.get(piece) ? 0 : 1 + SequenceColumns.zigzag(head[piece] - last - 1L);
            SequenceColumns.write(symbol, columns[ORDER], columns[ORDER_ABOVE]);
            last = head[piece];
        }
    }

    /** All pieces by (rank of the replica, seq). */
    private int[] sortedById(int[] rank) {
        long maxSeq = 0;
        for (int i = 0; i < size; i++) {
            maxSeq = Math.max(maxSeq, ElementId.seq(first[i]));
        }
        int indexBits = Long.SIZE - Long.numberOfLeadingZeros(size);
        int seqBits = Long.SIZE - Long.numberOfLeadingZeros(maxSeq);
        int rankBits = Integer.SIZE - Integer.numberOfLeadingZeros(rank.length);
        int[] sorted = new int[size];
        if (rankBits + seqBits + indexBits < Long.SIZE) { // nearly always: ids and places fit in one number
            long[] keys = new long[size];
            for (int i = 0; i < size; i++) {
                long id = (long) rank[ElementId.replica(first[i])] << seqBits | ElementId.seq(first[i]);
                keys[i] = id << indexBits | i;
            }
            Arrays.sort(keys);
            long mask = (1L << indexBits) - 1;
            Arrays.setAll(sorted, i -> (int) (keys[i] & mask));
            return sorted;
        }
        Integer[] boxed = new Integer[size];
        Arrays.setAll(boxed, i -> i);
        Arrays.sort(
                boxed,
                Comparator.<Integer>comparingInt(i -> rank[ElementId.replica(first[i])])
                        .thenComparingLong(i -> first[i]));
        Arrays.setAll(sorted, i -> boxed[i]);
        return sorted;
    }

    /** How many elements of a sequence are visible, deleted, visible and so on. */
    private static final class Fates {
        private final ByteWriter out;
        private boolean isDeleted;
        private long run;
        private boolean any;

        Fates(ByteWriter out) {
            this.out = out;
        }

        void add(int elements, boolean deleted) {
            if (deleted != isDeleted) {
                out.varint(run);
                run = 0;
                isDeleted = deleted;
            }
            run += elements;
            any = true;
        }

        void finish() {
            if (any) {
                out.varint(run);
            }
        }
    }
}
