package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.StatePruning;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which elements go, and what is remembered of those that stay. */
class PruningTest {
    private static final int ROOT = ContainerTable.ROOT;

    private final Script script = new Script();

    private IdRanges deadAtStart(int sequence) {
        return ((SequenceState) script.state.state(sequence)).deadAtStart;
    }

    private List<Long> dead(int sequence, long first, int count) {
        List<Long> dead = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (deadAtStart(sequence).contains(first + i)) {
                dead.add((long) i);
            }
        }
        return dead;
    }

    @Test
    void startHere_whatIsRemoved_isKnownToBe() {
        int text = script.create(0, ROOT, "t", ContainerType.TEXT);
        long first = script.type(0, text, ElementId.NONE, "abcdef");
        script.delete(1, first + 1, 2);
        script.delete(1, first + 5, 1);
        int whole = script.create(0, ROOT, "whole", ContainerType.TEXT);
        long kept = script.type(0, whole, ElementId.NONE, "abc");
        script.state.pruning().startHere();
        assertThat(dead(text, first, 6)).containsExactly(1L, 2L, 5L);
        assertThat(dead(whole, kept, 3)).isEmpty();
        assertThat(deadAtStart(whole).isEmpty()).isTrue();
    }

    /** Positions are no elements; a moved element is there, though nothing stands where it was inserted. */
    @Test
    void startHere_elementsOfAList_removedMovedOrShownForWhatIsInThem() {
        int list = script.create(0, ROOT, "l", ContainerType.LIST);
        long first = script.insert(0, list, ElementId.NONE, "a", "b", "c", "d", "e");
        script.apply(1, list, new MapOp.MoveElement(script.state.unpack(first), script.state.unpack(first + 4), false));
        script.apply(1, list, new MapOp.MoveElement(script.state.unpack(first), script.state.unpack(first + 2), false));
        script.create(0, list, first + 1, ContainerType.MAP);
        script.create(0, list, first + 2, ContainerType.MAP);
        script.delete(2, first + 2, 2);
        script.state.pruning().startHere();
        assertThat(dead(list, first, 5)).containsExactly(2L, 3L);
        assertThat(dead(list, ElementId.of(1, 0), 2)).isEmpty();
        assertThat(((SequenceState) script.state.state(list)).isVisible(first + 2))
                .isTrue();
    }

    /** A text of six characters, of which some go above the base and some below. */
    @Test
    void prune_removedElements_goIfThatWasBelowTheBase() {
        int text = script.create(0, ROOT, "t", ContainerType.TEXT);
        long first = script.type(0, text, ElementId.NONE, "abcdef");
        script.delete(0, first, 1);
        long[] ends = {script.next(0), 0, 0};
        script.delete(1, first + 4, 1);
        script.delete(1, first + 3, 1);
        script.delete(2, first + 1, 1);
        StatePruning.Step step = script.state.pruning().begin(ends, operations -> ends);
        step.operations(0, true).insert(text, true, ElementId.seq(first), 6, ElementId.NONE, false, false);
        step.operations(0, true).delete(ElementId.seq(first) + 6, first, 1, 0);
        step.operations(1, false).delete(0, first + 4, 2, -1);
        step.operations(2, false).delete(0, first + 1, 1, 1);
        assertThat(step.prune(ROOT)).isEqualTo(1);
        assertThat(step.prune(text)).isGreaterThan(1);
        step.finish();
        assertThat(script.state.containerOf(first)).isNegative();
        for (int i = 1; i < 6; i++) {
            assertThat(script.state.containerOf(first + i)).as("element " + i).isEqualTo(text);
        }
        SequenceState pruned = (SequenceState) script.state.state(text);
        assertThat(pruned.length()).isEqualTo(2);
        assertThat(script.state.view(pruned).text(script.state.text(), 0, 2)).isEqualTo("cf");
        script.state.checkInvariants();
    }

    @Test
    void forEachContent_whatCanBeReadOrLookedBackAt_isVisitedOnce() {
        int text = script.create(0, ROOT, "t", ContainerType.TEXT);
        long characters = script.type(0, text, ElementId.NONE, "abcdef");
        int list = script.create(0, ROOT, "l", ContainerType.LIST);
        long values = script.insert(1, list, ElementId.NONE, 1, 2, 3);
        script.delete(1, characters + 1, 2);
        script.delete(1, values + 1, 1);
        TreeSet<Long> visited = new TreeSet<>();
        script.state.pruning().forEachContent((first, count, isText) -> {
            for (long at = first; at < first + count; at++) {
                assertThat(visited.add(at)).isTrue();
                assertThat(isText).isEqualTo(ElementId.replica(at) == 0);
            }
        });
        TreeSet<Long> expected = new TreeSet<>();
        for (int i = 0; i < 6; i++) {
            expected.add(characters + i);
        }
        for (int i = 0; i < 3; i++) {
            expected.add(values + i);
        }
        assertThat(visited).isEqualTo(expected);
    }
}
