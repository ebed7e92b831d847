package dev.rejoin.document;

import dev.rejoin.sequence.internal.RangeVisitor;
import java.util.Arrays;

/** Ranges of consecutive element ids, collected before they are edited. */
final class Ranges implements RangeVisitor {
    private long[] firsts = new long[4];
    private int[] counts = new int[4];
    private int size;

    @Override
    public void range(long first, int count) {
        if (size == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        firsts[size] = first;
        counts[size++] = count;
    }

    int size() {
        return size;
    }

    long first(int index) {
        return firsts[index];
    }

    int count(int index) {
        return counts[index];
    }
}
