package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ReplicaTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A counted B+-tree of spans: the structure of one sequence, which knows nothing of how elements are ordered.
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
    final SpanPosition found = new SpanPosition();
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
        SpanLeaf leaf = newLeaf();
        root = leaf;
        return leaf;
    }

    SpanLeaf newLeaf() {
        SpanLeaf leaf = new SpanLeaf(store.leaves.allocate(), container, store.epoch.current());
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
            store.steps++;
        }
    }

    /** Tells the nodes above that the smallest priority of a leaf became smaller. */
    void minLowered(SpanLeaf leaf) {
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            parent.setMin(parent.slotOf(node), node.minTime(), node.minElement());
            store.steps++;
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
            store.steps++;
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
            store.steps++;
        }
    }

    /** Takes over everything about a leaf after entries were removed from it; nothing must be deferred. */
    void entriesRemoved(SpanLeaf leaf) {
        leaf.recomputeMin(replicas);
        refreshAbove(leaf);
    }

    /** The leaf that holds visible element {@code index}, counted from 1; {@code found.slot()} is its own start index. */
    SpanLeaf descend(int index) {
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
            store.steps++;
        }
        SpanLeaf leaf = (SpanLeaf) Objects.requireNonNull(node);
        found.set(leaf, index - rest);
        return leaf;
    }

    /** Visible elements before a leaf; nothing must be deferred. */
    int startOf(SpanLeaf leaf) {
        int start = 0;
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            start += parent.visibleBefore(parent.slotOf(node));
            node = parent;
            store.steps++;
        }
        return start;
    }

    /** The leftmost leaf; the tree must not be empty. */
    SpanLeaf firstLeaf() {
        return firstLeaf(Objects.requireNonNull(root));
    }

    private SpanLeaf firstLeaf(SpanNode top) {
        SpanNode node = top;
        while (node instanceof SpanInner inner) {
            node = inner.child(0);
            store.steps++;
        }
        return (SpanLeaf) node;
    }

    private SpanLeaf lastLeaf(SpanNode top) {
        SpanNode node = top;
        while (node instanceof SpanInner inner) {
            node = inner.child(inner.size() - 1);
            store.steps++;
        }
        return (SpanLeaf) node;
    }

    /** The leaf after another, or null. */
    @Nullable
    SpanLeaf nextLeaf(SpanLeaf leaf) {
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            int slot = parent.slotOf(node) + 1;
            store.steps++;
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
            store.steps++;
            if (slot > 0) {
                return lastLeaf(parent.child(slot - 1));
            }
            node = parent;
        }
        return null;
    }

    /**
     * Finds the first entry from a position on whose priority is smaller than the given one. Without any, {@code found}
     * is the end of the last leaf.
     */
    void findSmaller(SpanLeaf leaf, int slot, long time, long element) {
        int inLeaf = leaf.nextSmaller(slot, time, element, replicas);
        if (inLeaf >= 0) {
            found.set(leaf, inLeaf);
            return;
        }
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            store.steps++;
            for (int i = parent.slotOf(node) + 1; i < parent.size(); i++) {
                if (isSmaller(parent, i, time, element)) {
                    firstSmallerIn(parent.child(i), time, element);
                    return;
                }
            }
            node = parent;
        }
        SpanLeaf last = lastLeaf(node);
        found.set(last, last.size());
    }

    private void firstSmallerIn(SpanNode top, long time, long element) {
        SpanNode node = top;
        while (node instanceof SpanInner inner) {
            int slot = 0;
            while (!isSmaller(inner, slot, time, element)) {
                slot++;
            }
            node = inner.child(slot);
            store.steps++;
        }
        SpanLeaf leaf = (SpanLeaf) node;
        found.set(leaf, leaf.nextSmaller(0, time, element, replicas));
    }

    private boolean isSmaller(SpanInner inner, int slot, long time, long element) {
        return Priority.isSmaller(inner.minTime(slot), inner.minElement(slot), time, element, replicas);
    }

    /** Finds the last entry before a position whose smallest priority is not larger than the given one. */
    boolean findNotLargerBefore(SpanLeaf leaf, int slot, long time, long element) {
        int inLeaf = leaf.previousNotLarger(slot, time, element, replicas);
        if (inLeaf >= 0) {
            return found.set(leaf, inLeaf);
        }
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            store.steps++;
            for (int i = parent.slotOf(node) - 1; i >= 0; i--) {
                if (!isLarger(parent, i, time, element)) {
                    return lastNotLargerIn(parent.child(i), time, element);
                }
            }
            node = parent;
        }
        return false;
    }

    private boolean lastNotLargerIn(SpanNode top, long time, long element) {
        SpanNode node = top;
        while (node instanceof SpanInner inner) {
            int slot = inner.size() - 1;
            while (isLarger(inner, slot, time, element)) {
                slot--;
            }
            node = inner.child(slot);
            store.steps++;
        }
        SpanLeaf leaf = (SpanLeaf) node;
        return found.set(leaf, leaf.previousNotLarger(leaf.size(), time, element, replicas));
    }

    private boolean isLarger(SpanInner inner, int slot, long time, long element) {
        return Priority.isSmaller(time, element, inner.minTime(slot), inner.minElement(slot), replicas);
    }

    /** Finds the first entry from a position on that is no marker. */
    boolean findElements(SpanLeaf leaf, int slot) {
        int inLeaf = leaf.nextElements(slot);
        if (inLeaf >= 0) {
            return found.set(leaf, inLeaf);
        }
        SpanNode node = leaf;
        for (SpanInner parent = node.parent; parent != null; parent = node.parent) {
            store.steps++;
            int next = parent.firstWithElements(parent.slotOf(node) + 1);
            if (next >= 0) {
                node = parent.child(next);
                while (node instanceof SpanInner inner) {
                    node = inner.child(inner.firstWithElements(0));
                    store.steps++;
                }
                SpanLeaf target = (SpanLeaf) node;
                return found.set(target, target.nextElements(0));
            }
            node = parent;
        }
        return false;
    }

    /** Moves the entries of an owned leaf from {@code slot} on into a new leaf behind it; nothing must be deferred. */
    SpanLeaf split(SpanLeaf leaf, int slot) {
        SpanLeaf right = newLeaf();
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
            store.index.assign(first, count, target.number);
        }
    }

    private void insertBehind(SpanNode left, SpanNode right) {
        store.steps++;
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

    /** Removes a leaf that lost its last entry; its path must be owned and nothing deferred. */
    void removeLeaf(SpanLeaf leaf) {
        store.leaves.release(leaf);
        removeNode(leaf);
        lowerRoot();
    }

    private void removeNode(SpanNode node) {
        store.steps++;
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

    /** Throws an {@link AssertionError} that names the invariant which does not hold. */
    void checkInvariants() {
        if (root != null) {
            check(root.parent == null, "I6 the root has a parent");
            check(!(root instanceof SpanInner) || root.size() > 1, "I2 the root has a single child");
            int sum = check(root, depth(root));
            check(sum == length, "I3 length " + length + " but spans sum to " + sum);
        } else {
            check(length == 0, "I3 length " + length + " of an empty tree");
        }
    }

    private static int depth(SpanNode node) {
        return node instanceof SpanInner inner ? 1 + depth(inner.child(0)) : 0;
    }

    private int check(SpanNode node, int depth) {
        check(node.size() > 0, "I2 an empty node");
        return node instanceof SpanInner inner ? checkInner(inner, depth) : checkLeaf((SpanLeaf) node, depth);
    }

    private int checkInner(SpanInner inner, int depth) {
        check(inner.size() <= store.shape.innerCapacity(), "I2 inner node with " + inner.size() + " children");
        int sum = 0;
        for (int i = 0; i < inner.size(); i++) {
            SpanNode child = inner.child(i);
            check(child.parent == inner, "I6 a child has another parent");
            int visible = check(child, depth - 1);
            int said = inner.visible(i) + store.cursor.pendingBelow(child);
            check(said == visible, "I3 visible length " + said + " but spans sum to " + visible);
            check(
                    inner.minTime(i) == child.minTime() && inner.minElement(i) == child.minElement(),
                    "I3 smallest priority of a child");
            check(inner.hasElements(i) == child.hasElements(), "I3 elements of a child");
            sum += visible;
        }
        checkMin(inner);
        return sum;
    }

    private int checkLeaf(SpanLeaf leaf, int depth) {
        check(depth == 0, "I1 a leaf too high up by " + depth);
        check(leaf.size() <= store.shape.leafCapacity(), "I2 leaf with " + leaf.size() + " entries");
        check(store.leaves.get(leaf.number) == leaf, "I4 leaf " + leaf.number + " is not in the table");
        check(leaf.container == container, "I4 leaf of container " + leaf.container + " in " + container);
        for (int i = 0; i < leaf.size(); i++) {
            check(!leaf.isJoinable(i), "I5 slots " + i + " and the next are one span");
        }
        check(leaf.visible() == leaf.visibleBefore(leaf.size()), "I3 visible length of leaf " + leaf.number);
        check(leaf.hasElements() == leaf.nextElements(0) >= 0, "I3 elements of leaf " + leaf.number);
        checkMin(leaf);
        return leaf.visible();
    }

    private void checkMin(SpanNode node) {
        long time = node.minTime();
        long element = node.minElement();
        node.recomputeMin(replicas);
        check(time == node.minTime() && element == node.minElement(), "I3 smallest priority of a node");
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
