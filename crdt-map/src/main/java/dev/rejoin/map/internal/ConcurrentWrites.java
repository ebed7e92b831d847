package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.op.TotalOrder;
import dev.rejoin.version.Coverage;
import dev.rejoin.version.Dots;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The writes that stand in a register when there are several: concurrent ones that no later write has named. Ascending in
 * the {@linkplain TotalOrder total order}, so that the last one is read. Belongs to an edit epoch.
 *
 * <p>Invariants: W1 ascending order, no dot twice · W2 at least one write · W3 whether they differ.
 */
final class ConcurrentWrites {
    private static final int FEW_DOTS = 4;

    private final int epoch;
    private int size;
    /** Null for a removal. */
    private @Nullable Object[] cells;

    private long[] stamps;
    /** W3 Whether not all of them are equal. */
    private boolean differ;

    ConcurrentWrites(int epoch) {
        this(epoch, 0, new Object[2], new long[4]);
    }

    private ConcurrentWrites(int epoch, int size, @Nullable Object[] cells, long[] stamps) {
        this.epoch = epoch;
        this.size = size;
        this.cells = cells;
        this.stamps = stamps;
    }

    /** These, or a copy when they belong to an older epoch or must stay as they are. */
    ConcurrentWrites writable(int writer, boolean mustCopy) {
        if (epoch == writer && !mustCopy) {
            return this;
        }
        ConcurrentWrites copy = new ConcurrentWrites(writer, size, cells.clone(), stamps.clone());
        copy.differ = differ;
        return copy;
    }

    /** Whether not all of them wrote the same. */
    boolean differ() {
        return differ;
    }

    int size() {
        return size;
    }

    /** The value as a cell of {@link Registers}, integers as {@code Value}; Registers.ABSENT for a removal. */
    @Nullable
    Object cell(int index) {
        return cells[index];
    }

    long time(int index) {
        return stamps[2 * index];
    }

    long dot(int index) {
        return stamps[2 * index + 1];
    }

    /** Puts a write where it belongs; O(log n) when the writes arrive in order. */
    void add(@Nullable Object cell, long time, long dot, ReplicaTable replicas) {
        int at = size;
        if (size > 0 && compare(size - 1, time, dot, replicas) > 0) {
            int low = 0;
            int high = size - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (compare(middle, time, dot, replicas) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            at = low;
        }
        differ |= size > 0 && !Objects.equals(cells[0], cell);
        if (size == cells.length) {
            cells = Arrays.copyOf(cells, size + (size >> 1) + 1);
            stamps = Arrays.copyOf(stamps, 2 * cells.length);
        }
        System.arraycopy(cells, at, cells, at + 1, size - at);
        System.arraycopy(stamps, 2 * at, stamps, 2 * at + 2, 2 * (size - at));
        cells[at] = cell;
        stamps[2 * at] = time;
        stamps[2 * at + 1] = dot;
        size++;
    }

    /**
     * Whether one of these writes is named. Exact for few dots, which is what many writers that saw one write name: then
     * nothing need be copied. (ClientsBenchmark.oneKey)
     */
    boolean mayHold(Dots dots, ReplicaTable replicas) {
        if (dots.size() > FEW_DOTS) {
            return true;
        }
        for (int i = 0; i < dots.size(); i++) {
            int replica = replicas.find(dots.replica(i));
            if (replica >= 0 && holds(ElementId.of(replica, dots.seq(i)))) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(long dot) {
        long[] all = stamps;
        for (int i = 1; i < 2 * size; i += 2) {
            if (all[i] == dot) {
                return true;
            }
        }
        return false;
    }

    /** Those whose dots are not named. */
    ConcurrentWrites without(Dots dots, ReplicaTable replicas, int writer) {
        ConcurrentWrites kept = new ConcurrentWrites(writer);
        for (int i = 0; i < size; i++) {
            if (!dots.contains(replicas.id(ElementId.replica(dot(i))), ElementId.seq(dot(i)))) {
                kept.append(this, i);
            }
        }
        return kept;
    }

    /** Those whose dots are not covered. */
    ConcurrentWrites without(Coverage covered, ReplicaTable replicas, int writer) {
        ConcurrentWrites kept = new ConcurrentWrites(writer);
        for (int i = 0; i < size; i++) {
            if (!covered.covers(replicas.id(ElementId.replica(dot(i))), ElementId.seq(dot(i)))) {
                kept.append(this, i);
            }
        }
        return kept;
    }

    void checkInvariants(ReplicaTable replicas) {
        if (size == 0) {
            throw new AssertionError("W2 no write");
        }
        if (differ != (Arrays.stream(cells, 0, size).distinct().count() > 1)) {
            throw new AssertionError("W3 differ=" + differ + ": " + Arrays.toString(cells));
        }
        for (int i = 1; i < size; i++) {
            if (compare(i - 1, time(i), dot(i), replicas) >= 0) {
                throw new AssertionError("W1 writes " + (i - 1) + " and " + i + " of " + size + " not ascending");
            }
        }
    }

    private void append(ConcurrentWrites from, int index) {
        if (size == cells.length) {
            cells = Arrays.copyOf(cells, 2 * size);
            stamps = Arrays.copyOf(stamps, 4 * size);
        }
        cells[size] = from.cells[index];
        differ |= !Objects.equals(cells[0], cells[size]);
        stamps[2 * size] = from.stamps[2 * index];
        stamps[2 * size + 1] = from.stamps[2 * index + 1];
        size++;
    }

    private int compare(int index, long time, long dot, ReplicaTable replicas) {
        long mine = dot(index);
        return TotalOrder.compare(
                time(index),
                replicas.id(ElementId.replica(mine)),
                ElementId.seq(mine),
                time,
                replicas.id(ElementId.replica(dot)),
                ElementId.seq(dot));
    }
}
