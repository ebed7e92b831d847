package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The position of the last edit, and the editing of entries around it.
 *
 * <p>A document has one cursor. It stands on a slot of a leaf and knows the visible index where that slot starts, so
 * that the next edit nearby searches nothing. What an edit adds to, or takes from, the visible length of the leaf is
 * added to the sums above only when the cursor leaves it.
 */
final class SpanCursor {
    /*
     * Invariants  - C1 slotStart is the visible index of the first element in the slot, or where it would stand
     *               C2 the sums above the leaf lack exactly what is pending
     *               C3 if tailFree, the entry after the slot has no larger priority than the slot's last element, or
     *                  there is none: that element has no right child
     *               C4 while keystrokes run, the slot is the one they change, its leaf is owned, and what they counted is
     *                  in the length of the tree but neither in the leaf nor pending
     */
    private final SequenceStore store;
    private final ReplicaTable replicas;
    private @Nullable SpanTree tree;
    private @Nullable SpanLeaf leaf;
    private int slot;
    private int slotStart;
    private int leafStart;
    private int pending;
    private boolean tailFree;

    private final KeystrokeRun keystrokes = new KeystrokeRun();

    private long parent = ElementId.NONE;
    private boolean leftSide;
    private boolean continuing;

    SpanCursor(SequenceStore store) {
        this.store = store;
        this.replicas = store.replicas;
    }

    /** Notes the keystrokes, and adds what is pending to the sums above the leaf. */
    void flush() {
        settle();
        addPending();
    }

    /** Notes the keystrokes in the leaf and the index. */
    void settle() {
        int count = keystrokes.count();
        if (count > 0) {
            SpanLeaf current = leaf();
            if (keystrokes.isTyping()) {
                current.extend(slot, count);
                store.index().append(keystrokes.next() - count, count, current.number);
                pending += count;
            } else {
                current.tryFlip(slot, keystrokes.isBackward() ? current.count(slot) - count : 0, count);
                pending -= count;
            }
        }
        keystrokes.end();
    }

    private void addPending() {
        if (pending != 0) {
            tree().addVisible(leaf(), pending);
            pending = 0;
        }
    }

    /** Puts the cursor on a tree, with everything noted. */
    void enter(SpanTree target) {
        settle();
        if (tree != target) {
            leave();
            tree = target;
        }
    }

    /** Follows a tree, for which nothing is deferred, to the one that replaces it for writing. */
    void follow(SpanTree stale, SpanTree fork) {
        if (tree == stale) {
            tree = fork;
        }
    }

    /** Forgets the position. */
    void leave() {
        flush();
        leaf = null;
        tailFree = false;
        slot = 0;
        slotStart = 0;
        leafStart = 0;
    }

    /** Forgets a tree that is given up. */
    void forget(SpanTree given) {
        if (tree == given) {
            leave();
            tree = null;
        }
    }

    KeystrokeRun keystrokes() {
        return keystrokes;
    }

    /** Whether an element is in the slot, or was just typed. */
    boolean isOn(long element) {
        if (keystrokes.isTyping()) {
            return element < keystrokes.next() && element >= leaf().first(slot);
        }
        return leaf != null && leaf.contains(slot, element);
    }

    int container() {
        return leaf().container;
    }

    long headTime() {
        return leaf().time(slot);
    }

    SpanLeaf leaf() {
        return Objects.requireNonNull(leaf);
    }

    private SpanTree tree() {
        return Objects.requireNonNull(tree);
    }

    int slot() {
        return slot;
    }

    int slotStart() {
        return slotStart;
    }

    /** Moves to the slot that holds visible element {@code index}, counted from 1. */
    void seek(int index) {
        SpanLeaf current = leaf;
        if (current != null) {
            if (index > slotStart && index - slotStart <= current.visible(slot)) {
                return;
            }
            if (index > leafStart && index - leafStart <= current.visible()) {
                walk(current, index);
                return;
            }
        }
        flush();
        leafStart = store.search.descend(tree().top(), index);
        current = store.search.leaf();
        leaf = current;
        slot = 0;
        slotStart = leafStart;
        walk(current, index);
    }

    private void walk(SpanLeaf current, int index) {
        movesAway();
        int at = slot;
        int start = slotStart;
        while (index <= start) {
            start -= current.visible(--at);
        }
        int visible = current.visible(at);
        while (index - start > visible) {
            start += visible;
            visible = current.visible(++at);
        }
        slot = at;
        slotStart = start;
    }

    /** Forgets what is known of the slot; its keystrokes are noted already. */
    private void movesAway() {
        assert keystrokes.count() == 0 : "C4 keystrokes are left behind";
        keystrokes.end();
        tailFree = false;
    }

