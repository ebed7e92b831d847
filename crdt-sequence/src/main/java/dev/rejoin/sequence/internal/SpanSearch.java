package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ReplicaTable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finding places in the trees of one document: downwards by visible index, upwards from a leaf, and sideways by priority
 * or kind of entry, each in O(log n) node visits.
 *
 * <p>The last place found stays here until the next search, so that no search allocates. For the writer only: what
 * starts from a leaf goes by parent links.
 */
final class SpanSearch {
    private final ReplicaTable replicas;
    private @Nullable SpanLeaf foundLeaf;
    private int foundSlot;
    private long steps;

    SpanSearch(ReplicaTable replicas) {
        this.replicas = replicas;
    }

    /** The leaf that was found. */
    SpanLeaf leaf() {
        return Objects.requireNonNull(foundLeaf);
    }

    /** Lets go of the leaf that was found. */
    void forget() {
        foundLeaf = null;
    }

    /** The slot that was found. */
    int slot() {
        return foundSlot;
    }

    /** Takes a place that was known without searching. */
    boolean find(SpanLeaf leaf, int slot) {
        return found(leaf, slot);
    }

    private boolean found(SpanLeaf leaf, int slot) {
        foundLeaf = leaf;
        foundSlot = slot;
        return true;
    }

    /** Nodes visited so far, for tests that count steps instead of time. */
    long steps() {
        return steps;
    }

    /** Counts a node that an edit visited. */
    void step() {
        steps++;
    }

    /**
     * Finds the leaf that holds visible element {@code index}, counted from 1.
     *
     * @return the visible elements before that leaf
     */
    int descend(SpanNode root, int index) {
        SpanNode node = root;
        int rest = index;
        while (node instanceof SpanInner inner) {
            int slot = 0;
            int visible = inner.visible(0);
            while (rest > visible) {
                rest -= visible;
                visible = inner.visible(++slot);
            }
            node = inner.child(slot);
            steps++;
        }
        found((SpanLeaf) node, 0);
        return index - rest;
    }

