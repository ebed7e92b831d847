package dev.rejoin.op;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;

/**
 * What the engine knows of an operation beside its content. The natural order is the {@linkplain TotalOrder total
 * order}.
 *
 * @param replica the bits of the id of the replica that made it
 * @param seq its number, the first one if it takes several
 * @param time the packed timestamp of its change
 */
public record OpMeta(long replica, long seq, long time) implements Comparable<OpMeta> {
    /**
     * The identity as an object.
     *
     * @return replica and number
     */
    public OpId id() {
        return OpId.of(replica, seq);
    }

    /**
     * The replica as an object.
     *
     * @return who made it
     */
    public ReplicaId replicaId() {
        return new ReplicaId(replica);
    }

    /**
     * The time as an object.
     *
     * @return when its change was made
     */
    public HybridTimestamp timestamp() {
        return new HybridTimestamp(time);
    }

    @Override
    public int compareTo(OpMeta other) {
        return TotalOrder.compare(time, replica, seq, other.time, other.replica, other.seq);
    }
}
