package dev.rejoin.undo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.SlotKind;
import dev.rejoin.undo.Skipped.Reason;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of edit, taken back alone and beside each kind of edit that others make at the same place. */
class UndoOfEachEditTest {
    private static final UndoOptions EACH = UndoOptions.defaults().withGroupWithin(Duration.ZERO);

    /** Edits of mine, and edits of others that meet them. */
    private record Meeting(List<Consumer<MapEditor>> mine, List<Consumer<MapEditor>> theirs) {}

    private static final List<Meeting> MEETINGS = List.of(
            new Meeting(
                    List.of(
                            root -> root.text("text").append("!!"),
                            root -> root.text("text").insert(5, ", big"),
                            root -> root.text("text").delete(2, 5),
                            root -> root.text("text").delete(0, 11),
                            root -> root.text("text").replace(0, 5, "HI").delete(1, 4),
                            root -> root.text("text").delete(3, 4).delete(2, 3).delete(1, 2)),
                    List.of(
                            root -> root.text("text").insert(3, "xyz"),
                            root -> root.text("text").delete(3, 8),
                            root -> root.text("text").delete(4, 5).delete(3, 4).delete(2, 3),
                            root -> root.text("text").delete(0, 11),
                            root -> root.text("text").append("?"))),
            new Meeting(
                    List.of(
                            root -> root.list("list").insert(1, "x"),
                            root -> root.list("list").append("x").append("y"),
                            root -> root.list("list").remove(1),
                            root -> root.list("list").remove(0, 3),
                            root -> root.list("list").set(1, "X"),
                            root -> root.list("list").set(1, "X").set(1, "Y").remove(1),
                            root -> root.list("list").move(0, 2),
                            root -> root.list("list").move(3, 0).set(0, "X").move(0, 1),
                            root -> root.list("list").insert(2, "x").move(2, 0).set(0, "z")),
                    List.of(
                            root -> root.list("list").insert(2, "y"),
                            root -> root.list("list").remove(1),
                            root -> root.list("list").set(1, "B"),
                            root -> root.list("list").remove(0, 4),
                            root -> root.list("list").move(1, 3),
                            root -> root.list("list").move(0, 1).set(0, "C"),
                            root -> root.list("list").set(1, "B").set(1, "BB").move(1, 0))),
            new Meeting(
                    List.of(
                            root -> root.list("maps").map(0).put("k", 5),
                            root -> root.list("maps").remove(0),
                            root -> root.list("maps").move(0, 1),
                            root -> root.list("maps").insertMap(1).put("k", 7),
                            root -> root.list("maps").set(0, "scalar"),
                            root -> root.list("maps").set(0, "scalar").set(0, "other")),
                    List.of(
                            root -> root.list("maps").map(0).put("k", 9),
                            root -> root.list("maps").map(0).put("n", 9),
                            root -> root.list("maps").remove(0),
                            root -> root.list("maps").move(1, 0),
                            root -> root.list("maps").insert(0, "front"))),
            new Meeting(
                    List.of(
                            root -> root.counter("count").increment(5),
                            root -> root.counter("count").decrement(3).increment(1),
                            root -> root.counter("count").set(100),
                            root -> root.counter("count").reset().increment(2)),
                    List.of(
                            root -> root.counter("count").increment(7),
                            root -> root.counter("count").decrement(2))),
            new Meeting(
                    List.of(
                            root -> root.set("set").add(3),
                            root -> root.set("set").add(1),
                            root -> root.set("set").remove(1),
                            root -> root.set("set").remove(1).add(1),
                            root -> root.set("set").add(3).remove(3).remove(2)),
                    List.of(
                            root -> root.set("set").add(3),
                            root -> root.set("set").add(1),
                            root -> root.set("set").remove(1),
                            root -> root.set("set").remove(1).add(1),
                            root -> root.set("set").remove(2))),
            new Meeting(
                    List.of(
                            root -> root.removeWinsSet("safe").add(3),
                            root -> root.removeWinsSet("safe").add(1),
                            root -> root.removeWinsSet("safe").remove(1),
                            root -> root.removeWinsSet("safe").remove(1).add(1),
                            root -> root.removeWinsSet("safe").add(3).remove(3).remove(2)),
                    List.of(
                            root -> root.removeWinsSet("safe").add(3),
                            root -> root.removeWinsSet("safe").add(1),
                            root -> root.removeWinsSet("safe").remove(1),
                            root -> root.removeWinsSet("safe").remove(1).add(1),
                            root -> root.removeWinsSet("safe").remove(2))),
            new Meeting(
                    List.of(
                            root -> root.put("key", 2),
                            root -> root.put("key", 2).put("other", 0).put("key", 3),
                            root -> root.remove("key"),
                            root -> root.put("new", 2),
                            root -> root.put("key", 2)
                                    .remove("key")
                                    .put("new", 1)
                                    .remove("new")),
                    List.of(
                            root -> root.put("key", 4),
                            root -> root.remove("key"),
                            root -> root.put("new", 5),
                            root -> root.put("key", 4).put("key", 6))),
            new Meeting(
                    List.of(
                            root -> root.remove("map"),
                            root -> root.map("map").put("k", 2),
                            root -> root.map("map")
                                    .map("inner")
                                    .put("k", 2)
                                    .list("l")
                                    .append("x"),
                            root -> root.map("map").remove("inner").remove("t"),
                            root -> root.put("map", "scalar"),
                            root -> root.map("made").map("inner").put("k", 1)),
                    List.of(
                            root -> root.map("map").put("k", 5),
                            root -> root.remove("map"),
                            root -> root.map("map").text("t").append("more"),
                            root -> root.map("map").map("inner").put("n", 5),
                            root -> root.map("map").remove("inner"),
                            root -> root.map("made").put("k", 5))));

