package dev.rejoin.sequence.internal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a search ended: a leaf and a slot, or nowhere. One per tree, reused by every search. */
final class SpanPosition {
    private @Nullable SpanLeaf leaf;
    private int slot;

    boolean set(SpanLeaf newLeaf, int newSlot) {
        leaf = newLeaf;
        slot = newSlot;
        return true;
    }

    SpanLeaf leaf() {
        return Objects.requireNonNull(leaf);
    }

    int slot() {
        return slot;
    }
}
