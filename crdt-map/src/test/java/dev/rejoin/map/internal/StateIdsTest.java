package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** C11: no id of a state lies beyond its version, wherever it stands; the last id of the version may stand anywhere. */
class StateIdsTest {
    private static final int ROOT = ContainerTable.ROOT;

    /** What the second replica does is read with the version that has all of it, and with the one that lacks the last. */
    private static void assertChecked(Consumer<Script> edits) {
        Script script = new Script();
        edits.accept(script);
        long end = script.next(1);
        byte[] before = joined(write(script.state));
        DocumentState read = read(script.state, end);
        assertThat(joined(write(read))).isEqualTo(before);
        assertThatExceptionOfType(CorruptDataException.class)
                .isThrownBy(() -> read(script.state, end - 1))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(Kind.BAD_VALUE));
    }

    private static ByteWriter[] write(DocumentState state) {
        ByteWriter[] columns = new ByteWriter[state.stateColumns()];
        Arrays.setAll(columns, i -> new ByteWriter());
        long[] all = new long[Script.REPLICAS.length];
        Arrays.fill(all, Long.MAX_VALUE);
        state.writeState(columns, all, false);
        return columns;
    }

    private static byte[] joined(ByteWriter[] columns) {
        ByteWriter out = new ByteWriter();
        for (ByteWriter column : columns) {
            out.varint(column.position());
            out.bytes(column);
        }
        return out.toByteArray();
    }

    private static DocumentState read(DocumentState from, long end) {
        ByteWriter[] columns = write(from);
        ByteReader[] in = new ByteReader[columns.length];
        Arrays.setAll(in, i -> new ByteReader(columns[i].toByteArray()));
        DocumentState state = new Script().state;
        long[] all = new long[Script.REPLICAS.length];
        Arrays.fill(all, Long.MAX_VALUE);
        state.readState(in, new long[] {100, end, 100}, all, DecodeLimits.DEFAULT);
        return state;
    }

    @Test
    void read_scalar() {
        assertChecked(script -> script.put(1, ROOT, "k", 1));
    }

    @Test
    void read_schema() {
        Value.MapValue schema = Value.of(Map.<String, Value>of());
        assertChecked(script -> {
            script.put(0, ROOT, "k", 1);
            script.apply(1, ROOT, new MapOp.DefineSchema(1, schema));
        });
    }

    @Test
    void read_containerAndWhatTouchedIt() {
        assertChecked(script -> script.create(1, ROOT, "m", ContainerType.MAP));
        assertChecked(
                script -> script.create(1, script.create(0, ROOT, "m", ContainerType.MAP), "b", ContainerType.SET));
    }

    @Test
    void read_elements() {
        assertChecked(script -> {
            int text = script.create(0, ROOT, "t", ContainerType.TEXT);
            script.type(1, text, ElementId.NONE, "abc");
        });
        assertChecked(script -> {
            int list = script.create(0, ROOT, "l", ContainerType.LIST);
            script.insert(1, list, ElementId.NONE, "a", "b");
        });
    }

    @Test
    void read_writesToElementsAndTheirMoves() {
        assertChecked(script -> {
            int list = script.create(0, ROOT, "l", ContainerType.LIST);
            long first = script.insert(0, list, ElementId.NONE, "a", "b");
            script.apply(1, list, new MapOp.SetElement(script.state.unpack(first), Script.write("c", Dots.EMPTY)));
        });
        assertChecked(script -> {
            int list = script.create(0, ROOT, "l", ContainerType.LIST);
            long first = script.insert(0, list, ElementId.NONE, "a", "b");
            script.apply(
                    1, list, new MapOp.MoveElement(script.state.unpack(first), script.state.unpack(first + 1), false));
        });
    }

    @Test
    void read_counter() {
        assertChecked(script -> {
            int counter = script.create(0, ROOT, "c", ContainerType.COUNTER);
            script.apply(1, counter, new CounterOp.Increment(5));
            script.apply(1, counter, new CounterOp.Increment(-7));
        });
    }

    @Test
    void read_sets() {
        assertChecked(script -> {
            int set = script.create(0, ROOT, "s", ContainerType.SET);
            script.apply(1, set, new SetOp.Add(Value.of(1), Dots.EMPTY));
        });
        assertChecked(script -> {
            int set = script.create(0, ROOT, "s", ContainerType.REMOVE_WINS_SET);
            script.apply(1, set, new RemoveWinsSetOp.Add(Value.of(1), Dots.EMPTY));
        });
    }

    @Test
    void read_log() {
        assertChecked(script -> {
            int log = script.create(0, ROOT, "l", ContainerType.LOG);
            script.apply(1, log, new GrowOnlyLogOp.Append(Value.of(1)));
        });
    }

    /** The vectors of a container would have told already: without them the ids in it are looked at. */
    @Test
    void read_idsOfObjects_withoutVectorsThatCoverThem() {
        for (int type :
                new int[] {ContainerType.COUNTER, ContainerType.SET, ContainerType.REMOVE_WINS_SET, ContainerType.LOG
                }) {
            assertChecked(script -> {
                int object = script.create(0, ROOT, "o", type);
                script.apply(1, object, added(type));
                script.state.states().writable(object).touched = null;
            });
        }
    }

    private static Op added(int type) {
        return switch (type) {
            case ContainerType.COUNTER -> new CounterOp.Increment(5);
            case ContainerType.SET -> new SetOp.Add(Value.of(1), Dots.EMPTY);
            case ContainerType.REMOVE_WINS_SET -> new RemoveWinsSetOp.Add(Value.of(1), Dots.EMPTY);
            default -> new GrowOnlyLogOp.Append(Value.of(1));
        };
    }
}
