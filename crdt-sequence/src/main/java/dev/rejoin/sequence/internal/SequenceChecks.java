package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ElementId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks the invariants I7 to I10 of {@link Rga} in one pass from left to right. */
final class SequenceChecks {
    private final SequenceStore store;
    private final int container;
    /** Spans seen so far: first element to the one after the last. */
    private final TreeMap<Long, Long> seen = new TreeMap<>();
    /** Markers whose element is still to come, each as {timestamp, element}. */
    private final Deque<long[]> open = new ArrayDeque<>();

    SequenceChecks(SequenceStore store, int container) {
        this.store = store;
        this.container = container;
    }

    void visit(@Nullable SpanNode node) {
        if (node instanceof SpanInner inner) {
            for (int i = 0; i < inner.size(); i++) {
                visit(inner.child(i));
            }
        } else if (node instanceof SpanLeaf leaf) {
            for (int i = 0; i < leaf.size(); i++) {
                if (leaf.isMarker(i)) {
                    checkMarker(leaf, i);
                } else {
                    checkSpan(leaf, i);
                }
            }
        }
    }

    void finish() {
        check(open.isEmpty(), "I8 a start marker without its element");
    }

    private void checkMarker(SpanLeaf leaf, int slot) {
        checkInside(leaf, slot);
        if (leaf.time(slot) == Priority.BASE) {
            SpanLeaf known = store.markers.leafOf(leaf.first(slot), store.leaves);
            check(known == leaf, "I10 the marker of " + name(leaf.first(slot)) + " at the base is not found");
        } else {
            open.push(new long[] {leaf.time(slot), leaf.first(slot)});
        }
    }

    private void checkSpan(SpanLeaf leaf, int slot) {
        long first = leaf.first(slot);
        long end = first + leaf.count(slot);
        long[] marker = open.peek();
        if (marker != null && marker[1] == first) {
            check(marker[0] == leaf.time(slot), "I8 a start marker with another timestamp than its element");
            open.pop();
        }
        checkInside(leaf, slot);

        Long before = seen.lowerKey(end);
        check(before == null || seen.getOrDefault(before, before) <= first, "I7 element twice in " + name(first));
        seen.put(first, end);
        check(ElementId.replica(first) == ElementId.replica(end - 1), "I9 span over two replicas: " + name(first));
        for (long element = first; element < end; element++) {
            check(store.index().find(element) == leaf.number, "I10 the index does not find " + name(element));
            check(store.containerOf(element) == container, "I10 wrong container of " + name(element));
        }
    }

    private void checkInside(SpanLeaf leaf, int slot) {
        long[] marker = open.peek();
        check(
                marker == null
                        || Priority.isSmaller(marker[0], marker[1], leaf.time(slot), leaf.first(slot), store.replicas),
                "I8 an entry between a start marker and its element is not larger: " + name(leaf.first(slot)));
    }

    private static String name(long element) {
        return ElementId.toString(element);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
