package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.Schema;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What becomes of each kind of edit that a device made offline when it comes back as another replica, by what the others did
 * meanwhile. Outcomes read "first..last what place value".
 */
class ReturnTest {
    private static final DocumentId ID = DocumentId.named("return");
    private static final ConflictPolicies POLICIES = ConflictPolicies.defaults()
            .scalar("first", RegisterPolicy.FIRST_WRITER)
            .scalar("least", RegisterPolicy.MIN);

    private long now = 1_767_268_800_000L;
    private final Document member = Document.create(ID, options(1));
    private final Document former = Document.create(ID, options(2));
    private Document again = member;
    private ReturnReport report;

    private DocumentOptions options(long replica) {
        return DocumentOptions.defaults()
                .withReplica(new ReplicaId(replica))
                .withClock(() -> now)
                .withPolicies(POLICIES);
    }

    private Change edit(Document document, Consumer<MapEditor> body) {
        now += 1_000;
        return document.edit(transaction -> body.accept(transaction.root()));
    }

    private void both(Consumer<MapEditor> body) {
        former.receive(edit(member, body).toBytes());
    }

    private void offline(Consumer<MapEditor> body) {
        edit(former, body);
    }

    private void meanwhile(Consumer<MapEditor> body) {
        edit(member, body);
    }

    /** Comes back, tells the others, and comes back once more for nothing. */
    private List<String> comesBack() {
        now += 1_000;
        again = Document.load(member.save(), options(3));
        return goesOn();
    }

    private List<String> goesOn() {
        byte[] before = again.save();
        byte[] untouched = former.checkpoint();
        ReturnReport preview = Return.of(former, again).preview();
        assertThat(again.save()).as("a preview changes nothing").isEqualTo(before);
        assertThat(preview.written()).isEmpty();
        report = Return.of(former, again).run();
        assertThat(report.sources()).as("what the preview said").isEqualTo(preview.sources());
        assertThat(report.former()).isEqualTo(former.replica());
        assertThat(report.replica()).isEqualTo(again.replica());
        assertThat(report.others()).isEmpty();
        for (Change change : report.written()) {
            assertThat(member.receive(change.toBytes()).isComplete()).isTrue();
        }
        again.checkInvariants();
        assertThat(member.toJson()).isEqualTo(again.toJson());
        assertThat(member.save()).isEqualTo(again.save());
        ReturnReport second = Return.of(former, again).run();
        assertThat(second.written()).as("all was done").isEmpty();
        assertThat(second.sources()).isEqualTo(report.sources());
        assertThat(former.checkpoint()).as("is only read").isEqualTo(untouched);
        return outcomes(report);
    }

    private static List<String> outcomes(ReturnReport report) {
        List<String> lines = new ArrayList<>();
        List<ReturnOutcome.NotRepeated> left = new ArrayList<>();
        for (ReturnReport.Source source : report.sources()) {
            long at = source.change().start();
            for (ReturnOutcome outcome : source.outcomes()) {
                assertThat(outcome.operations().replica()).isEqualTo(report.former());
                assertThat(outcome.operations().start()).isEqualTo(at);
                at = outcome.operations().end();
                String what = "again";
                String value = "";
                if (outcome instanceof ReturnOutcome.NotRepeated not) {
                    left.add(not);
                    what = not.reason().name();
                    value = not.value().map(each -> " " + text(each)).orElse("");
                }
                lines.add(outcome.operations().start() + ".." + (at - 1) + " " + what + " " + outcome.place() + value);
            }
            assertThat(source.change().end()).as("all of it is told").isEqualTo(at);
        }
        assertThat(report.notRepeated()).isEqualTo(left);
        return lines;
    }

    private static String text(Value value) {
        if (value instanceof Value.Str string) {
            return string.value();
        }
        if (value instanceof Value.Int64 integer) {
            return Long.toString(integer.value());
        }
        if (value instanceof Value.ListValue list) {
            return list.values().stream().map(ReturnTest::text).toList().toString();
        }
        return value.toString();
    }

    private void assertBack(String json, String... outcomes) {
        List<String> found = comesBack();
        assertThat(again.toJson()).isEqualTo(json);
        assertThat(found).containsExactly(outcomes);
    }

