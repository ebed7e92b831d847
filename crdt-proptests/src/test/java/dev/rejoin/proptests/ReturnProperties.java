package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.NotAMemberException;
import dev.rejoin.document.Return;
import dev.rejoin.document.ReturnOutcome;
import dev.rejoin.document.ReturnOutcome.Reason;
import dev.rejoin.document.ReturnReport;
import dev.rejoin.document.SlotKind;
import dev.rejoin.member.Returned;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.Schema;
import dev.rejoin.value.Value;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** A device that was retired while it was offline comes back, and nothing that it did is lost, doubled or too strong. */
class ReturnProperties {
    private static final long YEAR = 365L * 24 * 3_600 * 1_000;

    private final ManualPhysicalClock clock = new ManualPhysicalClock();
    private final Document member = Replicas.create(1, clock);
    private final Document former = Replicas.create(2, clock);

    @Property(tries = 60)
    void run_afterEditsOfTextsListsSetsCountersAndRegisters_isAsTheModelSays(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int edits) {
        run(seed, false, edits);
    }

    @Property(tries = 60)
    void run_afterAnyEdits_losesNothing(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int edits) {
        run(seed, true, edits);
    }

    @Tag("once")
    @Property(tries = 4)
    void run_afterManyEdits_isAsTheModelSays(@ForAll long seed, @ForAll @IntRange(min = 300, max = 1_000) int edits) {
        run(seed, false, edits);
    }

    private static void run(long seed, boolean wild, int edits) {
        try {
            new ReturnSchedule(seed, wild, edits).run();
        } catch (RuntimeException | Error failed) {
            throw new AssertionError(
                    "replay with new ReturnSchedule(" + seed + "L, " + wild + ", " + edits + ").run()", failed);
        }
    }

    private void found(Document... others) {
        ReplicaId[] ids = new ReplicaId[others.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = others[i].replica();
        }
        clock.advance(1);
        member.membership().join(ids);
        member.edit(tx -> tx.root().put("status", "open").text("notes").append("Hello world"));
        for (Document other : others) {
            other.receive(member.changesSince(VersionVector.EMPTY));
        }
        clock.advance(1);
    }

    /** A new replica from what the member has, which knows that the retired ones are settled. */
    private Document adopted(long replica) {
        clock.advance(1);
        Document again = Document.load(member.save(), Replicas.options(clock).withReplica(new ReplicaId(replica)));
        again.receiveAcknowledgement(member.acknowledgement());
        return again;
    }

    private Document joined(long replica) {
        Document again = adopted(replica);
        again.receive(member.membership().join(again.replica()).toBytes());
        again.receiveAcknowledgement(member.acknowledgement());
        return again;
    }

    private void retire(Document... documents) {
        for (Document document : documents) {
            member.membership().retire(document.replica());
        }
        member.acknowledgement();
        member.prune(Long.MAX_VALUE);
    }

    private static void send(ReturnReport report, Document to) {
        report.written()
                .forEach(change ->
                        assertThat(to.receive(change.toBytes()).isComplete()).isTrue());
    }

    /** Ids that follow each other were deleted in two texts, and were to be deleted as one run: "no element". */
    @Example
    void run_deletionsOfNeighbouringIdsInTwoTexts_areMadeAgain() {
        new ReturnSchedule(-2833923337974L, false, 6).run();
    }

    @Example
    void run_yearOldWrite_doesNotBeatANewerOneAndIsReported() {
        found(former);
        former.edit(tx -> tx.root().put("status", "mine").put("other", 1));
        clock.advance(YEAR);
        member.edit(tx -> tx.root().put("status", "theirs"));
        retire(former);
        Document again = joined(3);
        ReturnReport report = Return.of(former, again).run();
        send(report, member);
        assertThat(member.toJson())
                .isEqualTo("{\"notes\":\"Hello world\",\"other\":1,\"status\":\"theirs\"}")
                .isEqualTo(again.toJson());
        assertThat(report.notRepeated()).singleElement().satisfies(each -> {
            assertThat(each.reason()).isEqualTo(Reason.NEWER_WRITE);
            assertThat(each.value()).contains(Value.of("mine"));
            assertThat(each.place()).hasToString("/status");
        });
    }

