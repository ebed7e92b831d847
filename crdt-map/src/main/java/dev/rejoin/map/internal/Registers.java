package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.register.RegisterState;
import dev.rejoin.value.Value;
import dev.rejoin.version.Coverage;
import dev.rejoin.version.Dots;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Last-writer-wins registers with their concurrent values, kept in the cells of {@link SlotPage}s.
 *
 * <p>A write names the dots of the writes that its author saw, and takes their place; what stays beside it is concurrent
 * to it. So the writes that stand are the causally maximal ones, whatever the order of arrival, and the largest in the
 * total order is read.
 *
 * <p>A cell is one of: null (no write stands), {@link #ABSENT} (a removal), {@link #INTEGER} (see the number of the
 * slot), a short String, another {@link Value}, {@link ConcurrentWrites} (several writes), {@link #DEAD} (a list element
 * that was removed, kept for the containers in it).
 */
final class Registers {
    /** A removal. */
    static final Object ABSENT = new Marker("absent");
    /** An integer, which stands in the number column. */
    static final Object INTEGER = new Marker("integer");
    /** A removed list element. */
    static final Object DEAD = new Marker("dead");

    /** Longer strings keep their Value, so that reading does not check them again. */
    private static final int SHORT_STRING = 48;

    private Registers() {}

    /** Applies a write to a slot of a page that may be written; a null value is a removal. */
    static void write(
            SlotPage page,
            int slot,
            @Nullable Value value,
            Dots replaced,
            long time,
            long dot,
            ReplicaTable replicas,
            int epoch,
            boolean keepOld) {
        Object cell = page.cell(slot);
        if (cell != null && cell != DEAD) {
            Object rest = remaining(page, slot, cell, replaced, replicas, epoch, keepOld);
            if (rest != null) {
                ConcurrentWrites writes = (ConcurrentWrites) rest;
                writes.add(value == null ? ABSENT : value, time, dot, replicas);
                page.setCell(slot, writes, 0, 0, 0);
                return;
            }
        }
        set(page, slot, value == null ? ABSENT : value, time, dot);
    }

    /** Takes away the writes that are named. */
    static void replace(SlotPage page, int slot, Dots replaced, ReplicaTable replicas, int epoch) {
        Object cell = page.cell(slot);
        if (cell == null || cell == DEAD || replaced.isEmpty()) {
            return;
        }
        if (cell instanceof ConcurrentWrites writes) {
            keep(page, slot, writes.without(replaced, replicas, epoch));
        } else if (names(replaced, page.dot(slot), replicas)) {
            page.setCell(slot, null, 0, 0, 0);
        }
    }

    /** Whether a write would stay when what is covered is taken away. */
    static boolean survives(SlotPage page, int slot, Coverage covered, ReplicaTable replicas) {
        for (int i = 0; i < count(page, slot); i++) {
            if (!covers(covered, dot(page, slot, i), replicas)) {
                return true;
            }
        }
        return false;
    }

    /** Takes away the writes that are covered. */
    static void clear(SlotPage page, int slot, Coverage covered, ReplicaTable replicas, int epoch) {
        Object cell = page.cell(slot);
        if (cell == null || cell == DEAD) {
            return;
        }
        if (cell instanceof ConcurrentWrites writes) {
            keep(page, slot, writes.without(covered, replicas, epoch));
        } else if (covers(covered, page.dot(slot), replicas)) {
            page.setCell(slot, null, 0, 0, 0);
        }
    }

    /** The value that is read; null when there is none. */
    static @Nullable Value winner(SlotPage page, int slot) {
        Object cell = page.cell(slot);
        if (cell instanceof ConcurrentWrites writes) {
            cell = writes.cell(writes.size() - 1);
        }
        return cell == null ? null : value(cell, page, slot);
    }

    /** The value that is read under a policy; null when there is none. */
    static @Nullable Value read(SlotPage page, int slot, RegisterPolicy policy) {
        int count = count(page, slot);
        if (policy == RegisterPolicy.LAST_WRITER || count == 0) {
            return winner(page, slot);
        }
        return read(count, i -> value(page, slot, i), policy);
    }

    /** The value that a policy reads of a number of writes in ascending order. */
    static @Nullable Value read(int count, IntFunction<@Nullable Value> ascending, RegisterPolicy policy) {
        RegisterState writes = RegisterState.EMPTY;
        for (int i = 0; i < count; i++) { // their order is all that policies look at
            writes = writes.apply(ascending.apply(i), Dots.EMPTY, i + 1, 0, i);
        }
        try {
            return policy.read(writes);
        } catch (RuntimeException mergeFailed) { // the application's own function: a reader must not fail for it
            return RegisterPolicy.MULTI_VALUE.read(writes);
        }
    }

