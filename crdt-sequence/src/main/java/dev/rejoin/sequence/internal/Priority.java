package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;

/**
 * The total order of sequence entries: (timestamp of the run's head, replica id, seq), the first two unsigned.
 *
 * <p>A priority is passed around as (time, packed element): the element names the replica by index, and the table gives
 * the id that decides between equal timestamps, which is rare.
 */
final class Priority {
    private Priority() {}

    /** Whether the first priority is smaller than the second. */
    static boolean isSmaller(long time, long element, long otherTime, long otherElement, ReplicaTable replicas) {
        return time == otherTime
                ? isSmallerElement(element, otherElement, replicas)
                : Long.compareUnsigned(time, otherTime) < 0;
    }

    private static boolean isSmallerElement(long element, long other, ReplicaTable replicas) {
        int replica = ElementId.replica(element);
        int otherReplica = ElementId.replica(other);
        return replica == otherReplica ? element < other : replicas.compare(replica, otherReplica) < 0;
    }
}
