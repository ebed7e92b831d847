package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How the difference of two versions is told: as little as leads from one reading to the other, in both directions. */
class DifferenceTest {
    private static final Path ROOT = Path.root();
    private static final Path TEXT = ROOT.key("t");
    private static final Path LIST = ROOT.key("l");

    private long now = 1_767_268_800_000L;
    private final Document document = open(1);
    private VersionVector before = VersionVector.EMPTY;

    private Document open(long replica) {
        return Document.create(
                DocumentId.named("differences"),
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> now++));
    }

    private void edit(Consumer<MapEditor> body) {
        before = document.version();
        document.edit(tx -> body.accept(tx.root()));
    }

    private void assertForward(DocumentEvent... events) {
        assertThat(document.timeline().difference(before, document.version())).containsExactly(events);
    }

    private void assertBack(DocumentEvent... events) {
        assertThat(document.timeline().difference(document.version(), before)).containsExactly(events);
    }

    private static Content scalar(long value) {
        return new Content.Scalar(Value.of(value));
    }

    private static Content scalar(String value) {
        return new Content.Scalar(Value.of(value));
    }

    @Test
    void ofAVersionAndItself_isNothing() {
        edit(root -> root.put("k", 1).text("t").append("x"));
        before = document.version();
        assertForward();
        edit(root -> root.put("k", 2).put("k", 1));
        assertForward();
    }

    @Test
    void ofScalars_tellsWhatStoodThereAndWhatStands() {
        edit(root -> root.put("a", 1).put("b", 1).put("c", 1).map("m").put("x", 1));
        edit(root -> root.put("a", 2).remove("b").put("d", 1).map("m").put("x", 2));
        Optional<Value> one = Optional.of(Value.of(1));
        Optional<Value> two = Optional.of(Value.of(2));
        assertForward(
                new DocumentEvent.ValueChanged(ROOT, "a", one, two),
                new DocumentEvent.ValueChanged(ROOT, "b", one, Optional.empty()),
                new DocumentEvent.ValueChanged(ROOT, "d", Optional.empty(), one),
                new DocumentEvent.ValueChanged(ROOT.key("m"), "x", one, two));
        assertBack(
                new DocumentEvent.ValueChanged(ROOT, "a", two, one),
                new DocumentEvent.ValueChanged(ROOT, "b", Optional.empty(), one),
                new DocumentEvent.ValueChanged(ROOT, "d", one, Optional.empty()),
                new DocumentEvent.ValueChanged(ROOT.key("m"), "x", two, one));
    }

    @Test
    void ofContainers_tellsWhatTheyHold() {
        edit(root -> root.put("k", 1).map("m").put("x", 1));
        edit(root -> root.put("k", 2).remove("m").text("t").append("new"));
        Content map = new Content.MapContent(Map.of("x", scalar(1)));
        assertThat(document.timeline().difference(before, document.version()))
                .contains(
                        new DocumentEvent.ContainerDisappeared(ROOT, "m", map),
                        new DocumentEvent.ContainerAppeared(ROOT, "t", new Content.TextContent("new")));
        assertThat(document.timeline().difference(document.version(), before))
                .contains(
                        new DocumentEvent.ContainerAppeared(ROOT, "m", map),
                        new DocumentEvent.ContainerDisappeared(ROOT, "t", new Content.TextContent("new")));
    }

    @Test
    void ofContainerAndScalarAtOneKey_tellsBoth() {
        edit(root -> root.map("k").put("x", 1));
        edit(root -> root.put("k", 2));
        Content map = new Content.MapContent(Map.of("x", scalar(1)));
        Optional<Value> two = Optional.of(Value.of(2));
        assertForward(
                new DocumentEvent.ContainerDisappeared(ROOT, "k", map),
                new DocumentEvent.ValueChanged(ROOT, "k", Optional.empty(), two));
        assertBack(
                new DocumentEvent.ValueChanged(ROOT, "k", two, Optional.empty()),
                new DocumentEvent.ContainerAppeared(ROOT, "k", map));
    }

    @Test
    void ofCountersAndSets_tellsWhatCameAndWent() {
        edit(root -> {
            root.counter("c").increment(2);
            root.set("s").add("a").add("b");
            root.removeWinsSet("r").add("a").add("b");
        });
        edit(root -> {
            root.counter("c").increment(3);
            root.set("s").remove("a").add("c");
            root.removeWinsSet("r").remove("b").add("c");
        });
        Path set = ROOT.key("s");
        Path removeWins = ROOT.key("r");
        BigInteger two = BigInteger.TWO;
        BigInteger five = BigInteger.valueOf(5);
        assertForward(
                new DocumentEvent.CounterChanged(ROOT.key("c"), two, five),
                new DocumentEvent.SetRemoved(removeWins, Value.of("b")),
                new DocumentEvent.SetAdded(removeWins, Value.of("c")),
                new DocumentEvent.SetRemoved(set, Value.of("a")),
                new DocumentEvent.SetAdded(set, Value.of("c")));
        assertBack(
                new DocumentEvent.CounterChanged(ROOT.key("c"), five, two),
                new DocumentEvent.SetRemoved(removeWins, Value.of("c")),
                new DocumentEvent.SetAdded(removeWins, Value.of("b")),
                new DocumentEvent.SetRemoved(set, Value.of("c")),
                new DocumentEvent.SetAdded(set, Value.of("a")));
    }

    @Test
    void ofALog_tellsWhatCame_andBackwardsTheWholeLog() {
        edit(root -> root.log("l").append("a").append("b"));
        edit(root -> root.log("l").append("c").append("d"));
        assertForward(
                new DocumentEvent.LogAppended(LIST, 2, Value.of("c")),
                new DocumentEvent.LogAppended(LIST, 3, Value.of("d")));
        List<Value> two = List.of(Value.of("a"), Value.of("b"));
        List<Value> four = List.of(Value.of("a"), Value.of("b"), Value.of("c"), Value.of("d"));
        assertBack(
                new DocumentEvent.ContainerDisappeared(ROOT, "l", new Content.LogContent(four)),
                new DocumentEvent.ContainerAppeared(ROOT, "l", new Content.LogContent(two)));
    }

    @Test
    void ofText_tellsEachPlaceOnItsOwn() {
        edit(root -> root.text("t").append("Hello world again"));
        edit(root -> root.text("t").delete(12, 17).insert(12, "!").delete(5, 6).insert(0, "> "));
        assertForward(
                new DocumentEvent.TextInserted(TEXT, 0, "> "),
                new DocumentEvent.TextDeleted(TEXT, 7, " "),
                new DocumentEvent.TextDeleted(TEXT, 13, "again"),
                new DocumentEvent.TextInserted(TEXT, 13, "!"));
        assertBack(
                new DocumentEvent.TextDeleted(TEXT, 0, "> "),
                new DocumentEvent.TextInserted(TEXT, 5, " "),
                new DocumentEvent.TextDeleted(TEXT, 12, "!"),
                new DocumentEvent.TextInserted(TEXT, 12, "again"));
    }

    @Test
    void ofTextThatWasWrittenAnew_leavesOutWhatReadsTheSame() {
        edit(root -> root.text("t").append("# ").append("one two three"));
        edit(root -> root.text("t").delete(2, 15).insert(2, "one drei three"));
        assertForward(new DocumentEvent.TextDeleted(TEXT, 6, "two"), new DocumentEvent.TextInserted(TEXT, 6, "drei"));
        assertBack(new DocumentEvent.TextDeleted(TEXT, 6, "drei"), new DocumentEvent.TextInserted(TEXT, 6, "two"));
        edit(root -> root.text("t").delete(2, 16).insert(2, "one three"));
        assertForward(new DocumentEvent.TextDeleted(TEXT, 6, "drei "));
        assertBack(new DocumentEvent.TextInserted(TEXT, 6, "drei "));
        edit(root -> root.text("t").delete(2, 11).insert(2, "one three"));
        assertForward();
        edit(root -> root.text("t").delete(2, 11).insert(2, "aaa"));
        edit(root -> root.text("t").delete(2, 5).insert(2, "aaaaa"));
        assertForward(new DocumentEvent.TextInserted(TEXT, 5, "aa"));
        assertBack(new DocumentEvent.TextDeleted(TEXT, 5, "aa"));
    }

    @Test
    void ofTextThatWasWrittenAnew_dividesNoPair() {
        String grin = "\uD83D\uDE00";
        String smile = "\uD83D\uDE01"; // the same first half
        String other = "\uD83E\uDE00"; // the same second half
        edit(root -> root.text("t").append("x" + grin + "y"));
        edit(root -> root.text("t").delete(0, 4).insert(0, "x" + smile + "y"));
        assertForward(new DocumentEvent.TextDeleted(TEXT, 1, grin), new DocumentEvent.TextInserted(TEXT, 1, smile));
        edit(root -> root.text("t").delete(0, 4).insert(0, "x" + grin + "y"));
        edit(root -> root.text("t").delete(0, 4).insert(0, "x" + other + "y"));
        assertForward(new DocumentEvent.TextDeleted(TEXT, 1, grin), new DocumentEvent.TextInserted(TEXT, 1, other));
        edit(root -> root.text("t").delete(0, 4).insert(0, "x" + other + grin));
        assertForward(new DocumentEvent.TextDeleted(TEXT, 3, "y"), new DocumentEvent.TextInserted(TEXT, 3, grin));
    }

    @Test
    void ofAList_tellsRunsThatCameAndWent() {
        edit(root ->
                root.list("l").append("a").append("b").append("c").append("d").append("e"));
        edit(root ->
                root.list("l").remove(3).remove(0, 2).insert(1, 1).insert(1, 2).append(3));
        assertForward(
                new DocumentEvent.ElementsRemoved(LIST, 0, List.of(scalar("a"), scalar("b"))),
                new DocumentEvent.ElementsRemoved(LIST, 1, List.of(scalar("d"))),
                new DocumentEvent.ElementsInserted(LIST, 1, List.of(scalar(2), scalar(1))),
                new DocumentEvent.ElementsInserted(LIST, 4, List.of(scalar(3))));
        assertBack(
                new DocumentEvent.ElementsRemoved(LIST, 1, List.of(scalar(2), scalar(1))),
                new DocumentEvent.ElementsRemoved(LIST, 2, List.of(scalar(3))),
                new DocumentEvent.ElementsInserted(LIST, 0, List.of(scalar("a"), scalar("b"))),
                new DocumentEvent.ElementsInserted(LIST, 3, List.of(scalar("d"))));
    }

    @Test
    void ofElementsThatWereWrittenAnew_leavesOutWhatReadsTheSame() {
        edit(root -> root.list("l").append("a").append("b").append("c").append("d"));
        edit(root -> {
            root.list("l").remove(0, 4);
            root.list("l").append("a").append("x").append("y").append("d");
        });
        assertForward(
                new DocumentEvent.ElementsRemoved(LIST, 1, List.of(scalar("b"), scalar("c"))),
                new DocumentEvent.ElementsInserted(LIST, 1, List.of(scalar("x"), scalar("y"))));
        edit(root -> {
            root.list("l").remove(0, 4);
            root.list("l").append("a").append("x").append("y").append("d");
        });
        assertForward();
        edit(root -> {
            root.list("l").remove(0, 4);
            root.list("l").append("a").append("d");
        });
        assertForward(new DocumentEvent.ElementsRemoved(LIST, 1, List.of(scalar("x"), scalar("y"))));
        assertBack(new DocumentEvent.ElementsInserted(LIST, 1, List.of(scalar("x"), scalar("y"))));
    }

    @Test
    void ofElementsThatWereSetOrEdited_tellsThemWhereTheyStand() {
        edit(root -> {
            root.list("l").append("a").append("b").insertMap(2).put("x", 1);
            root.list("l").insertMap(3).put("x", 1);
        });
        edit(root -> {
            root.list("l").set(0, "A").map(2).put("x", 2);
            root.list("l").set(3, 7).insert(0, "new");
        });
        Content map = new Content.MapContent(Map.of("x", scalar(1)));
        assertForward(
                new DocumentEvent.ElementsInserted(LIST, 0, List.of(scalar("new"))),
                new DocumentEvent.ElementSet(LIST, 1, scalar("a"), scalar("A")),
                new DocumentEvent.ValueChanged(LIST.index(3), "x", Optional.of(Value.of(1)), Optional.of(Value.of(2))),
                new DocumentEvent.ElementSet(LIST, 4, map, scalar(7)));
        assertBack(
                new DocumentEvent.ElementsRemoved(LIST, 0, List.of(scalar("new"))),
                new DocumentEvent.ElementSet(LIST, 0, scalar("A"), scalar("a")),
                new DocumentEvent.ValueChanged(LIST.index(2), "x", Optional.of(Value.of(2)), Optional.of(Value.of(1))),
                new DocumentEvent.ElementSet(LIST, 3, scalar(7), map));
    }

    @Test
    void ofElementsThatWereMoved_tellsTheMoves() {
        edit(root -> root.list("l").append("a").append("b").append("c").append("d"));
        edit(root -> root.list("l").move(3, 0));
        assertForward(new DocumentEvent.ElementMoved(LIST, 3, 0));
        assertBack(new DocumentEvent.ElementMoved(LIST, 0, 3));
        edit(root -> root.list("l").move(0, 1).move(1, 0));
        assertForward();
        edit(root -> root.list("l").move(1, 3).remove(0).append("e"));
        assertForward(
                new DocumentEvent.ElementsRemoved(LIST, 0, List.of(scalar("d"))),
                new DocumentEvent.ElementMoved(LIST, 0, 2),
                new DocumentEvent.ElementsInserted(LIST, 3, List.of(scalar("e"))));
    }

    /** Of the elements that the other version does not know some stand between those that it knows. */
    @Test
    void ofVersionsOnBranches_tellsWhatBothSidesDid() {
        edit(root -> root.text("t").append("base"));
        Document other = open(2);
        other.receive(document.changesSince(VersionVector.EMPTY));
        byte[] theirs = other.edit(tx -> tx.root().text("t").insert(2, "--").append("."))
                .toBytes();
        edit(root -> root.text("t").insert(2, "++").delete(0, 1));
        VersionVector mine = document.version();
        document.receive(theirs);
        assertThat(document.timeline().difference(mine, other.version()))
                .containsExactly(
                        new DocumentEvent.TextInserted(TEXT, 0, "b"),
                        new DocumentEvent.TextDeleted(TEXT, 2, "++"),
                        new DocumentEvent.TextInserted(TEXT, 2, "--"),
                        new DocumentEvent.TextInserted(TEXT, 6, "."));
    }
}
