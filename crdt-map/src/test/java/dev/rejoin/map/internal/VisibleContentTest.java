package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.counter.CounterOp;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import dev.rejoin.version.Dots;
import dev.rejoin.version.VersionVector;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is hashed, byte by byte: devices that differ in anything that can be read must not pass for equal. */
class VisibleContentTest {
    private static final int ROOT = ContainerTable.ROOT;

    private final Script script = new Script();

    private void assertContent(Consumer<ByteWriter> expected) {
        ByteWriter out = new ByteWriter();
        expected.accept(out);
        script.state.checkInvariants();
        assertThat(content(script.state)).isEqualTo(out.toByteArray());
        assertThat(content(script.state.view())).isEqualTo(out.toByteArray());
    }

    private static byte[] content(StateSource source) {
        Recorder recorder = new Recorder();
        new VisibleContent(source, recorder).update();
        return recorder.bytes.toByteArray();
    }

    /** The values at a place where no container is, the one that is read first. */
    private static void scalars(ByteWriter out, Object... values) {
        out.varint(0);
        values(out, values);
    }

    private static void values(ByteWriter out, Object... values) {
        out.varint(values.length);
        for (Object value : values) {
            ValueCodec.write(Script.value(value), out);
        }
    }

    /** A key of which one container is all there is; its content follows, and then that there are no values. */
    private static void container(ByteWriter out, String key, int type) {
        out.string(key);
        out.varint(1);
        out.varint(type);
    }

    @Test
    void update_emptyDocument_isAnEmptyMap() {
        assertContent(out -> out.varint(0));
    }

    @Test
    void update_keys_standInTheOrderOfTheirCodePoints() {
        for (String key : new String[] {"\uD83D\uDE00", "b", "\uFFFD", "", "a\u00E9", "aa"}) {
            script.put(0, ROOT, key, key);
        }
        assertContent(out -> {
            out.varint(6);
            for (String key : new String[] {"", "aa", "a\u00E9", "b", "\uFFFD", "\uD83D\uDE00"}) {
                out.string(key);
                scalars(out, key);
            }
        });
    }

    @Test
    void update_concurrentValues_areAllInIt_theLastWrittenFirst() {
        script.put(1, ROOT, "k", "first");
        script.put(0, ROOT, "k", "second");
        script.put(2, ROOT, "k", 3);
        assertContent(out -> {
            out.varint(1);
            out.string("k");
            scalars(out, 3, "second", "first");
        });
    }

    @Test
    void update_erasedKeys_areNoPartOfIt() {
        long written = script.put(0, ROOT, "gone", 1);
        script.apply(1, ROOT, new MapOp.Put("gone", Script.write(null, Dots.of(Script.REPLICAS[0], written))));
        script.put(0, ROOT, "disputed", 2);
        script.put(1, ROOT, "disputed", null);
        assertContent(out -> {
            out.varint(1);
            out.string("disputed");
            scalars(out, 2);
        });
    }