    @Test
    void write_thatNobodyContests_isMadeAgain() {
        both(root -> root.put("a", 1).put("b", 2).map("m").put("c", 3));
        offline(root -> root.put("a", 10).remove("b").put("n", "new").map("m").put("c", 30));
        assertBack(
                "{\"a\":10,\"m\":{\"c\":30},\"n\":\"new\"}",
                "0..0 again /a",
                "1..1 again /b",
                "2..2 again /n",
                "3..3 again /m/c");
        assertThat(again.conflicts()).isEmpty();
    }

    @Test
    void write_andANewerOne_isReported() {
        both(root -> root.put("a", 1).put("b", 2));
        offline(root -> root.put("a", 10).remove("b"));
        meanwhile(root -> root.put("a", 11).put("b", 12));
        assertBack("{\"a\":11,\"b\":12}", "0..0 NEWER_WRITE /a 10", "1..1 NEWER_WRITE /b");
    }

    @Test
    void write_andAnOlderOneThatWasNotSeen_winsBesideIt() {
        both(root -> root.put("a", 1));
        meanwhile(root -> root.put("a", 11));
        offline(root -> root.put("a", 10));
        assertBack("{\"a\":10}", "0..0 again /a");
        assertThat(again.root().register("a").values()).containsExactly(Value.of(10), Value.of(11));
    }

    @Test
    void writes_oneAfterTheOther_endAsTheLastOne() {
        both(root -> root.put("a", 1));
        offline(root -> root.put("a", 10));
        offline(root -> root.put("a", 20).put("a", 30));
        offline(root -> root.remove("a"));
        offline(root -> root.put("b", 1));
        assertBack("{\"b\":1}", "0..0 again /a", "1..2 again /a", "3..3 again /a", "4..4 again /b");
        assertThat(report.sources()).hasSize(4);
        assertThat(report.written()).hasSize(4);
        assertThat(again.root().register("a").hasConflict()).isFalse();
    }

    @Test
    void write_inPlaceOfAContainer_takesItIfNobodyEditedThatMeanwhile() {
        both(root -> root.map("a").put("x", 1));
        both(root -> root.map("b").put("x", 1));
        offline(root -> root.put("a", 10).put("b", 10));
        meanwhile(root -> root.map("b").put("y", 2));
        assertBack(
                "{\"a\":10,\"b\":{\"x\":1,\"y\":2}}",
                "0..1 again /a",
                "2..2 PLACE_TAKEN /b 10",
                "3..3 EDITED_SINCE /b");
    }

    @Test
    void write_ofAPolicy_isJudgedByIt() {
        both(root -> root.put("k", 1));
        offline(root -> root.put("first", "mine").put("least", 5));
        meanwhile(root -> root.put("first", "theirs").put("least", 7));
        assertBack("{\"first\":\"theirs\",\"k\":1,\"least\":5}", "0..0 NEWER_WRITE /first mine", "1..1 again /least");
    }

    @Test
    void firstWrite_whereNobodyWrote_isMadeAgain() {
        both(root -> root.put("k", 1));
        offline(root -> root.put("first", "mine"));
        assertBack("{\"first\":\"mine\",\"k\":1}", "0..0 again /first");
    }

    @Test
    void edits_ofNewContainers_areMadeAgainWithThem() {
        both(root -> root.put("k", 1));
        offline(root -> {
            MapEditor map = root.map("m");
            map.counter("c").increment(3).decrement();
            map.set("s").add("x").add("y").remove("x");
            map.removeWinsSet("r").add("x").add("y").remove("x");
            map.log("l").append("one").append("two");
            map.text("t").append("text");
            map.list("list").append("a").append(2).insertMap(1).put("deep", true);
        });
        List<String> found = comesBack();
        assertThat(again.toJson()).isEqualTo(former.toJson());
        assertThat(found).noneMatch(line -> !line.contains("again"));
        assertThat(found)
                .contains(
                        "0..0 again /m", "1..3 again /m/c", "4..7 again /m/s", "8..11 again /m/r", "12..14 again /m/l");
    }

    @Test
    void creation_ofWhatOthersCreatedToo_isOneContainer() {
        both(root -> root.put("k", 1));
        offline(root -> root.map("m").put("a", 1).text("t").append("mine"));
        meanwhile(root -> root.map("m").put("b", 2).text("t").append("theirs"));
        List<String> found = comesBack();
        assertThat(again.toJson()).contains("\"a\":1,\"b\":2").contains("mine").contains("theirs");
        assertThat(found).containsExactly("0..0 again /m", "1..1 again /m/a", "2..6 again /m/t");
    }

