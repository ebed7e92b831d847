package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ElementId;
import org.jspecify.annotations.Nullable;

/**
 * One sequence of a document, the text or list type: a replicated growable array that does not interleave.
 *
 * <p>Concurrent inserts at one place stand side by side as whole runs, whether typed forward or backward, the one with
 * the larger priority first. A deleted element stays as a tombstone, so that an insert beside it finds its place.
 *
 * <p>It converges because the elements form a tree: an element is the right child of its left neighbour or the left
 * child of its right neighbour, siblings stand in descending priority (timestamp of the run's head, replica, seq), and
 * the sequence is the tree in depth-first order. That order depends on the set of elements only.
 *
 * <p>Preparing ({@link #locate}, {@link #forEachVisibleRange}) changes nothing but the place of the cursor. Applying
 * ({@link #insert}, {@link #delete}) is the same for local and remote operations. For the document's writer only; other
 * threads read a {@link SequenceView}.
 *
 * <p>Costs: O(log n) per operation with n spans; constant for an edit right beside the one before.
 */
public final class Rga {
    /*
     * Order       - The tree is never built. Its depth-first order is kept as a list of entries: elements, and for each
     *               element R that has left children a zero-width start marker m(R) with R's own priority, which stands
     *               for the start of R's subtree T(R). Every entry in T(x) but x and m(x) has a larger priority than x;
     *               whatever follows T(x) has a smaller one. So a new right child of L belongs before the first entry
     *               behind L with a smaller priority than its own, a new left child of R before the first such entry
     *               behind m(R): the skipped entries are exactly the subtrees of its larger siblings.
     * Neighbours  - What a local insert hangs on is decided by InsertPlace.
     * Markers     - m(R) is the last entry before R with a priority not larger than R's, if R has one at all: between
     *               them are R's left subtrees, which are larger. It goes when its last left child is reverted. The
     *               markers of elements at or below the base, which have lost their priority, are looked up instead.
     * Invariants  - I7 each element is in exactly one span
     *               I8 a start marker stands before its element, and everything between them has a larger priority,
     *                  unless the element is at or below the base
     *               I9 within a span seqs ascend under one timestamp, so that priorities ascend
     *               I10 the element index finds every span
     * [1] Roh, Jeon, Kim, Lee, Replicated abstract data types, JPDC 71(3), 2011               (the timestamped tree)
     * [2] Weidner, Kleppmann, The Art of the Fugue, arXiv:2305.00583, 2023                    (two sides)
     * [3] Briot, Urso, Shapiro, High Responsiveness for Group Editing CRDTs, GROUP 2016       (blocks)
     * Deviation: [1] has right children only, and so mixes two words that are typed backward. [2] orders the right
     * children otherwise; here one order serves both sides, so that a single query finds the place.
     */

    private final SequenceStore store;
    private final SpanTree tree;
    private final int epoch;

    /**
     * Creates an empty sequence.
     *
     * @param store what the sequences of the document share
     * @param container the number under which the document knows this sequence
     */
    public Rga(SequenceStore store, int container) {
        this(store, new SpanTree(store, container));
    }

    Rga(SequenceStore store, SpanTree tree) {
        this.store = store;
        this.tree = tree;
        this.epoch = store.epoch.current();
    }

    /**
     * The sequence to write to: this one, or its successor if a view may hold this one.
     *
     * @return a sequence of the current epoch with the same content; constant time
     */
    public Rga writable() {
        if (epoch == store.epoch.current()) {
            return this;
        }
        SpanTree fork = tree.fork();
        store.cursor.follow(tree, fork);
        return new Rga(store, fork);
    }

    /**
     * The number under which the document knows this sequence.
     *
     * @return the container
     */
    public int container() {
        return tree.container;
    }

    /**
     * Visible elements; in a text, UTF-16 code units.
     *
     * @return the length
     */
    public int length() {
        return tree.length();
    }

    SpanTree tree() {
        return tree;
    }

    private SpanCursor cursor() {
        SpanCursor cursor = store.cursor;
        cursor.enter(tree);
        return cursor;
    }