    private final long[] now = {10_000, 10_000, 10_000};

    private Document open(int i) {
        return Document.create(
                DocumentId.named("undo of each"),
                DocumentOptions.defaults().withClock(() -> now[i]).withReplica(new ReplicaId(i + 1)));
    }

    private static void give(Document from, Document to) {
        to.receive(from.changesSince(to.version()));
    }

    private static void fill(MapEditor root) {
        root.text("text").append("hello world");
        root.list("list").append("a").append("b").append("c").append("d");
        root.list("maps").insertMap(0).put("k", 1);
        root.list("maps").insertMap(1).put("k", 2);
        root.counter("count").increment(10);
        root.set("set").add(1).add(2);
        root.removeWinsSet("safe").add(1).add(2);
        root.put("key", 1).log("log").append("a");
        root.map("map").put("k", 1).text("t").append("t");
        root.map("map").map("inner").put("k", 1);
    }

    /** When all own edits are taken back, the document reads as if only the others had edited it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void undo_besideEditsOfOthers_readsAsIfOnlyTheyHadEdited(int which) {
        Meeting meeting = MEETINGS.get(which);
        int others = meeting.theirs().size();
        for (int i = 0; i < meeting.mine().size(); i++) {
            for (int k = 0; k < others; k++) {
                now[0] = (i + k) % 2 == 0 ? 9_000 : 11_000; // before theirs, or after
                meet(
                        meeting.mine().get(i),
                        meeting.theirs().get(k),
                        meeting.theirs().get((k + i) % others),
                        i + " " + k);
            }
        }
    }

    private void meet(
            Consumer<MapEditor> mine, Consumer<MapEditor> theirs, Consumer<MapEditor> thirds, String description) {
        Document me = open(0);
        Document other = open(1);
        Document third = open(2);
        other.edit(tx -> fill(tx.root()));
        give(other, me);
        give(other, third);
        UndoManager undo = me.undoManager(EACH);
        me.edit(tx -> mine.accept(tx.root()));
        other.edit(tx -> theirs.accept(tx.root()));
        third.edit(tx -> thirds.accept(tx.root()));
        give(other, me);
        give(third, me);
        Document alone = open(0);
        give(other, alone);
        give(third, alone);
        String expected = alone.toJson();
        undo.undo();
        assertThat(me.toJson()).as(description).isEqualTo(expected);
        assertThat(undo.canUndo()).isFalse();
        undo.redo();
        String again = me.toJson();
        undo.undo();
        assertThat(me.toJson()).as("%s after redo", description).isEqualTo(expected);
        undo.redo();
        assertThat(me.toJson()).as("%s repeated", description).isEqualTo(again);
        give(third, other);
        give(me, other);
        assertThat(other.stateHash()).isEqualTo(me.stateHash());
    }

    @Test
    void undoAndRedo_alone_readAsBeforeAndAfter() {
        Document document = open(0);
        document.edit(tx -> fill(tx.root()));
        UndoManager undo = document.undoManager(EACH);
        for (Meeting meeting : MEETINGS) {
            for (int i = 0; i < meeting.mine().size(); i++) {
                Consumer<MapEditor> first = meeting.mine().get(i);
                String before = document.toJson();
                document.edit(tx -> first.accept(tx.root()));
                String after = document.toJson();
                for (int times = 0; times < 2; times++) {
                    assertThat(undo.undo().skipped()).isEmpty();
                    assertThat(document.toJson()).isEqualTo(before);
                    assertThat(undo.redo().skipped()).isEmpty();
                    assertThat(document.toJson()).isEqualTo(after);
                }
                undo.undo();
            }
        }
    }

    /** Every so often what is kept of ids is looked through: what can still be taken back must not suffer. */
    @Test
    void undo_ofTheLastEditsOfManyThatWereTakenBackAndRepeated_readsAsBefore() {
        Document document = open(0);
        document.edit(tx -> {
            fill(tx.root());
            for (int i = 0; i < 60; i++) {
                tx.root().list("long").append(i);
                tx.root().text("typed").append("abc");
            }
        });
        int groups = 6;
        UndoManager undo = document.undoManager(EACH.withMaxGroups(groups));
        Random random = new Random(7);
        List<String> read = new ArrayList<>(List.of(document.toJson()));
        for (int i = 0; i < 400; i++) {
            document.edit(tx -> edit(tx.root(), random));
            read.add(document.toJson());
            undo.undo();
            if (i % 3 == 0) {
                undo.undo();
                undo.redo();
            }
            undo.redo();
        }
        for (int i = 0; i < groups; i++) {
            assertThat(undo.canUndo()).isTrue();
            undo.undo();
            assertThat(document.toJson()).isEqualTo(read.get(read.size() - 2 - i));
        }
        assertThat(undo.canUndo()).isFalse();
        for (int i = groups; i > 0; i--) {
            undo.redo();
            assertThat(document.toJson()).isEqualTo(read.get(read.size() - i));
        }
        assertThat(undo.canRedo()).isFalse();
    }

