package dev.rejoin.version;

import java.util.Objects;
import java.util.Optional;

/**
 * A run of consecutive ids of one replica; never empty.
 *
 * @param replica who made them
 * @param start the first number
 * @param end one past the last number
 */
public record OpIdSpan(ReplicaId replica, long start, long end) implements Comparable<OpIdSpan> {
    /**
     * Checks the parts.
     *
     * @param replica who made them
     * @param start the first number
     * @param end one past the last number
     */
    public OpIdSpan {
        Objects.requireNonNull(replica, "replica");
        if (start < 0 || start >= end) {
            throw new IllegalArgumentException("Not a span of ids: " + start + ".." + end);
        }
    }

    /**
     * A span that was cut in two.
     *
     * @param head the ids before the cut
     * @param tail the ids from the cut on
     */
    public record Split(OpIdSpan head, OpIdSpan tail) {}

    /**
     * How many ids.
     *
     * @return positive
     */
    public long length() {
        return end - start;
    }

    /**
     * Whether an id belongs to the span.
     *
     * @param id any id
     * @return {@code true} if it does
     */
    public boolean contains(OpId id) {
        return replica.equals(id.replica()) && start <= id.seq() && id.seq() < end;
    }

    /**
     * Cuts the span in two.
     *
     * @param at how many ids stay in the head, between 0 and {@link #length()}, both exclusive
     * @return both parts
     */
    public Split splitAt(long at) {
        if (at <= 0 || at >= length()) {
            throw new IndexOutOfBoundsException("split at " + at + " of " + length());
        }
        return new Split(new OpIdSpan(replica, start, start + at), new OpIdSpan(replica, start + at, end));
    }

    /**
     * Joins the span that begins where this one ends.
     *
     * @param next another span
     * @return both as one, or empty if {@code next} is not the direct continuation
     */
    public Optional<OpIdSpan> tryAppend(OpIdSpan next) {
        boolean continues = replica.equals(next.replica) && end == next.start;
        return continues ? Optional.of(new OpIdSpan(replica, start, next.end)) : Optional.empty();
    }

    @Override
    public int compareTo(OpIdSpan other) {
        int byStart = OpId.compare(replica.value(), start, other.replica.value(), other.start);
        return byStart != 0 ? byStart : Long.compare(end, other.end);
    }

    @Override
    public String toString() {
        return replica + ":" + start + ".." + end;
    }
}
