package dev.rejoin.conflict;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.version.OpId;
import java.util.Objects;

/**
 * Who did something, and when: where one of two must win, the larger (time, replica, seq) does.
 *
 * @param id which operation of which replica
 * @param time the timestamp of its change
 */
public record Stamp(OpId id, HybridTimestamp time) implements Comparable<Stamp> {
    /** Checks that nothing is missing. */
    public Stamp {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(time, "time");
    }

    /** The total order. */
    @Override
    public int compareTo(Stamp other) {
        int order = time.compareTo(other.time);
        return order == 0 ? id.compareTo(other.id) : order;
    }

    /** Such as {@code 2026-11-21T10:23:00.123Z+0 by 00000000000000ab:17}. */
    @Override
    public String toString() {
        return time + " by " + id;
    }
}
