package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.internal.ElementId;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StateViewTest {
    private static final int ROOT = ContainerTable.ROOT;

    private final Script script = new Script();

    @Test
    void view_documentThatIsEditedOn_isWhatItWas() {
        script.put(0, ROOT, "k", "before");
        int text = script.create(0, ROOT, "t", ContainerType.TEXT);
        long first = script.type(0, text, ElementId.NONE, "abc");
        StateView empty = script.state.view();
        assertThat(empty.schema()).isNull();
        Value.MapValue schema = Value.of(Map.of("a", Value.of(1)));
        script.apply(0, ROOT, new MapOp.DefineSchema(4, schema));
        StateView view = script.state.view();
        script.put(0, ROOT, "k2", "after");
        script.type(0, text, first, "XYZ");
        script.delete(0, first + 2, 1);

        assertThat(view.scalar((MapState) view.state(ROOT), "k")).isEqualTo(Value.of("before"));
        assertThat(view.scalar((MapState) view.state(ROOT), "k2")).isNull();
        assertThat(view.view((SequenceState) view.state(text)).text(view.text(), 0, 3))
                .isEqualTo("abc");
        assertThat(view.schema()).isNotNull();
        assertThat(view.schema().version()).isEqualTo(4);
        assertThat(view.schema().schema()).isEqualTo(schema);
        assertThat(empty.schema()).isNull();
        script.state.checkInvariants();
    }

    /** What is looked up in it stays right. */
    @Test
    void structure_ofAView_neverChanges() {
        assertThat(script.state.view().structure()).isNegative();
        int before = script.state.structure();
        script.create(0, ROOT, "m", ContainerType.MAP);
        assertThat(before).isNotNegative();
        assertThat(script.state.structure()).isNotEqualTo(before).isNotNegative();
    }

    @Test
    void indexBeside_ofAView_isThatOfTheDocument() {
        int list = script.create(0, ROOT, "l", ContainerType.LIST);
        long first = script.insert(1, list, ElementId.NONE, "a", "b", "c", "d", "e");
        script.delete(1, first + 1, 1);
        OpId fourth = script.state.unpack(first + 3);
        long move =
                script.apply(2, list, new MapOp.MoveElement(fourth, script.state.unpack(first), true)); // d a (b) c e
        StateView view = script.state.view();
        SequenceState there = (SequenceState) view.state(list);
        List<Long> order = IntStream.range(0, 4)
                .mapToObj(i -> view.elementAt(there, i) - first)
                .toList();
        assertThat(order).containsExactly(3L, 0L, 2L, 4L);
        int[] before = {1, 2, 2, 0, 3};
        for (int i = 0; i < 5; i++) {
            OpId id = view.unpack(first + i);
            assertThat(id).isEqualTo(script.state.unpack(first + i)).isEqualTo(Script.id(1, i));
            int after = i == 1 ? before[i] : before[i] + 1;
            assertThat(view.indexBeside(there, id, false)).as("before " + i).isEqualTo(before[i]);
            assertThat(view.indexBeside(there, id, true)).as("after " + i).isEqualTo(after);
            SequenceState live = (SequenceState) script.state.state(list);
            assertThat(script.state.indexBeside(live, id, false)).isEqualTo(before[i]);
            assertThat(script.state.indexBeside(live, id, true)).isEqualTo(after);
        }
        for (StateSource source : List.of(view, script.state)) {
            SequenceState of = (SequenceState) source.state(list);
            assertThat(source.indexBeside(of, OpId.of(999, 0), false)).isEqualTo(-1);
            assertThat(source.indexBeside(of, Script.id(2, move), false)).isEqualTo(-1);
        }
    }

    /** By type, and whose type anybody may make before those that somebody made anew. */
    @Test
    void visibleThere_severalContainers_areInTheOrderOfTheirIdentity() {
        int[] types = {ContainerType.SET, ContainerType.LIST, ContainerType.LOG, ContainerType.MAP, ContainerType.TEXT};
        int[] created = new int[types.length];
        for (int i = 0; i < types.length; i++) {
            created[i] = script.create(0, ROOT, "k", types[i]);
        }
        int ofSecond = script.containers.intern(ROOT, "k", ContainerType.MAP, ElementId.of(1, script.next(1)));
        script.apply(1, ofSecond, MapOp.Create.PLAIN);
        int ofFirst = script.containers.intern(ROOT, "k", ContainerType.MAP, ElementId.of(0, script.next(0)));
        script.apply(0, ofFirst, MapOp.Create.PLAIN);
        script.apply(2, created[2], new MapOp.Hide(script.state.touched(created[2])));
        script.state.look(ROOT, "k");
        assertThat(script.state.visibleThere())
                .containsExactly(created[3], created[1], created[4], created[0], ofFirst, ofSecond);
        script.state.look(ROOT, "other");
        assertThat(script.state.visibleThere()).isEmpty();
        assertThat(script.state.dotsThere()).isEqualTo(Dots.EMPTY);
        assertThat(script.state.hasValueThere()).isFalse();
    }
}