    private static void edit(MapEditor root, Random random) {
        ListEditor list = root.list("long");
        int at = random.nextInt(list.size());
        int value = random.nextInt(1_000) + 100;
        switch (random.nextInt(6)) {
            case 0 -> list.remove(at).append(value);
            case 1 -> list.set(at, value);
            case 2 -> list.move(at, (at + 1) % list.size());
            case 3 -> root.put("key", value);
            case 4 -> root.set("set").add(value).remove(value - 1);
            default -> {
                int from = random.nextInt(100);
                root.text("typed")
                        .delete(from, from + 1)
                        .delete(from + 1, from + 2)
                        .append("xy");
            }
        }
    }

    private final Document me = open(0);
    private final Document other = open(1);

    private void exchange() {
        give(me, other);
        give(other, me);
    }

    private List<Reason> reasons(Consumer<MapEditor> mine, Consumer<MapEditor> theirsThen) {
        UndoManager undo = me.undoManager(EACH);
        if (me.version().isEmpty()) {
            other.edit(tx -> fill(tx.root()));
            exchange();
        }
        me.edit(tx -> mine.accept(tx.root()));
        exchange();
        now[1]++;
        other.edit(tx -> theirsThen.accept(tx.root()));
        exchange();
        String before = me.toJson();
        UndoResult result = undo.undo();
        undo.close();
        assertThat(me.toJson()).isEqualTo(before);
        return result.skipped().stream().map(Skipped::reason).toList();
    }

    @Test
    void undo_whatSomebodyElseHasChangedSince_isSkippedWithTheReason() {
        Consumer<MapEditor> nothing = root -> root.put("nothing", 1);
        assertThat(reasons(root -> root.put("key", 2), root -> root.put("key", 3)))
                .containsExactly(Reason.OVERWRITTEN);
        assertThat(reasons(
                        root -> root.list("list").set(0, "A"),
                        root -> root.list("list").set(0, "AA")))
                .containsExactly(Reason.OVERWRITTEN);
        assertThat(reasons(
                        root -> root.list("list").set(0, "A"),
                        root -> root.list("list").remove(0)))
                .containsExactly(Reason.OVERWRITTEN);
        assertThat(reasons(
                        root -> root.list("list").move(0, 1),
                        root -> root.list("list").move(1, 2)))
                .containsExactly(Reason.OVERWRITTEN);
        assertThat(reasons(
                        root -> root.list("list").move(0, 1),
                        root -> root.list("list").remove(1)))
                .containsExactly(Reason.OVERWRITTEN);
        assertThat(reasons(
                        root -> root.list("list").insert(0, "x"),
                        root -> root.list("list").set(0, "y")))
                .containsExactly(Reason.OVERWRITTEN);
        assertThat(reasons(
                        root -> root.counter("count").increment(2),
                        root -> root.counter("count").set(50)))
                .containsExactly(Reason.OVERWRITTEN);
        assertThat(reasons(
                        root -> root.counter("count").set(60),
                        root -> root.counter("count").set(70)))
                .containsExactly(Reason.OVERWRITTEN);
        assertThat(reasons(
                        root -> root.set("set").add(9), root -> root.set("set").remove(9)))
                .containsExactly(Reason.OVERWRITTEN);
        assertThat(reasons(
                        root -> root.removeWinsSet("safe").add(9),
                        root -> root.removeWinsSet("safe").remove(9)))
                .containsExactly(Reason.OVERWRITTEN);
        assertThat(reasons(
                        root -> root.removeWinsSet("safe").remove(1),
                        root -> root.removeWinsSet("safe").add(1)))
                .containsExactly(Reason.OVERWRITTEN);
        assertThat(reasons(root -> root.map("map").put("k", 2), root -> root.remove("map")))
                .containsExactly(Reason.DELETED);
        assertThat(reasons(root -> root.text("text").delete(0, 2), root -> root.remove("text")))
                .containsExactly(Reason.DELETED);
        assertThat(reasons(root -> root.counter("count").increment(1), root -> root.remove("count")))
                .containsExactly(Reason.DELETED);
        assertThat(reasons(root -> root.log("log").append("x"), nothing)).containsExactly(Reason.PERMANENT);
    }

