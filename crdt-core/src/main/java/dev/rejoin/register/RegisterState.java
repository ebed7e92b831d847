package dev.rejoin.register;

import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.op.OpMeta;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.op.TotalOrder;
import dev.rejoin.value.Value;
import dev.rejoin.version.Coverage;
import dev.rejoin.version.Dots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The writes that a register holds: those that no other write which saw them replaced. Immutable.
 *
 * <p>Concurrent writes all stay, sorted by the total order, the winner first. It converges, because a write is in the
 * state exactly if it was applied and no applied write names it, which does not depend on the order of application.
 *
 * <p>Usually there is one write, and then the state is one object of 40 bytes. All methods cost O(n) or less in the
 * number n of concurrent writes. States may be shared between threads.
 *
 * <p>Shapiro, Preguiça, Baquero, Zawirski: A comprehensive study of convergent and commutative replicated data types,
 * 2011 (LWW and multi-value registers); here with dots in place of version vectors per value.
 */
public abstract sealed class RegisterState {
    /** The state that no write was applied to. */
    public static final RegisterState EMPTY = new Several(new long[0], new Value[0]);

    private RegisterState() {}

    /**
     * A state of one write.
     *
     * @param time packed timestamp of its change
     * @param replica the bits of its replica's id
     * @param seq its number
     * @param value what was written; {@code null} if the write erased
     * @return the state
     */
    public static RegisterState of(long time, long replica, long seq, @Nullable Value value) {
        return new Single(time, replica, seq, value);
    }

    /**
     * How many writes stand side by side.
     *
     * @return not negative
     */
    public abstract int size();

    /**
     * The time of a write.
     *
     * @param index 0 for the winner, to {@code size() - 1}
     * @return the packed timestamp of its change
     */
    public abstract long time(int index);

    /**
     * The replica of a write.
     *
     * @param index 0 for the winner, to {@code size() - 1}
     * @return the bits of its id
     */
    public abstract long replica(int index);

    /**
     * The number of a write.
     *
     * @param index 0 for the winner, to {@code size() - 1}
     * @return its number
     */
    public abstract long seq(int index);

    /**
     * The value of a write.
     *
     * @param index 0 for the winner, to {@code size() - 1}
     * @return what was written; {@code null} if the write erased
     */
    public abstract @Nullable Value value(int index);

    /**
     * The state after a write.
     *
     * @param write the write
     * @param time packed timestamp of its change
     * @param replica the bits of its replica's id
     * @param seq its number
     * @return a new state
     */
    public final RegisterState apply(RegisterOp.Write write, long time, long replica, long seq) {
        return apply(write.value(), write.replaced(), time, replica, seq);
    }

    /**
     * The state after a write that is given by its parts.
     *
     * @param value what is written; {@code null} to erase
     * @param replaced the writes that it takes the place of
     * @param time packed timestamp of its change
     * @param replica the bits of its replica's id
     * @param seq its number
     * @return a new state
     */
    public final RegisterState apply(@Nullable Value value, Dots replaced, long time, long replica, long seq) {
        int size = size();
        // Nearly always: nothing is there yet, or one write is there and was seen.
        if (size == 0 || size == 1 && replaced.contains(replica(0), seq(0))) {
            return new Single(time, replica, seq, value);
        }
        Collector kept = new Collector(size + 1);
        int next = 0;
        for (; next < size && compareAt(next, time, replica, seq) > 0; next++) {
            kept.addUnless(replaced, this, next);
        }
        kept.add(time, replica, seq, value);
        for (; next < size; next++) {
            kept.addUnless(replaced, this, next);
        }
        return kept.toState();
    }

    private int compareAt(int index, long time, long replica, long seq) {
        return TotalOrder.compare(time(index), replica(index), seq(index), time, replica, seq);
    }

    /**
     * The state without the writes that a reset covers.
     *
     * @param covered what goes
     * @return a new state, or this one if nothing goes
     */
    public final RegisterState clear(Coverage covered) {
        int size = size();
        Collector kept = new Collector(size);
        for (int i = 0; i < size; i++) {
            if (!covered.covers(replica(i), seq(i))) {
                kept.add(time(i), replica(i), seq(i), value(i));
            }
        }
        return kept.size == size ? this : kept.toState();
    }

