package dev.rejoin.map.internal;

import org.jspecify.annotations.Nullable;

/**
 * What one container is: its visibility and, in the subclass of its type, its content. Belongs to an edit epoch; who
 * writes asks {@link ContainerStates#writable} for it.
 *
 * <p>Invariants: C1 visible iff touched is not covered by hidden joined with C, the join of cleared of the container and
 * of all above it · C2 the vectors are well-formed · C3 shown iff visible and, where deletes win, hidden is covered by
 * cleared joined with restored · C4 the vectors are those of the start joined with what retained
 * operations do, if nothing is forged.
 */
public abstract class ContainerState {
    private final int ordinal;
    private final int type;
    private final int epoch;

    /**
     * The own condition of visibility, the same on every device; a container is visible if all above it are so too. What
     * every device must agree on - state bytes, hashes - looks at this.
     */
    boolean visible;
    /** The own condition under the policies of this device: what is read looks at this. */
    boolean shown;
    /** Whether a delete wins here over an update that its author had not seen. */
    boolean deleteWins;
    /** What the policies say about what stands in it; null when nothing. */
    @Nullable
    FieldRules rules;
    /** Ordinal of the next container at the same slot, 0 for none; the order means nothing. */
    int nextSibling;
    /** The largest creation marker ever; {@link #NO_MARKER} as its seq when there was none. */
    long markerTime;

    long markerReplica;
    long markerSeq = NO_MARKER;

    /** The operations applied in the subtree. */
    @Nullable
    ReplicaVector touched;
    /** What deletes covered. */
    @Nullable
    ReplicaVector hidden;
    /** What resets covered. */
    @Nullable
    ReplicaVector cleared;
    /** What deletes had covered that were taken back. */
    @Nullable
    ReplicaVector restored;

    /** These as they were where the retained history begins; null where that is the beginning, or they were empty. */
    @Nullable
    StartVectors start;

    private static final long NO_MARKER = -1;

    ContainerState(int ordinal, int type, int epoch) {
        this.ordinal = ordinal;
        this.type = type;
        this.epoch = epoch;
    }

    ContainerState(ContainerState from, int epoch) {
        this(from.ordinal, from.type, epoch);
        visible = from.visible;
        shown = from.shown;
        deleteWins = from.deleteWins;
        rules = from.rules;
        nextSibling = from.nextSibling;
        markerTime = from.markerTime;
        markerReplica = from.markerReplica;
        markerSeq = from.markerSeq;
        touched = from.touched;
        hidden = from.hidden;
        cleared = from.cleared;
        restored = from.restored;
        start = from.start;
    }

    /** A copy that the epoch owns; shares all content. */
    abstract ContainerState copy(int writer);

    /** Ordinal in the container table. */
    public final int ordinal() {
        return ordinal;
    }

    /** Code of its type. */
    public final int type() {
        return type;
    }

    final int epoch() {
        return epoch;
    }

    /** Whether it was ever created. */
    final boolean isCreated() {
        return markerSeq != NO_MARKER;
    }

    final void raiseMarker(long time, long replica, long seq) {
        if (!isCreated() || compareMarker(time, replica, seq) < 0) {
            markerTime = time;
            markerReplica = replica;
            markerSeq = seq;
        }
    }

    /** Order of the creation markers: (timestamp, replica, seq), the one comparator; none is smallest. */
    final int compareMarkerTo(ContainerState other) {
        if (isCreated() != other.isCreated()) {
            return isCreated() ? 1 : -1;
        }
        return compareMarker(other.markerTime, other.markerReplica, other.markerSeq);
    }

    private int compareMarker(long time, long replica, long seq) {
        int order = Long.compareUnsigned(markerTime, time);
        if (order == 0) {
            order = Long.compareUnsigned(markerReplica, replica);
        }
        return order == 0 ? Long.compare(markerSeq, seq) : order;
    }

    /** Recomputes C1; covered is the join of cleared of this container and all above it. */
    final boolean isVisibleWith(@Nullable ReplicaVector covered) {
        return !ReplicaVector.isCovered(touched, hidden, covered);
    }

    /** Recomputes C3 for a container that is visible: whether a recreation or a restoration saw every delete. */
    final boolean isShownWhenVisible() {
        return !deleteWins || ReplicaVector.isCovered(hidden, cleared, restored);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " " + ordinal + (visible ? shown ? "" : " not shown" : " not visible")
                + " touched=" + touched + " hidden=" + hidden + " cleared=" + cleared + " restored=" + restored;
    }
}
