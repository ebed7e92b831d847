package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.internal.ElementId;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.version.Dots;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which operation touches which container, against what is asked for each of them alone. */
class VectorSinkTest {
    private static final int AUTHOR = 0;
    private static final int OTHER = 1;

    private final Script script = new Script();
    private final Map<Long, Integer> touched = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private final VectorSink sink = new VectorSink(script.state, AUTHOR) {
        @Override
        void touched(int container, long seq, long end) {
            assertThat(end).isGreaterThan(seq);
            for (long at = seq; at < end; at++) {
                assertThat(touched.put(at, container)).isNull();
            }
        }

        @Override
        void hidden(int container, MapOp.Hide hide, long seq) {
            told.add("hidden " + container + " " + seq + " " + hide.touched().size());
        }

        @Override
        void cleared(int container, MapOp.Clear clear, long seq) {
            told.add("cleared " + container + " " + seq + " " + clear.cleared().size());
        }
    };

    private final int text = script.create(AUTHOR, ContainerTable.ROOT, "text", ContainerType.TEXT);
    private final int list = script.create(AUTHOR, ContainerTable.ROOT, "list", ContainerType.LIST);

    /** Ids that follow each other and lie in two sequences by turns: 2 to 5, 6 to 8, 9 and 10. */
    private long fill() {
        long first = script.type(AUTHOR, text, ElementId.NONE, "abcd");
        script.insert(AUTHOR, list, ElementId.NONE, 1, 2, 3);
        script.type(AUTHOR, text, first, "xy");
        return first;
    }

    @Test
    void delete_oneByOneUpwards_touchesForEachTheSequenceOfItsElement() {
        long first = fill();
        for (int count = 1; count <= 9; count++) {
            assertDeletes(first, count, 1);
            assertDeletes(first + 9 - count, count, 1);
        }
    }

    @Test
    void delete_oneByOneDownwards_touchesForEachTheSequenceOfItsElement() {
        long first = fill();
        for (int count = 1; count <= 9; count++) {
            assertDeletes(first + 8, count, -1);
            assertDeletes(first + count - 1, count, -1);
        }
    }

    /** The two creations are no elements: who knows a delete of them passes over it. */
    @Test
    void delete_idsThatAreNoElements_touchesNothingForThem() {
        long first = fill();
        assertDeletes(first - 2, 5, 1);
        assertDeletes(first + 2, 5, -1);
        assertDeletes(first - 1, 1, 1);
    }

    private void assertDeletes(long element, int count, int step) {
        Map<Long, Integer> expected = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            int container = script.state.containerOf(element + (long) i * step);
            if (container >= 0) {
                expected.put(100L + i, container);
            }
        }
        touched.clear();
        sink.delete(100, element, count, step);
        assertThat(touched).as(count + " from " + element + " by " + step).isEqualTo(expected);
    }

    @Test
    void delete_ofARangeByOneOperation_touchesOnce() {
        long first = fill();
        sink.delete(100, first + 1, 3, 0);
        sink.delete(101, first + 4, 2, 0);
        assertThat(touched).isEqualTo(Map.of(100L, text, 101L, list));
    }

    @Test
    void insert_withOrWithoutAContainer_touchesThatOfItsElements() {
        long first = fill();
        sink.insert(text, true, ElementId.seq(first), 4, ElementId.NONE, false, false);
        sink.insert(-1, false, ElementId.seq(first) + 4, 3, ElementId.NONE, false, false);
        sink.insert(-1, true, ElementId.seq(first) + 7, 1, first, false, false);
        assertThat(touched)
                .isEqualTo(Map.of(2L, text, 3L, text, 4L, text, 5L, text, 6L, list, 7L, list, 8L, list, 9L, text));
    }

    @Test
    void operation_thatLeavesSomethingThere_touches() {
        int counter = script.create(OTHER, ContainerTable.ROOT, "counter", ContainerType.COUNTER);
        int map = script.create(OTHER, ContainerTable.ROOT, "map", ContainerType.MAP);
        Op put = new MapOp.Put("k", Script.write(1, Dots.EMPTY));
        sink.operation(counter, 7, new CounterOp.Increment(1));
        sink.operation(map, 8, put);
        sink.operation(map, 9, MapOp.Create.PLAIN);
        sink.operation(map, 10, new MapOp.Put("k", Script.write(null, Dots.EMPTY)));
        sink.operation(map, 11, new MapOp.Withdraw("k", Dots.EMPTY));
        sink.operation(ContainerTable.ROOT, 12, put); // the root is always there
        assertThat(touched).isEqualTo(Map.of(7L, counter, 8L, map, 9L, map));
        assertThat(told).isEmpty();
    }

    @Test
    void operation_deleteOrReset_isToldAsSuch() {
        VersionVector covered = script.state.touched(list);
        sink.operation(list, 7, new MapOp.Hide(covered));
        sink.operation(text, 8, new MapOp.Clear(covered));
        assertThat(told).containsExactly("hidden " + list + " 7 1", "cleared " + text + " 8 1");
        assertThat(touched).isEmpty();
    }
}
