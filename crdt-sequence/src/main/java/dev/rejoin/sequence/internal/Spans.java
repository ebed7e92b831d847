package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ElementId;
import org.jspecify.annotations.Nullable;

/** Reading a tree strictly downwards, as views must: nothing here looks at parent links or at the cursor. */
final class Spans {
    static final int NOT_THERE = -1;

    private Spans() {}

    /** Visits all entries, joining what only a leaf boundary divides. */
    static void forEachSpan(@Nullable SpanNode root, SpanVisitor visitor) {
        if (root != null) {
            Joiner joiner = new Joiner(visitor);
            joiner.visit(root);
            joiner.flush();
        }
    }

    /** Visits the visible parts of a range, in order, not joined. */
    static void forEachVisible(@Nullable SpanNode node, int start, int end, RangeVisitor visitor) {
        if (node instanceof SpanInner inner) {
            int childStart = 0;
            for (int i = 0; i < inner.size() && childStart < end; i++) {
                int childEnd = childStart + inner.visible(i);
                if (childEnd > start && inner.visible(i) > 0) {
                    forEachVisible(inner.child(i), start - childStart, end - childStart, visitor);
                }
                childStart = childEnd;
            }
        } else if (node instanceof SpanLeaf leaf) {
            int slotStart = 0;
            for (int i = 0; i < leaf.size() && slotStart < end; i++) {
                int visible = leaf.visible(i);
                int from = Math.max(start - slotStart, 0);
                int to = Math.min(end - slotStart, visible);
                if (from < to) {
                    visitor.range(leaf.first(i) + from, to - from);
                }
                slotStart += visible;
            }
        }
    }

    /** The element at a visible index, which must exist. */
    static long elementAt(@Nullable SpanNode root, int index) {
        SpanNode node = root;
        int rest = index;
        while (node instanceof SpanInner inner) {
            int slot = 0;
            while (rest >= inner.visible(slot)) {
                rest -= inner.visible(slot++);
            }
            node = inner.child(slot);
        }
        if (!(node instanceof SpanLeaf leaf)) {
            throw new IndexOutOfBoundsException("index " + index + " of an empty sequence");
        }
        int slot = 0;
        while (rest >= leaf.visible(slot)) {
            rest -= leaf.visible(slot++);
        }
        return leaf.first(slot) + rest;
    }

    /**
     * Where an element stands: twice the number of visible elements before it, plus one if it is visible itself, or
     * {@link #NOT_THERE}. O(spans).
     */
    static long find(@Nullable SpanNode node, long element) {
        int before = 0;
        if (node instanceof SpanInner inner) {
            for (int i = 0; i < inner.size(); i++) {
                long found = find(inner.child(i), element);
                if (found >= 0) {
                    return 2L * before + found;
                }
                before += inner.visible(i);
            }
        } else if (node instanceof SpanLeaf leaf) {
            int slot = leaf.slotOf(element);
            if (slot >= 0) {
                int start = leaf.visibleBefore(slot);
                return leaf.isVisible(slot) ? 2 * (start + element - leaf.first(slot)) + 1 : 2L * start;
            }
        }
        return NOT_THERE;
    }

    private static final class Joiner {
        private final SpanVisitor visitor;
        private long first = ElementId.NONE;
        private int count;
        private boolean deleted;
        private long time;

        Joiner(SpanVisitor visitor) {
            this.visitor = visitor;
        }

        void visit(SpanNode node) {
            if (node instanceof SpanInner inner) {
                for (int i = 0; i < inner.size(); i++) {
                    visit(inner.child(i));
                }
            } else if (node instanceof SpanLeaf leaf) {
                for (int i = 0; i < leaf.size(); i++) {
                    visit(leaf, i);
                }
            }
        }

        private void visit(SpanLeaf leaf, int slot) {
            if (leaf.isMarker(slot)) {
                flush();
                visitor.marker(leaf.first(slot), leaf.time(slot));
                return;
            }
            boolean joins = count > 0
                    && first + count == leaf.first(slot)
                    && deleted == leaf.isDeleted(slot)
                    && time == leaf.time(slot);
            if (joins) {
                count += leaf.count(slot);
                return;
            }
            flush();
            first = leaf.first(slot);
            count = leaf.count(slot);
            deleted = leaf.isDeleted(slot);
            time = leaf.time(slot);
        }

        void flush() {
            if (count > 0) {
                visitor.span(first, count, deleted, time);
                count = 0;
            }
        }
    }
}
