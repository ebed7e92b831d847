package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.internal.ElementId;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.version.Dots;
import dev.rejoin.version.VersionVector;
import org.junit.jupiter.api.Test;

/** What counts as a conflict that people may want to settle, and where it counts. */
class OpenConflictsTest {
    private static final int ROOT = ContainerTable.ROOT;

    private final Script script = new Script();

    private void assertOpen(int expected) {
        script.state.checkInvariants();
        assertThat(script.state.openConflicts()).isEqualTo(expected);
    }

    private void write(int map, String key, Object one, Object other) {
        script.put(0, map, key, one);
        script.put(1, map, key, other);
    }

    @Test
    void values_thatDiffer_areAConflict_untilOneTakesTheirPlace() {
        script.put(0, ROOT, "alone", 1);
        assertOpen(0);
        write(ROOT, "same", "x", "x");
        assertOpen(0);
        write(ROOT, "k", "x", "y");
        assertOpen(1);
        write(ROOT, "k2", "x", 5);
        assertOpen(2);
        Dots both = Dots.builder()
                .add(Script.REPLICAS[0], script.next(0) - 1)
                .add(Script.REPLICAS[1], script.next(1) - 1)
                .build();
        script.apply(2, ROOT, new MapOp.Put("k2", Script.write("settled", both)));
        assertOpen(1);
    }

    @Test
    void values_wherePoliciesSayWhatTheyAmountTo_areNoConflict() {
        script.state.setPolicies(ConflictPolicies.defaults()
                .scalar("max", RegisterPolicy.MAX)
                .scalar("min", RegisterPolicy.MIN)
                .scalar("first", RegisterPolicy.FIRST_WRITER)
                .scalar("all", RegisterPolicy.MULTI_VALUE)
                .scalar("m/max", RegisterPolicy.MAX)
                .scalar("l/*", RegisterPolicy.MAX));
        int map = script.create(0, ROOT, "m", ContainerType.MAP);
        for (String key : new String[] {"max", "min", "first"}) {
            write(ROOT, key, 1, 2);
        }
        write(map, "max", 1, 2);
        assertOpen(0);
        write(ROOT, "all", 1, 2);
        write(ROOT, "last", 1, 2);
        write(map, "min", 1, 2);
        assertOpen(3);
        int list = script.create(0, ROOT, "l", ContainerType.LIST);
        long first = script.insert(0, list, ElementId.NONE, "a", "b");
        for (int author = 0; author < 2; author++) {
            script.apply(
                    author, list, new MapOp.SetElement(script.state.unpack(first), Script.write(author, Dots.EMPTY)));
        }
        assertOpen(4); // elements are always read as the last writer's
        script.state.setPolicies(ConflictPolicies.defaults());
        assertOpen(8);
    }

    @Test
    void containers_besideValuesOrOthers_areAConflict() {
        script.create(0, ROOT, "one", ContainerType.MAP);
        assertOpen(0);
        script.create(1, ROOT, "one", ContainerType.MAP); // the same
        assertOpen(0);
        script.create(1, ROOT, "one", ContainerType.TEXT);
        assertOpen(1);
        script.create(2, ROOT, "one", ContainerType.LIST);
        assertOpen(1);
        script.put(0, ROOT, "beside", "value");
        script.create(1, ROOT, "beside", ContainerType.COUNTER);
        assertOpen(2);
        script.put(0, ROOT, "erased", null);
        script.create(1, ROOT, "erased", ContainerType.COUNTER);
        assertOpen(2);
    }

    @Test
    void conflicts_inWhatIsNotRead_doNotCount() {
        int map = script.create(0, ROOT, "k", ContainerType.MAP);
        int below = script.create(0, map, "below", ContainerType.MAP);
        write(below, "x", 1, 2);
        write(map, "y", 1, 2);
        assertOpen(2);
        int text = script.create(1, ROOT, "k", ContainerType.TEXT); // is read from now on
        assertOpen(1);
        write(below, "z", 1, 2);
        assertOpen(1);
        script.apply(1, text, new MapOp.Hide(script.state.touched(text)));
        assertOpen(3);
        script.apply(1, below, new MapOp.Hide(script.state.touched(below)));
        assertOpen(1);
        script.apply(1, map, new MapOp.Hide(script.state.touched(map)));
        assertOpen(0);
    }

    @Test
    void containers_whereADeleteWinsOverAnUpdate_areAConflict() {
        script.state.setPolicies(ConflictPolicies.defaults().onDelete("m", DeletePolicy.DELETE_WINS));
        int map = script.create(0, ROOT, "m", ContainerType.MAP);
        VersionVector seen = script.state.touched(map);
        script.put(1, map, "unseen", 1);
        write(map, "inside", 1, 2);
        assertOpen(1);
        script.apply(0, map, new MapOp.Hide(seen));
        assertOpen(1); // the delete and the update; what is inside is not read
        script.put(2, ROOT, "m", "value");
        assertOpen(1);
        write(ROOT, "m", 3, 4);
        assertOpen(2);
        script.state.setPolicies(ConflictPolicies.defaults());
        assertOpen(2); // the container beside the value, and what is inside
    }

    /** What the policies say of a container follows it wherever it is created. */
    @Test
    void policies_ofContainersThatAreCreatedLater_holdForThem() {
        script.state.setPolicies(ConflictPolicies.defaults()
                .onDelete("a/b", DeletePolicy.DELETE_WINS)
                .onDelete("l/*", DeletePolicy.DELETE_WINS)
                .onDelete("any/**", DeletePolicy.DELETE_WINS));
        int a = script.create(0, ROOT, "a", ContainerType.MAP);
        int b = script.create(0, a, "b", ContainerType.MAP);
        int c = script.create(0, a, "c", ContainerType.MAP);
        int list = script.create(0, ROOT, "l", ContainerType.LIST);
        long element = script.insert(0, list, ElementId.NONE, "x");
        int inElement = script.create(0, list, element, ContainerType.MAP);
        int any = script.create(0, ROOT, "any", ContainerType.MAP);
        int deep = script.create(0, script.create(0, any, "x", ContainerType.MAP), "y", ContainerType.MAP);
        assertThat(script.state.state(a).deleteWins).isFalse();
        assertThat(script.state.state(b).deleteWins).isTrue();
        assertThat(script.state.state(c).deleteWins).isFalse();
        assertThat(script.state.state(list).deleteWins).isFalse();
        assertThat(script.state.state(inElement).deleteWins).isTrue();
        assertThat(script.state.state(any).deleteWins).isTrue();
        assertThat(script.state.state(deep).deleteWins).isTrue();
        script.state.setPolicies(ConflictPolicies.defaults());
        for (int container : new int[] {b, inElement, any, deep}) {
            assertThat(script.state.state(container).deleteWins).isFalse();
        }
    }
}
