package dev.rejoin.internal;

import java.util.Arrays;

/**
 * A set of packed ids that comes as runs. Questions cost O(log runs), after additions once O(runs log runs); what is made of
 * two sets costs O(runs).
 */
public final class IdRanges {
    /** No ids; nobody adds to it. */
    public static final IdRanges EMPTY = new IdRanges();

    private long[] starts = new long[8];
    private long[] ends = new long[8];
    private int size;
    private boolean sorted = true;

    /** An empty set. */
    public IdRanges() {}

    /**
     * Adds ids.
     *
     * @param first the smallest
     * @param count how many, at least one
     */
    public void add(long first, long count) {
        if (size > 0 && ends[size - 1] == first) {
            ends[size - 1] += count;
            return;
        }
        if (size > 0 && first + count == starts[size - 1]) { // erasing backwards
            starts[size - 1] = first;
            sorted = false;
            return;
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        sorted &= size == 0 || ends[size - 1] < first;
        starts[size] = first;
        ends[size++] = first + count;
    }

    /** Whether there are no ids. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** How many runs there are; each is as long as it can be. */
    public int runs() {
        settle();
        return size;
    }

    /** Whether an id is in it. */
    public boolean contains(long id) {
        return boundary(id, id + 1) < 0;
    }

    /** Whether one of some ids is in it. */
    public boolean containsAny(long first, long count) {
        return size > 0 && boundary(first, first + count) != first + count;
    }

    /**
     * How far it goes on alike.
     *
     * @param id where to begin
     * @param limit where to end at the latest
     * @return the first id behind, at most the limit, of which the answer is another one; as its complement if the ids before
     *     it are in the set
     */
    public long boundary(long id, long limit) {
        settle();
        int low = 0;
        int high = size;
        while (low < high) { // the first run that ends behind id
            int middle = (low + high) >>> 1;
            if (ends[middle] <= id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == size) {
            return limit;
        }
        return starts[low] <= id ? ~Math.min(limit, ends[low]) : Math.min(limit, starts[low]);
    }

    /** Visits the runs, ascending. */
    public void forEach(Visitor visitor) {
        settle();
        for (int i = 0; i < size; i++) {
            visitor.run(starts[i], ends[i] - starts[i]);
        }
    }

    /** What is in either. */
    public IdRanges plus(IdRanges other) {
        if (other.isEmpty()) {
            return this;
        }
        IdRanges sum = new IdRanges();
        forEach(sum::add);
        other.forEach(sum::add);
        return sum;
    }

    /** What is in both. */
    public IdRanges and(IdRanges other) {
        return parts(other, true);
    }

    /** What is in this one only. */
    public IdRanges minus(IdRanges other) {
        return parts(other, false);
    }

    private IdRanges parts(IdRanges other, boolean inOther) {
        IdRanges parts = new IdRanges();
        if (!inOther && other.isEmpty()) {
            return this;
        }
        forEach((first, count) -> {
            long end = first + count;
            for (long at = first; at < end; ) {
                long boundary = other.boundary(at, end);
                long stop = boundary < 0 ? ~boundary : boundary;
                if (inOther == boundary < 0) {
                    parts.add(at, stop - at);
                }
                at = stop;
            }
        });
        return parts;
    }

    private void settle() {
        if (!sorted) {
            sort();
        }
    }

    private void sort() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(starts[a], starts[b]));
        long[] sortedStarts = new long[Math.max(8, size)];
        long[] sortedEnds = new long[sortedStarts.length];
        int kept = 0;
        for (int i : order) {
            if (kept > 0 && starts[i] <= sortedEnds[kept - 1]) {
                sortedEnds[kept - 1] = Math.max(sortedEnds[kept - 1], ends[i]);
            } else {
                sortedStarts[kept] = starts[i];
                sortedEnds[kept++] = ends[i];
            }
        }
        starts = sortedStarts;
        ends = sortedEnds;
        size = kept;
        sorted = true;
    }

    /** Sees runs. */
    @FunctionalInterface
    public interface Visitor {
        /** One run. */
        void run(long first, long count);
    }
}
