package dev.rejoin.sequence.internal;

/** Checks the invariants I1 to I6 of {@link SpanTree}. */
final class SpanTreeChecks {
    private final SequenceStore store;
    private final SpanTree tree;

    SpanTreeChecks(SequenceStore store, SpanTree tree) {
        this.store = store;
        this.tree = tree;
    }

    void run() {
        SpanNode root = tree.root();
        int length = tree.length();
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
        check(leaf.container == tree.container, "I4 leaf of container " + leaf.container + " in " + tree.container);
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
        node.recomputeMin(store.replicas);
        check(
                !Priority.isSmaller(time, element, node.minTime(), node.minElement(), store.replicas)
                        && !Priority.isSmaller(node.minTime(), node.minElement(), time, element, store.replicas),
                "I3 smallest priority of a node");
        node.setMin(time, element);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
