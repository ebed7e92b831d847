package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.version.Dots;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether those who touched a container knew that it had been reset. */
class TouchesAboveTest {
    private static final MapOp PUT = new MapOp.Put("k", Script.write(1, Dots.EMPTY));

    private final Script script = new Script();
    private final int map = script.create(0, ContainerTable.ROOT, "m", ContainerType.MAP);
    private final int child = script.create(0, map, "c", ContainerType.MAP);
    private final int other = script.create(0, ContainerTable.ROOT, "o", ContainerType.MAP);
    /** From where on what each replica did was made after the resets. */
    private long[] after = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE};

    private final TouchesAbove above = new TouchesAbove(script.state, resets -> after);

    private void touch(int container, int author, long seq) {
        above.operations(author).operation(container, seq, PUT);
    }

    private void reset(int container, int author, long seq, long covered) {
        VersionVector vector = VersionVector.of(new ReplicaId(Script.REPLICAS[0]), covered);
        above.operations(author).operation(container, seq, new MapOp.Clear(vector));
    }

    /** What touched a container at the base: the first replica, up to an end. */
    private static ReplicaVector touched(long end) {
        ReplicaVector vector = new ReplicaVector(0);
        vector.raise(0, end);
        return vector;
    }

    private boolean areBehind(int container, @Nullable ReplicaVector cleared) {
        return above.areBehindResets(container, touched(5), cleared);
    }

    @Test
    void isEmpty_whatIsTouched_touchesAllAboveIt() {
        touch(child, 1, 7);
        above.operations(1).operation(other, 8, new MapOp.Hide(VersionVector.EMPTY)); // does not touch
        assertThat(above.isEmpty(child)).isFalse();
        assertThat(above.isEmpty(map)).isFalse();
        assertThat(above.isEmpty(other)).isTrue();
        assertThat(above.isEmpty(ContainerTable.ROOT)).isTrue();
    }

    @Test
    void areBehindResets_nobodyTouchedIt_isSo() {
        assertThat(areBehind(map, null)).isTrue();
    }

    @Test
    void areBehindResets_touchWithoutAReset_isNot() {
        touch(child, 1, 7);
        assertThat(areBehind(child, null)).isFalse();
        assertThat(areBehind(map, null)).isFalse();
        assertThat(areBehind(other, null)).isTrue();
    }

    @Test
    void areBehindResets_ownReset_countsForWhatFollowsIt() {
        reset(child, 1, 6, 5);
        touch(child, 1, 7);
        assertThat(areBehind(child, null)).isTrue();
        touch(child, 1, 8);
        assertThat(areBehind(child, null)).isTrue();
        touch(child, 2, 3);
        assertThat(areBehind(child, null)).isFalse();
    }

    @Test
    void areBehindResets_ownResetAfterATouch_doesNotCount() {
        touch(child, 1, 5);
        touch(child, 1, 7);
        reset(child, 1, 6, 5);
        assertThat(areBehind(child, null)).isFalse();
    }

    /** The number of somebody else's reset says nothing. */
    @Test
    void areBehindResets_resetOfAnother_countsIfItWasKnown() {
        reset(child, 1, 2, 5);
        touch(child, 2, 7);
        assertThat(areBehind(child, null)).isFalse();
        after = new long[] {0, 2, 8};
        assertThat(areBehind(child, null)).isFalse();
        after = new long[] {0, 2, 7};
        assertThat(areBehind(child, null)).isTrue();
    }

    @Test
    void areBehindResets_severalAuthors_mustAllBe() {
        reset(child, 1, 2, 5);
        touch(child, 1, 3);
        touch(child, 2, 7);
        after = new long[] {0, 2, 8};
        assertThat(areBehind(child, null)).isFalse();
        after = new long[] {0, 2, 6};
        assertThat(areBehind(child, null)).isTrue();
    }

    @Test
    void areBehindResets_resetThatDoesNotCoverWhatWasThere_doesNotCount() {
        reset(child, 1, 6, 4);
        touch(child, 1, 7);
        assertThat(areBehind(child, null)).isFalse();
        assertThat(areBehind(child, touched(5))).isTrue(); // together with the resets below
    }

    @Test
    void areBehindResets_resetAbove_counts_butNotOneBelow() {
        reset(map, 1, 6, 5);
        touch(child, 1, 7);
        assertThat(areBehind(child, null)).isTrue();
        assertThat(areBehind(map, null)).isTrue();
        reset(other, 1, 8, 5);
        touch(other, 1, 9);
        assertThat(areBehind(other, null)).isTrue();
        assertThat(above.cleared(child).end(0)).isEqualTo(5);
    }

    @Test
    void areBehindResets_resetOfWhatIsBelow_doesNotCount() {
        reset(child, 1, 6, 5);
        touch(map, 1, 7);
        assertThat(areBehind(map, null)).isFalse();
    }

    @Test
    void cleared_isWhatResetsOfItAndOfAllAboveCover() {
        reset(map, 1, 6, 3);
        reset(child, 2, 6, 4);
        assertThat(above.cleared(child).end(0)).isEqualTo(4);
        assertThat(above.cleared(map).end(0)).isEqualTo(3);
        assertThat(above.cleared(other).isEmpty()).isTrue();
    }
}