    /** Visible elements before a leaf; nothing must be deferred. */
    int startOf(SpanLeaf leaf) {
        int start = 0;
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            start += parent.visibleBefore(parent.slotOf(node));
            node = parent;
            steps++;
        }
        return start;
    }

    /** The leftmost leaf of a subtree. */
    SpanLeaf firstLeaf(SpanNode top) {
        SpanNode node = top;
        while (node instanceof SpanInner inner) {
            node = inner.child(0);
            steps++;
        }
        return (SpanLeaf) node;
    }

    private SpanLeaf lastLeaf(SpanNode top) {
        SpanNode node = top;
        while (node instanceof SpanInner inner) {
            node = inner.child(inner.size() - 1);
            steps++;
        }
        return (SpanLeaf) node;
    }

    /** The leaf after another, or null. */
    @Nullable
    SpanLeaf nextLeaf(SpanLeaf leaf) {
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            int slot = parent.slotOf(node) + 1;
            steps++;
            if (slot < parent.size()) {
                return firstLeaf(parent.child(slot));
            }
            node = parent;
        }
        return null;
    }

    /** The leaf before another, or null. */
    @Nullable
    SpanLeaf previousLeaf(SpanLeaf leaf) {
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            int slot = parent.slotOf(node);
            steps++;
            if (slot > 0) {
                return lastLeaf(parent.child(slot - 1));
            }
            node = parent;
        }
        return null;
    }

    /**
     * Finds the first entry from a place on whose priority is smaller than the given one. Without any, what is found is
     * the end of the last leaf.
     */
    void findSmaller(SpanLeaf from, int fromSlot, long time, long element) {
        int slot = from.nextSmaller(fromSlot, time, element, replicas);
        if (slot >= 0) {
            found(from, slot);
            return;
        }
        SpanNode node = from;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            steps++;
            for (int i = parent.slotOf(node) + 1; i < parent.size(); i++) {
                if (isSmaller(parent, i, time, element)) {
                    findFirstSmaller(parent.child(i), time, element);
                    return;
                }
            }
            node = parent;
        }
        SpanLeaf last = lastLeaf(node);
        found(last, last.size());
    }

    private void findFirstSmaller(SpanNode top, long time, long element) {
        SpanNode node = top;
        while (node instanceof SpanInner inner) {
            int slot = 0;
            while (!isSmaller(inner, slot, time, element)) {
                slot++;
            }
            node = inner.child(slot);
            steps++;
        }
        SpanLeaf leaf = (SpanLeaf) node;
        found(leaf, leaf.nextSmaller(0, time, element, replicas));
    }

    private boolean isSmaller(SpanInner inner, int slot, long time, long element) {
        return Priority.isSmaller(inner.minTime(slot), inner.minElement(slot), time, element, replicas);
    }

    /** Finds the last entry before a place whose smallest priority is not larger than the given one. */
    boolean findNotLargerBefore(SpanLeaf from, int fromSlot, long time, long element) {
        int slot = from.previousNotLarger(fromSlot, time, element, replicas);
        if (slot >= 0) {
            return found(from, slot);
        }
        SpanNode node = from;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            steps++;
            for (int i = parent.slotOf(node) - 1; i >= 0; i--) {
                if (!isLarger(parent, i, time, element)) {
                    return findLastNotLarger(parent.child(i), time, element);
                }
            }
            node = parent;
        }
        return false;
    }

    private boolean findLastNotLarger(SpanNode top, long time, long element) {
        SpanNode node = top;
        while (node instanceof SpanInner inner) {
            int slot = inner.size() - 1;
            while (isLarger(inner, slot, time, element)) {
                slot--;
            }
            node = inner.child(slot);
            steps++;
        }
        SpanLeaf leaf = (SpanLeaf) node;
        return found(leaf, leaf.previousNotLarger(leaf.size(), time, element, replicas));
    }

    private boolean isLarger(SpanInner inner, int slot, long time, long element) {
        return Priority.isSmaller(time, element, inner.minTime(slot), inner.minElement(slot), replicas);
    }

    /**
     * Finds the next visible element, if nothing up to it is smaller than a priority or equal to it. Nothing must be
     * deferred.
     */
    boolean findVisibleLarger(SpanLeaf from, int fromSlot, long time, long element) {
        int slot = fromSlot;
        for (SpanLeaf leaf = from; leaf != null; leaf = nextDeciding(leaf, time, element)) {
            for (; slot < leaf.size(); slot++) {
                if (!leaf.isLarger(slot, time, element, replicas)) {
                    return false;
                }
                if (leaf.isVisible(slot)) {
                    return found(leaf, slot);
                }
            }
            slot = 0;
        }
        return false;
    }

    /** The next leaf in which something can be seen, or is not larger than a priority; or null. */
    private @Nullable SpanLeaf nextDeciding(SpanLeaf leaf, long time, long element) {
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            steps++;
            for (int i = parent.slotOf(node) + 1; i < parent.size(); i++) {
                if (decides(parent, i, time, element)) {
                    return firstDeciding(parent.child(i), time, element);
                }
            }
            node = parent;
        }
        return null;
    }

    private SpanLeaf firstDeciding(SpanNode top, long time, long element) {
        SpanNode node = top;
        while (node instanceof SpanInner inner) {
            int slot = 0;
            while (!decides(inner, slot, time, element)) {
                slot++;
            }
            node = inner.child(slot);
            steps++;
        }
        return (SpanLeaf) node;
    }

    private boolean decides(SpanInner inner, int slot, long time, long element) {
        return inner.visible(slot) > 0 || !isLarger(inner, slot, time, element);
    }

    /** Finds the first entry from a place on that is no marker. */
    boolean findElements(SpanLeaf from, int fromSlot) {
        int slot = from.nextElements(fromSlot);
        if (slot >= 0) {
            return found(from, slot);
        }
        SpanNode node = from;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            steps++;
            int next = parent.firstWithElements(parent.slotOf(node) + 1);
            if (next >= 0) {
                return findFirstElements(parent.child(next));
            }
            node = parent;
        }
        return false;
    }

    private boolean findFirstElements(SpanNode top) {
        SpanNode node = top;
        while (node instanceof SpanInner inner) {
            node = inner.child(inner.firstWithElements(0));
            steps++;
        }
        SpanLeaf leaf = (SpanLeaf) node;
        return found(leaf, leaf.nextElements(0));
    }
}