    private SpanCursor cursorForWriting() {
        if (epoch != store.epoch.current()) {
            throw new IllegalStateException("a view holds this sequence; write to the one that writable() gives");
        }
        return cursor();
    }

    /**
     * Finds where an insert goes, to be read from {@link #parent()}, {@link #leftSide()} and {@link #continues()}. An
     * {@link #insert} there that follows at once does not search again.
     *
     * @param index visible index that the new element will have, from 0 to {@link #length()}
     * @param ownReplica index of the inserting replica
     * @param nextSeq the seq that the first new element will have
     */
    public void locate(int index, int ownReplica, long nextSeq) {
        SpanCursor cursor = store.cursor;
        KeystrokeRun keystrokes = cursor.keystrokes();
        if (keystrokes.isTypingAt(tree, index)) {
            long next = keystrokes.next();
            cursor.prepare(next - 1, false, next == ElementId.of(ownReplica, nextSeq));
        } else {
            locateAfresh(cursor, index, ownReplica, nextSeq);
        }
    }

    private void locateAfresh(SpanCursor cursor, int index, int ownReplica, long nextSeq) {
        if (index < 0 || index > tree.length()) {
            throw new IndexOutOfBoundsException("index " + index + ", length " + tree.length());
        }
        cursor.enter(tree);
        if (index == 0) {
            InsertPlace.atStart(store, tree);
        } else {
            cursor.seek(index);
            InsertPlace.behind(store, index - cursor.slotStart(), ElementId.of(ownReplica, nextSeq));
        }
    }

    /**
     * Finds where an insert goes that is to stand directly behind an element, be that visible or not, as {@link #locate}
     * does for an index: what was deleted is inserted again beside its tombstone.
     *
     * @param element packed id of an element
     * @param ownReplica index of the inserting replica
     * @param nextSeq the seq that the first new element will have
     */
    public void locateBehind(long element, int ownReplica, long nextSeq) {
        if (store.namesVisibleOnly() && !isVisible(element)) {
            locate(indexOf(element), ownReplica, nextSeq);
            return;
        }
        SpanCursor cursor = cursor();
        cursor.seekElement(element);
        int offset = (int) (element - cursor.leaf().first(cursor.slot())) + 1;
        InsertPlace.behind(store, offset, ElementId.of(ownReplica, nextSeq));
    }

    /**
     * How many elements with consecutive ids stand side by side from an element on, in one span.
     *
     * @param element packed id
     * @return at least 1, or 0 if this sequence has no such element
     */
    public int runLength(long element) {
        SpanLeaf leaf = store.leafOf(element);
        if (leaf == null || leaf.container != tree.container) {
            return 0;
        }
        int slot = leaf.slotOf(element);
        return (int) (leaf.first(slot) + leaf.count(slot) - element);
    }

    /**
     * The element that the located insert hangs on.
     *
     * @return packed id, or {@link ElementId#NONE} for the start of the sequence
     */
    public long parent() {
        return store.cursor.parent();
    }

    /**
     * The side of the parent that the located insert goes to.
     *
     * @return true if it becomes a left child
     */
    public boolean leftSide() {
        return store.cursor.leftSide();
    }

    /**
     * Whether the located insert may continue the writer's previous run: it becomes the right child of the writer's own
     * element with the seq before, which has no right child.
     *
     * @return true if the continue bit may be set
     */
    public boolean continues() {
        return store.cursor.continuing();
    }

    /**
     * Applies an insert, local or remote.
     *
     * @param parent the element that the run hangs on, or {@link ElementId#NONE} for the start of the sequence
     * @param left whether the run becomes a left child
     * @param continues whether the run continues that of its parent, whose timestamp it then takes
     * @param first packed id of the first element; ids of one replica arrive in ascending order
     * @param count how many elements, each the right child of the one before
     * @param headTime timestamp of the change, which is larger than that of the parent; unused if {@code continues}
     * @return the visible index where the run begins
     */
    public int insert(long parent, boolean left, boolean continues, long first, int count, long headTime) {
        KeystrokeRun keystrokes = store.cursor.keystrokes();
        return continues && keystrokes.isTyping(tree, first)
                ? keystrokes.type(tree, count)
                : insertAfresh(parent, left, continues, first, count, headTime);
    }

