package dev.rejoin.map.internal;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.internal.ElementId;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.map.MapOp;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which places a local change wrote, and what; of several writes to one place the last. O(operations). */
final class WrittenPlaces implements OpSink {
    /** A key of a map, or an element of a list. */
    record Slot(int container, @Nullable String key, long element) {}

    /** A value that went into a set or a log. */
    record Entry(int container, Value value) {}

    /** Elements that were inserted into a list. */
    record Run(int container, long first, int count) {}

    /** Scalars; null for what was erased. */
    final Map<Slot, @Nullable Value> scalars = new LinkedHashMap<>();

    final List<Entry> entries = new ArrayList<>();
    final List<Run> runs = new ArrayList<>();
    /** Containers that were created, created anew or restored. */
    final Set<Integer> created = new LinkedHashSet<>();
    /** Containers that were deleted. */
    final Set<Integer> deleted = new LinkedHashSet<>();
    /** Containers that may hold more than before, and counters that were set. */
    final Set<Integer> grown = new LinkedHashSet<>();
    /** By how much counters were incremented. */
    final Map<Integer, BigInteger> counted = new LinkedHashMap<>();

    private final DocumentState state;

    WrittenPlaces(DocumentState state) {
        this.state = state;
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        int target = container < 0 ? state.sequences().containerOf(parent) : container;
        grown.add(target);
        if (!text) {
            runs.add(new Run(target, ElementId.of(state.author(), seq), count));
        }
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        // No rule is broken by less of something.
    }

    @Override
    public void operation(int container, long seq, Op op) {
        if (op instanceof MapOp.Put put) {
            scalars.put(
                    new Slot(container, put.key(), ElementId.NONE), put.write().value());
            grown.add(container);
        } else if (op instanceof MapOp.SetElement set) {
            scalars.put(
                    new Slot(container, null, state.pack(set.element())),
                    set.write().value());
        } else if (op instanceof MapOp.Create || op instanceof MapOp.Restore) {
            created.add(container);
            grown.add(state.containers().parent(container));
        } else if (op instanceof MapOp.Hide) {
            deleted.add(container);
        } else if (op instanceof CounterOp.Increment increment) {
            counted.merge(container, BigInteger.valueOf(increment.delta()), BigInteger::add);
        } else if (op instanceof CounterOp) {
            grown.add(container);
        } else if (op instanceof SetOp.Add add) {
            add(container, add.value());
        } else if (op instanceof RemoveWinsSetOp.Add add) {
            add(container, add.value());
        } else if (op instanceof GrowOnlyLogOp.Append append) {
            add(container, append.value());
        }
    }

    private void add(int container, Value value) {
        entries.add(new Entry(container, value));
        grown.add(container);
    }

    /** The root had nothing in it before the change. */
    void rootIsNew() {
        created.add(ContainerTable.ROOT);
    }
}