    /** Moves to the slot that holds an element. */
    void seekElement(long element) {
        SpanLeaf current = leaf;
        if (current != null) {
            if (current.contains(slot, element)) {
                return;
            }
            if (slot + 1 < current.size() && current.contains(slot + 1, element)) {
                moveTo(current, slot + 1);
                return;
            }
        }
        if (!store.find(element) || store.foundLeaf().container != tree().container) {
            throw SequenceStore.noElement(element);
        }
        moveTo(store.foundLeaf(), store.foundSlot());
    }

    /** Moves to a slot, or to the end of a leaf. */
    void moveTo(SpanLeaf target, int newSlot) {
        movesAway();
        if (target == leaf) {
            int start = slotStart;
            int at = slot;
            while (at < newSlot) {
                start += target.visible(at++);
            }
            while (at > newSlot) {
                start -= target.visible(--at);
            }
            slotStart = start;
        } else {
            flush();
            leaf = target;
            leafStart = store.search.startOf(target);
            slotStart = leafStart + target.visibleBefore(newSlot);
        }
        slot = newSlot;
    }

    /** Whether the last element of the slot has no right child; looks at one entry. */
    boolean isTailFree() {
        if (!tailFree) {
            SpanLeaf current = leaf();
            long time = current.time(slot);
            long last = current.first(slot) + current.count(slot) - 1;
            if (slot + 1 < current.size()) {
                tailFree = !current.isLarger(slot + 1, time, last, replicas);
            } else {
                SpanLeaf next = store.search.nextLeaf(current);
                tailFree = next == null || !next.isLarger(0, time, last, replicas);
            }
        }
        return tailFree;
    }

    /** Whether a run can be added to the visible span in the slot, if it is to stand right behind it. */
    boolean isExtendable(long first, long headTime) {
        return leaf().isVisible(slot) && leaf().continues(slot, first, headTime);
    }

    /** Makes the visible span in the slot, which is tail-free, longer by the run {@code first}, and answers its index. */
    int extend(long first, int count) {
        SpanLeaf current = own();
        int index = slotStart + current.visible(slot);
        store.index().append(first, count, current.number);
        current.extend(slot, count);
        changed(count);
        keystrokes.startTyping(tree(), first + count, index + count);
        return index;
    }

    private void changed(int visible) {
        pending += visible;
        tree().addLength(visible);
    }

    private SpanLeaf own() {
        SpanLeaf owned = tree().own(leaf());
        leaf = owned;
        return owned;
    }

    /** Starts an empty tree. */
    void createRoot() {
        leave();
        leaf = tree().createRoot();
    }

    /**
     * Inserts a run as an entry of its own before element {@code offset} of the slot, which is split if it must be, and
     * before that, if wanted, a start marker.
     *
     * @param offset 0 for before the slot, which may be one past the last
     * @param marked the element to mark, or NONE
     * @param markedTime its priority's timestamp
     * @return the visible index where the run begins
     */
    int insert(int offset, long marked, long markedTime, long first, int count, long headTime) {
        int marker = marked == ElementId.NONE ? 0 : 1;
        SpanLeaf current = makeRoom(1 + marker + (offset > 0 ? 1 : 0));
        boolean hadElements = current.hasElements();
        int at = slot;
        if (offset > 0) {
            slotStart += current.isVisible(at) ? offset : 0;
            current.split(at, offset, 1 + marker);
            at++;
        } else {
            current.open(at, 1 + marker);
        }
        boolean lower = current.size() == 1 + marker;
        if (lower) {
            current.setMin(headTime, first);
        }
        if (marker > 0) {
            current.put(at++, marked, 0, markedTime);
            store.markers.added(marked, markedTime, current);
            lower |= current.lowerMin(markedTime, marked, replicas);
        }
        current.put(at, first, count, headTime);
        lower |= current.lowerMin(headTime, first, replicas);
        if (lower) {
            tree().minLowered(current);
        }
        if (!hadElements) {
            tree().elementsAppeared(current);
        }
        store.index().append(first, count, current.number);
        slot = at;
        changed(count);
        tailFree = true;
        keystrokes.startTyping(tree(), first + count, slotStart + count);
        return slotStart;
    }

    /** Splits the leaf until so many more slots fit, and follows the slot. */
    private SpanLeaf makeRoom(int slots) {
        SpanLeaf current = own();
        while (current.size() + slots > store.shape.leafCapacity()) {
            flush();
            int size = current.size();
            // Whoever appends leaves full leaves behind.
            int kept = slot == size ? size - 1 : size / 2;
            SpanLeaf right = tree().split(current, kept);
            if (slot >= kept) {
                leafStart += current.visible();
                slot -= kept;
                current = right;
                leaf = right;
            }
        }
        return current;
    }