    /**
     * The state with what a policy will never read again left out: under first-writer, maximum and minimum all writes
     * at or below the base but the one that the policy picks. Other policies keep everything.
     *
     * @param policy how the register is read
     * @param base every member has seen it and names nothing of it
     * @return a new state, or this one if nothing goes
     */
    public final RegisterState collapse(RegisterPolicy policy, Coverage base) {
        int size = size();
        if (policy.replacesSeen() || size < 2) {
            return this;
        }
        Collector below = new Collector(size);
        for (int i = 0; i < size; i++) {
            if (base.covers(replica(i), seq(i))) {
                below.add(time(i), replica(i), seq(i), value(i));
            }
        }
        if (below.size < 2) {
            return this;
        }
        RegisterState candidates = below.toState();
        Value picked = policy.read(candidates);
        int keep = 0;
        while (!Objects.equals(candidates.value(keep), picked)) {
            keep++;
        }
        if (policy == RegisterPolicy.FIRST_WRITER && picked != null) {
            keep = candidates.indexOfLastValue();
        }
        Dots dropped = candidates.dots().minus(Dots.of(candidates.replica(keep), candidates.seq(keep)));
        Collector kept = new Collector(size);
        for (int i = 0; i < size; i++) {
            kept.addUnless(dropped, this, i);
        }
        return kept.toState();
    }

    /**
     * The ids of all writes, as a write that sees them names them.
     *
     * @return a set
     */
    public Dots dots() {
        Dots.Builder builder = Dots.builder();
        for (int i = 0; i < size(); i++) {
            builder.add(replica(i), seq(i));
        }
        return builder.build();
    }

