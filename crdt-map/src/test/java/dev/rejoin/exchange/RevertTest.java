package dev.rejoin.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Content;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.Path;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every kind of edit, in maps and in elements of lists, is taken back and made again. */
class RevertTest {
    /** At the root, in a map, in an element. */
    private static final List<Function<MapEditor, MapEditor>> PLACES = List.of(
            root -> root, root -> root.map("map"), root -> root.list("elements").map(1));

    private static final List<Consumer<MapEditor>> EDITS = List.of(
            map -> map.put("scalar", 2),
            map -> map.put("new", 1),
            map -> map.remove("scalar"),
            map -> map.text("text").replace(1, 3, "new"),
            map -> map.text("text").delete(0, 5),
            map -> map.counter("count").increment(3),
            map -> map.counter("count").set(-7),
            map -> map.set("set").add("c"),
            map -> map.set("set").remove("a"),
            map -> map.removeWinsSet("safe").add("c"),
            map -> map.removeWinsSet("safe").remove("a"),
            map -> map.log("log").append("c"),
            map -> map.list("list").append("z"),
            map -> map.list("list").insert(0, "x").insert(2, "y"),
            map -> map.list("list").remove(1, 3),
            map -> map.list("list").set(0, "other"),
            map -> map.list("list").move(0, 2),
            map -> map.list("list").move(3, 0),
            map -> map.list("list").text(3).append("more"),
            map -> map.list("list").counter(4).increment(2),
            map -> map.list("list").set(5).remove("b"),
            map -> map.list("list").removeWinsSet(6).add("c"),
            map -> map.list("list").log(7).append("c"),
            map -> map.list("list").list(8).append("deep").append("deeper"),
            map -> map.list("list").map(9).put("k", 2).put("n", 1),
            map -> map.list("list").map(9).log("log").append("b"),
            map -> map.list("list").remove(3, 10),
            map -> map.list("list").set(9, "scalar"),
            map -> map.list("list").insertMap(0).put("k", 1).log("log").append("a"),
            map -> map.map("inner").map("most").put("k", 2),
            map -> map.map("inner").remove("most"),
            map -> map.remove("inner"),
            map -> map.remove("list"),
            map -> map.remove("log"),
            map -> map.remove("text").remove("set").remove("safe").remove("count"),
            map -> map.remove("text").list("text").append("a list now"),
            map -> map.put("list", "a scalar now"));

    private static void fill(MapEditor map) {
        map.put("scalar", 1);
        map.text("text").append("hello");
        map.counter("count").increment(5);
        map.set("set").add("a").add("b");
        map.removeWinsSet("safe").add("a").add("b");
        map.log("log").append("a").append("b");
        map.map("inner").map("most").put("k", 1);
        map.list("list").append("a").append("b").append("c");
        map.list("list").insertText(3).append("t");
        map.list("list").insertCounter(4).increment(1);
        map.list("list").insertSet(5).add("a").add("b");
        map.list("list").insertRemoveWinsSet(6).add("a");
        map.list("list").insertLog(7).append("a");
        map.list("list").insertList(8).append("x");
        map.list("list").insertMap(9).put("k", 1).log("log").append("a");
    }

    private static Document document(long replica) {
        return Document.create(
                DocumentId.named("revert"), DocumentOptions.defaults().withReplica(new ReplicaId(replica)));
    }

    private static String tagged(Document document) {
        return JsonExport.write(document.root(), JsonNotation.TAGGED);
    }

    @Test
    void to_versionBeforeAnyEdit_readsAsThen_andBackAgain() {
        for (Function<MapEditor, MapEditor> place : PLACES) {
            Document document = document(1);
            document.edit(tx -> {
                tx.root().list("elements").append("first").insertMap(1);
                fill(place.apply(tx.root()));
            });
            String before = tagged(document);
            VersionVector then = document.version();
            for (Consumer<MapEditor> edit : EDITS) {
                document.edit(tx -> edit.accept(place.apply(tx.root())));
                String after = tagged(document);
                VersionVector later = document.version();
                assertThat(after).isNotEqualTo(before);
                Revert.to(document, then);
                assertThat(tagged(document)).isEqualTo(before);
                assertThat(Revert.to(document, then).isEmpty()).isTrue();
                Revert.to(document, later);
                assertThat(tagged(document)).isEqualTo(after);
                Revert.to(document, then);
            }
        }
    }