    @Test
    void update_containerOfEachType_isWrittenInItsForm() {
        int map = script.create(0, ROOT, "1", ContainerType.MAP);
        script.put(0, map, "inside", 7);
        int list = script.create(0, ROOT, "2", ContainerType.LIST);
        script.insert(0, list, ElementId.NONE, "x", "y");
        int text = script.create(0, ROOT, "3", ContainerType.TEXT);
        long first = script.type(0, text, ElementId.NONE, "ab\u00E9c");
        script.delete(1, first + 1, 1);
        int counter = script.create(0, ROOT, "4", ContainerType.COUNTER);
        script.apply(0, counter, new CounterOp.Increment(Long.MIN_VALUE));
        script.apply(1, counter, new CounterOp.Increment(-1));
        int set = script.create(0, ROOT, "5", ContainerType.SET);
        script.apply(0, set, new SetOp.Add(Value.of(9), Dots.EMPTY));
        script.apply(1, set, new SetOp.Add(Value.of(4), Dots.EMPTY));
        int removing = script.create(0, ROOT, "6", ContainerType.REMOVE_WINS_SET);
        script.apply(0, removing, new RemoveWinsSetOp.Add(Value.of("b"), Dots.EMPTY));
        script.apply(1, removing, new RemoveWinsSetOp.Add(Value.of("a"), Dots.EMPTY));
        int log = script.create(0, ROOT, "7", ContainerType.LOG);
        script.apply(0, log, new GrowOnlyLogOp.Append(Value.of("one")));
        script.apply(0, log, new GrowOnlyLogOp.Append(Value.of("another")));
        assertContent(out -> {
            out.varint(7);
            container(out, "1", ContainerType.MAP);
            out.varint(1);
            out.string("inside");
            scalars(out, 7);
            out.varint(0);
            container(out, "2", ContainerType.LIST);
            out.varint(2);
            scalars(out, "x");
            scalars(out, "y");
            out.varint(0);
            container(out, "3", ContainerType.TEXT);
            out.string("a\u00E9c");
            out.varint(0);
            container(out, "4", ContainerType.COUNTER);
            out.string("-9223372036854775809");
            out.varint(0);
            container(out, "5", ContainerType.SET);
            values(out, 4, 9);
            out.varint(0);
            container(out, "6", ContainerType.REMOVE_WINS_SET);
            values(out, "a", "b");
            out.varint(0);
            container(out, "7", ContainerType.LOG);
            values(out, "one", "another");
            out.varint(0);
        });
    }

    @Test
    void update_severalContainersAndAValueAtOneKey_areAllInIt_theLastCreatedFirst() {
        script.put(2, ROOT, "k", "beside");
        int older = script.create(0, ROOT, "k", ContainerType.TEXT);
        script.type(0, older, ElementId.NONE, "old");
        int newer = script.create(1, ROOT, "k", ContainerType.COUNTER);
        script.apply(0, newer, new CounterOp.Increment(5));
        script.type(0, older, ElementId.NONE, "very "); // who edited last does not count
        assertContent(out -> {
            out.varint(1);
            out.string("k");
            out.varint(2);
            out.varint(ContainerType.COUNTER);
            out.string("5");
            out.varint(ContainerType.TEXT);
            out.string("very old");
            values(out, "beside");
        });
    }

    @Test
    void update_deletedContainer_isNoPartOfIt_butWhatStandsBesideIt() {
        for (String key : new String[] {"alone", "beside"}) {
            int map = script.create(0, ROOT, key, ContainerType.MAP);
            script.put(0, map, "inside", 1);
            script.apply(1, map, new MapOp.Hide(script.state.touched(map)));
        }
        script.put(2, ROOT, "beside", "value");
        assertContent(out -> {
            out.varint(1);
            out.string("beside");
            scalars(out, "value");
        });
    }

    @Test
    void update_elementsOfLists_areReadInOrder_asTheyWereInsertedOrWithWhatWasWrittenThere() {
        int list = script.create(0, ROOT, "l", ContainerType.LIST);
        long first = script.insert(0, list, ElementId.NONE, "a", "b", "c", "d", "e");
        script.insert(1, list, first + 1, "new");
        script.delete(1, first, 1);
        script.apply(1, list, new MapOp.SetElement(script.state.unpack(first + 2), Script.write("C", Dots.EMPTY)));
        script.apply(2, list, new MapOp.SetElement(script.state.unpack(first + 2), Script.write("C too", Dots.EMPTY)));
        int inside = script.create(0, list, first + 3, ContainerType.COUNTER);
        script.apply(0, inside, new CounterOp.Increment(12));
        assertContent(out -> {
            out.varint(1);
            container(out, "l", ContainerType.LIST);
            out.varint(5);
            scalars(out, "b");
            scalars(out, "new");
            scalars(out, "C too", "C");
            out.varint(1);
            out.varint(ContainerType.COUNTER);
            out.string("12");
            values(out); // where a container was put, the inserted value is no more
            scalars(out, "e");
            out.varint(0);
        });
    }

