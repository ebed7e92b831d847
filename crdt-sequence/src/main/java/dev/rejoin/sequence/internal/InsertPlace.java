package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ElementId;

/**
 * What a local insert hangs on: the two-sided rule. Moves the cursor there, and changes nothing else.
 *
 * <p>A replica with a floor names visible elements only: the left child of R if R is in T(L), else the right child of L
 * (T as in {@link Rga}). A replica without one is nearer to what the author meant: between neighbours L and R (tombstones
 * count, markers do not) a local insert becomes the right child of L, or the left child of R if L has a right child. It has
 * one iff the entry behind L has a larger priority than L.
 */
final class InsertPlace {
    private InsertPlace() {}

    /** Before all elements, visible or not: left child of the first, so that nothing is known of other siblings. */
    static void atStart(SequenceStore store, SpanTree tree) {
        if (tree.isEmpty()) {
            store.cursor.prepare(ElementId.NONE, false, false);
            return;
        }
        SpanLeaf first = store.search.firstLeaf(tree.top());
        if (!store.namesVisibleOnly()) {
            beforeNext(store, first, 0);
        } else if (findVisibleLarger(store, first, 0, Priority.BASE, ElementId.NONE)) {
            beforeFound(store);
        } else {
            store.cursor.prepare(ElementId.NONE, false, false);
        }
    }

    /**
     * Behind the element before an offset of the slot at which the cursor is.
     *
     * @param own the id that the new element will have
     */
    static void behind(SequenceStore store, int offset, long own) {
        SpanCursor cursor = store.cursor;
        SpanLeaf leaf = cursor.leaf();
        int slot = cursor.slot();
        long next = leaf.first(slot) + offset;
        boolean isBase = leaf.time(slot) == Priority.BASE;
        if (offset < leaf.count(slot) && !isBase) {
            cursor.prepare(next, true, false);
        } else if (offset < leaf.count(slot) || cursor.isTailFree()) {
            cursor.prepare(next - 1, false, !isBase && next == own);
        } else if (store.namesVisibleOnly()) {
            besideVisible(store, next - 1);
        } else {
            beforeNext(store, leaf, slot + 1);
        }
    }

    /** Before the next visible element, if that is in the subtree of the one before; else as the right child of that. */
    private static void besideVisible(SequenceStore store, long left) {
        SpanLeaf leaf = store.cursor.leaf();
        int slot = store.cursor.slot();
        if (findVisibleLarger(store, leaf, slot + 1, leaf.time(slot), left)) {
            beforeFound(store);
        } else {
            store.cursor.prepare(left, false, false);
        }
    }

    private static boolean findVisibleLarger(
            SequenceStore store, SpanLeaf from, int fromSlot, long time, long element) {
        store.cursor.flush(); // whole subtrees are passed over by how much can be seen in them
        return store.search.findVisibleLarger(from, fromSlot, time, element);
    }

    private static void beforeNext(SequenceStore store, SpanLeaf leaf, int slot) {
        if (!store.search.findElements(leaf, slot)) {
            throw new AssertionError("I8 a start marker without its element");
        }
        beforeFound(store);
    }

    private static void beforeFound(SequenceStore store) {
        SpanCursor cursor = store.cursor;
        cursor.moveTo(store.search.leaf(), store.search.slot());
        cursor.prepare(cursor.leaf().first(cursor.slot()), true, false);
    }
}