    @Test
    void creation_whereSomethingElseStandsNow_isReportedWithAllThatIsInIt() {
        both(root -> root.put("k", 1));
        offline(root -> root.map("m").put("a", 1));
        offline(root -> root.counter("n").increment(2));
        meanwhile(root -> root.put("m", "theirs").text("n").append("theirs"));
        assertBack(
                "{\"k\":1,\"m\":\"theirs\",\"n\":\"theirs\"}",
                "0..0 NEWER_WRITE /m",
                "1..1 PLACE_TAKEN /m/a 1",
                "2..2 PLACE_TAKEN /n",
                "3..3 PLACE_TAKEN /n 2");
    }

    @Test
    void creation_whereAnOlderWriteStands_takesItsPlace() {
        both(root -> root.put("k", 1));
        meanwhile(root -> root.put("m", "theirs"));
        offline(root -> root.map("m").put("a", 1));
        assertBack("{\"k\":1,\"m\":{\"a\":1}}", "0..0 again /m", "1..1 again /m/a");
    }

    @Test
    void creation_whereANewerRemovalStands_isMadeAgain() {
        both(root -> root.put("m", 1));
        offline(root -> root.remove("m").map("m").put("a", 1));
        meanwhile(root -> root.remove("m"));
        List<String> found = comesBack();
        assertThat(again.toJson()).isEqualTo("{\"m\":{\"a\":1}}");
        assertThat(found).contains("1..1 again /m", "2..2 again /m/a");
    }

    @Test
    void containerMadeAnew_isAnotherOneHereToo() {
        both(root -> root.text("t").append("old"));
        offline(root -> root.replaceWithNew("t", SlotKind.TEXT).text("t").append("new"));
        offline(root -> root.text("t").append("er"));
        meanwhile(root -> root.put("k", 1));
        List<String> found = comesBack();
        assertThat(again.toJson()).isEqualTo("{\"k\":1,\"t\":\"newer\"}");
        assertThat(found).noneMatch(line -> !line.contains("again"));
    }

    @Test
    void containerMadeAnew_whereTheOldOneWasEdited_isReported() {
        both(root -> root.text("t").append("old"));
        offline(root -> root.replaceWithNew("t", SlotKind.TEXT).text("t").append("new"));
        meanwhile(root -> root.text("t").append("er"));
        assertBack("{\"t\":\"older\"}", "0..0 EDITED_SINCE /t", "1..1 PLACE_TAKEN /t", "2..4 PLACE_TAKEN /t new");
    }

    @Test
    void deletion_ofAContainer_isMadeAgainUnlessItWasEdited() {
        both(root -> root.map("a").put("x", 1).map("b").put("x", 1));
        both(root -> root.map("c").put("x", 1));
        both(root -> root.map("d").put("x", 1));
        offline(root -> root.remove("a").remove("c").remove("d"));
        meanwhile(root -> root.map("c").put("x", 2));
        meanwhile(root -> root.remove("d"));
        assertBack("{\"c\":{\"x\":2}}", "0..0 again /a", "1..1 EDITED_SINCE /c", "2..2 again /d");
    }

    @Test
    void editsBelowADeletion_startAgain() {
        both(root -> root.map("a").put("x", 1).text("t").append("old"));
        offline(root -> root.remove("a").map("a").put("y", 2).text("t").append("new"));
        List<String> found = comesBack();
        assertThat(again.toJson()).isEqualTo("{\"a\":{\"t\":\"new\",\"y\":2}}");
        assertThat(found).noneMatch(line -> !line.contains("again"));
    }

    @Test
    void edits_ofWhatOthersDeleted_createItAgain() {
        both(root -> root.map("a").put("x", 1).text("t").append("old"));
        offline(root -> root.map("a").put("y", 2).text("t").append("!"));
        meanwhile(root -> root.remove("a"));
        List<String> found = comesBack();
        assertThat(again.toJson()).contains("\"y\":2").contains("!");
        assertThat(found).containsExactly("0..0 again /a/y", "1..1 again /a/t");
    }