    @Example
    void run_deletesAndSettingsOfWhatOthersWroteSince_areReported() {
        member.edit(tx -> tx.root().map("m").put("k", 1).counter("c").increment(3));
        member.edit(tx -> tx.root().map("n").put("k", 1));
        found(former);
        former.edit(tx -> tx.root().map("m").counter("c").set(100));
        former.edit(tx -> tx.root().remove("m"));
        former.edit(tx -> tx.root().remove("n").remove("notes"));
        member.edit(tx -> tx.root().map("m").counter("c").increment(4));
        retire(former);
        ReturnReport report = Return.of(former, joined(3)).run();
        send(report, member);
        assertThat(member.toJson()).isEqualTo("{\"m\":{\"c\":7,\"k\":1},\"status\":\"open\"}");
        assertThat(report.notRepeated())
                .extracting(ReturnOutcome.NotRepeated::reason)
                .containsExactly(Reason.EDITED_SINCE, Reason.EDITED_SINCE);
        assertThat(report.notRepeated().get(0).value()).contains(Value.of(100));
    }

    @Example
    void run_editsOfAContainerInWhosePlaceAnotherOneWasPut_areReported() {
        found(former);
        former.edit(tx -> tx.root().text("notes").append("!"));
        former.edit(tx ->
                tx.root().replaceWithNew("mine", SlotKind.TEXT).text("mine").append("new"));
        former.edit(tx -> tx.root().text("mine").append("er"));
        member.edit(tx ->
                tx.root().replaceWithNew("notes", SlotKind.TEXT).text("notes").append("other"));
        retire(former);
        ReturnReport report = Return.of(former, joined(3)).run();
        send(report, member);
        assertThat(member.toJson()).isEqualTo("{\"mine\":\"newer\",\"notes\":\"other\",\"status\":\"open\"}");
        assertThat(report.notRepeated()).singleElement().satisfies(each -> {
            assertThat(each.reason()).isEqualTo(Reason.PLACE_TAKEN);
            assertThat(each.value()).contains(Value.of("!"));
        });
    }

    @Example
    void run_withAClockThatWasAYearAhead_isOfToday() {
        found(former);
        ManualPhysicalClock wrong = new ManualPhysicalClock(clock.millis() + YEAR);
        Document ahead = Document.resume(former.checkpoint(), Replicas.options(wrong));
        Change future = ahead.edit(tx -> tx.root().text("notes").append("!"));
        assertThat(member.receive(future.toBytes()).quarantined()).hasSize(1);
        retire(former);
        ReturnReport report = Return.of(ahead, joined(3)).run();
        send(report, member);
        assertThat(member.root().text("notes")).hasToString("Hello world!");
        assertThat(report.written().get(0).timestamp().millis()).isLessThan(clock.millis() + 1_000);
    }

    @Example
    void run_ofTheBranchOfACloneThatTheOthersDidNotTake_bringsItAlong() {
        found(former);
        former.edit(tx -> tx.root().text("notes").append(" again"));
        member.receive(former.changesSince(member.version()));
        Document clone = Document.resume(former.checkpoint(), Replicas.options(clock));
        clock.advance(1);
        member.receive(former.edit(tx -> tx.root().text("notes").insert(0, "A")).toBytes());
        member.receive(former.edit(tx -> tx.root().text("notes").insert(0, "B")).toBytes());
        clone.edit(tx -> tx.root().text("notes").append("C"));
        clone.edit(tx -> tx.root().text("notes").append("D"));
        clone.edit(tx -> tx.root().counter("c").increment(2));
        member.membership().retire(former.replica());
        Document again = joined(3);
        ReturnReport report = Return.of(clone, again).run();
        send(report, member);
        assertThat(report.notRepeated()).isEmpty();
        assertThat(member.toJson()).isEqualTo("{\"c\":2,\"notes\":\"BAHello world againCD\",\"status\":\"open\"}");
    }

