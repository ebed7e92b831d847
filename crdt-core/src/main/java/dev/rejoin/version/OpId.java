package dev.rejoin.version;

import java.util.Objects;

/**
 * The identity of an operation, also called its dot: the replica that made it and a sequence number, dense from 0 per
 * replica and document. An operation that inserts n elements takes n numbers.
 *
 * <p>The natural order, by replica and then number, is for canonical lists only. It says nothing about time or about
 * which operation wins.
 *
 * @param replica who made it
 * @param seq its number, not negative
 */
public record OpId(ReplicaId replica, long seq) implements Comparable<OpId> {
    /**
     * Checks the parts.
     *
     * @param replica who made it
     * @param seq its number, not negative
     */
    public OpId {
        Objects.requireNonNull(replica, "replica");
        if (seq < 0) {
            throw new IllegalArgumentException("Sequence number must not be negative: " + seq);
        }
    }

    /**
     * An id from the bits of a replica.
     *
     * @param replica the bits
     * @param seq its number, not negative
     * @return the id
     */
    public static OpId of(long replica, long seq) {
        return new OpId(new ReplicaId(replica), seq);
    }

    /**
     * Compares two ids given as primitives: by replica, unsigned, then by number.
     *
     * @param replica1 replica of the first
     * @param seq1 number of the first
     * @param replica2 replica of the second
     * @param seq2 number of the second
     * @return negative, zero or positive
     */
    public static int compare(long replica1, long seq1, long replica2, long seq2) {
        int byReplica = Long.compareUnsigned(replica1, replica2);
        return byReplica != 0 ? byReplica : Long.compare(seq1, seq2);
    }

    @Override
    public int compareTo(OpId other) {
        return compare(replica.value(), seq, other.replica.value(), other.seq);
    }

    @Override
    public String toString() {
        return replica + ":" + seq;
    }
}