    @Test
    void counter_isCountedOnAndSetIfNobodyElseCounted() {
        both(root -> root.counter("a").increment(1));
        both(root -> root.counter("b").increment(1));
        both(root -> root.counter("c").increment(1));
        offline(root -> root.counter("a").increment(5).decrement(2));
        offline(root -> root.counter("b").set(100).increment());
        offline(root -> root.counter("c").set(100).increment());
        offline(root -> root.counter("b").reset());
        meanwhile(root -> root.counter("a").increment(10));
        meanwhile(root -> root.counter("c").increment(10));
        assertBack(
                "{\"a\":14,\"b\":0,\"c\":12}",
                "0..1 again /a",
                "2..3 again /b",
                "4..4 EDITED_SINCE /c 100",
                "5..5 again /c",
                "6..6 again /b");
    }

    @Test
    void increment_beyondWhatACounterHolds_isReported() {
        both(root -> root.counter("a").create());
        offline(root -> root.counter("a").increment(Long.MAX_VALUE - 5).increment(5));
        again = Document.load(member.save(), options(3));
        member.receive(edit(again, root -> root.counter("a").increment(2)).toBytes());
        assertThat(goesOn()).containsExactly("0..0 again /a", "1..1 REFUSED /a 5");
        assertThat(again.toJson()).isEqualTo("{\"a\":9223372036854775804}");
    }

    @Test
    void set_keepsWhatOthersAdded() {
        both(root -> root.set("s").add("seen").add("both"));
        offline(root -> root.set("s").add("mine").remove("seen").remove("both"));
        meanwhile(root -> root.set("s").add("theirs").add("both"));
        assertBack("{\"s\":[\"both\",\"mine\",\"theirs\"]}", "0..2 again /s");
    }

    @Test
    void removals_inSetsThatOthersDeleted_haveNothingToDo() {
        both(root -> root.set("s").add("seen").add("other"));
        both(root -> root.removeWinsSet("r").add("seen"));
        offline(root -> root.set("s").remove("seen"));
        offline(root -> root.removeWinsSet("r").remove("seen"));
        offline(root -> root.remove("s"));
        meanwhile(root -> root.remove("s").remove("r"));
        assertBack("{}", "0..0 again /s", "1..1 again /r", "2..2 again /s");
    }

    @Test
    void removeWinsSet_doesNotTakeOutWhatItHadNotSeen() {
        both(root -> root.removeWinsSet("s").add("a").add("b").add("c"));
        offline(root -> root.removeWinsSet("s").remove("a").remove("b").add("mine"));
        offline(root -> root.removeWinsSet("s").remove("c"));
        meanwhile(root ->
                root.removeWinsSet("s").remove("b").add("b").add("theirs").remove("c"));
        assertBack(
                "{\"s\":[\"b\",\"mine\",\"theirs\"]}",
                "0..0 again /s",
                "1..1 EDITED_SINCE /s b",
                "2..2 again /s",
                "3..3 again /s");
    }

    @Test
    void logEntries_areAppended() {
        both(root -> root.log("l").append("one"));
        offline(root -> root.log("l").append("mine"));
        meanwhile(root -> root.log("l").append("theirs"));
        List<String> found = comesBack();
        assertThat(again.root().log("l").values())
                .containsExactlyInAnyOrder(Value.of("one"), Value.of("mine"), Value.of("theirs"));
        assertThat(found).containsExactly("0..0 again /l");
    }

    @Test
    void schema_isMadeAgainUnlessANewerOneStands() {
        Schema old = Schema.builder(1).field("k", Field.integer()).build();
        Schema young = Schema.builder(2).field("k", Field.string()).build();
        both(root -> root.put("x", 1));
        former.edit(transaction -> transaction.adopt(old));
        List<String> found = comesBack();
        assertThat(found).containsExactly("0..0 again /");
        assertThat(again.schema().stored().map(Schema::toValue)).contains(old.toValue());
        former.edit(transaction -> transaction.adopt(young));
        assertThat(goesOn()).containsExactly("0..0 again /", "1..1 again /");
        assertThat(again.schema().stored().map(Schema::toValue)).contains(young.toValue());
    }

    @Test
    void schema_whereOneOfTheSameVersionStands_isReported() {
        both(root -> root.put("x", 1));
        former.edit(transaction ->
                transaction.adopt(Schema.builder(1).field("k", Field.integer()).build()));
        Schema theirs = Schema.builder(1).field("k", Field.string()).build();
        member.edit(transaction -> transaction.adopt(theirs));
        assertBack("{\"x\":1}", "0..0 NEWER_WRITE /");
        assertThat(again.schema().stored().map(Schema::toValue)).contains(theirs.toValue());
    }