    private int insertAfresh(long parent, boolean left, boolean continues, long first, int count, long headTime) {
        SpanCursor cursor = cursorForWriting();
        if (parent == ElementId.NONE) {
            return insertAtStart(cursor, first, count, headTime);
        }
        cursor.seekElement(parent);
        return left
                ? insertLeft(cursor, parent, first, count, headTime)
                : insertRight(cursor, parent, continues, first, count, headTime);
    }

    private int insertAtStart(SpanCursor cursor, long first, int count, long headTime) {
        if (tree.isEmpty()) {
            cursor.createRoot();
            return cursor.insert(0, ElementId.NONE, 0, first, count, headTime);
        }
        store.search.findSmaller(store.search.firstLeaf(tree.top()), 0, headTime, first);
        return insertAtFound(cursor, first, count, headTime);
    }

    private int insertAtFound(SpanCursor cursor, long first, int count, long headTime) {
        cursor.moveTo(store.search.leaf(), store.search.slot());
        return cursor.insert(0, ElementId.NONE, 0, first, count, headTime);
    }

    private int insertRight(SpanCursor cursor, long parent, boolean continues, long first, int count, long changeTime) {
        SpanLeaf leaf = cursor.leaf();
        int slot = cursor.slot();
        long headTime = continues ? store.continuedTime(parent, leaf.time(slot), changeTime) : changeTime;
        int offset = (int) (parent - leaf.first(slot)) + 1;
        if (offset < leaf.count(slot)) {
            return cursor.insert(offset, ElementId.NONE, 0, first, count, headTime);
        }
        if (!cursor.isTailFree()) {
            store.search.findSmaller(leaf, slot + 1, headTime, first);
            return insertAtFound(cursor, first, count, headTime);
        }
        if (cursor.isExtendable(first, headTime)) {
            return cursor.extend(first, count);
        }
        cursor.moveTo(leaf, slot + 1);
        return cursor.insert(0, ElementId.NONE, 0, first, count, headTime);
    }

    private int insertLeft(SpanCursor cursor, long parent, long first, int count, long headTime) {
        SpanLeaf leaf = cursor.leaf();
        int slot = cursor.slot();
        int offset = (int) (parent - leaf.first(slot));
        long parentTime = leaf.time(slot);
        if (findMarker(leaf, slot, parent)) {
            store.search.findSmaller(store.search.leaf(), store.search.slot() + 1, headTime, first);
            return insertAtFound(cursor, first, count, headTime);
        }
        return cursor.insert(offset, parent, parentTime, first, count, headTime);
    }

    private boolean findMarker(SpanLeaf leaf, int slot, long element) {
        long time = leaf.time(slot);
        if (time == Priority.BASE) {
            SpanLeaf marked = store.markers.leafOf(element, store.leaves);
            return marked != null && store.search.find(marked, marked.slotOfMarker(element));
        }
        return element == leaf.first(slot)
                && store.search.findNotLargerBefore(leaf, slot, time, element)
                && store.search.leaf().isMarkerOf(store.search.slot(), element);
    }

    /**
     * Applies a deletion, local or remote: the elements become tombstones wherever they stand. What is deleted already
     * stays so.
     *
     * @param first packed id of the first element
     * @param count how many consecutive ids, all of elements of this sequence
     * @param removed told of each visible part that is gone, with the index where it stood; may be null
     * @return how many elements were visible before
     */
    public int delete(long first, int count, @Nullable ChangeVisitor removed) {
        KeystrokeRun keystrokes = store.cursor.keystrokes();
        if (!keystrokes.isErasing(tree, first, count)) {
            return flip(first, count, true, removed);
        }
        int index = keystrokes.erase(tree);
        if (removed != null) {
            removed.changed(index, first, 1);
        }
        return 1;
    }

