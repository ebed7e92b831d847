package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ReplicaTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A counted B+-tree of spans: the structure of one sequence, which knows nothing of why an entry stands where it does.
 *
 * <p>Every node knows its visible length and its smallest priority, so that a visible index is found downwards, the
 * index of an element upwards, and the next entry with a smaller priority sideways, each in O(log n) node visits. A
 * subtree without anything visible, or of nothing but start markers, is passed over in one step.
 */
final class SpanTree {
    /*
     * Layout      - Leaves hold entries, inner nodes children and what they sum up to. The root of an empty tree is
     *               null; there is no empty leaf.
     * Ownership   - A node is changed in place if it is of the current edit epoch. Otherwise it and the path above it
     *               are copied first. The path above an owned node is owned. Parent links serve the writer alone, so
     *               they may be redirected in nodes that views share.
     * Invariants  - I1 all leaves stand at one depth
     *               I2 nodes have from 1 to capacity slots, inner roots at least 2
     *               I3 what a node says of a child (visible length, smallest priority, elements) is so, but for what
     *                  the cursor defers
     *               I4 leaves are in the leaf table under their numbers and know their container
     *               I5 spans are not empty, and two neighbours within one leaf are not halves of one span
     *               I6 parent links
     * Costs       - O(log n) node visits for every operation, n being the number of entries; each visit looks at the
     *               slots of one node.
     */

    private final SequenceStore store;
    private final ReplicaTable replicas;
    final int container;
    private @Nullable SpanNode root;
    /** Visible elements; exact at any time. */
    private int length;

    SpanTree(SequenceStore store, int container) {
        this.store = store;
        this.replicas = store.replicas;
        this.container = container;
    }

    /** A tree with the same content that may be changed while a view reads this one. */
    SpanTree fork() {
        SpanTree fork = new SpanTree(store, container);
        fork.root = root;
        fork.length = length;
        return fork;
    }

    @Nullable
    SpanNode root() {
        return root;
    }

    /** The root of a tree that is not empty. */
    SpanNode top() {
        return Objects.requireNonNull(root);
    }

    int length() {
        return length;
    }

    void addLength(int delta) {
        length += delta;
    }

    boolean isEmpty() {
        return root == null;
    }

    /** The first leaf of an empty tree, which must get its first entry at once. */
    SpanLeaf createRoot() {
        SpanLeaf leaf = newLeaf(SpanLeaf.FIRST_SLOTS);
        root = leaf;
        return leaf;
    }

    /** A leaf that is in no tree yet, with room for so many entries. */
    SpanLeaf newLeaf(int slots) {
        SpanLeaf leaf = new SpanLeaf(store.leaves.allocate(), container, store.epoch.current(), slots);
        store.leaves.put(leaf);
        return leaf;
    }

    /** The leaf as it may be changed: itself, or a copy if a view may still read it. */
    SpanLeaf own(SpanLeaf leaf) {
        return leaf.epoch == store.epoch.current() ? leaf : ownCopy(leaf);
    }

    private SpanLeaf ownCopy(SpanLeaf leaf) {
        SpanLeaf copy = leaf.copy(store.epoch.current());
        store.leaves.put(copy);
        replace(leaf, copy);
        return copy;
    }

    private SpanInner own(SpanInner node) {
        if (node.epoch == store.epoch.current()) {
            return node;
        }
        SpanInner copy = node.copy(store.epoch.current());
        replace(node, copy);
        return copy;
    }

    private void replace(SpanNode node, SpanNode copy) {
        SpanInner parent = node.parent;
        if (parent == null) {
            root = copy;
        } else {
            SpanInner owned = own(parent);
            owned.replace(owned.slotOf(node), copy);
        }
    }

