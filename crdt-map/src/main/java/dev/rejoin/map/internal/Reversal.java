package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.op.TotalOrder;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.version.VersionVector;

/** What undoing asks a document: who keeps a container visible, and where moved elements stand. Changes nothing. */
public final class Reversal {
    private final DocumentState state;
    private final ContainerTable containers;

    /** Asks a state. */
    public Reversal(DocumentState state) {
        this.state = state;
        this.containers = state.containers();
    }

    /** Who makes the change that is being applied: index in the replica table. */
    public int author() {
        return state.author();
    }

    /** Packed time of the change that is being applied. */
    public long time() {
        return state.time();
    }

    /** Whether a container itself is shown. */
    public boolean isShown(int container) {
        return state.isKnown(container) && state.states().get(container).shown;
    }

    /** Whether a container and all above it are shown: writing into it brings nothing back. */
    public boolean isReadable(int container) {
        for (int at = container; at != ContainerTable.ROOT; at = containers.parent(at)) {
            if (!isShown(at)) {
                return false;
            }
        }
        return true;
    }

    /**
     * How a container was before an author wrote in it.
     *
     * @param shown whether it was shown
     * @param overruled whether it was not shown because a delete wins here over edits that it had not seen
     * @param touched to where the author's operations had touched it, if it was shown
     * @param deleted what deletes covered, if it was not
     */
    public record Before(boolean shown, boolean overruled, long touched, VersionVector deleted) {}

    /** How a container is now, before an author writes in it. */
    public Before before(int container, int author) {
        if (!state.isKnown(container)) {
            return new Before(false, false, 0, VersionVector.EMPTY);
        }
        state.visibility().settle();
        ContainerState asked = state.states().get(container);
        return asked.shown
                ? new Before(true, false, asked.touched == null ? 0 : asked.touched.end(author), VersionVector.EMPTY)
                : new Before(false, asked.visible, 0, state.hidden(container));
    }

    /**
     * Whether a container would have something that no delete covers, had its author not written in it since.
     *
     * @param foreign to where the author touched it otherwise since
     * @param deletes what deletes by others covered since
     */
    public boolean isHeld(int container, int author, Before then, long foreign, VersionVector deletes) {
        state.visibility().settle();
        ReplicaVector touched = state.states().get(container).touched;
        ReplicaVector reset = state.visibility().covered(container);
        for (int i = 0; touched != null && i < touched.entries(); i++) {
            int replica = touched.entryReplica(i);
            long id = state.replicas().id(replica);
            long end = replica == author ? Math.max(then.touched(), foreign) : touched.entryEnd(i);
            long covered = Math.max(then.deleted().end(id), deletes.end(id));
            if (end > covered && (reset == null || end > reset.end(replica))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a reset of a container, or of one above it, took away what an operation did. */
    public boolean isReset(int container, long id) {
        ReplicaVector reset = state.visibility().covered(container);
        return ReplicaVector.covers(reset, ElementId.replica(id), ElementId.seq(id));
    }

    /** The list or text that an element belongs to, or -1. */
    public int containerOf(long element) {
        return state.sequences().containerOf(element);
    }

    /** The entry at which an element of a list or text stands. */
    public long positionOf(int container, long element) {
        return ((SequenceState) state.states().get(container)).positionOf(element);
    }

    /** The time by which an entry of a list competes. */
    public long timeOf(long entry) {
        SequenceState list = (SequenceState) state.states().get(containerOf(entry));
        return state.moves().time(list, entry);
    }

    /** Compares two operations in the total order. */
    public int compare(long id, long time, long other, long otherTime) {
        return TotalOrder.compare(
                time,
                state.replicas().id(ElementId.replica(id)),
                ElementId.seq(id),
                otherTime,
                state.replicas().id(ElementId.replica(other)),
                ElementId.seq(other));
    }
}
