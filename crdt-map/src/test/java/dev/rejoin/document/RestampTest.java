package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.delivery.RejectReason;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device whose date was far ahead and was corrected. */
class RestampTest {
    private static final DocumentId ID = DocumentId.named("restamp");
    private static final long YEAR = 365L * 24 * 3_600 * 1_000;
    private static final int EDITS = 200;

    private final List<byte[]> sunk = new ArrayList<>();
    private long now = 1_767_268_800_000L; // 2026-01-01T12:00:00Z
    private long ahead;

    private Document phone;
    private Document peer;

    @BeforeEach
    void twoDevicesThatAreEqual() {
        peer = document(1);
        peer.edit(tx -> {
            tx.root().put("title", "old").text("notes").append("Notes: ");
            tx.root().counter("visits").increment(5);
            tx.root().list("steps").append("first");
        });
        phone = Document.create(
                ID,
                DocumentOptions.defaults()
                        .withReplica(new ReplicaId(2))
                        .withClock(() -> now + ahead)
                        .withWarnings(warning -> {})
                        .withSink(sunk::add));
        phone.receive(peer.changesSince(phone.version()));
        byte[] known = phone.edit(tx -> tx.root().put("phone", "here")).toBytes();
        peer.receive(known);
        phone.peer(peer.replica()).acknowledged(peer.version());
    }

    private Document document(long replica) {
        return Document.create(
                ID,
                DocumentOptions.defaults()
                        .withReplica(new ReplicaId(replica))
                        .withClock(() -> now)
                        .withWarnings(warning -> {}));
    }

