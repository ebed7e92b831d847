package dev.rejoin.map.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A version vector by interned replica index: exclusive end of the seqs per replica, 0 where nothing is known. Entries
 * only grow.
 *
 * <p>Few replicas: pairs (index, end), sorted by index. Many: an array by index. A vector belongs to an edit epoch;
 * whoever wants to change it asks {@link #writable} first and stores the answer.
 *
 * <p>Invariants: V1 pairs sorted by index without duplicates · V2 no end is 0 in a pair, none negative.
 */
final class ReplicaVector {
    /** From this many pairs on the array form is considered: below, a scan of pairs costs no more. */
    private static final int DENSE_FROM = 8;

    private static final int DENSE = -1;

    private final int epoch;
    /** Number of pairs, or DENSE. */
    private int pairs;

    private long[] data;

    ReplicaVector(int epoch) {
        this(epoch, 0, new long[2]);
    }

    private ReplicaVector(int epoch, int pairs, long[] data) {
        this.epoch = epoch;
        this.pairs = pairs;
        this.data = data;
    }

    /** A vector that may be changed in the epoch: the given one, its copy, or an empty one for null. */
    static ReplicaVector writable(@Nullable ReplicaVector vector, int epoch) {
        if (vector == null) {
            return new ReplicaVector(epoch);
        }
        return vector.epoch == epoch ? vector : new ReplicaVector(epoch, vector.pairs, vector.data.clone());
    }

    /** A vector of the epoch that can be changed without changing the given one. */
    static ReplicaVector copyOf(@Nullable ReplicaVector vector, int epoch) {
        return vector == null ? new ReplicaVector(epoch) : new ReplicaVector(epoch, vector.pairs, vector.data.clone());
    }

    /** Exclusive end of the seqs of a replica; 0 when it has none. */
    long end(int replica) {
        if (pairs == DENSE) {
            return replica < data.length ? data[replica] : 0;
        }
        int at = find(replica);
        return at >= 0 ? data[at + 1] : 0;
    }

    /** Raises the end of a replica; lower ends change nothing. */
    void raise(int replica, long end) {
        if (pairs == DENSE) {
            if (replica >= data.length) {
                if (end <= 0) {
                    return;
                }
                data = Arrays.copyOf(data, Math.max(replica + 1, data.length + (data.length >> 1)));
            }
            if (end > data[replica]) {
                data[replica] = end;
            }
            return;
        }
        if (pairs == 1 && data[0] == replica) { // most containers have one author
            if (end > data[1]) {
                data[1] = end;
            }
            return;
        }
        int at = find(replica);
        if (at >= 0) {
            if (end > data[at + 1]) {
                data[at + 1] = end;
            }
        } else if (end > 0) {
            insert(~at, replica, end);
        }
    }

    /** Lowers the end of a replica to what it was before: for rollback only. */
    void restore(int replica, long end) {
        if (pairs == DENSE) {
            if (replica < data.length) {
                data[replica] = end;
            }
            return;
        }
        int at = find(replica);
        if (at < 0) {
            return;
        }
        if (end > 0) {
            data[at + 1] = end;
        } else {
            System.arraycopy(data, at + 2, data, at, 2 * pairs - at - 2);
            pairs--;
        }
    }

    /** Raises every end to that of the other vector. */
    void join(@Nullable ReplicaVector other) {
        if (other == null) {
            return;
        }
        for (int i = 0; i < other.entries(); i++) {
            long end = other.entryEnd(i);
            if (end > 0) {
                raise(other.entryReplica(i), end);
            }
        }
    }

    /** Number of entries to iterate over; some may have the end 0. */
    int entries() {
        return pairs == DENSE ? data.length : pairs;
    }

    /** Replica index of an entry. */
    int entryReplica(int entry) {
        return pairs == DENSE ? entry : (int) data[2 * entry];
    }

    /** Exclusive end of an entry. */
    long entryEnd(int entry) {
        return pairs == DENSE ? data[entry] : data[2 * entry + 1];
    }

    boolean isEmpty() {
        for (int i = 0; i < entries(); i++) {
            if (entryEnd(i) > 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the id (replica, seq) is covered by a vector. */
    static boolean covers(@Nullable ReplicaVector vector, int replica, long seq) {
        return vector != null && seq < vector.end(replica);
    }

    /** The replicas whose ends are larger than those of an older vector. */
    int[] raisedSince(@Nullable ReplicaVector older) {
        int[] raised = new int[entries()];
        int count = 0;
        for (int i = 0; i < raised.length; i++) {
            int replica = entryReplica(i);
            if (entryEnd(i) > (older == null ? 0 : older.end(replica))) {
                raised[count++] = replica;
            }
        }
        return Arrays.copyOf(raised, count);
    }

    /** Whether a vector is at or below the join of two others. */
    static boolean isCovered(
            @Nullable ReplicaVector vector, @Nullable ReplicaVector one, @Nullable ReplicaVector other) {
        if (vector == null) {
            return true;
        }
        for (int i = 0; i < vector.entries(); i++) {
            long end = vector.entryEnd(i);
            if (end > 0) {
                int replica = vector.entryReplica(i);
                if ((one == null || one.end(replica) < end) && (other == null || other.end(replica) < end)) {
                    return false;
                }
            }
        }
        return true;
    }

    void checkInvariants() {
        for (int i = 0; i < entries(); i++) {
            if (pairs != DENSE && i > 0 && data[2 * i] <= data[2 * i - 2]) {
                throw new AssertionError("V1 replica indices not ascending: " + this);
            }
            if (entryEnd(i) < 0 || pairs != DENSE && entryEnd(i) == 0) {
                throw new AssertionError("V2 end " + entryEnd(i) + " of replica " + entryReplica(i) + ": " + this);
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < entries(); i++) {
            if (entryEnd(i) > 0) {
                text.append(text.length() > 1 ? ", " : "")
                        .append(entryReplica(i))
                        .append(':')
                        .append(entryEnd(i));
            }
        }
        return text.append('}').toString();
    }

    /** Position of the pair of a replica in the data, or the complement of where it belongs. */
    private int find(int replica) {
        int low = 0;
        int high = pairs - 1;
        if (high >= 0 && data[2 * high] < replica) { // authors arrive in the order of their indices
            return ~(2 * pairs);
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = data[2 * middle];
            if (found < replica) {
                low = middle + 1;
            } else if (found > replica) {
                high = middle - 1;
            } else {
                return 2 * middle;
            }
        }
        return ~(2 * low);
    }

    private void insert(int at, int replica, long end) {
        int widest = Math.max(replica, pairs == 0 ? 0 : (int) data[2 * pairs - 2]);
        if (pairs >= DENSE_FROM && widest <= 4 * pairs) { // as pairs it would take at least half as much
            long[] dense = new long[widest + 1];
            for (int i = 0; i < pairs; i++) {
                dense[(int) data[2 * i]] = data[2 * i + 1];
            }
            dense[replica] = end;
            data = dense;
            pairs = DENSE;
            return;
        }
        int used = 2 * pairs;
        if (used + 2 > data.length) {
            data = Arrays.copyOf(data, pairs < 4 ? used + 2 : used + (pairs & ~1));
        }
        System.arraycopy(data, at, data, at + 2, used - at);
        data[at] = replica;
        data[at + 1] = end;
        pairs++;
    }
}
