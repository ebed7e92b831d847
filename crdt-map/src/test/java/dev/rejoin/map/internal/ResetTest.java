package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.internal.ElementId;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.VersionVector;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** A reset drops what it covers, in containers of every type and in those below; what was written since stays. */
class ResetTest {
    private static final int ROOT = ContainerTable.ROOT;

    private final Script script = new Script();

    /** Resets what is in a container now, as it is done when it is created anew. */
    private void reset(int container, VersionVector covered) {
        script.apply(2, container, new MapOp.Clear(covered));
        script.state.checkInvariants();
    }

    @Test
    void reset_ofACounter_leavesWhatWasCountedSince() {
        int counter = script.create(0, ROOT, "c", ContainerType.COUNTER);
        script.apply(0, counter, new CounterOp.Increment(5));
        VersionVector seen = script.state.touched(counter);
        script.apply(1, counter, new CounterOp.Increment(7));
        reset(counter, seen);
        assertThat(((CounterState) script.state.state(counter)).counter().value())
                .isEqualTo(BigInteger.valueOf(7));
    }

    @Test
    void reset_ofASet_leavesWhatWasAddedSince() {
        int set = script.create(0, ROOT, "s", ContainerType.SET);
        script.apply(0, set, new SetOp.Add(Value.of("old"), Dots.EMPTY));
        VersionVector seen = script.state.touched(set);
        script.apply(1, set, new SetOp.Add(Value.of("new"), Dots.EMPTY));
        reset(set, seen);
        assertThat(((ValuesState) script.state.state(set)).set().values()).containsExactly(Value.of("new"));
    }

    @Test
    void reset_ofARemoveWinsSet_leavesWhatWasAddedSince() {
        int set = script.create(0, ROOT, "s", ContainerType.REMOVE_WINS_SET);
        script.apply(0, set, new RemoveWinsSetOp.Add(Value.of("old"), Dots.EMPTY));
        VersionVector seen = script.state.touched(set);
        script.apply(1, set, new RemoveWinsSetOp.Add(Value.of("new"), Dots.EMPTY));
        reset(set, seen);
        assertThat(((ValuesState) script.state.state(set)).set().values()).containsExactly(Value.of("new"));
    }

    @Test
    void reset_ofALog_leavesWhatWasAppendedSince() {
        int log = script.create(0, ROOT, "l", ContainerType.LOG);
        script.apply(0, log, new GrowOnlyLogOp.Append(Value.of("old")));
        VersionVector seen = script.state.touched(log);
        script.apply(1, log, new GrowOnlyLogOp.Append(Value.of("new")));
        reset(log, seen);
        assertThat(((LogState) script.state.state(log)).log().values()).containsExactly(Value.of("new"));
    }

    @Test
    void reset_ofAText_leavesWhatWasTypedSince() {
        int text = script.create(0, ROOT, "t", ContainerType.TEXT);
        long first = script.type(0, text, ElementId.NONE, "old");
        VersionVector seen = script.state.touched(text);
        script.type(1, text, first, "new");
        reset(text, seen);
        SequenceState left = (SequenceState) script.state.state(text);
        assertThat(script.state.view(left).text(script.state.text(), 0, left.length()))
                .isEqualTo("new");
    }

    @Test
    void reset_ofAMap_goesThroughAllThatIsInIt() {
        int map = script.create(0, ROOT, "m", ContainerType.MAP);
        script.put(0, map, "old", 1);
        int below = script.create(0, map, "below", ContainerType.MAP);
        script.put(0, below, "old", 2);
        int list = script.create(0, below, "list", ContainerType.LIST);
        long first = script.insert(0, list, ElementId.NONE, "a", "b");
        int gone = script.create(0, map, "gone", ContainerType.COUNTER);
        VersionVector seen = script.state.touched(map);
        script.put(1, map, "new", 3);
        script.put(1, below, "new", 4);
        script.insert(1, list, first, "c");
        reset(map, seen);
        MapState left = (MapState) script.state.state(map);
        assertThat(script.state.scalar(left, "old")).isNull();
        assertThat(script.state.scalar(left, "new")).isEqualTo(Value.of(3));
        MapState leftBelow = (MapState) script.state.state(below);
        assertThat(script.state.scalar(leftBelow, "old")).isNull();
        assertThat(script.state.scalar(leftBelow, "new")).isEqualTo(Value.of(4));
        SequenceState leftInList = (SequenceState) script.state.state(list);
        assertThat(leftInList.length()).isEqualTo(1);
        assertThat(script.state.scalar(leftInList, script.state.elementAt(leftInList, 0)))
                .isEqualTo(Value.of("c"));
        assertThat(script.state.winner(left, "gone")).isEqualTo(StateSource.NONE);
        assertThat(script.state.winner(left, "below")).isEqualTo(below);
        assertThat(script.state.state(gone).visible).isFalse();
    }
}