    /**
     * Makes exactly those elements visible again that a deletion of the same transaction turned into tombstones, for
     * rollback.
     *
     * @param first packed id of the first element
     * @param count how many consecutive ids
     */
    public void revertDelete(long first, int count) {
        flip(first, count, false, null);
    }

    private int flip(long first, int count, boolean toDeleted, @Nullable ChangeVisitor changed) {
        SpanCursor cursor = cursorForWriting();
        long end = first + count;
        int total = 0;
        int steps = 0;
        for (long element = first; element < end; ) {
            long known = toDeleted ? store.tombstones().skip(++steps, element) : element;
            if (known > element) {
                element = known;
                continue;
            }
            cursor.seekElement(element);
            SpanLeaf leaf = cursor.leaf();
            int slot = cursor.slot();
            int offset = (int) (element - leaf.first(slot));
            int part = (int) Math.min(end - element, leaf.count(slot) - offset);
            if (leaf.isVisible(slot) == toDeleted) {
                int index = cursor.slotStart() + (toDeleted ? offset : 0);
                cursor.flip(offset, part);
                total += part;
                if (changed != null) {
                    changed.changed(index, element, part);
                }
            }
            element += part;
        }
        if (!toDeleted) {
            store.tombstones().remove(first, end);
        } else {
            store.tombstones().add(steps, first, end);
        }
        return total;
    }

    /**
     * Removes the newest run of a replica for good, for rollback. Whatever was applied after it must be reverted before.
     *
     * @param first packed id of the first element
     * @param count how many elements
     */
    public void revertInsert(long first, int count) {
        SpanCursor cursor = cursorForWriting();
        long end = first + count;
        while (end > first) {
            cursor.seekElement(end - 1);
            long start = Math.max(first, cursor.leaf().first(cursor.slot()));
            cursor.remove((int) (end - start));
            end = start;
        }
        store.index().truncate(ElementId.replica(first), ElementId.seq(first));
        store.forgetKnown(first, first + count);
    }

    /**
     * Turns all visible elements into tombstones that are covered.
     *
     * @param covered which ones
     * @param removed told of each visible part that is gone, with the index where it stood; may be null
     * @return how many elements were turned
     */
    public int clear(CoveredTest covered, @Nullable ChangeVisitor removed) {
        SpanCursor cursor = cursorForWriting();
        int total = 0;
        int index = 0;
        while (index < tree.length()) {
            cursor.seek(index + 1);
            SpanLeaf leaf = cursor.leaf();
            int offset = index - cursor.slotStart();
            long first = leaf.first(cursor.slot()) + offset;
            int count = leaf.count(cursor.slot()) - offset;
            long ahead = covered.coveredEnd(ElementId.replica(first)) - ElementId.seq(first);
            int part = (int) Math.max(0, Math.min(ahead, count));
            if (part > 0) {
                cursor.flip(offset, part);
                total += part;
                if (removed != null) {
                    removed.changed(index, first, part);
                }
            }
            index += count - part;
        }
        return total;
    }

    /**
     * Gives up this sequence, because its content is gone or an {@link RgaBuilder} made its successor: the document
     * forgets which elements it had. Views that were taken before are not touched.
     */
    public void release() {
        cursorForWriting().forget(tree);
        tree.release();
        store.forgetFound();
    }

    /** Enters its elements into a new index when that is first asked. */
    void indexLater() {
        store.indexLater(tree);
    }

    /**
     * The element at a visible index.
     *
     * @param index from 0 to {@code length() - 1}
     * @return its packed id
     */
    public long elementAt(int index) {
        KeystrokeRun keystrokes = store.cursor.keystrokes();
        if (keystrokes.isErasingAt(tree, index, index + 1)) {
            return keystrokes.next();
        }
        checkRange(index, index + 1);
        SpanCursor cursor = cursor();
        cursor.seek(index + 1);
        return cursor.leaf().first(cursor.slot()) + (index - cursor.slotStart());
    }

