package dev.rejoin.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.document.Content;
import dev.rejoin.document.Document;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.VersionVector;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TreeUpdateTest {
    private final Document document = Document.create(DocumentId.named("tree"));

    @Test
    void write_counterThatIsTooFarAwayToIncrement_setsIt() {
        document.edit(tx -> tx.root().counter("n").increment(Long.MIN_VALUE));
        write(Map.of("n", new Content.CounterContent(BigInteger.valueOf(Long.MAX_VALUE))));
        assertThat(document.root().counter("n").value()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void write_logThatLacksEntries_isRefusedAndChangesNothing() {
        document.edit(tx -> tx.root().log("log").append("a").append("b"));
        assertThatThrownBy(() -> write(Map.of("new", scalar(1), "log", new Content.LogContent(List.of(Value.of("b"))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 entries");
        assertThat(document.toJson()).isEqualTo("{\"log\":[\"a\",\"b\"]}");
        write(Map.of("log", new Content.LogContent(List.of(Value.of("a"), Value.of("b"), Value.of("c")))));
        assertThat(document.toJson()).isEqualTo("{\"log\":[\"a\",\"b\",\"c\"]}");
    }

    @Test
    void write_whatIsThere_makesNoChange() {
        document.edit(tx -> tx.root().list("list").append("a").insertMap(0).put("k", 1));
        assertThat(write(Trees.of(document.root()).entries()).isEmpty()).isTrue();
    }

    @Test
    void write_elementsThatStay_keepWhatOthersDoInThem() {
        document.edit(tx -> tx.root().list("list").append("a").insertMap(1).put("done", false));
        Document other = Document.create(DocumentId.named("tree"));
        other.receive(document.changesSince(VersionVector.EMPTY));
        byte[] theirs = other.edit(tx -> tx.root().list("list").map(1).put("by", "other"))
                .toBytes();
        write(Map.of(
                "list",
                new Content.ListContent(List.of(
                        scalar(1), new Content.MapContent(Map.of("done", new Content.Scalar(Value.of(true))))))));
        document.receive(theirs);
        assertThat(document.toJson()).isEqualTo("{\"list\":[1,{\"by\":\"other\",\"done\":true}]}");
    }

    /** What can stand at a place, each with a variant of its kind. */
    private static final List<Content> KINDS = List.of(
            scalar(1),
            new Content.Scalar(Value.of(List.of(Value.of(1)))),
            new Content.TextContent("hello"),
            new Content.TextContent("help"),
            new Content.CounterContent(BigInteger.TWO),
            new Content.CounterContent(BigInteger.ZERO),
            new Content.SetContent(List.of(Value.of("a"), Value.of("b"))),
            new Content.SetContent(List.of(Value.of("b"), Value.of("c"))),
            new Content.RemoveWinsSetContent(List.of(Value.of("a"), Value.of("b"))),
            new Content.RemoveWinsSetContent(List.of(Value.of("b"), Value.of("c"))),
            new Content.LogContent(List.of(Value.of("x"))),
            new Content.LogContent(List.of(Value.of("x"), Value.of("x"))),
            new Content.ListContent(List.of(scalar(1), new Content.TextContent("t"))),
            new Content.ListContent(List.of(new Content.TextContent("tt"), scalar(2))),
            new Content.MapContent(Map.of("k", scalar(1))),
            new Content.MapContent(Map.of("k", new Content.TextContent("t"), "l", scalar(2))));

    @Test
    void write_anyKindOverAnyOther_atAKeyAndInAList_readsAsItWasGiven() {
        for (Content before : KINDS) {
            for (Content after : KINDS) {
                if (shrinks(before, after)) {
                    continue;
                }
                Content between = new Content.ListContent(List.of(scalar(7), before, scalar(8)));
                Map<String, Content> old = Map.of("key", before, "list", between, "other", scalar(3));
                write(old);
                assertThat(entries()).isEqualTo(old);
                Map<String, Content> now = Map.of(
                        "key",
                        after,
                        "list",
                        new Content.ListContent(List.of(scalar(7), after, scalar(8))),
                        "other",
                        scalar(3));
                assertThat(write(now).isEmpty()).isEqualTo(before.equals(after));
                assertThat(entries()).isEqualTo(now);
                assertThat(write(now).isEmpty()).isTrue();
                assertThat(write(Map.of()).isEmpty()).isFalse();
            }
        }
    }

    @Test
    void write_differenceOfAnyTwoKinds_readsAsTheSecond() {
        for (Content before : KINDS) {
            for (Content after : KINDS) {
                if (shrinks(before, after)) {
                    continue;
                }
                Map<String, Content> old = tree(before);
                Map<String, Content> now = tree(after);
                write(old);
                Change change = document.edit(
                        tx -> TreeUpdate.write(tx.root(), new Content.MapContent(old), new Content.MapContent(now)));
                assertThat(entries()).isEqualTo(now);
                assertThat(change.isEmpty()).isEqualTo(before.equals(after));
                write(Map.of());
            }
        }
    }

    private static Map<String, Content> tree(Content content) {
        return Map.of("key", content, "list", new Content.ListContent(List.of(scalar(7), content, scalar(8))));
    }

    private static boolean shrinks(Content before, Content after) {
        return before instanceof Content.LogContent one
                && after instanceof Content.LogContent other
                && one.values().size() > other.values().size();
    }

    private Map<String, Content> entries() {
        return Trees.of(document.root()).entries();
    }

    /** Somebody else made there what is to be made: both count. */
    @Test
    void write_differenceWhereTheSameKindStandsMeanwhile_addsToIt() {
        Map<String, Content> now = Map.of(
                "set", new Content.SetContent(List.of(Value.of("b"))),
                "safe", new Content.RemoveWinsSetContent(List.of(Value.of("b"))),
                "log", new Content.LogContent(List.of(Value.of("b"))),
                "map", new Content.MapContent(Map.of("b", scalar(2))),
                "text", new Content.TextContent("ours"));
        document.edit(tx -> {
            tx.root().set("set").add("a");
            tx.root().removeWinsSet("safe").add("a");
            tx.root().log("log").append("a");
            tx.root().map("map").put("a", 1);
            tx.root().text("text").append("theirs");
        });
        document.edit(tx -> TreeUpdate.write(tx.root(), new Content.MapContent(Map.of()), new Content.MapContent(now)));
        assertThat(document.toJson())
                .isEqualTo("{\"log\":[\"a\",\"b\"],\"map\":{\"a\":1,\"b\":2},\"safe\":[\"a\",\"b\"],"
                        + "\"set\":[\"a\",\"b\"],\"text\":\"ours\"}");
    }

    @Test
    void write_differenceBesideWhatOthersDid_leavesTheirs() {
        document.edit(tx -> {
            tx.root().list("list").append("a").append("b").append("c").append("d");
            tx.root().text("text").append("abcdef\ud83d\ude00xyz");
            tx.root().set("set").add("a").add("b");
            tx.root().log("log").append("a");
            tx.root().counter("n").increment(1);
            tx.root().put("gone", 1);
        });
        Map<String, Content> before = entries();
        document.edit(tx -> {
            tx.root().list("list").remove(1).insert(0, "new");
            tx.root().text("text").insert(0, "##").delete(4, 6);
            tx.root().set("set").add("x").remove("b");
            tx.root().log("log").append("x");
            tx.root().counter("n").increment(10);
            tx.root().put("theirs", 1);
        });
        Map<String, Content> after = Map.of(
                "list", new Content.ListContent(List.of(text("A"), text("b"), text("B"), text("c"), text("end"))),
                "text", new Content.TextContent("ab,cdef\ud83d\ude01xy"),
                "set", new Content.SetContent(List.of(Value.of("b"), Value.of("c"))),
                "log", new Content.LogContent(List.of(Value.of("a"), Value.of("b"))),
                "n", new Content.CounterContent(BigInteger.TEN));
        document.edit(tx -> TreeUpdate.write(tx.root(), new Content.MapContent(before), new Content.MapContent(after)));
        assertThat(document.toJson())
                .isEqualTo("{\"list\":[\"new\",\"A\",\"B\",\"c\",\"end\"],\"log\":[\"a\",\"x\",\"b\"],\"n\":20,"
                        + "\"set\":[\"c\",\"x\"],\"text\":\"##ab,ef\ud83d\ude01xy\",\"theirs\":1}");
        assertThatThrownBy(() -> document.edit(tx -> TreeUpdate.write(
                        tx.root(),
                        new Content.MapContent(Map.of("log", after.get("log"))),
                        new Content.MapContent(Map.of("log", before.get("log"))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 entries");
    }

    @Test
    void write_counterByAnIncrementWhereItCan_countsBesideOthers() {
        document.edit(tx -> tx.root().counter("n").increment(5));
        Document other = Document.load(document.save());
        byte[] theirs = other.edit(tx -> tx.root().counter("n").increment(10)).toBytes();
        write(Map.of("n", new Content.CounterContent(BigInteger.valueOf(3))));
        document.receive(theirs);
        assertThat(document.root().counter("n").value()).isEqualTo(13);
        assertThatThrownBy(() -> write(Map.of("n", new Content.CounterContent(BigInteger.ONE.shiftLeft(64)))))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void write_list_keepsWhatIsEqual_countedInOperations() {
        write(Map.of("list", new Content.ListContent(List.of(text("a"), text("b"), text("c"), text("d")))));
        Content.ListContent without = new Content.ListContent(List.of(text("a"), text("d")));
        assertThat(write(Map.of("list", without)).count()).isEqualTo(2);
        Content.ListContent changed = new Content.ListContent(List.of(text("A"), text("x"), text("d"), text("e")));
        assertThat(write(Map.of("list", changed)).count())
                .as("a set, two inserted")
                .isEqualTo(3);
        assertThat(document.toJson()).isEqualTo("{\"list\":[\"A\",\"x\",\"d\",\"e\"]}");
    }

    @Test
    void write_scalarThatIsThereAlready_isNotWritten() {
        write(Map.of("a", scalar(1), "b", scalar(2)));
        assertThat(write(Map.of("a", scalar(1), "b", scalar(3))).count()).isEqualTo(1);
    }

    private static Content text(String value) {
        return new Content.Scalar(Value.of(value));
    }

    private static Content scalar(long value) {
        return new Content.Scalar(Value.of(value));
    }

    private Change write(Map<String, Content> entries) {
        return document.edit(tx -> TreeUpdate.write(tx.root(), new Content.MapContent(entries)));
    }
}