    @Test
    void undo_deletionsThatSomebodyElseMadeToo_areSkipped() {
        other.edit(tx -> fill(tx.root()));
        exchange();
        UndoManager undo = me.undoManager(EACH);
        List<Consumer<MapEditor>> deletions = List.of(
                root -> root.text("text").delete(0, 3),
                root -> root.list("list").remove(1),
                root -> root.set("set").remove(1),
                root -> root.remove("map"));
        for (Consumer<MapEditor> deletion : deletions) {
            me.edit(tx -> deletion.accept(tx.root()));
            other.edit(tx -> deletion.accept(tx.root()));
            exchange();
            String before = me.toJson();
            UndoResult result = undo.undo();
            assertThat(result.change().isEmpty()).isTrue();
            assertThat(me.toJson()).isEqualTo(before);
            assertThat(result.skipped()).extracting(Skipped::reason).containsOnly(Reason.OVERWRITTEN);
        }
    }

    /** A container that another origin of this device wrote in is theirs too. */
    @Test
    void undo_creationOfWhatAnotherOriginWroteInSince_leavesTheirs() {
        List<Consumer<MapEditor>> theirs = List.of(
                root -> root.map("made").put("x", 1),
                root -> root.map("made").text("t").insert(0, "x"),
                root -> root.map("made").list("l").append("x"),
                root -> root.map("made").map("inner").map("most").put("x", 1),
                root -> root.map("made").counter("n").increment(1));
        for (Consumer<MapEditor> their : theirs) {
            Document document = open(0);
            UndoManager undo = document.undoManager(EACH);
            document.edit(tx -> {
                tx.root().map("made").put("k", 1).map("inner").put("k", 1);
                tx.root().map("made").list("l").append("mine");
                tx.root().map("alone").put("k", 1);
            });
            document.edit("import", tx -> their.accept(tx.root()));
            Document alone = open(1);
            alone.edit(tx -> their.accept(tx.root()));
            undo.undo();
            assertThat(document.root().kindOf("alone")).isEqualTo(SlotKind.ABSENT);
            assertThat(document.toJson()).isEqualTo(alone.toJson());
        }
    }

    @Test
    void clear_forgetsWhatCouldBeTakenBackAndRepeated() {
        UndoManager undo = me.undoManager(EACH);
        me.edit(tx -> tx.root().put("a", 1));
        me.edit(tx -> tx.root().put("b", 1));
        undo.undo();
        assertThat(undo.canUndo()).isTrue();
        assertThat(undo.canRedo()).isTrue();
        undo.clear();
        assertThat(undo.canUndo()).isFalse();
        assertThat(undo.canRedo()).isFalse();
        assertThat(undo.redo().change().isEmpty()).isTrue();
        me.edit(tx -> tx.root().put("c", 1));
        undo.undo();
        assertThat(me.toJson()).isEqualTo("{\"a\":1}");
    }

    @Test
    void close_oneOfTwo_leavesTheOther() {
        UndoManager one = me.undoManager(EACH);
        UndoManager two = me.undoManager(EACH.withOrigin("import"));
        me.edit(tx -> tx.root().put("a", 1));
        me.edit("import", tx -> tx.root().put("b", 1));
        one.close();
        me.edit("import", tx -> tx.root().put("c", 1));
        two.undo();
        assertThat(me.toJson()).isEqualTo("{\"a\":1,\"b\":1}");
        two.undo();
        assertThat(me.toJson()).isEqualTo("{\"a\":1}");
        two.close();
        me.edit("import", tx -> tx.root().put("d", 1));
        assertThat(two.canUndo()).isFalse();
    }

    @Test
    void undo_groupOfWhichNothingCanBeTakenBack_goesOnWithTheOneBefore() {
        UndoManager undo = me.undoManager(EACH);
        me.edit(tx -> tx.root().put("a", 1));
        me.edit(tx -> tx.root().put("b", 1));
        exchange();
        other.edit(tx -> tx.root().put("b", 2));
        exchange();
        UndoResult result = undo.undo();
        assertThat(result.skipped()).extracting(Skipped::reason).containsExactly(Reason.OVERWRITTEN);
        assertThat(me.toJson()).isEqualTo("{\"b\":2}");
        assertThat(undo.canUndo()).isFalse();
    }
}
