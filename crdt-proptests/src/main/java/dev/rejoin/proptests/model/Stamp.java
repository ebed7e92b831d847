package dev.rejoin.proptests.model;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import java.util.Comparator;

/**
 * Identity and order of one operation. Natural order is the total order of the engine: timestamp, then replica, then
 * seq; the larger stamp wins.
 *
 * @param time timestamp of the change, or for an element of a sequence that of its run's head
 * @param replica author
 * @param seq number among the author's operations
 */
public record Stamp(HybridTimestamp time, ReplicaId replica, long seq) implements Comparable<Stamp> {
    private static final Comparator<Stamp> ORDER =
            Comparator.comparing(Stamp::time).thenComparing(Stamp::replica).thenComparingLong(Stamp::seq);

    /**
     * The identity without the order.
     *
     * @return (replica, seq)
     */
    public OpId dot() {
        return new OpId(replica, seq);
    }

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }
}