    /**
     * Visits the visible elements of a range, joined where ids are consecutive.
     *
     * @param start visible index of the first
     * @param end visible index after the last
     * @param visitor told of each range of ids, from left to right; must not edit
     */
    public void forEachVisibleRange(int start, int end, RangeVisitor visitor) {
        KeystrokeRun keystrokes = store.cursor.keystrokes();
        if (keystrokes.isErasingAt(tree, start, end)) {
            visitor.range(keystrokes.next(), 1);
        } else {
            visitVisibleRanges(start, end, visitor);
        }
    }

    private void visitVisibleRanges(int start, int end, RangeVisitor visitor) {
        checkRange(start, end);
        SpanCursor cursor = cursor();
        long first = ElementId.NONE;
        int count = 0;
        for (int index = start; index < end; ) {
            cursor.seek(index + 1);
            SpanLeaf leaf = cursor.leaf();
            int offset = index - cursor.slotStart();
            long element = leaf.first(cursor.slot()) + offset;
            int part = Math.min(end - index, leaf.count(cursor.slot()) - offset);
            if (count > 0 && first + count == element) {
                count += part;
            } else {
                if (count > 0) {
                    visitor.range(first, count);
                }
                first = element;
                count = part;
            }
            index += part;
        }
        if (count > 0) {
            visitor.range(first, count);
        }
    }

    private void checkRange(int start, int end) {
        if (start < 0 || end < start || end > tree.length()) {
            throw new IndexOutOfBoundsException("range [" + start + ", " + end + "), length " + tree.length());
        }
    }

    /**
     * Whether an element of this sequence is visible.
     *
     * @param element packed id of an element
     * @return false if it is a tombstone
     */
    public boolean isVisible(long element) {
        SpanLeaf leaf = leafOf(element);
        return leaf.isVisible(leaf.slotOf(element));
    }

    /**
     * The visible index of an element.
     *
     * @param element packed id of an element
     * @return how many visible elements stand before it; for a tombstone, the index where it would stand
     */
    public int indexOf(long element) {
        SpanLeaf leaf = leafOf(element);
        store.flush();
        int slot = leaf.slotOf(element);
        int offset = leaf.isVisible(slot) ? (int) (element - leaf.first(slot)) : 0;
        return store.search.startOf(leaf) + leaf.visibleBefore(slot) + offset;
    }

    /**
     * The nearest visible element at or left of an element.
     *
     * @param element packed id of an element
     * @return the element itself if visible, else its nearest visible neighbour, or {@link ElementId#NONE}
     */
    public long nearestVisibleLeft(long element) {
        int index = indexOf(element) - (isVisible(element) ? 0 : 1);
        return index < 0 ? ElementId.NONE : elementAt(index);
    }

    /**
     * The nearest visible element at or right of an element.
     *
     * @param element packed id of an element
     * @return the element itself if visible, else its nearest visible neighbour, or {@link ElementId#NONE}
     */
    public long nearestVisibleRight(long element) {
        int index = indexOf(element);
        return index == tree.length() ? ElementId.NONE : elementAt(index);
    }

    private SpanLeaf leafOf(long element) {
        SpanLeaf leaf = store.leafOf(element);
        if (leaf == null || leaf.container != tree.container) {
            throw SequenceStore.noElement(element);
        }
        return leaf;
    }

    /**
     * Visits all entries from left to right, tombstones and start markers included, spans maximally joined: what is
     * visited depends on the set of operations only.
     *
     * @param visitor told of each entry; must not edit
     */
    public void forEachSpan(SpanVisitor visitor) {
        store.cursor.settle();
        Spans.forEachSpan(tree.root(), visitor);
    }

    /** Throws an {@link AssertionError} that names the invariant which does not hold. */
    public void checkInvariants() {
        store.cursor.settle();
        tree.checkInvariants();
        store.cursor.checkInvariants();
        store.index().checkInvariants();
        store.checkKnown();
        SequenceChecks checks = new SequenceChecks(store, tree.container);
        checks.visit(tree.root());
        checks.finish();
    }
}
