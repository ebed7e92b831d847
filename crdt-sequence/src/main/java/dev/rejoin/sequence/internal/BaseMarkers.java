package dev.rejoin.sequence.internal;

import org.eclipse.collections.impl.map.mutable.primitive.LongIntHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the start markers of elements at or below the base are.
 *
 * <p>Any other marker is found by its priority, which these have lost. Few of them outlive a pruning, so the map comes
 * into being with the first.
 */
final class BaseMarkers {
    private @Nullable LongIntHashMap leaves;

    void added(long element, long time, SpanLeaf leaf) {
        if (time == Priority.BASE) {
            if (leaves == null) {
                leaves = new LongIntHashMap();
            }
            leaves.put(element, leaf.number);
        }
    }

    void moved(long element, long time, SpanLeaf target) {
        added(element, time, target);
    }

    /** Forgets a marker, unless it is in another leaf by now. */
    void removed(long element, long time, SpanLeaf leaf) {
        if (time == Priority.BASE && leaves != null && leaves.getIfAbsent(element, -1) == leaf.number) {
            leaves.removeKey(element);
            leaves = leaves.isEmpty() ? null : leaves;
        }
    }

    /** The leaf with an element's start marker, or null if it has none. */
    @Nullable
    SpanLeaf leafOf(long element, LeafTable table) {
        int number = leaves == null ? -1 : leaves.getIfAbsent(element, -1);
        return number < 0 ? null : table.get(number);
    }
}
