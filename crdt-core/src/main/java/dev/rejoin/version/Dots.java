package dev.rejoin.version;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A small immutable set of operation ids, sorted by replica (unsigned) and number. Operations name with it what their
 * author saw.
 *
 * <p>Lookups cost O(log n), all else O(n). Sets may be shared between threads.
 */
public final class Dots {
    /** The set without ids. */
    public static final Dots EMPTY = new Dots(new long[0]);

    /**
     * Pairs of replica and number.
     *
     * <p>Invariant: sorted by replica (unsigned), then number, strictly; numbers are not negative.
     */
    private final long[] pairs;

    private Dots(long[] pairs) {
        this.pairs = pairs;
    }

    /**
     * A set of one id.
     *
     * @param replica the bits of its replica's id
     * @param seq its number, not negative
     * @return the set
     */
    public static Dots of(long replica, long seq) {
        checkSeq(seq);
        return new Dots(new long[] {replica, seq});
    }

    /**
     * A set from pairs that are sorted already.
     *
     * @param pairs replica, number, replica, number ... in order and without duplicates; copied
     * @return the set
     * @throws IllegalArgumentException if they are not as they must be
     */
    public static Dots ofSorted(long[] pairs) {
        if (pairs.length % 2 != 0) {
            throw new IllegalArgumentException("Not pairs: " + pairs.length + " numbers");
        }
        for (int i = 0; i < pairs.length; i += 2) {
            checkSeq(pairs[i + 1]);
            if (i > 0 && OpId.compare(pairs[i - 2], pairs[i - 1], pairs[i], pairs[i + 1]) >= 0) {
                throw new IllegalArgumentException("Dots are not sorted at " + i / 2);
            }
        }
        return pairs.length == 0 ? EMPTY : new Dots(pairs.clone());
    }

    /**
     * A builder without ids.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * How many ids.
     *
     * @return not negative
     */
    public int size() {
        return pairs.length >> 1;
    }

    /**
     * Whether the set has no ids.
     *
     * @return {@code true} if it has none
     */
    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /**
     * The replica of an id.
     *
     * @param index 0 to {@code size() - 1}
     * @return the bits of its replica's id
     */
    public long replica(int index) {
        return pairs[2 * index];
    }

    /**
     * The number of an id.
     *
     * @param index 0 to {@code size() - 1}
     * @return its number
     */
    public long seq(int index) {
        return pairs[2 * index + 1];
    }

    /**
     * An id as an object.
     *
     * @param index 0 to {@code size() - 1}
     * @return the id
     */
    public OpId id(int index) {
        return OpId.of(replica(index), seq(index));
    }

    /**
     * Whether an id is in the set.
     *
     * @param replica the bits of its replica's id
     * @param seq its number
     * @return {@code true} if it is
     */
    public boolean contains(long replica, long seq) {
        return find(replica, seq) >= 0;
    }

    /** Where an id stands, or the complement of where it would. */
    private int find(long replica, long seq) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = OpId.compare(replica(middle), seq(middle), replica, seq);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ~low;
    }

    /**
     * This set with one more id.
     *
     * @param replica the bits of its replica's id
     * @param seq its number
     * @return the larger set, or this one if the id is in it
     */
    public Dots with(long replica, long seq) {
        int found = find(replica, seq);
        if (found >= 0) {
            return this;
        }
        checkSeq(seq);
        int at = 2 * ~found;
        long[] more = new long[pairs.length + 2];
        System.arraycopy(pairs, 0, more, 0, at);
        more[at] = replica;
        more[at + 1] = seq;
        System.arraycopy(pairs, at, more, at + 2, pairs.length - at);
        return new Dots(more);
    }

    /**
     * The ids of this set that are not in another.
     *
     * @param other the other set
     * @return the difference
     */
    public Dots minus(Dots other) {
        return other.isEmpty() || isEmpty() ? this : filter((replica, seq) -> !other.contains(replica, seq));
    }

    /**
     * The ids of this set that are not covered.
     *
     * @param covered what to leave out
     * @return the difference
     */
    public Dots minus(Coverage covered) {
        return filter((replica, seq) -> !covered.covers(replica, seq));
    }

    private interface Test {
        boolean keeps(long replica, long seq);
    }

    private Dots filter(Test test) {
        long[] kept = new long[pairs.length];
        int length = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (test.keeps(pairs[i], pairs[i + 1])) {
                kept[length++] = pairs[i];
                kept[length++] = pairs[i + 1];
            }
        }
        if (length == pairs.length) {
            return this;
        }
        return length == 0 ? EMPTY : new Dots(Arrays.copyOf(kept, length));
    }

    private static void checkSeq(long seq) {
        if (seq < 0) {
            throw new IllegalArgumentException("Sequence number must not be negative: " + seq);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Dots that && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    /** Such as {@code [00000000000000aa:3, 00000000000000bb:0]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(new ReplicaId(replica(i)))
                    .append(':')
                    .append(seq(i));
        }
        return text.append(']').toString();
    }

    /** Collects ids in any order, duplicates included; each method returns the builder. */
    public static final class Builder {
        private long[] pairs = new long[8];
        private int length;
        /** Whether the ids so far came in strictly ascending order. */
        private boolean sorted = true;

        private Builder() {}

        /**
         * Adds an id.
         *
         * @param replica the bits of its replica's id
         * @param seq its number, not negative
         * @return this builder
         */
        public Builder add(long replica, long seq) {
            checkSeq(seq);
            if (length == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * length);
            }
            sorted = sorted && (length == 0 || OpId.compare(pairs[length - 2], pairs[length - 1], replica, seq) < 0);
            pairs[length++] = replica;
            pairs[length++] = seq;
            return this;
        }

        /**
         * Adds all ids of a set.
         *
         * @param dots the set
         * @return this builder
         */
        public Builder addAll(Dots dots) {
            for (int i = 0; i < dots.size(); i++) {
                add(dots.replica(i), dots.seq(i));
            }
            return this;
        }

        /**
         * The set of the ids so far.
         *
         * @return a set
         */
        public Dots build() {
            if (length == 0) {
                return EMPTY;
            }
            return new Dots(sorted ? Arrays.copyOf(pairs, length) : sortedPairs());
        }

        private long[] sortedPairs() {
            OpId[] ids = new OpId[length / 2];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = OpId.of(pairs[2 * i], pairs[2 * i + 1]);
            }
            Arrays.sort(ids);
            long[] result = new long[length];
            int size = 0;
            for (int i = 0; i < ids.length; i++) {
                if (i == 0 || !ids[i].equals(ids[i - 1])) {
                    result[size++] = ids[i].replica().value();
                    result[size++] = ids[i].seq();
                }
            }
            return Arrays.copyOf(result, size);
        }
    }
}
