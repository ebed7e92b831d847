package dev.rejoin.bench.shapes;

import dev.rejoin.internal.EditEpoch;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.sequence.internal.Rga;
import dev.rejoin.sequence.internal.SequenceStore;
import dev.rejoin.sequence.internal.TreeShape;

/** A sequence without characters, and the ids and times that a document would give its operations. */
final class Sequence {
    /** Room between the times of two operations, for siblings that are older than what stands there. */
    private static final long STEP = 1 << 20;

    private final ReplicaTable replicas = new ReplicaTable();
    private final Rga rga = new Rga(new SequenceStore(replicas, new EditEpoch(), TreeShape.DEFAULT), 0);
    private final int own = replicas.intern(1);
    private long nextSeq;
    private long time = 1L << 40;

    int length() {
        return rga.length();
    }

    /** Types one element at an index. */
    void insert(int index) {
        rga.locate(index, own, nextSeq);
        insert(rga.continues());
    }

    /** Types one element that begins a run of its own. */
    void insertHead(int index) {
        rga.locate(index, own, nextSeq);
        insert(false);
    }

    private void insert(boolean continues) {
        long element = ElementId.of(own, nextSeq++);
        rga.insert(rga.parent(), rga.leftSide(), continues, element, 1, time += STEP);
    }

    /** What the last insert hung on. */
    long parent() {
        return rga.parent();
    }

    /** On which side of that. */
    boolean leftSide() {
        return rga.leftSide();
    }

    /** Applies what another sequence of the same author did. */
    void apply(long parent, boolean left) {
        rga.insert(parent, left, false, ElementId.of(own, nextSeq++), 1, time += STEP);
    }

    /** An element of another replica on the right of the first element, younger than that by so much. */
    void insertSibling(long replica, long younger) {
        long first = ElementId.of(own, 0);
        long element = ElementId.of(replicas.intern(replica), 0);
        rga.insert(first, false, false, element, 1, (1L << 40) + STEP + younger);
    }

    /** An element behind the last one, of one of two replicas in turn. */
    void alternate(int number) {
        int replica = replicas.intern(1 + number % 2);
        int other = replicas.intern(2 - number % 2);
        long last = number == 0 ? ElementId.NONE : ElementId.of(other, (number - 1) / 2);
        rga.insert(last, false, false, ElementId.of(replica, number / 2), 1, time += STEP);
    }

    /** Deletes the first visible element. */
    void deleteFirst() {
        rga.delete(rga.elementAt(0), 1, null);
        nextSeq++;
    }
}