    /** Edits a year ahead, each a change of its own; the peer is told of all of them. */
    private List<Change> editsAhead() {
        ahead = YEAR;
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < EDITS; i++) {
            int number = i;
            now++;
            Change change = phone.edit(tx -> edit(tx.root(), number));
            if (!change.isEmpty()) {
                changes.add(change);
            }
        }
        ahead = 0;
        return changes;
    }

    private static void edit(MapEditor root, int number) {
        switch (number % 10) {
            case 0 -> root.text("notes").append(number + " ");
            case 1 -> root.text("notes").insert(7, "<" + number + ">");
            case 2 -> root.text("notes").delete(7, 8);
            case 3 -> root.counter("visits").increment(number);
            case 4 -> root.set("tags").add(number);
            case 5 -> root.list("steps").append(number).insertMap(0).put("number", number);
            case 6 -> root.list("steps").move(0, root.list("steps").size() - 1);
            case 7 ->
                root.put("title", "title " + number).map("m" + number / 50).put("k" + number, number);
            case 8 -> root.remove("m" + number / 100);
            default -> root.set("tags").remove(number - 15).add("after " + number);
        }
    }

    @Test
    void restampUnsent_aYearAhead_allArriveAndNoneTwice() {
        List<Change> old = editsAhead();
        for (Change change : old) {
            ReceiveResult result = peer.receive(change.toBytes());
            assertThat(result.applied()).isEmpty();
        }
        assertThat(peer.backlog().quarantined()).isNotEmpty();
        String written = phone.toJson();
        ReplicaId before = phone.replica();
        MapReader reader = phone.root();
        sunk.clear();
        List<Change> told = new ArrayList<>();
        phone.onLocalChange(told::add);
        List<DocumentChange> heard = new ArrayList<>();
        phone.onChange(heard::add);

        List<Change> again = phone.restampUnsent();

        assertThat(phone.toJson()).isEqualTo(written);
        assertThat(reader.toJson()).isEqualTo(written);
        assertThat(heard).isEmpty();
        assertThat(phone.replica()).isNotEqualTo(before);
        assertThat(again).isEqualTo(told).hasSameSizeAs(sunk);
        assertThat(operations(again)).as("those of old, and the restamp").isEqualTo(operations(old) + 1);
        assertThat(again)
                .allSatisfy(change -> assertThat(change.timestamp().millis()).isLessThanOrEqualTo(now));
        phone.checkInvariants();
        List<Change> shuffled = new ArrayList<>(again);
        shuffled.addAll(again);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.forEach(change -> peer.receive(change.toBytes()));
        assertThat(peer.toJson()).isEqualTo(written);
        assertThat(peer.backlog().quarantined()).isEmpty();
        assertThat(peer.backlog().waiting()).isEmpty();
        assertThat(peer.save()).isEqualTo(phone.save());
        peer.checkInvariants();
        assertThat(peer.root().counter("visits").value()).isEqualTo(5 + sumOfIncrements());

        for (Change change : old) {
            assertThat(peer.receive(change.toBytes()).deliveries())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Delivery.Rejected.class,
                            rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.ISSUED_AGAIN));
        }
        Document later = Document.load(peer.save(), DocumentOptions.defaults().withClock(() -> now));
        assertThat(later.receive(old.get(0).toBytes()).applied()).isEmpty();
        assertThat(later.toJson()).isEqualTo(written);
        phone.edit(tx -> tx.root().put("title", "goes on"));
        peer.receive(phone.changesSince(peer.version()));
        assertThat(peer.save()).isEqualTo(phone.save());
    }

    private static long operations(List<Change> changes) {
        return changes.stream().mapToLong(Change::count).sum();
    }

    private static int sumOfIncrements() {
        int sum = 0;
        for (int i = 3; i < EDITS; i += 10) {
            sum += i;
        }
        return sum;
    }

    @Test
    void restampUnsent_peerThatAcceptedAndDidNotBuildOnThem_takesThemBack() {
        List<Change> old = editsAhead();
        old.forEach(change -> peer.receive(change.toBytes()));
        peer.acceptQuarantined();
        String written = phone.toJson();
        assertThat(peer.toJson()).isEqualTo(written);
        List<DocumentChange> heard = new ArrayList<>();
        peer.onChange(heard::add);
        MapReader reader = peer.root();

        List<Change> again = phone.restampUnsent();
        again.forEach(change ->
                assertThat(peer.receive(change.toBytes()).isComplete()).isTrue());

        assertThat(reader.toJson()).isEqualTo(written);
        assertThat(peer.save()).isEqualTo(phone.save());
        assertThat(peer.version().get(new ReplicaId(2)))
                .isEqualTo(old.get(0).span().start());
        assertThat(heard).isNotEmpty();
    }

    @Test
    void restampUnsent_peerThatBuiltOnThem_keepsThem_everywhere() {
        ahead = YEAR;
        Change first = phone.edit(tx -> tx.root().counter("visits").increment(10));
        Change second = phone.edit(tx -> tx.root().counter("visits").increment(100));
        ahead = 0;
        peer.receive(first.toBytes());
        peer.acceptQuarantined(first.span());
        Change built = peer.edit(tx -> tx.root().put("title", "built on the first"));
        peer.receive(second.toBytes());

        phone.restampUnsent().forEach(change -> peer.receive(change.toBytes()));
        phone.receive(built.toBytes());
        phone.receive(peer.changesSince(phone.version()));
        phone.acceptQuarantined(); // what was built on them is ahead, too

        assertThat(peer.root().counter("visits").value()).isEqualTo(5 + 10 + 10 + 100);
        assertThat(phone.save()).isEqualTo(peer.save());
        assertThat(peer.backlog().quarantined()).noneMatch(held -> held.reason() == QuarantineReason.TAKES_BACK);
    }

    @Test
    void restampUnsent_counterThatWasSet_coversWhatItHadCounted() {
        ahead = YEAR;
        phone.edit(tx -> tx.root().counter("visits").increment(10));
        phone.edit(tx -> tx.root().counter("visits").set(3).increment(1));
        ahead = 0;
        peer.edit(tx -> tx.root().counter("visits").increment(1_000)); // which the phone had not seen
        phone.restampUnsent().forEach(change -> peer.receive(change.toBytes()));
        assertThat(peer.root().counter("visits").bigValue()).isEqualTo(BigInteger.valueOf(3 + 1 + 1_000));
    }

    @Test
    void load_withoutHistory_stillRefusesWhatWasIssuedAgain() {
        List<Change> old = editsAhead();
        phone.restampUnsent().forEach(change -> peer.receive(change.toBytes()));
        DocumentOptions options = DocumentOptions.defaults().withClock(() -> now);
        Document later = Document.load(peer.save(SaveOptions.withoutHistory()), options);
        assertThat(later.receive(old.get(0).toBytes()).deliveries())
                .singleElement()
                .isInstanceOf(Delivery.Rejected.class);
        Document again = Document.load(later.save(SaveOptions.withoutHistory()), options);
        assertThat(again.save(SaveOptions.withoutHistory())).isEqualTo(peer.save(SaveOptions.withoutHistory()));
    }

    @Test
    void restampUnsent_nothingUnsent_changesNothing() {
        ReplicaId before = phone.replica();
        assertThat(phone.restampUnsent()).isEmpty();
        assertThat(phone.replica()).isEqualTo(before);
    }

    @Test
    void restampUnsent_withoutTheWholeHistory_isRefused() {
        Document document = Document.load(
                peer.save(SaveOptions.withoutHistory()),
                DocumentOptions.defaults().withClock(() -> now));
        document.edit(tx -> tx.root().put("title", "mine"));
        assertThatThrownBy(document::restampUnsent).isInstanceOf(HistoryCutException.class);
        assertThat(document.root().getString("title")).contains("mine");
    }

    @Test
    void resume_journalWithARestamp_goesOnAsAnotherReplica() {
        byte[] checkpoint = phone.checkpoint();
        sunk.clear();
        editsAhead();
        phone.restampUnsent();
        Document resumed = Document.resume(
                checkpoint, List.copyOf(sunk), DocumentOptions.defaults().withClock(() -> now));
        assertThat(resumed.save()).isEqualTo(phone.save());
        assertThat(resumed.replica()).isNotIn(new ReplicaId(2), phone.replica());
    }

    /** Makes edits that the peer knows and then some that it does not, each a change of its own, and issues those again. */
    @SafeVarargs
    private void assertReissued(Consumer<MapEditor> known, Consumer<MapEditor>... unsent) {
        peer.receive(phone.edit(tx -> known.accept(tx.root())).toBytes());
        phone.peer(peer.replica()).acknowledged(peer.version());
        ahead = YEAR;
        for (Consumer<MapEditor> each : unsent) {
            phone.edit(tx -> tx.author("Ada")
                    .message("offline")
                    .root()
                    .register("edited")
                    .set("yes"));
            phone.edit(tx -> each.accept(tx.root()));
        }
        ahead = 0;
        String before = phone.toJson();
        List<DocumentChange> heard = new ArrayList<>();
        Subscription listening = peer.onChange(heard::add);
        for (Change change : phone.restampUnsent()) {
            assertThat(peer.receive(change.toBytes()).isComplete()).isTrue();
        }
        listening.close();
        assertThat(phone.toJson()).isEqualTo(before);
        assertThat(peer.toJson()).isEqualTo(before);
        assertThat(peer.save()).isEqualTo(phone.save());
        assertThat(heard).extracting(DocumentChange::replica).containsOnly(phone.replica());
        assertThat(heard.stream().filter(change -> change.message().isPresent()))
                .hasSize(unsent.length)
                .allMatch(change -> change.author().equals(Optional.of("Ada")));
        phone.checkInvariants();
        peer.checkInvariants();
        peer.receive(phone.edit(tx -> tx.root().text("later").append("goes on")).toBytes());
        assertThat(peer.save()).isEqualTo(phone.save());
    }

    @Test
    void restampUnsent_textThatWasTypedAndErasedOneByOne_readsTheSame() {
        assertReissued(
                root -> root.text("t").append("0123456789"),
                root -> root.text("t").append("abcdef"),
                root -> {
                    for (int i = 0; i < 4; i++) {
                        root.text("t").delete(14 - i, 15 - i);
                    }
                },
                root -> {
                    for (int i = 0; i < 3; i++) {
                        root.text("t").delete(7, 8);
                    }
                },
                root -> root.text("t").insert(2, "x").insert(3, "y").insert(2, "\u00e9"));
        assertThat(peer.root().text("t")).hasToString("01\u00e9xy23456af");
    }

    @Test
    void restampUnsent_deleteOfWhatIsKnownAndWhatIsNot_readsTheSame() {
        assertReissued(
                root -> root.text("t").append("abc"),
                root -> root.text("t").append("def"),
                root -> root.text("t").delete(1, 5));
        assertThat(peer.root().text("t")).hasToString("af");
    }

    /** Without anything between, so that the ids of what is known and of what is not adjoin. */
    @Test
    void restampUnsent_deleteOfARunThatTheBorderDivides_readsTheSame() {
        peer.receive(phone.edit(tx -> tx.root().text("t").append("abc")).toBytes());
        phone.peer(peer.replica()).acknowledged(peer.version());
        ahead = YEAR;
        phone.edit(tx -> tx.root().text("t").append("def"));
        phone.edit(tx -> tx.root().text("t").delete(1, 5));
        ahead = 0;
        phone.restampUnsent().forEach(change -> peer.receive(change.toBytes()));
        assertThat(phone.root().text("t")).hasToString("af");
        assertThat(peer.save()).isEqualTo(phone.save());
    }

    @Test
    void restampUnsent_elementsThatWereSetMovedAndRemoved_readTheSame() {
        assertReissued(
                root -> root.list("l").append("a").append("b").append("c").append("d"),
                root -> root.list("l").append("e").append("f").insert(0, "new"),
                root -> root.list("l").set(0, "NEW").set(1, "A").set(6, "F"),
                root -> root.list("l").set(0, "newer").move(0, 3).move(6, 1).move(3, 2),
                root -> root.list("l")
                        .remove(4)
                        .insertMap(2)
                        .put("x", 1)
                        .text("t")
                        .append("deep"),
                root -> root.list("l").map(2).text("t").append("er").delete(0, 1));
    }

    @Test
    void restampUnsent_writesThatReplaceEachOther_leaveNoConflict() {
        assertReissued(
                root -> root.put("k", 1).put("gone", 1).map("m").put("x", 1),
                root -> root.put("k", 2).put("n", 1).remove("gone"),
                root -> root.put("k", 3).remove("n").put("m", "scalar"),
                root -> root.put("k", 4).remove("m").map("m").put("y", 1));
        assertThat(peer.conflicts()).isEmpty();
        assertThat(phone.conflicts()).isEmpty();
    }

    @Test
    void restampUnsent_containersThatWereDeletedAndCameBack_readTheSame() {
        assertReissued(
                root -> root.map("m").put("x", 1).text("t").append("old"),
                root -> root.map("n").put("x", 1).text("t").append("new"),
                root -> root.remove("m").remove("n"),
                root -> root.restore("n", SlotKind.MAP),
                root -> root.map("m").put("z", 2),
                root -> root.replaceWithNew("n", SlotKind.MAP).map("n").put("another", true),
                root -> root.map("n").list("deep").append(1));
        assertThat(peer.root().map("n").keys()).containsExactly("another", "deep");
    }

    @Test
    void restampUnsent_setsLogsAndCounters_readTheSame() {
        assertReissued(
                root -> {
                    root.set("s").add("known").add("kept");
                    root.removeWinsSet("r").add("known").add("kept");
                    root.counter("c").increment(7);
                },
                root -> {
                    root.set("s").add("a").add("b").remove("known");
                    root.removeWinsSet("r").add("a").add("b").remove("known");
                    root.log("l").append("one");
                    root.counter("c").increment(2).set(20).increment(1);
                },
                root -> {
                    root.set("s").remove("a").add("b").add("known");
                    root.removeWinsSet("r").remove("a").add("b").add("known");
                    root.log("l").append("two");
                    root.counter("c").decrement(3).set(5).increment(4);
                });
        assertThat(peer.root().counter("c").value()).isEqualTo(9);
        byte[] removal = peer.edit(tx -> {
                    tx.root().set("s").remove("b");
                    tx.root().removeWinsSet("r").remove("b");
                })
                .toBytes();
        phone.receive(removal);
        assertThat(phone.root().set("s").contains("b")).isFalse();
        assertThat(phone.root().removeWinsSet("r").contains("b")).isFalse();
    }

    /** A change that waits names one operation of a change; nobody who knows more divides that one. */
    @Test
    void restampUnsent_whatWaitsNamesHalfOfAChange_theOtherHalfStaysToo() {
        ahead = YEAR;
        byte[] two = phone.edit(tx -> tx.root().list("steps").append("second").insert(0, "zeroth"))
                .toBytes();
        ahead = 0;
        peer.receive(two);
        peer.acceptQuarantined();
        Document builder = document(3);
        builder.receive(peer.changesSince(builder.version()));
        builder.acceptQuarantined();
        byte[] built = builder.edit(tx -> tx.root().put("builder", 1)).toBytes();
        byte[] second = builder.edit(tx -> tx.root().list("steps").remove(2)).toBytes();

        peer.receive(second); // waits, and names nothing but the second step
        for (Change change : phone.restampUnsent()) {
            peer.receive(change.toBytes());
        }
        peer.receive(built);
        peer.acceptQuarantined();
        assertThat(peer.backlog().waiting()).isEmpty();
        builder.receive(peer.changesSince(builder.version()));
        for (int round = 0; round < 3; round++) { // what is accepted leads to more that is ahead
            phone.receive(builder.changesSince(phone.version()));
            phone.acceptQuarantined();
        }
        assertThat(builder.toJson()).isEqualTo(peer.toJson());
        assertThat(phone.toJson()).isEqualTo(peer.toJson());
        assertThat(List.of(builder.stateHash(), phone.stateHash())).containsOnly(peer.stateHash());
        assertThat(peer.toJson()).contains("[\"zeroth\",\"zeroth\",\"first\",\"second\"]");
    }

    @Test
    void restampUnsent_twiceBeforeAnybodyHeard_everyEditIsThereOnce() {
        editsAhead();
        String written = phone.toJson();
        List<Change> first = phone.restampUnsent();
        List<Change> second = new ArrayList<>(phone.restampUnsent());
        second.addAll(first);
        Collections.shuffle(second, new Random(1));
        second.forEach(change -> peer.receive(change.toBytes()));
        second.forEach(change -> peer.receive(change.toBytes()));
        assertThat(peer.toJson()).isEqualTo(written).isEqualTo(phone.toJson());
        assertThat(peer.stateHash()).isEqualTo(phone.stateHash());
        assertThat(peer.backlog().waiting()).isEmpty();
        assertThat(peer.backlog().quarantined()).isEmpty();
    }

    /** The new changes are ahead, too, and take the old ones back once they are accepted. */
    @Test
    void acceptQuarantined_whatIsIssuedAgainAheadOnceMore_isTaken() {
        ahead = YEAR;
        byte[] old = phone.edit(tx -> tx.root().put("phone", "far")).toBytes();
        peer.receive(old);
        peer.acceptQuarantined();
        List<Change> again = phone.restampUnsent();
        ahead = 0;
        again.forEach(change -> peer.receive(change.toBytes()));
        assertThat(peer.backlog().quarantined())
                .extracting(Delivery.Quarantined::reason)
                .containsExactly(QuarantineReason.CLOCK_AHEAD);
        assertThat(peer.acceptQuarantined().applied()).isNotEmpty();
        assertThat(peer.version()).isEqualTo(phone.version());
        assertThat(peer.stateHash()).isEqualTo(phone.stateHash());
    }

    /** Each was built on by the other one, and is needed no more when both issue theirs again. */
    @Test
    void restampUnsent_twoDevicesThatBuiltOnEachOther_allEndEqual() {
        ahead = YEAR;
        byte[] one = phone.edit(tx -> tx.root().put("phone", 1)).toBytes();
        peer.receive(one);
        peer.acceptQuarantined();
        byte[] two = peer.edit(tx -> tx.root().put("peer", 2)).toBytes();
        phone.receive(two);
        phone.acceptQuarantined();
        phone.edit(tx -> tx.root().put("phone", 3));
        ahead = 0;
        List<Change> ofPhone = phone.restampUnsent();
        List<Change> ofPeer = peer.restampUnsent();
        List<Document> late = List.of(document(4), document(5));
        for (Document document : late) {
            document.receive(peer.changesSince(document.version()));
            document.receive(phone.changesSince(document.version()));
            document.receive(one);
            document.acceptQuarantined();
        }
        for (int round = 0; round < 4; round++) {
            ofPhone.forEach(change -> peer.receive(change.toBytes()));
            ofPeer.forEach(change -> phone.receive(change.toBytes()));
            phone.receive(peer.changesSince(phone.version()));
            peer.receive(phone.changesSince(peer.version()));
            for (Document document : late) {
                document.receive(phone.changesSince(document.version()));
                document.acceptQuarantined();
            }
            phone.acceptQuarantined();
            peer.acceptQuarantined();
        }
        for (Document document : List.of(peer, late.get(0), late.get(1))) {
            assertThat(document.stateHash()).isEqualTo(phone.stateHash());
            assertThat(document.backlog().waiting()).isEmpty();
        }
    }

    /** What it had issued again was needed by somebody else, so that nothing is taken back when the journal is read. */
    @Test
    void resume_whatWasIssuedAgainIsKeptForSomebodyElse_goesOnAsAnotherReplica() {
        byte[] checkpoint = phone.checkpoint();
        sunk.clear();
        ahead = YEAR;
        byte[] old = phone.edit(tx -> tx.root().put("phone", "far")).toBytes();
        peer.receive(old);
        peer.acceptQuarantined();
        byte[] built = peer.edit(tx -> tx.root().put("peer", "built on it")).toBytes();
        ReplicaId wrong = phone.replica();
        phone.restampUnsent();
        phone.receive(old);
        phone.receive(built);
        ahead = 0;
        phone.acceptQuarantined();
        Document resumed = Document.resume(
                checkpoint,
                List.copyOf(sunk),
                DocumentOptions.defaults().withClock(() -> now).withWarnings(warning -> {}));
        assertThat(resumed.toJson()).isEqualTo(phone.toJson());
        assertThat(resumed.replica()).isNotEqualTo(wrong);
        byte[] next = resumed.edit(tx -> tx.root().put("phone", "goes on")).toBytes();
        phone.receive(next);
        phone.acceptQuarantined();
        assertThat(phone.root().get("phone")).contains(Value.of("goes on"));
    }
}
