package dev.rejoin.undo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.internal.ElementId;
import dev.rejoin.map.internal.Reversal;
import dev.rejoin.value.Value;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which steps become one, and what one says of the others. */
class GroupTest {
    private static final int TEXT = 1;
    private static final int LIST = 2;

    private static Step.TextDeleted deleted(long operation, long first, int count) {
        return new Step.TextDeleted(TEXT, operation, count, first, count);
    }

    private static Step.Write write(long id) {
        return new Step.Write(Value.of(id), id, id);
    }

    private static Step.Written put(String key, long operation, Step.Write... before) {
        return new Step.Written(LIST, key, ElementId.NONE, operation, 1, false, List.of(before));
    }

    private static Step.Written set(long element, long operation, boolean replacedOnly) {
        return new Step.Written(LIST, null, element, operation, 1, replacedOnly, List.of());
    }

    private static List<Step> joined(Step... steps) {
        Group group = new Group();
        List.of(steps).forEach(group::add);
        return group.steps();
    }

    private static void assertApart(Step one, Step two) {
        assertThat(joined(one, two)).containsExactly(one, two);
    }

    @Test
    void add_typing_isOneStep() {
        assertThat(joined(
                        new Step.Inserted(TEXT, true, 10, 2),
                        new Step.Inserted(TEXT, true, 12, 1),
                        new Step.Inserted(TEXT, true, 13, 3)))
                .containsExactly(new Step.Inserted(TEXT, true, 10, 6));
        assertThat(joined(new Step.Inserted(LIST, false, 10, 2), new Step.Inserted(LIST, false, 12, 2)))
                .containsExactly(new Step.Inserted(LIST, false, 10, 4));
        assertApart(new Step.Inserted(TEXT, true, 10, 2), new Step.Inserted(TEXT, true, 13, 1));
        assertApart(new Step.Inserted(TEXT, true, 10, 2), new Step.Inserted(LIST, true, 12, 1));
        assertApart(new Step.Inserted(TEXT, true, 10, 2), deleted(12, 5, 1));
    }

    @Test
    void add_erasingForwardOrBackward_isOneStep() {
        assertThat(joined(deleted(10, 5, 2), deleted(12, 7, 1), deleted(13, 8, 2)))
                .containsExactly(new Step.TextDeleted(TEXT, 10, 5, 5, 5));
        assertThat(joined(deleted(10, 5, 2), deleted(12, 4, 1), deleted(13, 1, 3)))
                .containsExactly(new Step.TextDeleted(TEXT, 10, 6, 1, 6));
        assertApart(deleted(10, 5, 2), deleted(12, 8, 1));
        assertApart(deleted(10, 5, 2), deleted(12, 3, 1));
        assertApart(deleted(10, 5, 2), deleted(13, 7, 1));
        assertApart(deleted(10, 5, 2), new Step.Inserted(TEXT, true, 12, 1));
    }

    /** What the second replaced of the first was never there for anybody else. */
    @Test
    void add_writesAtOnePlace_areOneStepWithWhatStoodBeforeTheFirst() {
        assertThat(joined(put("k", 10, write(3), write(4)), put("k", 11, write(10)), put("k", 12, write(11), write(5))))
                .containsExactly(new Step.Written(
                        LIST, "k", ElementId.NONE, 10, 3, false, List.of(write(3), write(4), write(5))));
        assertThat(joined(set(7, 10, false), set(7, 11, false)))
                .containsExactly(new Step.Written(LIST, null, 7, 10, 2, false, List.of()));
        assertApart(put("k", 10), put("l", 11));
        assertApart(put("k", 10), put("k", 12));
        assertApart(set(7, 10, false), set(8, 11, false));
        assertApart(set(7, 10, true), set(7, 11, false));
        assertApart(set(7, 10, false), set(7, 11, true));
        assertApart(put("k", 10), new Step.Counted(LIST, 11, 1));
    }

    @Test
    void isOwn_idsOfItsOperations_andNoOthers() {
        Step.Inserted inserted = new Step.Inserted(TEXT, true, 10, 2);
        Step.Written written = new Step.Written(LIST, "k", ElementId.NONE, 10, 2, false, List.of());
        Step.Written creation = new Step.Written(LIST, "k", ElementId.NONE, 10, 2, true, List.of());
        for (long id = 8; id < 14; id++) {
            boolean own = id == 10 || id == 11;
            assertThat(inserted.isOwn(id)).isEqualTo(own);
            assertThat(written.isOwn(id)).isEqualTo(own);
            assertThat(creation.isOwn(id)).as("it made no write").isFalse();
        }
    }

    @Test
    void append_laterGroup_endsThenAndKnowsHowContainersWereBeforeTheFirst() {
        Reversal.Before first = new Reversal.Before(true, false, 1, VersionVector.EMPTY);
        Reversal.Before second = new Reversal.Before(true, false, 2, VersionVector.EMPTY);
        Group group = new Group();
        assertThat(group.isEmpty()).isTrue();
        group.touched().put(TEXT, first);
        assertThat(group.isEmpty()).isFalse();
        group.add(new Step.Inserted(TEXT, true, 10, 2));
        group.endAt(100);
        Group later = new Group();
        later.add(new Step.Inserted(TEXT, true, 12, 1));
        assertThat(later.isEmpty()).isFalse();
        later.touched().put(TEXT, second);
        later.touched().put(LIST, second);
        later.endAt(200);
        group.append(later);
        assertThat(group.steps()).containsExactly(new Step.Inserted(TEXT, true, 10, 3));
        assertThat(group.touched()).containsEntry(TEXT, first).containsEntry(LIST, second);
        assertThat(group.lastMillis()).isEqualTo(200);
    }

    @Test
    void forEachId_visitsAllThatTheStepNames() {
        assertIds(new Step.Inserted(TEXT, true, 10, 2), 10, 11);
        assertIds(deleted(10, 5, 2), 5, 6);
        assertIds(new Step.ElementDeleted(LIST, 10, 3, 4, write(5)), 3, 4, 5);
        assertIds(new Step.ElementDeleted(LIST, 10, 3, 4, null), 3, 4);
        assertIds(put("k", 10, write(3), write(4)), 10, 3, 4);
        assertIds(new Step.Written(LIST, null, 7, 10, 2, false, List.of(write(3))), 7, 10, 11, 3);
        assertIds(new Step.Moved(LIST, 10, 3, 4), 10, 3, 4);
        assertIds(new Step.Counted(LIST, 10, 1), 10);
        assertIds(new Step.Added(LIST, 10, Value.of(1), List.of(3L, 4L), true), 10, 3, 4);
        assertIds(new Step.Removed(LIST, 10, Value.of(1), List.of(3L)), 10, 3);
        assertIds(new Step.Hidden(LIST, 10), 10);
    }

    private static void assertIds(Step step, long... expected) {
        List<Long> visited = new ArrayList<>();
        step.forEachId((first, count) -> {
            for (int i = 0; i < count; i++) {
                visited.add(first + i);
            }
        });
        assertThat(visited).containsExactly(LongStream.of(expected).boxed().toArray(Long[]::new));
    }
}
