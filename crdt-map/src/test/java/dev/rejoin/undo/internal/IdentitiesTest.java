package dev.rejoin.undo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against plain maps from every id that a thing ever had to the thing, and from the thing to its id now. */
class IdentitiesTest {
    private static final int THINGS = 12;
    private static final int CONTAINER = 3;

    private final Identities identities = new Identities();

    /** Whoever was brought back goes by all of its ids. */
    private static final class Model {
        final Map<Long, Long> roots = new HashMap<>();
        final Map<Long, Long> current = new HashMap<>();

        long root(long id) {
            return roots.getOrDefault(id, id);
        }

        long now(long id) {
            return current.getOrDefault(root(id), root(id));
        }

        void reborn(long id, long again) {
            long root = root(id);
            current.put(root, again);
            roots.put(again, root);
        }
    }

    @Test
    void reborn_oneAfterTheOther_isFoundByEveryIdThatItHad() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            identities.clear();
            Model elements = new Model();
            long next = 1_000;
            for (int i = 0; i < 8; i++) {
                int first = random.nextInt(THINGS - 3);
                int count = 1 + random.nextInt(3);
                long again = next;
                for (int k = 0; k < count; k++) {
                    elements.reborn(first + k, again + k);
                }
                identities.elementsReborn(first, count, again);
                next += count + random.nextInt(2);
                identities.checkInvariants();
            }
            for (long id = 0; id < next; id = id == THINGS ? 1_000 : id + 1) {
                assertThat(identities.element(id)).isEqualTo(elements.now(id));
                assertThat(identities.root(id)).isEqualTo(elements.root(id));
                assertThat(identities.write(id))
                        .as("its insertion gave it a value")
                        .isEqualTo(elements.now(id));
                assertThat(identities.position(id)).as("and a place").isEqualTo(elements.now(id));
            }
            List<Long> visited = new ArrayList<>();
            identities.forEachElement(2, 8, (root, count, now) -> {
                for (int k = 0; k < count; k++) {
                    visited.add(root + k);
                    assertThat(now + k).isEqualTo(elements.now(root + k));
                }
            });
            assertThat(visited).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        }
    }

    @Test
    void reborn_writesAndPositions_areTablesOfTheirOwn() {
        identities.writeReborn(1, 101);
        identities.writeReborn(101, 102);
        identities.positionReborn(1, 201);
        assertThat(identities.write(1)).isEqualTo(102);
        assertThat(identities.write(101)).isEqualTo(102);
        assertThat(identities.root(102)).isEqualTo(1);
        assertThat(identities.position(1)).isEqualTo(201);
        assertThat(identities.element(1)).isEqualTo(1);
        identities.elementsReborn(102, 1, 301);
        assertThat(identities.write(1))
                .as("the element that took the value on, anew")
                .isEqualTo(301);
        identities.elementsReborn(201, 1, 302);
        assertThat(identities.position(1)).isEqualTo(302);
    }

    @Test
    void outdate_whatIsAwaited_isObsoleteByEachOfItsIds() {
        identities.elementsReborn(4, 3, 104);
        identities.writeReborn(8, 108);
        identities.await(2, 4); // 2 to 5
        identities.await(108, 1);
        assertThat(identities.isAwaited(105)).isTrue();
        assertThat(identities.isAwaited(8)).isTrue();
        assertThat(identities.isAwaited(6)).isFalse();
        assertThat(identities.isAwaited(106)).isFalse();
        identities.outdate(3, 1);
        identities.outdate(105, 2);
        identities.outdate(8, 1);
        for (long id : new long[] {3, 5, 105, 8, 108}) {
            assertThat(identities.isObsolete(id)).as("%s", id).isTrue();
        }
        for (long id : new long[] {1, 2, 4, 104, 6, 106, 7}) { // not taken away, or not awaited
            assertThat(identities.isObsolete(id)).as("%s", id).isFalse();
        }
        List<String> visited = new ArrayList<>();
        identities.forEachObsolete(
                2, 5, (root, count, mark) -> visited.add(root + "+" + count + (mark == IdRuns.NONE ? "" : "!")));
        assertThat(visited).containsExactly("2+1", "3+1!", "4+1", "5+1!", "6+1");
    }

    @Test
    void revise_element_isFoundByEachOfItsIds() {
        Identities.Revision revision = new Identities.Revision(Value.of(1), 50, 60);
        identities.elementsReborn(1, 1, 101);
        identities.revise(101, revision);
        assertThat(identities.revision(1)).isEqualTo(revision);
        assertThat(identities.revision(101)).isEqualTo(revision);
        assertThat(identities.revision(2)).isNull();
    }

    @Test
    void rewind_takesBackWhatWasRebornSinceTheMark() {
        identities.elementsReborn(1, 2, 101);
        identities.writeReborn(5, 105);
        identities.positionReborn(7, 107);
        identities.mark();
        identities.elementsReborn(1, 2, 111);
        identities.writeReborn(5, 115);
        identities.positionReborn(7, 117);
        identities.rewind();
        assertThat(identities.element(2)).isEqualTo(102);
        assertThat(identities.root(112)).isEqualTo(112);
        assertThat(identities.write(5)).isEqualTo(105);
        assertThat(identities.root(115)).isEqualTo(115);
        assertThat(identities.position(7)).isEqualTo(107);
        identities.mark();
        identities.elementsReborn(1, 2, 121);
        identities.writeReborn(5, 125);
        identities.positionReborn(7, 127);
        identities.keep();
        identities.rewind();
        assertThat(identities.element(2)).isEqualTo(122);
        assertThat(identities.write(5)).isEqualTo(125);
        assertThat(identities.position(7)).isEqualTo(127);
    }

    @Test
    void size_countsAllThatIsKept_andClearForgetsIt() {
        List<Runnable> notes = List.of(
                () -> identities.elementsReborn(1, 1, 101),
                () -> identities.writeReborn(2, 102),
                () -> identities.positionReborn(3, 103),
                () -> identities.await(1, 1),
                () -> identities.outdate(1, 1),
                () -> identities.revise(1, new Identities.Revision(Value.of(1), 5, 6)));
        int before = identities.size();
        assertThat(before).isZero();
        for (Runnable note : notes) {
            note.run();
            assertThat(identities.size()).isGreaterThan(before);
            before = identities.size();
        }
        identities.clear();
        assertThat(identities.size()).isZero();
        assertThat(identities.element(1)).isEqualTo(1);
        assertThat(identities.root(101)).isEqualTo(101);
        assertThat(identities.write(2)).isEqualTo(2);
        assertThat(identities.position(3)).isEqualTo(3);
        assertThat(identities.isAwaited(1)).isFalse();
        assertThat(identities.isObsolete(1)).isFalse();
        assertThat(identities.revision(1)).isNull();
    }

    @Test
    void only_stepsThatAreKept_answersForThemAsBefore_andForgetsTheRest() {
        Identities.Revision revision = new Identities.Revision(Value.of(1), 50, 60);
        for (long base : new long[] {0, 100}) { // the same twice; the second is not asked for
            identities.elementsReborn(base, 4, 1_000 + base);
            identities.elementsReborn(base + 1, 2, 2_000 + base);
            identities.elementsReborn(base + 10, 1, 1_010 + base);
            identities.writeReborn(base + 20, 1_020 + base);
            identities.elementsReborn(1_020 + base, 1, 3_020 + base);
            identities.positionReborn(base + 30, 1_030 + base);
            identities.elementsReborn(1_030 + base, 1, 3_030 + base);
            identities.await(base, 4);
            identities.await(base + 10, 1);
            identities.await(base + 20, 1);
            identities.outdate(base + 2, 1);
            identities.outdate(base + 20, 1);
            identities.revise(base + 10, revision);
            identities.elementsReborn(base + 40, 1, 1_040 + base);
            identities.writeReborn(1_040 + base, 3_040 + base);
        }
        int all = identities.size();
        Identities kept = identities.only(List.of(
                new Step.TextDeleted(CONTAINER, 90, 4, 0, 4),
                new Step.ElementDeleted(CONTAINER, 91, 10, 30, new Step.Write(Value.of(1), 20, 5)),
                new Step.Moved(CONTAINER, 92, 40, 40)));
        kept.checkInvariants();
        assertThat(kept.size()).isPositive().isLessThan(all);
        for (long id = 0; id < 50; id++) {
            if (id < 4 || id == 10 || id == 40) {
                assertThat(kept.element(id)).as("%s", id).isEqualTo(identities.element(id));
                assertThat(kept.root(kept.element(id))).isEqualTo(id);
            }
            if (id < 4 || id == 10 || id == 20) {
                assertThat(kept.isAwaited(id)).as("%s", id).isTrue();
                assertThat(kept.isObsolete(id)).as("%s", id).isEqualTo(id == 2 || id == 20);
            }
        }
        assertThat(kept.write(20)).isEqualTo(3_020);
        assertThat(kept.write(40)).isEqualTo(identities.write(40));
        assertThat(kept.position(30)).isEqualTo(3_030);
        assertThat(kept.revision(10)).isEqualTo(revision);
        for (long id : new long[] {100, 110, 140}) {
            assertThat(kept.element(id)).isEqualTo(id);
            assertThat(kept.isAwaited(id)).isFalse();
            assertThat(kept.revision(id)).isNull();
        }
        assertThat(kept.write(120)).isEqualTo(120);
        assertThat(kept.position(130)).isEqualTo(130);
    }
}
