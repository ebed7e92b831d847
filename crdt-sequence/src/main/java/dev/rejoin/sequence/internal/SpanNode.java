package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ReplicaTable;
import org.jspecify.annotations.Nullable;

/** A node of a {@link SpanTree}; all leaves stand at one depth. */
abstract sealed class SpanNode permits SpanLeaf, SpanInner {
    /** The edit epoch that may change this node in place. */
    final int epoch;
    /** Where the writer's tree has this node; meaningless to views, which read strictly downwards. */
    @Nullable
    SpanInner parent;

    private long minTime;
    private long minElement;

    SpanNode(int epoch) {
        this.epoch = epoch;
    }

    /** Timestamp of the smallest priority in this subtree. */
    final long minTime() {
        return minTime;
    }

    /** Element of the smallest priority in this subtree. */
    final long minElement() {
        return minElement;
    }

    final void setMin(long time, long element) {
        minTime = time;
        minElement = element;
    }

    /** Lowers the smallest priority to the given one if that is smaller, and says whether it was. */
    final boolean lowerMin(long time, long element, ReplicaTable replicas) {
        boolean lower = Priority.isSmaller(time, element, minTime, minElement, replicas);
        if (lower) {
            setMin(time, element);
        }
        return lower;
    }

    /** Finds the smallest priority again, from the entries or children. */
    abstract void recomputeMin(ReplicaTable replicas);

    /** Slots in use. */
    abstract int size();

    /** Visible elements in this subtree. */
    abstract int visible();

    /** Whether this subtree has an element, visible or not, and not only start markers. */
    abstract boolean hasElements();
}