    @Test
    void takingADeleteBack_isNotMadeAgain() {
        both(root -> root.map("m").put("a", 1));
        both(root -> root.remove("m"));
        offline(root -> root.restore("m", SlotKind.MAP).put("k", 1));
        assertBack("{\"k\":1}", "0..0 NOT_CARRIED /m", "1..1 again /k");
    }

    @Test
    void editThatTheDocumentDoesNotTake_isReportedWhole() {
        both(root -> root.put("hours", 1));
        offline(root -> root.put("hours", "many").put("other", 2));
        offline(root -> root.text("notes").append("kept"));
        member.edit(transaction -> transaction.adopt(
                Schema.builder(1).field("hours", Field.integer()).build()));
        assertBack(
                "{\"hours\":1,\"notes\":\"kept\"}",
                "0..0 REFUSED /hours many",
                "1..1 REFUSED /other 2",
                "2..6 again /notes");
    }

    @Test
    void text_goesWhereItStood() {
        both(root -> root.text("t").append("Hello world"));
        offline(root -> root.text("t").insert(5, ", dear").append("!").insert(0, ">"));
        offline(root -> root.text("t").delete(1, 3));
        offline(root -> root.text("t").insert(1, "A"));
        meanwhile(root -> root.text("t").delete(6, 11).append("all").insert(0, "* "));
        List<String> found = comesBack();
        assertThat(again.root().text("t")).hasToString(">A* llo, dear !all");
        assertThat(found).noneMatch(line -> !line.contains("again /t"));
    }

    @Test
    void deletions_ofWhatOthersDeletedToo_areDoneOnce() {
        both(root -> root.text("t").append("abcdefgh"));
        both(root -> root.text("gone").append("abc"));
        offline(root -> root.text("t").delete(1, 7));
        offline(root -> {
            for (int i = 0; i < 2; i++) {
                root.text("t").delete(0, 1);
            }
        });
        offline(root -> root.text("gone").delete(0, 2));
        meanwhile(root -> root.text("t").delete(2, 4).insert(2, "xy"));
        meanwhile(root -> root.remove("gone"));
        List<String> found = comesBack();
        assertThat(again.toJson()).isEqualTo("{\"t\":\"xy\"}");
        assertThat(found).noneMatch(line -> !line.contains("again"));
    }

    @Test
    void elements_goWhereTheyStood() {
        both(root -> root.list("l").append("a").append("b").append("c"));
        offline(root -> root.list("l").insert(1, "x").insertAll(3, List.of(Value.of("y"), Value.of("z"))));
        meanwhile(root -> root.list("l").remove(1).append("d"));
        assertBack("{\"l\":[\"a\",\"x\",\"y\",\"z\",\"c\",\"d\"]}", "0..2 again /l");
    }

    @Test
    void elements_thatHaveNoPlaceAnyMore_areReportedWithTheirValues() {
        both(root -> root.put("k", 1));
        offline(root -> root.list("l").append("x").insertAll(1, List.of(Value.of("y"), Value.of("z"))));
        meanwhile(root -> root.put("l", "theirs"));
        assertBack("{\"k\":1,\"l\":\"theirs\"}", "0..0 NEWER_WRITE /l", "1..3 PLACE_TAKEN /l [x, y, z]");
    }

    @Test
    void settingAnElement_dependsOnWhatBecameOfIt() {
        both(root -> root.list("l").append("a").append("b").append("c").append("d"));
        offline(root -> root.list("l").set(0, "A").set(1, "B").set(2, "C"));
        meanwhile(root -> root.list("l").set(0, "AA").remove(1));
        assertBack(
                "{\"l\":[\"AA\",\"C\",\"d\"]}",
                "0..0 NEWER_WRITE /l/0 A",
                "1..1 ELEMENT_GONE /l/1 B",
                "2..2 again /l/2");
    }