    /** Adds a difference to the sums above a leaf. */
    void addVisible(SpanLeaf leaf, int delta) {
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            parent.addVisible(parent.slotOf(node), delta);
            node = parent;
            store.search.step();
        }
    }

    /** Tells the nodes above that the smallest priority of a leaf became smaller. */
    void minLowered(SpanLeaf leaf) {
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            parent.setMin(parent.slotOf(node), node.minTime(), node.minElement());
            store.search.step();
            if (!parent.lowerMin(node.minTime(), node.minElement(), replicas)) {
                return;
            }
            node = parent;
        }
    }

    /** Tells the nodes above that a leaf of markers got its first element. */
    void elementsAppeared(SpanLeaf leaf) {
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            store.search.step();
            if (!parent.markElements(parent.slotOf(node))) {
                return;
            }
            node = parent;
        }
    }

    /** Takes over everything that a node says of itself into the nodes above it. */
    private void refreshAbove(SpanNode changed) {
        SpanNode node = changed;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            parent.refresh(parent.slotOf(node));
            parent.recomputeMin(replicas);
            node = parent;
            store.search.step();
        }
    }

    /**
     * Removes an entry from an owned leaf; the leaf too, if that was the last. What touches then is joined. Nothing must
     * be deferred.
     */
    void remove(SpanLeaf leaf, int slot) {
        if (leaf.isMarker(slot)) {
            store.markers.removed(leaf.first(slot), leaf.time(slot), leaf);
        }
        leaf.remove(slot);
        if (leaf.size() == 0) {
            removeLeaf(leaf);
            return;
        }
        if (leaf.isJoinable(slot - 1)) {
            leaf.join(slot - 1);
        }
        leaf.recomputeMin(replicas);
        refreshAbove(leaf);
    }

    /** Moves the entries of an owned leaf from {@code slot} on into a new leaf behind it; nothing must be deferred. */
    SpanLeaf split(SpanLeaf leaf, int slot) {
        SpanLeaf right = newLeaf(0);
        moveTail(leaf, slot, right);
        leaf.recomputeMin(replicas);
        right.recomputeMin(replicas);
        insertBehind(leaf, right);
        return right;
    }

    private void moveTail(SpanLeaf leaf, int slot, SpanLeaf target) {
        long first = 0;
        int count = 0;
        for (int i = slot; i < leaf.size(); i++) {
            if (leaf.isMarker(i)) {
                store.markers.moved(leaf.first(i), leaf.time(i), target);
                continue;
            }
            if (first + count != leaf.first(i)) {
                assign(first, count, target);
                first = leaf.first(i);
                count = 0;
            }
            count += leaf.count(i);
        }
        assign(first, count, target);
        leaf.moveTail(slot, target);
    }

    private void assign(long first, int count, SpanLeaf target) {
        if (count > 0) {
            store.index().assign(first, count, target.number);
        }
    }

    private void insertBehind(SpanNode left, SpanNode right) {
        store.search.step();
        SpanInner parent = left.parent;
        if (parent == null) {
            parent = new SpanInner(left.epoch, store.shape.innerCapacity());
            parent.insert(0, left);
            parent.insert(1, right);
            parent.recomputeMin(replicas);
            root = parent;
            return;
        }
        int slot = parent.slotOf(left);
        parent.refresh(slot);
        if (parent.isFull()) {
            SpanInner half = new SpanInner(parent.epoch, store.shape.innerCapacity());
            int kept = slot == parent.size() - 1 ? slot : parent.size() / 2;
            parent.moveTail(kept, half);
            if (slot < kept) {
                parent.insert(slot + 1, right);
            } else {
                half.insert(slot - kept + 1, right);
            }
            parent.recomputeMin(replicas);
            half.recomputeMin(replicas);
            insertBehind(parent, half);
        } else {
            parent.insert(slot + 1, right);
        }
    }

    private void removeLeaf(SpanLeaf leaf) {
        store.leaves.release(leaf);
        removeNode(leaf);
        lowerRoot();
    }

    private void removeNode(SpanNode node) {
        store.search.step();
        SpanInner parent = node.parent;
        if (parent == null) {
            root = null;
            return;
        }
        parent.remove(parent.slotOf(node));
        if (parent.size() == 0) {
            removeNode(parent);
        } else {
            parent.recomputeMin(replicas);
            SpanInner kept = mergeInner(parent);
            refreshAbove(kept);
        }
    }

    /** Moves the children of a thinly filled inner node together with those of a sibling, if they fit. */
    private SpanInner mergeInner(SpanInner node) {
        SpanInner parent = node.parent;
        if (parent == null || node.size() > store.shape.innerCapacity() / 4) {
            return node;
        }
        int slot = parent.slotOf(node);
        if (slot + 1 < parent.size() && fits(node, parent.child(slot + 1))) {
            SpanInner right = own((SpanInner) parent.child(slot + 1));
            right.moveTail(0, node);
            node.recomputeMin(replicas);
            parent.refresh(slot);
            removeNode(right);
        } else if (slot > 0 && fits(parent.child(slot - 1), node)) {
            SpanInner left = own((SpanInner) parent.child(slot - 1));
            node.moveTail(0, left);
            left.recomputeMin(replicas);
            parent.refresh(slot - 1);
            removeNode(node);
            return left;
        }
        return node;
    }

    private boolean fits(SpanNode left, SpanNode right) {
        return left.size() + right.size() <= store.shape.innerCapacity() * 3 / 4;
    }

    private void lowerRoot() {
        while (root instanceof SpanInner inner && inner.size() == 1) {
            root = inner.child(0);
            root.parent = null;
        }
    }

    /** The sibling behind an owned leaf if both fit into one, or null. */
    @Nullable
    SpanLeaf mergeableBehind(SpanLeaf leaf) {
        SpanInner parent = leaf.parent;
        int slot = parent == null ? 0 : parent.slotOf(leaf) + 1;
        return parent != null && slot < parent.size() ? ifTogetherSmall(leaf, (SpanLeaf) parent.child(slot)) : null;
    }

    /** The sibling before an owned leaf if both fit into one, or null. */
    @Nullable
    SpanLeaf mergeableBefore(SpanLeaf leaf) {
        SpanInner parent = leaf.parent;
        int slot = parent == null ? -1 : parent.slotOf(leaf) - 1;
        return parent != null && slot >= 0 ? ifTogetherSmall(leaf, (SpanLeaf) parent.child(slot)) : null;
    }

    private @Nullable SpanLeaf ifTogetherSmall(SpanLeaf leaf, SpanLeaf sibling) {
        return leaf.size() + sibling.size() <= store.shape.leafCapacity() * 3 / 4 ? sibling : null;
    }

    /**
     * Moves all entries of a leaf to the end of the owned leaf before it, its sibling; nothing must be deferred.
     *
     * @return whether the last span of one and the first of the other became one
     */
    boolean merge(SpanLeaf left, SpanLeaf right) {
        SpanLeaf emptied = own(right);
        int boundary = left.size() - 1;
        moveTail(emptied, 0, left);
        boolean joins = left.isJoinable(boundary);
        if (joins) {
            left.join(boundary);
        }
        left.recomputeMin(replicas);
        refreshAbove(left);
        removeLeaf(emptied);
        return joins;
    }

    /** Builds the nodes above the leaves of a tree that has none yet. */
    void adopt(List<SpanLeaf> leaves) {
        for (SpanLeaf leaf : leaves) {
            leaf.recomputeMin(replicas);
        }
        List<SpanNode> level = new ArrayList<>(leaves);
        while (level.size() > 1) {
            level = levelAbove(level);
        }
        root = level.isEmpty() ? null : level.get(0);
    }

    /** Spreads nodes evenly over as few parents as can hold them. */
    private List<SpanNode> levelAbove(List<SpanNode> nodes) {
        int capacity = store.shape.innerCapacity();
        int parents = (nodes.size() + capacity - 1) / capacity;
        List<SpanNode> level = new ArrayList<>(parents);
        int from = 0;
        for (int i = 1; i <= parents; i++) {
            int to = (int) ((long) nodes.size() * i / parents);
            SpanInner parent = new SpanInner(store.epoch.current(), capacity);
            for (int k = from; k < to; k++) {
                parent.insert(k - from, nodes.get(k));
            }
            parent.recomputeMin(replicas);
            level.add(parent);
            from = to;
        }
        return level;
    }

    /** Gives back the numbers of all leaves; views may still read them. */
    void release() {
        if (root != null) {
            release(root);
            root = null;
            length = 0;
        }
    }

    private void release(SpanNode node) {
        if (node instanceof SpanInner inner) {
            for (int i = 0; i < inner.size(); i++) {
                release(inner.child(i));
            }
        } else if (node instanceof SpanLeaf leaf) {
            for (int i = 0; i < leaf.size(); i++) {
                if (leaf.isMarker(i)) {
                    store.markers.removed(leaf.first(i), leaf.time(i), leaf);
                }
            }
            store.leaves.release(leaf);
        }
    }

    /** Throws an {@link AssertionError} that names the invariant which does not hold. */
    void checkInvariants() {
        new SpanTreeChecks(store, this).run();
    }
}
