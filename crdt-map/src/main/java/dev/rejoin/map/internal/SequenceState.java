package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.map.MapOp;
import dev.rejoin.sequence.internal.ChangeVisitor;
import dev.rejoin.sequence.internal.CoveredTest;
import dev.rejoin.sequence.internal.RangeVisitor;
import dev.rejoin.sequence.internal.Rga;
import dev.rejoin.sequence.internal.SequenceView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text or a list: elements in the order of an {@link Rga}; a list has slots for elements that were written again, and
 * positions for those that were moved.
 *
 * <p>Of all entries of an element - its own and one for each move - only the winning position may be visible, and is when
 * the element is. The methods below speak of elements and go to that entry; {@link #rga} speaks of entries.
 *
 * <p>Invariants: P1 an element stands at the position with the largest (timestamp, replica, seq) · P2 no other entry of
 * it is visible · P3 a position is no element.
 */
public final class SequenceState extends SlottedState {
    Rga rga;

    /** Null as long as no element was moved. */
    private @Nullable Positions positions;

    /** Entries that were dead where the retained history begins, and are needed yet. Not changed. */
    IdRanges deadAtStart = IdRanges.EMPTY;

    SequenceState(int ordinal, int type, int epoch, Rga rga) {
        super(ordinal, type, epoch);
        this.rga = rga;
    }

    private SequenceState(SequenceState from, int epoch) {
        super(from, epoch);
        rga = from.rga;
        positions = from.positions;
        deadAtStart = from.deadAtStart;
    }

    /** The entries, for texts and for preparing. */
    public Rga rga() {
        return rga;
    }

    /** Visible elements; in a text, UTF-16 code units. */
    public int length() {
        return rga.length();
    }

    /** Positions of moved elements, or null. */
    @Nullable
    Positions positions() {
        Positions known = positions;
        return known == null || known.isEmpty() ? null : known;
    }

    /** Positions, ready to be written. */
    Positions writablePositions(KeyHash hasher) {
        Positions writable = positions == null ? new Positions(hasher, epoch()) : positions.writable(epoch());
        positions = writable;
        return writable;
    }

    /** The entry at which an element stands. */
    public long positionOf(long element) {
        return positions == null ? element : positions.positionOf(element);
    }

    /** The element that stands, or stood, at an entry. */
    public long elementOf(long entry) {
        return positions == null ? entry : positions.elementOf(entry);
    }

    /** Whether an entry was made by a move, and so is no element. */
    public boolean isPosition(long entry) {
        return positions != null && positions.isPosition(entry);
    }

    /** The time of the move that made an entry. */
    long positionTime(long position) {
        return Objects.requireNonNull(positions).time(position);
    }

    /** The element at a visible index. */
    public long elementAt(int index) {
        return elementOf(rga.elementAt(index));
    }

    /** Whether an element is visible. */
    public boolean isVisible(long element) {
        return rga.isVisible(positionOf(element));
    }

    /** The visible index of an element, or where it would stand. */
    public int indexOf(long element) {
        return rga.indexOf(positionOf(element));
    }

    /** A move of an element of this list, which is not empty, to where {@link #rga} located an insert last. */
    public MapOp.MoveElement prepareMove(long element, DocumentState names) {
        // Below a floor the start of the list is named by nothing; a position always has a parent.
        boolean atStart = rga.parent() == ElementId.NONE;
        long parent = atStart ? rga.elementAt(0) : rga.parent();
        return new MapOp.MoveElement(names.unpack(element), names.unpack(parent), atStart || rga.leftSide());
    }

    /** Visits visible elements from left to right, joined where ids are consecutive; must not edit. */
    public void forEachVisibleRange(int start, int end, RangeVisitor visitor) {
        rga.forEachVisibleRange(start, end, ofElements(visitor));
    }

    /** Visits visible elements of a view of this sequence, as {@link #forEachVisibleRange(int, int, RangeVisitor)}. */
    void forEachVisibleRange(SequenceView view, int start, int end, RangeVisitor visitor) {
        view.forEachVisibleRange(start, end, ofElements(visitor));
    }

    private RangeVisitor ofElements(RangeVisitor visitor) {
        return positions() == null // none, or only such as were taken back
                ? visitor
                : (first, count) -> {
                    for (long entry = first; entry < first + count; entry++) {
                        visitor.range(elementOf(entry), 1);
                    }
                };
    }

    /** Hides elements with consecutive ids. */
    void delete(long first, int count, @Nullable ChangeVisitor removed) {
        if (positions == null) {
            rga.delete(first, count, removed);
            return;
        }
        for (long element = first; element < first + count; element++) {
            long gone = element;
            rga.delete(
                    positionOf(element),
                    1,
                    removed == null ? null : (index, entry, one) -> removed.changed(index, gone, 1));
        }
    }

    /** Shows elements again that were hidden. */
    void show(long first, int count) {
        if (positions == null) {
            rga.revertDelete(first, count);
            return;
        }
        for (long element = first; element < first + count; element++) {
            rga.revertDelete(positionOf(element), 1);
        }
    }

    /** Hides all visible elements that are covered. */
    void clear(CoveredTest covered, @Nullable ChangeVisitor removed) {
        if (positions == null) {
            rga.clear(covered, removed);
            return;
        }
        for (int index = 0; index < length(); ) {
            long element = elementAt(index);
            if (ElementId.seq(element) < covered.coveredEnd(ElementId.replica(element))) {
                delete(element, 1, removed);
            } else {
                index++;
            }
        }
    }

    @Override
    SequenceState copy(int writer) {
        return new SequenceState(this, writer);
    }
}
