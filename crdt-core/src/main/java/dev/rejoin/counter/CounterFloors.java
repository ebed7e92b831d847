package dev.rejoin.counter;

import dev.rejoin.version.ReplicaId;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the author of a reset had counted: of some replicas, the running total after all increments up to a number.
 * Immutable, sorted by replica.
 */
public final class CounterFloors {
    /** No floors. */
    public static final CounterFloors EMPTY = new CounterFloors(new long[0]);

    private static final int WIDTH = 3;

    /**
     * Replica, exclusive end and total of each floor.
     *
     * <p>Invariant: sorted by replica, unsigned, without duplicates; ends are positive.
     */
    private final long[] floors;

    private CounterFloors(long[] floors) {
        this.floors = floors;
    }

    /**
     * A builder without floors.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * How many replicas have a floor.
     *
     * @return not negative
     */
    public int size() {
        return floors.length / WIDTH;
    }

    /**
     * The replica of a floor.
     *
     * @param index 0 to {@code size() - 1}
     * @return the bits of its id
     */
    public long replica(int index) {
        return floors[WIDTH * index];
    }

    /**
     * Up to where increments are covered.
     *
     * @param index 0 to {@code size() - 1}
     * @return one past the number of the last increment that is covered
     */
    public long end(int index) {
        return floors[WIDTH * index + 1];
    }

    /**
     * The replica's running total there.
     *
     * @param index 0 to {@code size() - 1}
     * @return the sum of its increments below {@link #end}
     */
    public long total(int index) {
        return floors[WIDTH * index + 2];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof CounterFloors that && Arrays.equals(floors, that.floors);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(floors);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(new ReplicaId(replica(i)))
                    .append(":<")
                    .append(end(i))
                    .append('=')
                    .append(total(i));
        }
        return text.append(']').toString();
    }

    /** Collects floors in any order; each method returns the builder. */
    public static final class Builder {
        private final TreeMap<ReplicaId, long[]> byReplica = new TreeMap<>();

        private Builder() {}

        /**
         * Sets the floor of a replica.
         *
         * @param replica the bits of its id
         * @param end one past the number of the last increment that is covered, positive
         * @param total the replica's running total there
         * @return this builder
         */
        public Builder set(long replica, long end, long total) {
            if (end <= 0) {
                throw new IllegalArgumentException("End must be positive: " + end);
            }
            byReplica.put(new ReplicaId(replica), new long[] {end, total});
            return this;
        }

        /**
         * The floors so far.
         *
         * @return floors
         */
        public CounterFloors build() {
            if (byReplica.isEmpty()) {
                return EMPTY;
            }
            long[] floors = new long[WIDTH * byReplica.size()];
            int at = 0;
            for (Map.Entry<ReplicaId, long[]> entry : byReplica.entrySet()) {
                floors[at++] = entry.getKey().value();
                floors[at++] = entry.getValue()[0];
                floors[at++] = entry.getValue()[1];
            }
            return new CounterFloors(floors);
        }
    }
}
