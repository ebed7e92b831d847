package dev.rejoin.version;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a replica has seen: of each replica, all operations up to a number. Immutable.
 *
 * <p>Entries are exclusive ends: an entry 3 says that 0, 1 and 2 were seen. Entries of 0 are left out, so equal sets
 * of operations are equal vectors. Vectors are partly ordered ({@link #compare}) and never {@code Comparable}.
 *
 * <p>Lookups cost O(log n) in the number n of replicas, all else O(n). Vectors may be shared between threads.
 */
public final class VersionVector implements Coverage {
    /** The version that has seen nothing. */
    public static final VersionVector EMPTY = new VersionVector(new long[0], new long[0]);

    /** Bytes that an entry takes at least: replica and one byte of its end. */
    private static final int MINIMUM_ENTRY_BYTES = Long.BYTES + 1;

    /*
     * Invariants
     *   V1  replicas is sorted, unsigned, without duplicates
     *   V2  ends has the same length; each end is positive
     */
    private final long[] replicas;
    private final long[] ends;

    private VersionVector(long[] replicas, long[] ends) {
        this.replicas = replicas;
        this.ends = ends;
    }

    private static VersionVector owning(long[] replicas, long[] ends, int size) {
        if (size == 0) {
            return EMPTY;
        }
        return size == replicas.length
                ? new VersionVector(replicas, ends)
                : new VersionVector(Arrays.copyOf(replicas, size), Arrays.copyOf(ends, size));
    }

    /**
     * A vector of one entry.
     *
     * @param replica the replica
     * @param end one past its last number; 0 gives the empty vector
     * @return the vector
     */
    public static VersionVector of(ReplicaId replica, long end) {
        return builder().set(replica, end).build();
    }

    /**
     * A vector of the entries of a map.
     *
     * @param ends exclusive ends by replica
     * @return the vector
     */
    public static VersionVector of(Map<ReplicaId, Long> ends) {
        Builder builder = builder();
        ends.forEach(builder::set);
        return builder.build();
    }

    /**
     * A vector from arrays that are sorted already.
     *
     * @param replicas ids of replicas, sorted unsigned, without duplicates; copied
     * @param ends their exclusive ends, not negative; copied
     * @return the vector
     * @throws IllegalArgumentException if the arrays are not as they must be
     */
    public static VersionVector ofSorted(long[] replicas, long[] ends) {
        if (replicas.length != ends.length) {
            throw new IllegalArgumentException("Arrays of unequal length: " + replicas.length + ", " + ends.length);
        }
        long[] keptReplicas = new long[replicas.length];
        long[] keptEnds = new long[replicas.length];
        int size = 0;
        for (int i = 0; i < replicas.length; i++) {
            if (i > 0 && Long.compareUnsigned(replicas[i - 1], replicas[i]) >= 0) {
                throw new IllegalArgumentException("Replicas are not sorted at " + i);
            }
            checkEnd(ends[i]);
            if (ends[i] > 0) {
                keptReplicas[size] = replicas[i];
                keptEnds[size++] = ends[i];
            }
        }
        return owning(keptReplicas, keptEnds, size);
    }

    /**
     * A builder without entries.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder that starts from this vector.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        for (int i = 0; i < replicas.length; i++) {
            builder.ends.put(new ReplicaId(replicas[i]), ends[i]);
        }
        return builder;
    }

    /**
     * How many replicas have an entry.
     *
     * @return not negative
     */
    public int size() {
        return replicas.length;
    }

    /**
     * Whether nothing was seen.
     *
     * @return {@code true} if there are no entries
     */
    public boolean isEmpty() {
        return replicas.length == 0;
    }

    /**
     * The replica of an entry, in unsigned order.
     *
     * @param index 0 to {@code size() - 1}
     * @return the bits of its id
     */
    public long replicaAt(int index) {
        return replicas[index];
    }

    /**
     * The exclusive end of an entry, in unsigned order of replicas.
     *
     * @param index 0 to {@code size() - 1}
     * @return a positive number
     */
    public long endAt(int index) {
        return ends[index];
    }

    /**
     * How much of a replica was seen.
     *
     * @param replica the replica
     * @return one past the last number seen; 0 if none was
     */
    public long get(ReplicaId replica) {
        return end(replica.value());
    }

    @Override
    public long end(long replica) {
        int index = indexOf(replica);
        return index < 0 ? 0 : ends[index];
    }

    /** The index of a replica, or {@code -insertionPoint - 1}. */
    private int indexOf(long replica) {
        int low = 0;
        int high = replicas.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(replicas[middle], replica);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /**
     * Whether an operation was seen.
     *
     * @param id its id
     * @return {@code true} if it was
     */
    public boolean contains(OpId id) {
        return covers(id.replica().value(), id.seq());
    }

    /**
     * Whether all that another version has seen was seen.
     *
     * @param other another version
     * @return {@code true} if this one is equal or after it
     */
    public boolean covers(VersionVector other) {
        int mine = 0;
        for (int i = 0; i < other.replicas.length; i++) {
            while (mine < replicas.length && Long.compareUnsigned(replicas[mine], other.replicas[i]) < 0) {
                mine++;
            }
            if (mine == replicas.length || replicas[mine] != other.replicas[i] || ends[mine] < other.ends[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * How this version stands to another.
     *
     * @param other another version
     * @return the relation of this to {@code other}
     */
    public CausalOrder compare(VersionVector other) {
        boolean covers = covers(other);
        boolean covered = other.covers(this);
        if (covers && covered) {
            return CausalOrder.EQUAL;
        }
        if (covered) {
            return CausalOrder.BEFORE;
        }
        return covers ? CausalOrder.AFTER : CausalOrder.CONCURRENT;
    }

    /**
     * All that either version has seen.
     *
     * @param other another version
     * @return the pointwise maximum
     */
    public VersionVector merge(VersionVector other) {
        if (other.covers(this)) {
            return other;
        }
        if (covers(other)) {
            return this;
        }
        long[] mergedReplicas = new long[replicas.length + other.replicas.length];
        long[] mergedEnds = new long[mergedReplicas.length];
        int size = 0;
        int a = 0;
        int b = 0;
        while (a < replicas.length || b < other.replicas.length) {
            int order = compareEntries(this, a, other, b);
            long fromA = order <= 0 ? ends[a] : 0;
            long fromB = order >= 0 ? other.ends[b] : 0;
            mergedReplicas[size] = order <= 0 ? replicas[a++] : other.replicas[b];
            b += order >= 0 ? 1 : 0;
            mergedEnds[size++] = Math.max(fromA, fromB);
        }
        return owning(mergedReplicas, mergedEnds, size);
    }

    /** Order of the replicas at two places; a place behind the last entry is larger than all. */
    private static int compareEntries(VersionVector a, int atA, VersionVector b, int atB) {
        if (atA == a.replicas.length) {
            return 1;
        }
        return atB == b.replicas.length ? -1 : Long.compareUnsigned(a.replicas[atA], b.replicas[atB]);
    }

    /**
     * What both versions have seen.
     *
     * @param other another version
     * @return the pointwise minimum
     */
    public VersionVector meet(VersionVector other) {
        long[] keptReplicas = new long[Math.min(replicas.length, other.replicas.length)];
        long[] keptEnds = new long[keptReplicas.length];
        int size = 0;
        int a = 0;
        int b = 0;
        while (a < replicas.length && b < other.replicas.length) {
            int order = Long.compareUnsigned(replicas[a], other.replicas[b]);
            if (order == 0) {
                keptReplicas[size] = replicas[a];
                keptEnds[size++] = Math.min(ends[a], other.ends[b]);
            }
            a += order <= 0 ? 1 : 0;
            b += order >= 0 ? 1 : 0;
        }
        return owning(keptReplicas, keptEnds, size);
    }

    /**
     * What another version has seen and this one has not.
     *
     * @param other another version
     * @return spans in canonical order, at most one per replica
     */
    public List<OpIdSpan> missing(VersionVector other) {
        List<OpIdSpan> spans = new ArrayList<>();
        for (int i = 0; i < other.replicas.length; i++) {
            long seen = end(other.replicas[i]);
            if (seen < other.ends[i]) {
                spans.add(new OpIdSpan(new ReplicaId(other.replicas[i]), seen, other.ends[i]));
            }
        }
        return List.copyOf(spans);
    }

    /**
     * This version with more of one replica.
     *
     * @param replica the replica
     * @param end at least this exclusive end; a smaller one than the present changes nothing
     * @return the version that has seen both
     */
    public VersionVector with(ReplicaId replica, long end) {
        checkEnd(end);
        int index = indexOf(replica.value());
        if (index >= 0) {
            if (end <= ends[index]) {
                return this;
            }
            long[] changed = ends.clone();
            changed[index] = end;
            return new VersionVector(replicas, changed);
        }
        if (end == 0) {
            return this;
        }
        int at = -index - 1;
        return new VersionVector(insert(replicas, at, replica.value()), insert(ends, at, end));
    }

    private static long[] insert(long[] array, int at, long value) {
        long[] longer = new long[array.length + 1];
        System.arraycopy(array, 0, longer, 0, at);
        longer[at] = value;
        System.arraycopy(array, at, longer, at + 1, array.length - at);
        return longer;
    }

    /**
     * The bytes of the vector: the number of entries as a varint, then each entry as eight bytes of replica and the
     * end as a varint, in unsigned order of replicas.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        if (replicas.length == 0) {
            return new byte[1]; // most members join without a floor
        }
        ByteWriter writer = new ByteWriter(10 + replicas.length * (Long.BYTES + 4));
        write(writer);
        return writer.toByteArray();
    }

    /**
     * Reads what {@link #toBytes()} gives.
     *
     * @param bytes all of them and no others
     * @return the vector
     * @throws CorruptDataException if they are anything else
     */
    public static VersionVector fromBytes(byte[] bytes) {
        if (bytes.length == 1 && bytes[0] == 0) {
            return EMPTY;
        }
        ByteReader reader = new ByteReader(bytes);
        VersionVector vector = read(reader);
        reader.expectEnd();
        return vector;
    }

    /**
     * Writes the bytes of {@link #toBytes()}.
     *
     * @param writer takes them
     */
    public void write(ByteWriter writer) {
        writer.varint(replicas.length);
        for (int i = 0; i < replicas.length; i++) {
            writer.u64(replicas[i]);
            writer.varint(ends[i]);
        }
    }

    /**
     * Reads what {@link #write} gives.
     *
     * @param reader stands at the number of entries
     * @return the vector
     * @throws CorruptDataException if anything else stands there
     */
    public static VersionVector read(ByteReader reader) {
        int size = reader.count(MINIMUM_ENTRY_BYTES);
        long[] replicas = new long[size];
        long[] ends = new long[size];
        for (int i = 0; i < size; i++) {
            int offset = reader.offset();
            replicas[i] = reader.u64();
            if (i > 0) {
                checkSorted(reader, offset, Long.compareUnsigned(replicas[i - 1], replicas[i]));
            }
            offset = reader.offset();
            ends[i] = reader.varint();
            if (ends[i] <= 0) {
                throw reader.corruptAt(offset, Kind.BAD_VALUE, "a positive end", Long.toUnsignedString(ends[i]));
            }
        }
        return owning(replicas, ends, size);
    }

    private static void checkSorted(ByteReader reader, int offset, int order) {
        if (order == 0) {
            throw reader.corruptAt(offset, Kind.DUPLICATE, "another replica", "the one before it");
        }
        if (order > 0) {
            throw reader.corruptAt(offset, Kind.UNSORTED, "a replica after the one before it", "a smaller one");
        }
    }

    private static void checkEnd(long end) {
        if (end < 0) {
            throw new IllegalArgumentException("End must not be negative: " + end);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof VersionVector that
                        && Arrays.equals(replicas, that.replicas)
                        && Arrays.equals(ends, that.ends);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(replicas) + Arrays.hashCode(ends);
    }

    /** Such as <code>{00000000000000aa=3, 00000000000000bb=1}</code>. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < replicas.length; i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(new ReplicaId(replicas[i]))
                    .append('=')
                    .append(ends[i]);
        }
        return text.append('}').toString();
    }

    /** Collects entries in any order; each setter returns the builder. */
    public static final class Builder {
        private final TreeMap<ReplicaId, Long> ends = new TreeMap<>();

        private Builder() {}

        /**
         * Sets the end of a replica, whatever it was.
         *
         * @param replica the replica
         * @param end its exclusive end, not negative; 0 removes the entry
         * @return this builder
         */
        public Builder set(ReplicaId replica, long end) {
            checkEnd(end);
            if (end == 0) {
                ends.remove(replica);
            } else {
                ends.put(replica, end);
            }
            return this;
        }

        /**
         * Raises the end of a replica, unless it is as large already.
         *
         * @param replica the replica
         * @param end its exclusive end, not negative
         * @return this builder
         */
        public Builder raise(ReplicaId replica, long end) {
            Long present = ends.get(replica);
            return present != null && present >= end ? this : set(replica, end);
        }

        /**
         * Adds an operation and all before it of the same replica.
         *
         * @param id the operation
         * @return this builder
         */
        public Builder add(OpId id) {
            return raise(id.replica(), Math.addExact(id.seq(), 1));
        }

        /**
         * The vector of the entries so far.
         *
         * @return a vector
         */
        public VersionVector build() {
            long[] replicas = new long[ends.size()];
            long[] values = new long[ends.size()];
            int size = 0;
            for (Map.Entry<ReplicaId, Long> entry : ends.entrySet()) {
                replicas[size] = entry.getKey().value();
                values[size++] = entry.getValue();
            }
            return owning(replicas, values, size);
        }
    }
}