    /** Whether {@link #winner} is a value. */
    static boolean hasValue(SlotPage page, int slot) {
        Object cell = page.cell(slot);
        if (cell instanceof ConcurrentWrites writes) {
            cell = writes.cell(writes.size() - 1);
        }
        return cell != null && cell != ABSENT && cell != DEAD;
    }

    /** Whether any of the writes that stand is a value. */
    static boolean hasAnyValue(SlotPage page, int slot) {
        for (int i = 0; i < count(page, slot); i++) {
            if (value(page, slot, i) != null) {
                return true;
            }
        }
        return false;
    }

    /** Number of writes that stand, removals included. */
    static int count(SlotPage page, int slot) {
        Object cell = page.cell(slot);
        if (cell == null || cell == DEAD) {
            return 0;
        }
        return cell instanceof ConcurrentWrites writes ? writes.size() : 1;
    }

    /** Value of one of the writes in ascending order; null for a removal. */
    static @Nullable Value value(SlotPage page, int slot, int index) {
        Object cell = page.cell(slot);
        if (cell instanceof ConcurrentWrites writes) {
            cell = writes.cell(index);
        }
        return cell == null ? null : value(cell, page, slot);
    }

    /** Timestamp of one of the writes in ascending order. */
    static long time(SlotPage page, int slot, int index) {
        Object cell = page.cell(slot);
        return cell instanceof ConcurrentWrites writes ? writes.time(index) : page.time(slot);
    }

    /** Packed dot of one of the writes in ascending order. */
    static long dot(SlotPage page, int slot, int index) {
        Object cell = page.cell(slot);
        return cell instanceof ConcurrentWrites writes ? writes.dot(index) : page.dot(slot);
    }

    /** The dots of all writes that stand: what a new write names. */
    static Dots dots(SlotPage page, int slot, ReplicaTable replicas) {
        int count = count(page, slot);
        if (count == 0) {
            return Dots.EMPTY;
        }
        if (count == 1) {
            long dot = dot(page, slot, 0);
            return Dots.of(replicas.id(ElementId.replica(dot)), ElementId.seq(dot));
        }
        Dots.Builder dots = Dots.builder();
        for (int i = 0; i < count; i++) {
            long dot = dot(page, slot, i);
            dots.add(replicas.id(ElementId.replica(dot)), ElementId.seq(dot));
        }
        return dots.build();
    }

    /** Sets the only write of a slot. */
    static void set(SlotPage page, int slot, Object value, long time, long dot) {
        if (value instanceof Value.Int64 integer) {
            page.setCell(slot, INTEGER, time, dot, integer.value());
        } else if (value instanceof Value.Str string && string.value().length() <= SHORT_STRING) {
            page.setCell(slot, string.value(), time, dot, 0);
        } else {
            page.setCell(slot, value, time, dot, 0);
        }
    }

    private static @Nullable Value value(Object cell, SlotPage page, int slot) {
        if (cell instanceof String string) {
            return Value.of(string);
        }
        if (cell == INTEGER) {
            return Value.of(page.number(slot));
        }
        return cell instanceof Value value ? value : null;
    }

    /** What stays beside a new write, ready for it to be added; null when nothing does. */
    private static @Nullable Object remaining(
            SlotPage page, int slot, Object cell, Dots replaced, ReplicaTable replicas, int epoch, boolean keepOld) {
        if (cell instanceof ConcurrentWrites writes) {
            if (!writes.mayHold(replaced, replicas)) {
                return writes.writable(epoch, keepOld);
            }
            ConcurrentWrites kept = writes.without(replaced, replicas, epoch);
            return kept.size() == 0 ? null : kept;
        }
        long dot = page.dot(slot);
        if (names(replaced, dot, replicas)) {
            return null;
        }
        ConcurrentWrites one = new ConcurrentWrites(epoch);
        Value value = value(cell, page, slot);
        one.add(value == null ? ABSENT : value, page.time(slot), dot, replicas);
        return one;
    }

    private static void keep(SlotPage page, int slot, ConcurrentWrites writes) {
        if (writes.size() == 0) {
            page.setCell(slot, null, 0, 0, 0);
        } else if (writes.size() == 1) {
            Object cell = writes.cell(0);
            set(page, slot, cell == null ? ABSENT : cell, writes.time(0), writes.dot(0));
        } else {
            page.setCell(slot, writes, 0, 0, 0);
        }
    }

    private static boolean names(Dots dots, long dot, ReplicaTable replicas) {
        return !dots.isEmpty() && dots.contains(replicas.id(ElementId.replica(dot)), ElementId.seq(dot));
    }

    private static boolean covers(Coverage covered, long dot, ReplicaTable replicas) {
        return covered.covers(replicas.id(ElementId.replica(dot)), ElementId.seq(dot));
    }

    /** A cell that is no value. */
    private static final class Marker {
        private final String name;

        Marker(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
