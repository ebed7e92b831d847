package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.VersionVector;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken back leaves no trace in the canonical bytes. */
class UndoLogTest {
    private static final int ROOT = ContainerTable.ROOT;

    private final Script script = new Script();
    private int text;
    private int other;
    private int counter;
    private long first;

    @BeforeEach
    void write() {
        text = script.create(0, ROOT, "text", ContainerType.TEXT);
        other = script.create(0, ROOT, "other", ContainerType.TEXT);
        counter = script.create(0, ROOT, "counter", ContainerType.COUNTER);
        first = script.type(1, text, ElementId.NONE, "abcdef");
        script.type(1, other, ElementId.NONE, "uvw");
        script.apply(0, counter, new CounterOp.Increment(5));
        script.put(0, ROOT, "k", "value");
    }

    private static byte[] bytes(DocumentState state) {
        ByteWriter[] columns = new ByteWriter[state.stateColumns()];
        Arrays.setAll(columns, i -> new ByteWriter());
        long[] ends = new long[Script.REPLICAS.length];
        Arrays.fill(ends, Long.MAX_VALUE);
        state.writeState(columns, ends, false);
        ByteWriter all = new ByteWriter();
        for (ByteWriter column : columns) {
            all.varint(column.position());
            all.bytes(column);
        }
        return all.toByteArray();
    }

    /** Applies a change of the first author, and takes it back. */
    private void assertTakenBack(Operations operations) {
        byte[] before = bytes(script.state);
        script.state.begin(0, script.time() + 1, true);
        operations.give(script.state.applier(), script.next(0));
        assertThat(bytes(script.state)).isNotEqualTo(before);
        script.state.rollback();
        script.state.checkInvariants();
        assertThat(bytes(script.state)).isEqualTo(before);
    }

    private void type(OpSink sink, int container, long seq, String characters, long behind) {
        script.context.writableText().append(0, seq, characters, 0, characters.length());
        sink.insert(container, true, seq, characters.length(), behind, false, false);
    }

    private interface Operations {
        void give(OpSink sink, long seq);
    }

    @Test
    void undo_runsWithConsecutiveIds_inOneSequence() {
        assertTakenBack((sink, seq) -> {
            type(sink, text, seq, "12", first + 2);
            type(sink, text, seq + 2, "345", ElementId.of(0, seq + 1));
        });
    }

    @Test
    void undo_runsWithConsecutiveIds_inTwoSequences() {
        assertTakenBack((sink, seq) -> {
            type(sink, text, seq, "12", first + 2);
            type(sink, other, seq + 2, "345", ElementId.NONE);
            type(sink, text, seq + 5, "6", ElementId.NONE);
        });
    }

    @Test
    void undo_runsWithAGapBetweenTheirIds() {
        assertTakenBack((sink, seq) -> {
            type(sink, text, seq, "12", first + 2);
            sink.operation(counter, seq + 2, new CounterOp.Increment(1));
            type(sink, text, seq + 3, "34", first + 4);
        });
    }

    @Test
    void undo_deletionsForwardsBackwardsAndApart() {
        assertTakenBack((sink, seq) -> {
            sink.delete(seq, first + 1, 2, 0);
            sink.delete(seq + 1, first + 3, 1, 0);
            sink.delete(seq + 2, first, 1, 0);
            sink.delete(seq + 3, first + 5, 1, 0);
            sink.delete(seq + 4, first + 6, 2, 0); // in the other text
        });
    }

    @Test
    void undo_deletionsOfOtherTexts_whoseIdsFollowEachOther() {
        assertTakenBack((sink, seq) -> {
            sink.delete(seq, first + 5, 1, 0);
            sink.delete(seq + 1, first + 6, 1, 0);
        });
        assertTakenBack((sink, seq) -> {
            sink.delete(seq, first + 6, 1, 0);
            sink.delete(seq + 1, first + 5, 1, 0);
        });
    }

    @Test
    void undo_everythingAtOnce_isFromTheNewestToTheOldest() {
        assertTakenBack((sink, seq) -> {
            type(sink, text, seq, "12", first + 2);
            sink.delete(seq + 2, ElementId.of(0, seq), 1, 0);
            sink.operation(counter, seq + 3, new CounterOp.Increment(7));
            sink.operation(ROOT, seq + 4, new MapOp.Put("k", Script.write("one", Dots.of(Script.REPLICAS[0], 4))));
            sink.operation(
                    ROOT, seq + 5, new MapOp.Put("k", Script.write("two", Dots.of(Script.REPLICAS[0], seq + 4))));
            type(sink, text, seq + 6, "3", ElementId.of(0, seq + 1));
            sink.operation(counter, seq + 7, new CounterOp.Increment(-9));
            sink.delete(seq + 8, ElementId.of(0, seq + 6), 1, 0);
        });
    }

