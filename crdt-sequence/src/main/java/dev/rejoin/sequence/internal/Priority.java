package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;

/**
 * The total order of sequence entries: (timestamp of the run's head, replica id, seq), the first two unsigned.
 *
 * <p>A priority is passed around as (time, packed element): the element names the replica by index, and the table gives
 * the id that decides between equal timestamps, which is rare.
 *
 * <p>Entries at or below the base have lost their priority: all of them are {@link #BASE}, smaller than every other, and
 * none of them is smaller than another.
 */
final class Priority {
    /** The timestamp of what is at or below the base; no change has it. */
    static final long BASE = 0;

    private Priority() {}

    /** Whether the first priority is smaller than the second. */
    static boolean isSmaller(long time, long element, long otherTime, long otherElement, ReplicaTable replicas) {
        return time == otherTime
                ? time != BASE && isSmallerElement(element, otherElement, replicas)
                : Long.compareUnsigned(time, otherTime) < 0;
    }

    private static boolean isSmallerElement(long element, long other, ReplicaTable replicas) {
        int replica = ElementId.replica(element);
        int otherReplica = ElementId.replica(other);
        return replica == otherReplica ? element < other : replicas.compare(replica, otherReplica) < 0;
    }
}