    @Example
    void run_asTwoReplicas_isReportedAsAFaultAndLosesNothing() {
        found(former);
        former.edit(tx -> tx.root().counter("c").increment(5));
        retire(former);
        Document once = joined(3);
        Document twice = joined(4);
        send(Return.of(former, once).run(), member);
        ReturnReport report = Return.of(former, twice).run();
        assertThat(report.others()).isEmpty(); // it cannot know yet
        send(report, member);
        assertThat(member.membership().returned())
                .containsExactly(
                        new Returned(former.replica(), once.replica(), 2),
                        new Returned(former.replica(), twice.replica(), 2));
        twice.receive(member.changesSince(twice.version()));
        assertThat(Return.of(former, twice).run().others()).isEqualTo(Set.of(once.replica()));
        assertThat(member.root().counter("c").value()).isEqualTo(10);
        // Whoever comes back to a document that has it all does nothing more.
        assertThat(Return.of(former, joined(5)).run().written()).isEmpty();
    }

    @Example
    void run_deletionOfWhatOnlyThisDeviceHadOfAnother_isDoneWhenThatComesBack() {
        Document friend = Replicas.create(9, clock);
        found(former, friend);
        former.receive(
                friend.edit(tx -> tx.root().text("notes").insert(5, ", dear")).toBytes());
        clock.advance(1);
        former.edit(tx -> tx.root().text("notes").delete(6, 11).insert(0, ">"));
        retire(former, friend);
        Document again = joined(3);
        ReturnReport report = Return.of(former, again).run();
        assertThat(report.notRepeated())
                .extracting(ReturnOutcome.NotRepeated::reason)
                .containsOnly(Reason.NOT_HERE);
        assertThat(again.root().text("notes")).hasToString(">Hello world");
        send(report, member);
        Document friendAgain = joined(4);
        send(Return.of(friend, friendAgain).run(), member);
        assertThat(member.root().text("notes")).hasToString(">Hello, dear world");
        again.receive(member.changesSince(again.version()));
        ReturnReport second = Return.of(former, again).run();
        assertThat(second.notRepeated()).isEmpty();
        assertThat(again.root().text("notes")).hasToString(">Hello, world");
        assertThat(Return.of(former, again).run().written()).isEmpty();
    }

    @Example
    void run_againstTheSchema_isReportedWithTheValues() {
        found(former);
        former.edit(tx -> tx.root().put("hours", "many"));
        former.edit(tx -> tx.root().put("other", 1));
        member.edit(tx -> tx.adopt(Schema.builder(1)
                .field("hours", Field.integer())
                .field("other", Field.integer())
                .build()));
        retire(former);
        Document again = joined(3);
        ReturnReport report = Return.of(former, again).run();
        assertThat(report.notRepeated()).singleElement().satisfies(each -> {
            assertThat(each.reason()).isEqualTo(Reason.REFUSED);
            assertThat(each.value()).contains(Value.of("many"));
        });
        assertThat(again.root().getLong("other", 0)).isEqualTo(1);
        assertThat(Return.of(former, again).run().written()).isEmpty();
    }

    @Example
    void of_beforeItIsSettledOrJoined_isRefused() {
        found(former);
        former.edit(tx -> tx.root().put("other", 1));
        Document early = adopted(3);
        assertThatThrownBy(() -> Return.of(former, early).run()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Return.of(former, former)).isInstanceOf(IllegalArgumentException.class);
        retire(former);
        Document stranger = adopted(4);
        byte[] before = stranger.save();
        assertThat(Return.of(former, stranger).preview().sources()).hasSize(1);
        assertThat(stranger.save()).isEqualTo(before);
        assertThatThrownBy(() -> Return.of(former, stranger).run()).isInstanceOf(NotAMemberException.class);
    }

    /** What it did is part of the document: a preview of it takes it back, and looking at the past leaves it alone. */
    @Example
    void receive_whatAReturnMade_leavesNoTraceOfPreviewsAndThePast() {
        found(former);
        former.edit(tx -> tx.root().text("notes").append("!"));
        member.membership().retire(former.replica());
        Document again = joined(3);
        List<Change> written = Return.of(former, again).run().written();
        byte[] before = member.save();
        member.preview(written.get(0).toBytes());
        assertThat(member.save()).isEqualTo(before);
        member.receive(written.get(0).toBytes());
        byte[] after = member.save();
        member.timeline().at(member.version());
        assertThat(member.save()).isEqualTo(after).isEqualTo(again.save());
        Document late = Document.load(after, Replicas.options(clock).withReplica(new ReplicaId(8)));
        assertThat(late.membership().returned())
                .isEqualTo(member.membership().returned())
                .hasSize(1);
    }
}
