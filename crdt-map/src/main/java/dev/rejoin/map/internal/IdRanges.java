package dev.rejoin.map.internal;

import java.util.Arrays;

/** A set of element ids that comes as runs: add all, then ask. O(log runs) a question. */
final class IdRanges {
    private long[] starts = new long[8];
    private long[] ends = new long[8];
    private int size;
    private boolean sorted = true;

    void add(long first, long count) {
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
        starts[size] = first;
        ends[size++] = first + count;
        sorted = false;
    }

    boolean contains(long id) {
        if (!sorted) {
            sort();
        }
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (id < starts[middle]) {
                high = middle - 1;
            } else if (id >= ends[middle]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
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
}