    @Test
    void settingAnElement_afterAnOlderWriteThatWasNotSeen_winsBesideIt() {
        both(root -> root.list("l").append("a"));
        meanwhile(root -> root.list("l").set(0, "theirs"));
        offline(root -> root.list("l").set(0, "mine"));
        offline(root -> root.list("l").set(0, "mine too"));
        assertBack("{\"l\":[\"mine too\"]}", "0..0 again /l/0", "1..1 again /l/0");
        assertThat(again.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.path()).hasToString("/l/0"));
    }

    @Test
    void editsInElements_dependOnWhatBecameOfThose() {
        both(root -> {
            for (int i = 0; i < 4; i++) {
                root.list("l").insertMap(i).put("x", i);
            }
        });
        offline(root -> root.list("l").map(0).put("y", 2));
        offline(root -> root.list("l").map(1).counter("n").increment());
        offline(root -> root.list("l").set(2, "two"));
        offline(root -> root.list("l").set(3, "three"));
        meanwhile(root -> root.list("l").remove(0).map(1).put("z", 3));
        assertBack(
                "{\"l\":[{\"n\":1,\"x\":1},{\"x\":2,\"z\":3},\"three\"]}",
                "0..0 ELEMENT_GONE /l/0/y 2",
                "1..2 again /l/1/n",
                "3..3 PLACE_TAKEN /l/2 two",
                "4..4 EDITED_SINCE /l/2",
                "5..6 again /l/3");
    }

    @Test
    void removingElements_leavesWhatOthersEditedInThem() {
        both(root -> {
            root.list("l").insertMap(0).put("x", 0);
            root.list("l").insertMap(1).put("x", 1);
            root.list("l").append("a").append("b").append("c");
        });
        offline(root -> root.list("l").remove(0, 4));
        meanwhile(root -> root.list("l").remove(3).map(1).put("y", 1));
        List<String> found = comesBack();
        assertThat(again.toJson()).isEqualTo("{\"l\":[{\"x\":1,\"y\":1},\"c\"]}");
        assertThat(found)
                .filteredOn(line -> !line.contains("again"))
                .singleElement()
                .asString()
                .contains("EDITED_SINCE");
    }

    @Test
    void moves_areMadeAgain() {
        both(root ->
                root.list("l").append("a").append("b").append("c").append("d").append("e"));
        offline(root -> root.list("l").move(0, 2));
        offline(root -> root.list("l").move(4, 0));
        meanwhile(root -> root.list("l").append("f"));
        assertBack("{\"l\":[\"e\",\"b\",\"c\",\"a\",\"d\",\"f\"]}", "0..0 again /l/3", "1..1 again /l/0");
    }

    @Test
    void move_ofWhatOthersMovedLater_isReported() {
        both(root -> root.list("l").append("a").append("b").append("c"));
        offline(root -> root.list("l").move(0, 2));
        meanwhile(root -> root.list("l").move(0, 1));
        assertBack("{\"l\":[\"b\",\"a\",\"c\"]}", "0..0 NEWER_WRITE /l/2");
    }

    @Test
    void move_ofWhatOthersMovedEarlier_counts() {
        both(root -> root.list("l").append("a").append("b").append("c"));
        meanwhile(root -> root.list("l").move(0, 1));
        offline(root -> root.list("l").move(0, 2));
        assertBack("{\"l\":[\"b\",\"c\",\"a\"]}", "0..0 again /l/2");
    }

    @Test
    void move_toWhereOthersMovedIt_changesNothing() {
        both(root -> root.list("l").append("a").append("b"));
        meanwhile(root -> root.list("l").move(1, 0));
        offline(root -> root.list("l").move(1, 0));
        assertBack("{\"l\":[\"b\",\"a\"]}", "0..0 again /l/0");
    }

    @Test
    void move_ofWhatIsGone_isReported() {
        both(root -> root.list("l").append("a").append("b").append("c"));
        offline(root -> root.list("l").move(2, 0));
        meanwhile(root -> root.list("l").remove(2));
        assertBack("{\"l\":[\"a\",\"b\"]}", "0..0 ELEMENT_GONE /l/0");
    }

    /** Of a third device, whose changes reached only the one that was away. */
    @Test
    void edits_ofWhatOnlyThisDeviceHasOfOthers_areMadeAgainWhenThatArrives() {
        both(root -> root.list("l").append("a").append("b"));
        Document friend = Document.create(ID, options(9));
        friend.receive(member.changesSince(VersionVector.EMPTY));
        byte[] ofFriend = edit(
                        friend, root -> root.list("l").append("c").insertMap(1).put("x", 1))
                .toBytes();
        former.receive(ofFriend);
        offline(root -> root.list("l").set(3, "C"));
        offline(root -> root.list("l").map(1).put("y", 2));
        offline(root -> root.list("l").move(3, 0));
        offline(root -> root.list("l").remove(0, 2).append("d"));
        List<String> found = comesBack();
        assertThat(again.toJson()).isEqualTo("{\"l\":[\"b\",\"d\"]}");
        assertThat(found)
                .containsExactly(
                        "0..0 NOT_HERE /l/0 C",
                        "1..1 NOT_HERE /l/0/y 2",
                        "2..2 NOT_HERE /l/0",
                        "3..3 NOT_HERE /l",
                        "4..5 again /l");
        member.receive(ofFriend);
        again.receive(ofFriend);
        assertThat(goesOn()).noneMatch(line -> !line.contains("again"));
        assertThat(again.toJson()).isEqualTo("{\"l\":[{\"x\":1,\"y\":2},\"b\",\"d\"]}");
    }

    @Test
    void whatTheNewReplicaDidItself_wasNotSeenByTheFormerOne() {
        both(root -> root.put("k", 1).map("m").put("x", 1));
        offline(root -> root.put("k", 2).remove("m"));
        again = Document.load(member.save(), options(3));
        member.receive(
                edit(again, root -> root.put("k", 3).map("m").put("y", 1)).toBytes());
        assertThat(goesOn()).containsExactly("0..0 NEWER_WRITE /k 2", "1..1 EDITED_SINCE /m");
        assertThat(again.toJson()).isEqualTo("{\"k\":3,\"m\":{\"x\":1,\"y\":1}}");
    }

    @Test
    void laterEditsOfTheFormerReplica_areBroughtAlongByTheNextCall() {
        both(root -> root.map("m").put("x", 1).text("t").append("ab"));
        offline(root -> root.map("m").put("y", 2).text("t").append("c"));
        assertThat(comesBack()).containsExactly("0..0 again /m/y", "1..1 again /m/t");
        offline(root -> root.map("m").text("t").append("d").delete(1, 3));
        assertThat(goesOn()).containsExactly("0..0 again /m/y", "1..1 again /m/t", "2..4 again /m/t");
        assertThat(again.toJson()).isEqualTo("{\"m\":{\"t\":\"ad\",\"x\":1,\"y\":2}}");
        offline(root -> root.remove("m"));
        assertThat(goesOn()).endsWith("5..5 again /m");
        assertThat(again.toJson()).isEqualTo("{}");
    }

    @Test
    void changesThatTheOthersHave_areNotMadeAgain() {
        both(root -> root.put("k", 1));
        offline(root -> root.put("a", 1).put("b", 1));
        member.receive(former.changesSince(member.version()));
        assertBack("{\"a\":1,\"b\":1,\"k\":1}");
        assertThat(report.sources()).isEmpty();
        assertThat(report.written()).isEmpty();
        offline(root -> root.put("a", 2));
        assertThat(goesOn()).containsExactly("2..2 again /a");
        assertThat(again.toJson()).isEqualTo("{\"a\":2,\"b\":1,\"k\":1}");
    }

    @Test
    void toADocumentWithoutHistory_bringsWhatItLacks() {
        both(root -> root.put("k", 1));
        offline(root -> root.put("a", 1).put("b", 1));
        member.receive(former.changesSince(member.version()));
        now += 1_000;
        again = Document.load(member.save(SaveOptions.withoutHistory()), options(3));
        assertThat(Return.of(former, again).run().sources()).isEmpty();
        offline(root -> root.put("b", 2).remove("k"));
        report = Return.of(former, again).run();
        assertThat(outcomes(report)).containsExactly("2..2 again /b", "3..3 again /k");
        assertThat(again.toJson()).isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void aDeviceThatNeverWrote_bringsNothing() {
        both(root -> root.put("k", 1));
        assertBack("{\"k\":1}");
        assertThat(report.sources()).isEmpty();
    }

    @Test
    void notes_areThoseOfTheFormerChanges() {
        both(root -> root.put("k", 1));
        List<DocumentChange> heard = new ArrayList<>();
        member.onChange(heard::add);
        former.edit(
                transaction -> transaction.author("Ada").message("why").root().put("k", 2));
        assertThat(comesBack()).containsExactly("0..0 again /k");
        assertThat(heard).singleElement().satisfies(change -> {
            assertThat(change.author()).contains("Ada");
            assertThat(change.message()).contains("why");
            assertThat(change.replica()).isEqualTo(new ReplicaId(3));
        });
    }

    @Test
    void of_anotherDocumentOrItself_isRefused() {
        Document other = Document.create(DocumentId.named("other"), options(3));
        assertThatThrownBy(() -> Return.of(former, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not two replicas");
        assertThatThrownBy(() -> Return.of(former, former)).isInstanceOf(IllegalArgumentException.class);
    }
}
