package dev.rejoin.log;

import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.object.CrdtObject;
import dev.rejoin.op.OpMeta;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.op.TotalOrder;
import dev.rejoin.value.Value;
import dev.rejoin.version.Coverage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A log that only grows: no entry is ever changed, moved or taken away by an edit.
 *
 * <p>All entries stay, in the total order of their stamps: an entry stands behind everything that its author saw, and
 * concurrent ones stand by their clocks.
 *
 * <p>Why it converges: the log is the sorted set of the applied operations.
 *
 * <p>One thread at a time; a copy may be read by another one while the original grows. An entry that is the newest costs
 * constant time, any other O(n) to make room for it; reading by index is constant.
 */
public final class GrowOnlyLog implements CrdtObject<GrowOnlyLogOp, LogAppended> {
    /*
     * Invariants
     *   G1  entries ascend in the total order
     *   G2  entries at or behind the end of a copy are nobody's but the one's who put them there
     */
    private static final int STAMP = 3;

    private Entries entries;
    private int size;

    /** An empty log. */
    public GrowOnlyLog() {
        this(new Entries(4), 0);
    }

    private GrowOnlyLog(Entries entries, int size) {
        this.entries = entries;
        this.size = size;
    }

    /**
     * A new entry.
     *
     * @param value the entry
     * @return the operation, not applied yet
     */
    public GrowOnlyLogOp.Append prepareAppend(Value value) {
        return new GrowOnlyLogOp.Append(value);
    }

    @Override
    public LogAppended apply(GrowOnlyLogOp op, OpMeta meta) {
        Value value = ((GrowOnlyLogOp.Append) op).value();
        return new LogAppended(insert(value, meta.time(), meta.replica(), meta.seq()), value);
    }

    private int insert(Value value, long time, long replica, long seq) {
        int index = indexOf(time, replica, seq);
        if (index == size && entries.used == size && size < entries.values.length) {
            entries.used++;
        } else {
            Entries roomier = new Entries(Math.max(4, size + (size >> 1) + 1));
            roomier.take(entries, 0, index, 0);
            roomier.take(entries, index, size, index + 1);
            roomier.used = size + 1;
            entries = roomier;
        }
        entries.set(index, value, time, replica, seq);
        size++;
        return index;
    }

    /** Where an entry stands or would stand. */
    private int indexOf(long time, long replica, long seq) {
        int low = 0;
        int high = size;
        if (size > 0 && entries.compare(size - 1, time, replica, seq) < 0) {
            return size;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.compare(middle, time, replica, seq) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Takes an entry back that was just appended, as if it had never been.
     *
     * @param meta its identity and time
     */
    public void revert(OpMeta meta) {
        int index = indexOf(meta.time(), meta.replica(), meta.seq());
        Entries kept = new Entries(size);
        kept.take(entries, 0, index, 0);
        kept.take(entries, index + 1, size, index);
        size--;
        kept.used = size;
        entries = kept;
    }

    @Override
    public void clear(Coverage covered) {
        Entries kept = new Entries(size);
        for (int i = 0; i < size; i++) {
            if (!covered.covers(entries.stamps[STAMP * i + 1], entries.stamps[STAMP * i + 2])) {
                kept.take(entries, i, i + 1, kept.used++);
            }
        }
        entries = kept;
        size = kept.used;
    }

    /**
     * How many entries.
     *
     * @return not negative
     */
    public int size() {
        return size;
    }

    /**
     * One entry.
     *
     * @param index from 0, the oldest, to {@code size() - 1}
     * @return the entry
     */
    public Value get(int index) {
        return entries.get(Objects.checkIndex(index, size));
    }

    /**
     * All entries.
     *
     * @return an unmodifiable snapshot, the oldest first
     */
    public List<Value> values() {
        Value[] values = new Value[size];
        for (int i = 0; i < size; i++) {
            values[i] = entries.get(i);
        }
        return List.of(values);
    }

    @Override
    public void writeState(OpWriter writer) {
        writer.count(size);
        for (int i = 0; i < size; i++) {
            writer.time(entries.stamps[STAMP * i]);
            writer.dot(entries.stamps[STAMP * i + 1], entries.stamps[STAMP * i + 2]);
            writer.value(entries.get(i));
        }
    }

    /**
     * Reads the state that {@link #writeState(OpWriter)} writes: the count of entries; for each, from the oldest to the
     * newest, time, dot and value.
     *
     * @param reader gives the parts
     * @return a log
     */
    public static GrowOnlyLog readState(OpReader reader) {
        GrowOnlyLog log = new GrowOnlyLog();
        long count = reader.count();
        for (long i = 0; i < count; i++) {
            long time = reader.time();
            reader.nextDot();
            long replica = reader.dotReplica();
            long seq = reader.dotSeq();
            if (log.size > 0) {
                reader.checkAscending(log.entries.compare(log.size - 1, time, replica, seq));
            }
            if (log.size == Integer.MAX_VALUE - 8) {
                throw reader.corrupt(Kind.LIMIT, "fewer than 2^31 entries", Long.toString(count));
            }
            log.insert(reader.value(), time, replica, seq);
        }
        return log;
    }

    @Override
    public GrowOnlyLog copy() {
        return new GrowOnlyLog(entries, size);
    }

    @Override
    public void checkInvariants() {
        for (int i = 1; i < size; i++) {
            long[] stamps = entries.stamps;
            if (entries.compare(i - 1, stamps[STAMP * i], stamps[STAMP * i + 1], stamps[STAMP * i + 2]) >= 0) {
                throw new AssertionError("G1 entry " + i + " of " + size + " is not after the one before it");
            }
        }
        if (entries.used < size) {
            throw new AssertionError("G2 used=" + entries.used + " size=" + size);
        }
    }

    @Override
    public String toString() {
        return "GrowOnlyLog" + values();
    }

    /** Entries that copies share; only whoever ends where they end may put one more behind them. */
    private static final class Entries {
        final @Nullable Value[] values;
        /** Time, replica and seq of each. */
        final long[] stamps;

        int used;

        Entries(int capacity) {
            values = new Value[capacity];
            stamps = new long[STAMP * capacity];
        }

        Value get(int index) {
            return Objects.requireNonNull(values[index]);
        }

        void set(int index, Value value, long time, long replica, long seq) {
            values[index] = value;
            stamps[STAMP * index] = time;
            stamps[STAMP * index + 1] = replica;
            stamps[STAMP * index + 2] = seq;
        }

        /** Copies entries from start to end to a place of this. */
        void take(Entries from, int start, int end, int to) {
            System.arraycopy(from.values, start, values, to, end - start);
            System.arraycopy(from.stamps, STAMP * start, stamps, STAMP * to, STAMP * (end - start));
        }

        int compare(int index, long time, long replica, long seq) {
            return TotalOrder.compare(
                    stamps[STAMP * index], stamps[STAMP * index + 1], stamps[STAMP * index + 2], time, replica, seq);
        }
    }
}
