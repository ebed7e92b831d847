package dev.rejoin.sequence.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of all sequences of one document by number, so that the element index can name a leaf in 23 bits and need
 * not know when a leaf is copied.
 */
final class LeafTable {
    private @Nullable SpanLeaf[] leaves = new SpanLeaf[2];
    private int end;
    private int[] free = new int[0];
    private int freeCount;

    /** A number for a new leaf. */
    int allocate() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        if (end == IndexPage.NO_LEAF) {
            throw new IllegalStateException("a document holds at most " + IndexPage.NO_LEAF + " leaves");
        }
        if (end == leaves.length) {
            leaves = Arrays.copyOf(leaves, end + (end >> 1) + 1);
        }
        return end++;
    }

    void put(SpanLeaf leaf) {
        leaves[leaf.number] = leaf;
    }

    /** The leaf of that number, or null if it is free. */
    @Nullable
    SpanLeaf get(int number) {
        return leaves[number];
    }

    void release(SpanLeaf leaf) {
        leaves[leaf.number] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount + (freeCount >> 1) + 4);
        }
        free[freeCount++] = leaf.number;
    }
}