    /** Turns elements of the slot into tombstones, or back; the cursor stays on or beside them. */
    void flip(int offset, int count) {
        SpanLeaf current = own();
        boolean delete = current.isVisible(slot);
        boolean all = count == current.count(slot);
        int size = current.size();
        int at = current.tryFlip(slot, offset, count);
        if (at < 0) {
            int parts = (offset > 0 ? 1 : 0) + (offset + count < current.count(slot) ? 1 : 0);
            current = makeRoom(parts);
            at = current.flipBySplitting(slot, offset, count);
        }
        changed(delete ? -count : count);
        movesAway();
        if (delete && !all) {
            startErasing(current, at);
        } else if (at < slot) {
            slot = at;
            slotStart = delete ? slotStart : leafStart + current.visibleBefore(at);
        }
        if (current.size() < size) {
            mergeThinLeaf();
        }
    }

    /** A part of the slot was deleted: takes the part beside it that is left, whose edge is likely to go next. */
    private void startErasing(SpanLeaf current, int deleted) {
        if (deleted > slot) {
            int left = current.count(slot);
            keystrokes.startErasing(tree(), current.first(slot) + left - 1, slotStart + left - 1, -1, left - 1);
        } else {
            slot = deleted + 1;
            keystrokes.startErasing(tree(), current.first(slot), slotStart, 1, current.count(slot) - 1);
        }
    }

    /** Joins a leaf that lost most of its entries with a sibling; the cursor stays on its entry. */
    private void mergeThinLeaf() {
        SpanLeaf current = leaf();
        if (current.size() > store.shape.leafCapacity() / 4) {
            return;
        }
        SpanLeaf behind = tree().mergeableBehind(current);
        if (behind != null) {
            flush();
            tree().merge(current, behind);
            return;
        }
        SpanLeaf before = tree().mergeableBefore(current);
        if (before != null) {
            flush();
            SpanLeaf target = tree().own(before);
            int moved = target.size();
            leafStart -= target.visible();
            leaf = target;
            slot += moved - (tree().merge(target, current) ? 1 : 0);
            slotStart = leafStart + target.visibleBefore(slot);
        }
    }

    /** Removes the last {@code count} elements of the slot for good; the cursor stands nowhere afterwards. */
    void remove(int count) {
        SpanLeaf current = own();
        changed(current.isVisible(slot) ? -count : 0);
        int at = slot;
        leave();
        if (count < current.count(at)) {
            current.dropTail(at, count);
        } else {
            removeEntry(current, at);
        }
    }

    /** Removes an entry, and the start marker before it if that belongs to the entry behind it. */
    private void removeEntry(SpanLeaf current, int at) {
        SpanTree in = tree();
        SpanLeaf behind = at + 1 < current.size() ? current : store.search.nextLeaf(current);
        SpanLeaf before = at > 0 ? current : store.search.previousLeaf(current);
        int left = before == null ? -1 : before == current ? at - 1 : before.size() - 1;
        int right = behind == current ? at + 1 : 0;
        boolean unmarks = before != null
                && behind != null
                && !behind.isMarker(right)
                && before.isMarkerOf(left, behind.first(right));
        in.remove(current, at);
        if (before != null && unmarks) {
            in.remove(in.own(before), left);
        }
    }

    /** Keeps what was located; the cursor stands on the parent's slot, so that applying finds it at once. */
    void prepare(long newParent, boolean newLeftSide, boolean newContinuing) {
        parent = newParent;
        leftSide = newLeftSide;
        continuing = newContinuing;
    }

    long parent() {
        return parent;
    }

    boolean leftSide() {
        return leftSide;
    }

    boolean continuing() {
        return continuing;
    }

    /** What the sums above a node lack. */
    int pendingBelow(SpanNode node) {
        for (SpanNode above = leaf; above != null; above = above.parent) {
            if (above == node) {
                return pending;
            }
        }
        return 0;
    }

    /** Throws an {@link AssertionError} that names the invariant which does not hold. */
    void checkInvariants() {
        settle();
        SpanLeaf current = leaf;
        if (current == null) {
            return;
        }
        int start = store.search.startOf(current);
        check(leafStart == start, "C1 leaf starts at " + start + ", the cursor says " + leafStart);
        check(slot <= current.size(), "C1 slot " + slot + " of " + current.size());
        check(slotStart == start + current.visibleBefore(slot), "C1 slot starts elsewhere than at " + slotStart);
        if (tailFree) {
            tailFree = false;
            check(isTailFree(), "C3 slot " + slot + " has a larger entry behind it");
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
