package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import org.junit.jupiter.api.Test;

/** What is touched, hidden and restored, one after the other. */
class VisibilityTest {
    private final Script script = new Script();
    private final DocumentState state = script.state;

    /** The number of its structure may come to be what it was when the way up was remembered. */
    @Test
    void restore_afterTheStateTookThePlaceOfAnother_showsAgain() {
        int counter = script.create(0, ContainerTable.ROOT, "c", ContainerType.COUNTER);
        for (int behind = 0; behind < 5; behind++) {
            script.apply(0, counter, new CounterOp.Increment(1));
            DocumentState before = new Script().state;
            while (before.structure() < state.structure() - behind) {
                before.structureChanged();
            }
            state.follow(before);
            script.apply(0, counter, new MapOp.Hide(state.touched(counter)));
            assertThat(state.isDeleted(counter)).isTrue();
            script.apply(0, counter, new MapOp.Restore(state.hidden(counter)));
            assertThat(state.isDeleted(counter)).as("%s behind", behind).isFalse();
            state.checkInvariants();
        }
    }
}
