package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.map.MapOp;
import dev.rejoin.op.TotalOrder;
import dev.rejoin.sequence.internal.KnownRanges;
import dev.rejoin.sequence.internal.Rga;

/**
 * Moves list elements: every move adds a position to the sequence, and the one with the largest (timestamp, replica, seq)
 * wins. A move neither touches the list nor shows an element that was removed; an element that is shown later, for a
 * container in it, stands at the winning position.
 */
final class Moves {
    private final DocumentState state;
    /** Whether there ever was one; until then nothing has to ask for positions. */
    private boolean any;
    /** Ranges of ids of which none is that of a move. */
    private final KnownRanges unmoved;

    Moves(DocumentState state) {
        this.state = state;
        unmoved = new KnownRanges(state.shape());
    }

    boolean isAny() {
        return any;
    }

    /** Whether one of some entries of a list was made by a move. */
    boolean isAnyOf(SequenceState list, long first, long end) {
        int steps = 0;
        for (long entry = first; entry < end; ) {
            long known = unmoved.skip(++steps, entry);
            if (known > entry) {
                entry = known;
            } else if (list.isPosition(entry)) {
                return true;
            } else {
                entry++;
            }
        }
        unmoved.add(steps, first, end);
        return false;
    }

    /** Forgets what was found out about ids: some are taken back, and may come again as something else. */
    void forget() {
        unmoved.clear();
    }

    void apply(int container, long seq, MapOp.MoveElement move) {
        any = true;
        SequenceState list = state.sequence(container);
        long element = state.pack(move.element());
        long before = list.positionOf(element);
        long position = ElementId.of(state.author(), seq);
        boolean wins = before == element || compareStamps(position, state.time(), before, time(list, before)) > 0;
        boolean moves = wins && list.rga.isVisible(before);
        ChangeObserver observer = state.observer();
        int from = moves && observer != null ? list.rga.indexOf(before) : -1;

        list.rga.insert(state.pack(move.parent()), move.left(), false, position, 1, state.time());
        list.rga.delete(moves ? before : position, 1, null);
        Positions positions = list.writablePositions(state.hasher());
        positions.add(position, element, state.time());
        if (wins) {
            positions.setPosition(element, position);
        }
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(() -> revert(container, element, before, position, moves));
        }
        if (moves && observer != null) {
            observer.moved(container, from, list.rga.indexOf(position));
        }
    }

    private void revert(int container, long element, long before, long position, boolean moved) {
        SequenceState list = state.sequence(container);
        Positions positions = list.writablePositions(state.hasher());
        if (moved) {
            list.rga.revertDelete(before, 1);
        }
        positions.remove(position);
        positions.setPosition(element, before);
        list.rga.revertInsert(position, 1);
    }

    /** Takes a position over from a snapshot, in which the visibility of an element stands at its own entry. */
    void load(SequenceState list, long position, long element, long time) {
        any = true;
        long before = list.positionOf(element);
        Positions positions = list.writablePositions(state.hasher());
        boolean wins = before == element || compareStamps(position, time, before, time(list, before)) > 0;
        positions.add(position, element, time);
        if (wins) {
            positions.setPosition(element, position);
        }
    }

    /** Shows the moved elements of a loaded list where they stand. */
    static void show(SequenceState list, long element) {
        Rga rga = list.rga;
        long position = list.positionOf(element);
        if (position != element && rga.isVisible(element)) {
            rga.delete(element, 1, null);
            rga.revertDelete(position, 1);
        }
    }

    /** The time by which an entry of a list competes for its element. */
    long time(SequenceState list, long entry) {
        return list.isPosition(entry)
                ? list.positionTime(entry)
                : state.sequences().headTime(entry);
    }

    int compareStamps(long position, long time, long other, long otherTime) {
        return TotalOrder.compare(
                time,
                state.replicas().id(ElementId.replica(position)),
                ElementId.seq(position),
                otherTime,
                state.replicas().id(ElementId.replica(other)),
                ElementId.seq(other));
    }
}