    @Test
    void update_movedElement_standsWhereItWasMovedTo() {
        int list = script.create(0, ROOT, "l", ContainerType.LIST);
        long first = script.insert(0, list, ElementId.NONE, "a", "b", "c");
        script.apply(1, list, new MapOp.MoveElement(script.state.unpack(first), script.state.unpack(first + 2), false));
        assertContent(out -> {
            out.varint(1);
            container(out, "l", ContainerType.LIST);
            out.varint(3);
            scalars(out, "b");
            scalars(out, "c");
            scalars(out, "a");
            out.varint(0);
        });
    }

    @Test
    void update_removedElementThatAContainerShows_hasNoValue() {
        int list = script.create(0, ROOT, "l", ContainerType.LIST);
        long first = script.insert(0, list, ElementId.NONE, "a", "b");
        int inside = script.create(1, list, first, ContainerType.COUNTER);
        script.apply(1, inside, new CounterOp.Increment(2));
        script.delete(0, first, 2); // without a word of the container
        assertContent(out -> {
            out.varint(1);
            container(out, "l", ContainerType.LIST);
            out.varint(1);
            out.varint(1);
            out.varint(ContainerType.COUNTER);
            out.string("2");
            out.varint(0);
            out.varint(0);
        });
    }

    /** What a device lets win is its own affair. */
    @Test
    void update_whateverThePolicies_isTheSame() {
        script.put(0, ROOT, "k", 5);
        script.put(1, ROOT, "k", 4);
        int list = script.create(0, ROOT, "l", ContainerType.LIST);
        long first = script.insert(0, list, ElementId.NONE, "a", "b", "c");
        int inside = script.create(0, list, first + 1, ContainerType.MAP);
        VersionVector seen = script.state.touched(inside);
        script.put(1, inside, "unseen", 1);
        script.apply(0, inside, new MapOp.Hide(seen));
        script.delete(0, first, 2);
        byte[] content = content(script.state);
        script.state.setPolicies(
                ConflictPolicies.defaults().scalar("k", RegisterPolicy.MAX).onDelete("l/*", DeletePolicy.DELETE_WINS));
        assertThat(((SequenceState) script.state.state(list)).length()).isEqualTo(1);
        assertThat(content(script.state)).isEqualTo(content);
        assertContent(out -> {
            out.varint(2);
            out.string("k");
            scalars(out, 4, 5);
            container(out, "l", ContainerType.LIST);
            out.varint(2);
            out.varint(1);
            out.varint(ContainerType.MAP);
            out.varint(1);
            out.string("unseen");
            scalars(out, 1);
            out.varint(0);
            scalars(out, "c");
            out.varint(0);
        });
    }

    @Test
    void update_schema_standsBehindTheDocument() {
        Value.MapValue schema = Value.of(Map.of("any", Value.of("thing")));
        script.apply(0, ROOT, new MapOp.DefineSchema(300, schema));
        assertContent(out -> {
            out.varint(0);
            out.varint(300);
            ValueCodec.write(schema, out);
        });
    }

    @Test
    void update_moreThanTheBufferHolds_isFedCompletelyAndInOrder() {
        int list = script.create(0, ROOT, "l", ContainerType.LIST);
        Object[] values = new Object[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + "x".repeat(100);
        }
        script.insert(0, list, ElementId.NONE, values);
        assertContent(out -> {
            out.varint(1);
            container(out, "l", ContainerType.LIST);
            out.varint(values.length);
            for (Object value : values) {
                scalars(out, value);
            }
            out.varint(0);
        });
    }

    /** Keeps what a hash would be made of. */
    private static final class Recorder extends MessageDigest {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Recorder() {
            super("none");
        }

        @Override
        protected void engineUpdate(byte input) {
            bytes.write(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            bytes.write(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            return bytes.toByteArray();
        }

        @Override
        protected void engineReset() {
            bytes.reset();
        }
    }
}
