package dev.rejoin.version;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A small immutable set of operation ids, sorted by replica (unsigned) and number. Operations name with it what their
 * author saw.
 *
 * <p>Lookups cost O(log n), all else O(n); one more id at the end of a large set costs O(1) in the mean. Sets may be shared
 * between threads.
 */
public final class Dots {
    /** The set without ids. */
    public static final Dots EMPTY = new Dots(new long[0]);

    /** Numbers from which on a set that grows gets room for more; few sets have as many. ({@code HostileGrowthTest}) */
    private static final int LARGE = 32;

    /**
     * Pairs of replica and number; those behind {@link #length} are of sets that grew out of this one.
     *
     * <p>Invariant: sorted by replica (unsigned), then number, strictly; numbers are not negative.
     */
    private final long[] pairs;

    private final int length;

    /** How far the sets that share the array have filled it; null if it is full. Who raises it may write there. */
    private final @Nullable AtomicInteger filled;

    private Dots(long[] pairs) {
        this(pairs, pairs.length, null);
    }

    private Dots(long[] pairs, int length, @Nullable AtomicInteger filled) {
        this.pairs = pairs;
        this.length = length;
        this.filled = filled;
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
        return length >> 1;
    }

    /**
     * Whether the set has no ids.
     *
     * @return {@code true} if it has none
     */
    public boolean isEmpty() {
        return length == 0;
    }

    /**
     * The replica of an id.
     *
     * @param index 0 to {@code size() - 1}
     * @return the bits of its replica's id
     */
    public long replica(int index) {
        return pairs[checked(2 * index)];
    }

    /**
     * The number of an id.
     *
     * @param index 0 to {@code size() - 1}
     * @return its number
     */
    public long seq(int index) {
        return pairs[checked(2 * index + 1)];
    }

    private int checked(int at) {
        return filled == null ? at : Objects.checkIndex(at, length); // without more behind it the array checks
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
        int more = length + 2;
        if (at == length && filled != null && more <= pairs.length && filled.compareAndSet(length, more)) {
            pairs[at] = replica;
            pairs[at + 1] = seq;
            return new Dots(pairs, more, filled);
        }
        boolean grows = at == length && length >= LARGE;
        long[] copy = new long[grows ? more + (more >> 2 << 1) : more];
        System.arraycopy(pairs, 0, copy, 0, at);
        copy[at] = replica;
        copy[at + 1] = seq;
        System.arraycopy(pairs, at, copy, at + 2, length - at);
        return new Dots(copy, more, grows ? new AtomicInteger(more) : null);
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
        long[] kept = new long[length];
        int size = 0;
        for (int i = 0; i < length; i += 2) {
            if (test.keeps(pairs[i], pairs[i + 1])) {
                kept[size++] = pairs[i];
                kept[size++] = pairs[i + 1];
            }
        }
        if (size == length) {
            return this;
        }
        return size == 0 ? EMPTY : new Dots(Arrays.copyOf(kept, size));
    }

    private static void checkSeq(long seq) {
        if (seq < 0) {
            throw new IllegalArgumentException("Sequence number must not be negative: " + seq);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Dots that && Arrays.equals(pairs, 0, length, that.pairs, 0, that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + Long.hashCode(pairs[i]);
        }
        return hash;
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