    /** More entries than the first array has room for. */
    @Test
    void undo_manyEntries_areAllTakenBack() {
        assertTakenBack((sink, seq) -> {
            for (int i = 0; i < 60; i++) {
                type(sink, i % 2 == 0 ? text : other, seq + 2L * i, "x", ElementId.NONE);
                sink.operation(counter, seq + 2L * i + 1, new CounterOp.Increment(i));
            }
        });
    }

    /** A container beside a value, beside another container, and at a key of its own. */
    @Test
    void undo_containersThatWereCreated_leaveWhatStoodThere() {
        int beside = script.containers.intern(ROOT, "k", ContainerType.MAP);
        int second = script.containers.intern(ROOT, "text", ContainerType.MAP);
        int alone = script.containers.intern(ROOT, "new", ContainerType.MAP);
        int below = script.containers.intern(alone, "below", ContainerType.LIST);
        for (int created : new int[] {beside, second, alone, below}) {
            assertTakenBack((sink, seq) -> sink.operation(created, seq, MapOp.Create.PLAIN));
            assertThat(script.state.isKnown(created)).isFalse();
        }
        assertThat(script.state.scalar((MapState) script.state.state(ROOT), "k"))
                .isEqualTo(Script.value("value"));
        script.apply(0, below, MapOp.Create.PLAIN);
        script.apply(0, second, MapOp.Create.PLAIN);
        assertThat(script.state.isKnown(alone)).isTrue();
        script.state.checkInvariants();
    }

    @Test
    void undo_containersInElements_leaveWhatStoodThere() {
        int list = script.create(0, ROOT, "list", ContainerType.LIST);
        long element = script.insert(0, list, ElementId.NONE, "plain", "written", "removed");
        script.apply(0, list, new MapOp.SetElement(script.state.unpack(element + 1), Script.write("w", Dots.EMPTY)));
        script.delete(0, element + 2, 1);
        for (int i = 0; i < 3; i++) {
            int created = script.containers.intern(list, element + i, ContainerType.MAP);
            assertTakenBack((sink, seq) -> sink.operation(created, seq, MapOp.Create.PLAIN));
        }
    }

    @Test
    void undo_resetsAndDeletesOfContainersOfEveryType() {
        int map = script.create(0, ROOT, "all", ContainerType.MAP);
        int[] made = new int[ContainerType.LOG + 1];
        for (int type = ContainerType.MAP; type < made.length; type++) {
            made[type] = script.create(0, map, "of type " + type, type);
        }
        script.put(0, made[ContainerType.MAP], "k", 1);
        script.insert(0, made[ContainerType.LIST], ElementId.NONE, 1, 2, 3);
        script.type(0, made[ContainerType.TEXT], ElementId.NONE, "abc");
        script.apply(0, made[ContainerType.COUNTER], new CounterOp.Increment(5));
        script.apply(0, made[ContainerType.SET], new SetOp.Add(Value.of(1), Dots.EMPTY));
        script.apply(0, made[ContainerType.REMOVE_WINS_SET], new RemoveWinsSetOp.Add(Value.of(1), Dots.EMPTY));
        script.apply(0, made[ContainerType.LOG], new GrowOnlyLogOp.Append(Value.of(1)));
        made[0] = map;
        for (int container : made) {
            VersionVector touched = script.state.touched(container);
            assertTakenBack((sink, seq) -> sink.operation(container, seq, new MapOp.Clear(touched)));
            assertTakenBack((sink, seq) -> {
                sink.operation(container, seq, new MapOp.Hide(touched));
                sink.operation(container, seq + 1, new MapOp.Clear(touched));
                sink.operation(container, seq + 2, MapOp.Create.PLAIN);
            });
            assertTakenBack((sink, seq) -> {
                sink.operation(container, seq, new MapOp.Hide(touched));
                sink.operation(container, seq + 1, new MapOp.Restore(touched));
            });
        }
    }

    @Test
    void rollback_ofNothing_changesNothing() {
        byte[] before = bytes(script.state);
        script.state.begin(0, script.time() + 1, true);
        assertThat(script.state.undo()).isNotNull();
        assertThat(script.state.undo().isEmpty()).isTrue();
        script.state.rollback();
        assertThat(script.state.isOpen()).isFalse();
        assertThat(bytes(script.state)).isEqualTo(before);
    }

    /** What a change recorded says nothing of the one after it. */
    @Test
    void rollback_afterAChangeThatStayed_takesBackOnlyItsOwn() {
        Consumer<OpSink> stays = sink -> type(sink, text, script.next(0), "stays", ElementId.NONE);
        script.state.begin(0, script.time() + 1, true);
        stays.accept(script.state.applier());
        script.state.end(script.next(0), script.next(0) + 5);
        byte[] before = bytes(script.state);
        script.state.begin(0, script.time() + 2, true);
        type(script.state.applier(), text, script.next(0) + 5, "goes", ElementId.of(0, script.next(0) + 4));
        script.state.rollback();
        assertThat(bytes(script.state)).isEqualTo(before);
        script.state.checkInvariants();
    }
}