    /**
     * All writes as objects.
     *
     * @return an unmodifiable list, the winner first
     */
    public final List<RegisterEntry> entries() {
        List<RegisterEntry> entries = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            entries.add(new RegisterEntry(new OpMeta(replica(i), seq(i), time(i)), value(i)));
        }
        return List.copyOf(entries);
    }

    /**
     * All values that stand side by side; erasures have none.
     *
     * @return an unmodifiable list in descending total order of their writes
     */
    public final List<Value> values() {
        List<Value> values = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            Value value = value(i);
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    /**
     * All writes that lost, erasures included.
     *
     * @return an unmodifiable list, the best first
     */
    public final List<RegisterEntry> conflicts() {
        List<RegisterEntry> entries = entries();
        return entries.isEmpty() ? entries : entries.subList(1, entries.size());
    }

    /**
     * The value of the largest write.
     *
     * @return the value; {@code null} if there is no write or it erased
     */
    public final @Nullable Value winner() {
        return size() == 0 ? null : value(0);
    }

    /** The value of the largest write that has one. */
    final @Nullable Value firstValue() {
        for (int i = 0; i < size(); i++) {
            if (value(i) != null) {
                return value(i);
            }
        }
        return null;
    }

    /** The value of the smallest write that has one. */
    final @Nullable Value lastValue() {
        int index = indexOfLastValue();
        return index < 0 ? null : value(index);
    }

    private int indexOfLastValue() {
        int index = size() - 1;
        while (index >= 0 && value(index) == null) {
            index--;
        }
        return index;
    }

    final @Nullable Value largestValue() {
        return values().stream().max(Value.ORDER).orElse(null);
    }

    final @Nullable Value smallestValue() {
        return values().stream().min(Value.ORDER).orElse(null);
    }

    /**
     * Writes the state: twice the number of writes, plus one if any of them erased; then for each its time, dot,
     * 1 or 0 for whether it has a value (only if any erased), and value.
     *
     * @param writer takes the parts
     */
    public final void write(OpWriter writer) {
        int size = size();
        boolean anyErased = values().size() < size;
        writer.count(2L * size + (anyErased ? 1 : 0));
        for (int i = 0; i < size; i++) {
            writer.time(time(i));
            writer.dot(replica(i), seq(i));
            Value value = value(i);
            if (anyErased) {
                writer.count(value == null ? 0 : 1);
            }
            if (value != null) {
                writer.value(value);
            }
        }
    }

    /**
     * Reads what {@link #write} writes.
     *
     * @param reader gives the parts
     * @return the state
     */
    public static RegisterState read(OpReader reader) {
        long header = reader.count();
        boolean anyErased = (header & 1) != 0;
        long size = header >>> 1;
        Collector entries = new Collector((int) Math.min(size, 4));
        boolean sawErased = false;
        for (long i = 0; i < size; i++) {
            long time = reader.time();
            reader.nextDot();
            long replica = reader.dotReplica();
            long seq = reader.dotSeq();
            if (i > 0) {
                reader.checkAscending(entries.compareLast(time, replica, seq));
            }
            boolean erased = anyErased && readErased(reader);
            sawErased |= erased;
            entries.add(time, replica, seq, erased ? null : reader.value());
        }
        if (anyErased != sawErased) {
            throw reader.corrupt(Kind.NOT_CANONICAL, "an erasure, as announced", "none");
        }
        RegisterState state = entries.toState();
        if (size > 1 && state.dots().size() != size) {
            throw reader.corrupt(Kind.DUPLICATE, "distinct dots", "a dot that stands there twice");
        }
        return state;
    }

    private static boolean readErased(OpReader reader) {
        long present = reader.count();
        if (present > 1) {
            throw reader.corrupt(Kind.BAD_VALUE, "0 or 1", "another number");
        }
        return present == 0;
    }

    /** Throws if the writes are not in strictly descending order. */
    final void checkInvariants() {
        for (int i = 1; i < size(); i++) {
            if (compareAt(i - 1, time(i), replica(i), seq(i)) <= 0) {
                throw new AssertionError("Writes " + (i - 1) + " and " + i + " do not descend: " + this);
            }
        }
        if (dots().size() != size()) {
            throw new AssertionError("A dot stands there twice: " + this);
        }
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof RegisterState that && entries().equals(that.entries());
    }

    @Override
    public final int hashCode() {
        return entries().hashCode();
    }

    @Override
    public final String toString() {
        return entries().toString();
    }

    /** The common case: one write in one object. */
    private static final class Single extends RegisterState {
        private final long time;
        private final long replica;
        private final long seq;
        private final @Nullable Value value;

        Single(long time, long replica, long seq, @Nullable Value value) {
            this.time = time;
            this.replica = replica;
            this.seq = seq;
            this.value = value;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public long time(int index) {
            Objects.checkIndex(index, 1);
            return time;
        }

        @Override
        public long replica(int index) {
            Objects.checkIndex(index, 1);
            return replica;
        }

        @Override
        public long seq(int index) {
            Objects.checkIndex(index, 1);
            return seq;
        }

        @Override
        public @Nullable Value value(int index) {
            Objects.checkIndex(index, 1);
            return value;
        }

        @Override
        public Dots dots() {
            return Dots.of(replica, seq);
        }
    }

    /** No write, or concurrent ones. */
    private static final class Several extends RegisterState {
        /** Time, replica and number of each write. */
        private final long[] stamps;

        private final @Nullable Value[] values;

        Several(long[] stamps, @Nullable Value[] values) {
            this.stamps = stamps;
            this.values = values;
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public long time(int index) {
            return stamps[3 * index];
        }

        @Override
        public long replica(int index) {
            return stamps[3 * index + 1];
        }

        @Override
        public long seq(int index) {
            return stamps[3 * index + 2];
        }

        @Override
        public @Nullable Value value(int index) {
            return values[index];
        }
    }

    /** Takes writes in descending order. */
    private static final class Collector {
        private long[] stamps;
        private @Nullable Value[] values;
        private int size;

        Collector(int capacity) {
            stamps = new long[3 * capacity];
            values = new Value[capacity];
        }

        void add(long time, long replica, long seq, @Nullable Value value) {
            if (size == values.length) {
                int capacity = Math.max(4, 2 * size);
                stamps = Arrays.copyOf(stamps, 3 * capacity);
                values = Arrays.copyOf(values, capacity);
            }
            stamps[3 * size] = time;
            stamps[3 * size + 1] = replica;
            stamps[3 * size + 2] = seq;
            values[size++] = value;
        }

        void addUnless(Dots dropped, RegisterState from, int index) {
            if (!dropped.contains(from.replica(index), from.seq(index))) {
                add(from.time(index), from.replica(index), from.seq(index), from.value(index));
            }
        }

        /** Compares a new write with the last one added: negative if the new one comes after it in this order. */
        int compareLast(long time, long replica, long seq) {
            int last = 3 * (size - 1);
            return TotalOrder.compare(time, replica, seq, stamps[last], stamps[last + 1], stamps[last + 2]);
        }

        RegisterState toState() {
            if (size == 0) {
                return EMPTY;
            }
            if (size == 1) {
                return new Single(stamps[0], stamps[1], stamps[2], values[0]);
            }
            return size == values.length
                    ? new Several(stamps, values)
                    : new Several(Arrays.copyOf(stamps, 3 * size), Arrays.copyOf(values, size));
        }
    }
}