    @Test
    void to_versionBeforeAnEdit_writesNoMoreThanTheDifference() {
        Document document = document(1);
        document.edit(tx -> fill(tx.root()));
        VersionVector then = document.version();
        assertThat(operations(document, then, root -> root.put("scalar", 2))).isEqualTo(1);
        assertThat(operations(document, then, root -> root.text("text").append("!!")))
                .as("one range")
                .isEqualTo(1);
        assertThat(operations(document, then, root -> root.list("list").move(0, 2)))
                .isEqualTo(1);
        assertThat(operations(
                        document, then, root -> root.list("list").append("x").append("y")))
                .isEqualTo(2);
        assertThat(operations(document, then, root -> root.list("list").list(8).append("x")))
                .isEqualTo(1);
        assertThat(operations(document, then, root -> root.remove("text")))
                .as("restored as itself")
                .isEqualTo(1);
        assertThat(operations(document, then, root -> root.set("set").add("c"))).isEqualTo(1);
        assertThat(operations(document, then, root -> root.counter("count").increment(7)))
                .isEqualTo(1);
    }

    private static long operations(Document document, VersionVector then, Consumer<MapEditor> edit) {
        document.edit(tx -> edit.accept(tx.root()));
        return Revert.to(document, then).count();
    }

    @Test
    void apply_differenceToAVersionWithEntriesOfOthers_putsThemWhereTheyStoodThen() {
        for (boolean inAList : new boolean[] {false, true}) {
            Document one = document(1);
            one.edit(tx -> {
                if (inAList) {
                    tx.root().list("l").append("first").insertLog(1).append("a");
                    tx.root().list("l").append("last");
                } else {
                    tx.root().log("l").append("a");
                }
            });
            Document two = document(2);
            two.receive(one.changesSince(two.version()));
            append(one, inAList, "one");
            append(two, inAList, "two");
            List<VersionVector> alone = List.of(one.version(), two.version());
            one.receive(two.changesSince(one.version()));
            for (VersionVector from : alone) {
                List<DocumentEvent> events = one.timeline().difference(from, one.version());
                assertThat(events).hasSize(1).hasOnlyElementsOfType(DocumentEvent.LogAppended.class);
                Document fork = one.timeline().fork(from);
                fork.edit(tx -> Revert.apply(tx, events));
                assertThat(tagged(fork)).isEqualTo(tagged(one));
            }
        }
    }

    private static void append(Document document, boolean inAList, String value) {
        document.edit(tx -> (inAList ? tx.root().list("l").log(1) : tx.root().log("l")).append(value));
    }

    @Test
    void apply_entryAtTheEndOfALog_isAppendedAndKeepsTheLog() {
        Document document = document(1);
        document.edit(tx -> tx.root().log("l").append("a"));
        Path log = Path.root().key("l");
        DocumentEvent last = new DocumentEvent.LogAppended(log, 1, Value.of("b"));
        assertThat(document.edit(tx -> Revert.apply(tx, List.of(last))).count()).isEqualTo(1);
        DocumentEvent first = new DocumentEvent.LogAppended(log, 0, Value.of("0"));
        document.edit(tx -> Revert.apply(tx, List.of(first)));
        assertThat(document.toJson()).isEqualTo("{\"l\":[\"0\",\"a\",\"b\"]}");
    }

    @Test
    void to_versionWithAContainerThatSomebodyEditsNow_takesTheirEdit() {
        Document one = document(1);
        one.edit(tx -> tx.root().map("m").put("k", 1).list("l").append("a"));
        VersionVector then = one.version();
        Document two = document(2);
        two.receive(one.changesSince(two.version()));
        one.edit(tx -> tx.root().remove("m"));
        two.edit(tx -> tx.root().map("m").list("l").append("theirs"));
        Revert.to(one, then);
        one.receive(two.changesSince(one.version()));
        assertThat(one.toJson()).isEqualTo("{\"m\":{\"k\":1,\"l\":[\"a\",\"theirs\"]}}");
    }

    @Test
    void apply_contentOfEachKind_insertsItIntoAList() {
        Document source = document(1);
        source.edit(tx -> fill(tx.root()));
        List<Content> elements =
                new ArrayList<>(Trees.of(source.root()).entries().values());
        Document target = document(2);
        target.edit(tx -> tx.root().list("list").append("before").append("behind"));
        Path list = Path.root().key("list");
        target.edit(tx -> Revert.apply(tx, List.of(new DocumentEvent.ElementsInserted(list, 1, elements))));
        List<Content> expected = new ArrayList<>(elements);
        expected.add(0, new Content.Scalar(Value.of("before")));
        expected.add(new Content.Scalar(Value.of("behind")));
        assertThat(Trees.of(target.root().list("list")).elements()).isEqualTo(expected);
    }
}
