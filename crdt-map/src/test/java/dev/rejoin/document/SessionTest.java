package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.session.ChangeSession;
import dev.rejoin.session.SessionReceiver;
import dev.rejoin.session.SessionResult;
import dev.rejoin.session.SessionTransport;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One pair of devices; every transport that is not perfect is in the property tests. */
class SessionTest {
    private static final DocumentId ID = DocumentId.named("session");

    private long now = 1_780_000_000_000L;
    private final Document a = document(1);
    private final Document b = document(2);
    private final ChangeSession toB = a.openSession(SessionTransport.ORDERED);
    private final ChangeSession toA = b.openSession(SessionTransport.ORDERED);

    private Document document(long replica) {
        return Document.create(
                ID,
                DocumentOptions.defaults()
                        .withClock(() -> now)
                        .withReplica(new ReplicaId(replica))
                        .withRandom(new SplittableRandom(replica)));
    }

    private byte[] send(Consumer<Transaction> body) {
        now += 100;
        byte[] message = toB.encode(a.edit(body));
        assertThat(toA.receive(message)).isInstanceOf(SessionResult.Received.class);
        return message;
    }

    @Test
    void encode_typedCharacter_takesTenBytes() {
        send(tx -> tx.root().text("t").append("a"));
        assertThat(send(tx -> tx.root().text("t").append("b"))).hasSize(9);
        now += 100; // above 127 ms, which take two bytes
        assertThat(send(tx -> tx.root().text("t").append("c"))).hasSize(10);
        assertThat(send(tx -> tx.root().text("t").delete(2, 3))).hasSize(9);
        assertThat(b.root().text("t").toString()).isEqualTo("ab");
    }

    @Test
    void encode_counterIncrement_takesFourteenBytesAndTheValue() {
        send(tx -> tx.root().map("statistics").counter("visits").increment(1));
        send(tx -> tx.root().map("statistics").counter("visits").increment(1));
        assertThat(send(tx -> tx.root().map("statistics").counter("visits").increment(1)))
                .hasSizeLessThanOrEqualTo(14 + 1);
    }

    @Test
    void encode_registerWrite_takesFourteenBytesAndTheValue() {
        send(tx -> tx.root().put("temperature", 1));
        send(tx -> tx.root().put("temperature", 1));
        int value = 2; // a tag and a number
        assertThat(send(tx -> tx.root().put("temperature", 2))).hasSizeLessThanOrEqualTo(14 + value);
    }

    @Test
    void receive_afterALoss_asksAgainAndAppliesAllInOrder() {
        send(tx -> tx.root().text("t").append("a"));
        List<byte[]> messages = new ArrayList<>();
        for (String character : List.of("b", "c", "d")) {
            now += 100;
            messages.add(toB.encode(a.edit(tx -> tx.root().text("t").append(character))));
        }
        SessionResult lost = toA.receive(messages.get(1)); // the first one never arrives
        assertThat(lost).isInstanceOf(SessionResult.ContextLost.class);
        assertThat(((SessionResult.ContextLost) lost).reason()).isEqualTo(SessionResult.Reason.MISSING_MESSAGE);
        assertThat(b.root().text("t").toString()).isEqualTo("a");
        SessionResult alsoLost = toA.receive(messages.get(2));

        SessionResult answered = toB.receive(lost.answers().get(0));
        assertThat(answered.answers()).hasSize(3);
        answered.answers().forEach(toA::receive);
        assertThat(b.root().text("t").toString()).isEqualTo("abcd");
        assertThat(toB.receive(alsoLost.answers().get(0)).answers()).isEmpty();
        assertThat(send(tx -> tx.root().text("t").append("e"))).hasSize(9);
    }

    @Test
    void receive_theSameMessageAgain_isToldApart() {
        send(tx -> tx.root().text("t").append("a"));
        byte[] message = send(tx -> tx.root().text("t").append("b"));
        assertThat(toA.receive(message)).isInstanceOf(SessionResult.Repeated.class);
        assertThat(b.root().text("t").toString()).isEqualTo("ab");
    }

    @Test
    void receive_ofASessionThatWasNeverOpenedHere_isAnsweredWithEverything() {
        send(tx -> tx.root().text("t").append("a"));
        now += 100;
        byte[] second = toB.encode(a.edit(tx -> tx.root().text("t").append("b")));
        ChangeSession anew = b.openSession(SessionTransport.ORDERED);
        SessionResult lost = anew.receive(second);
        assertThat(lost)
                .isInstanceOfSatisfying(
                        SessionResult.ContextLost.class,
                        found -> assertThat(found.reason()).isEqualTo(SessionResult.Reason.UNKNOWN_SESSION));
        SessionResult answered = toB.receive(lost.answers().get(0));
        assertThat(answered)
                .isInstanceOfSatisfying(
                        SessionResult.Answered.class,
                        found -> assertThat(found.complete()).isTrue());
        answered.answers().forEach(anew::receive);
        assertThat(b.root().text("t").toString()).isEqualTo("ab");
    }

    @Test
    void receive_whereTheSinkFails_canBeRepeated() {
        boolean[] full = {true};
        Document durable = Document.create(
                ID, DocumentOptions.defaults().withClock(() -> now).withSink(bytes -> {
                    if (full[0]) {
                        throw new IllegalStateException("no room");
                    }
                }));
        ChangeSession there = durable.openSession(SessionTransport.ORDERED);
        byte[] message = toB.encode(a.edit(tx -> tx.root().text("t").append("a")));
        assertThatThrownBy(() -> there.receive(message)).isInstanceOf(IllegalStateException.class);
        full[0] = false;
        assertThat(there.receive(message).changes().isComplete()).isTrue();
        assertThat(durable.root().text("t").toString()).isEqualTo("a");
    }

    @Test
    void receive_changesInTheirOwnForm_areTakenToo() {
        Change change = a.edit(tx -> tx.root().put("k", 1));
        assertThat(toA.receive(change.toBytes()).changes().isComplete()).isTrue();
        assertThat(toA.receive(a.changesSince(b.version())).changes().isComplete())
                .isTrue();
        assertThat(toB.encode(a.edit(tx -> {}))).isEmpty();
        assertThat(toA.receive(new byte[0]).changes().deliveries()).isEmpty();
    }

    @Test
    void receive_unknownFeature_isATypedError() {
        byte[] message = toB.encode(a.edit(tx -> tx.root().put("k", 1)));
        message[2] |= (byte) 0x80;
        assertThatThrownBy(() -> toA.receive(message)).isInstanceOf(UnsupportedFormatException.class);
    }

    @Test
    void encode_changeOfAnotherDocument_isRefused() {
        Document other = Document.create(DocumentId.named("other"));
        byte[] change = other.edit(tx -> tx.root().put("k", 1)).toBytes();
        assertThatThrownBy(() -> toB.encode(change)).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void receive_forkedReplica_isQuarantinedThoughTheDigestIsLeftOut() {
        send(tx -> tx.root().text("t").append("a"));
        Document clone =
                Document.resume(a.checkpoint(), DocumentOptions.defaults().withClock(() -> now));
        now += 100;
        b.receive(clone.edit(tx -> tx.root().text("t").append("x")).toBytes());
        toB.encode(a.edit(tx -> tx.root().text("t").append("b"))); // another change with the same seq, which gets lost
        now += 100;
        byte[] third = toB.encode(a.edit(tx -> tx.root().text("t").append("c")));
        SessionResult lost = toA.receive(third);
        SessionResult last = lost;
        for (byte[] again : toB.receive(lost.answers().get(0)).answers()) {
            last = toA.receive(again);
        }
        assertThat(last.changes().quarantined()).hasSize(1);
    }

    /** Six devices that write into one session: what each change names is told as a difference to what was named before. */
    @Test
    void encode_changesOfManyReplicasPassedOn_areReadAsTheyWereMadeAndShort() {
        for (SessionTransport transport : SessionTransport.values()) {
            Document there = document(9);
            ChangeSession from = document(8).openSession(transport);
            ChangeSession to = there.openSession(transport);
            List<Document> writers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                writers.add(document(20 - i));
            }
            SplittableRandom random = new SplittableRandom(1);
            long whole = 0;
            long sent = 0;
            for (int i = 0; i < 300; i++) {
                now += random.nextInt(3) * 50L;
                Document writer = writers.get(random.nextInt(writers.size()));
                Change change = writer.edit(tx -> {
                    MapEditor map = tx.root().map("m" + random.nextInt(6));
                    switch (random.nextInt(5)) {
                        case 0 -> map.put("k" + random.nextInt(3), random.nextInt(1000));
                        case 1 -> map.counter("c").increment(random.nextInt(1, 5));
                        case 2 ->
                            tx.root()
                                    .text("t")
                                    .insert(random.nextInt(tx.root().text("t").length() + 1), "\u00e9");
                        case 3 -> tx.root().text("u").append("x\ud83d\ude00");
                        default -> map.remove("k" + random.nextInt(3));
                    }
                });
                if (change.isEmpty()) {
                    continue;
                }
                for (Document other : writers) {
                    if (other != writer && random.nextInt(3) == 0) {
                        other.receive(writer.changesSince(other.version()));
                    }
                }
                byte[] message = from.encode(change);
                whole += change.toBytes().length;
                sent += message.length;
                SessionResult result = to.receive(message);
                assertThat(result).isInstanceOf(SessionResult.Received.class);
                result.answers()
                        .forEach(answer ->
                                assertThat(from.receive(answer).answers()).isEmpty());
            }
            Document all = document(30);
            writers.forEach(writer -> all.receive(writer.changesSince(all.version())));
            assertThat(there.backlog().waiting()).isEmpty();
            assertThat(there.save()).isEqualTo(all.save());
            assertThat(sent).isLessThan(whole * 6 / 10);
        }
    }

    /** What an answer says has arrived is not sent again, and only that. */
    @Test
    void unacknowledged_unordered_isWhatDidNotArrive() {
        ChangeSession from = a.openSession(SessionTransport.UNORDERED);
        ChangeSession to = b.openSession(SessionTransport.UNORDERED);
        List<byte[]> changes = new ArrayList<>();
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            now += 10;
            int value = i;
            changes.add(a.edit(tx -> tx.root().put("k" + value % 5, value)).toBytes());
            messages.add(from.encode(changes.get(i)));
        }
        for (int arrived : new int[] {2, 3, 65, 64}) {
            SessionResult result = to.receive(messages.get(arrived));
            result.answers().forEach(from::receive);
        }
        SessionResult again = to.receive(messages.get(64));
        assertThat(again).isInstanceOf(SessionResult.Repeated.class);
        again.answers().forEach(from::receive);
        // An answer tells of the 64 messages behind the first that is missing.
        assertThat(from.unacknowledged()).hasSize(70 - 3);
        for (byte[] message : from.unacknowledged()) {
            to.receive(message).answers().forEach(from::receive);
        }
        assertThat(from.unacknowledged()).isEmpty();
        assertThat(b.save()).isEqualTo(a.save());
    }

    @Test
    void receive_unordered_acknowledgesEverySixteenthOfThoseThatBuildOnOthers() {
        ChangeSession from = a.openSession(SessionTransport.UNORDERED);
        ChangeSession to = b.openSession(SessionTransport.UNORDERED);
        List<Integer> answered = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            now += 10;
            int value = i;
            SessionResult result = to.receive(from.encode(a.edit(tx -> tx.root().put("k", value))));
            if (!result.answers().isEmpty()) {
                answered.add(i);
                result.answers().forEach(from::receive);
            }
        }
        assertThat(answered).containsExactly(0, 16, 32);
    }

    /** More than half a window on its way, and numbers could be mistaken: changes go out in their own form. */
    @Test
    void encode_unorderedAndNothingIsAnswered_sendsChangesAsTheyAre() {
        ChangeSession from = a.openSession(SessionTransport.UNORDERED);
        ChangeSession to = b.openSession(SessionTransport.UNORDERED);
        int asTheyAre = 0;
        for (int i = 0; i < 130; i++) {
            now += 10;
            int value = i;
            byte[] change = a.edit(tx -> tx.root().put("k", value)).toBytes();
            byte[] message = from.encode(change);
            asTheyAre += Arrays.equals(message, change) ? 1 : 0;
            to.receive(message);
        }
        assertThat(asTheyAre).isEqualTo(130 - 128);
        assertThat(from.unacknowledged()).hasSize(128);
        assertThat(b.save()).isEqualTo(a.save());
    }

    @Test
    void receive_orderedAndMoreIsLostThanIsKept_isToldAsIncomplete() {
        List<byte[]> messages = new ArrayList<>();
        send(tx -> tx.root().put("k", -1));
        for (int i = 0; i < 258; i++) {
            now += 10;
            int value = i;
            messages.add(toB.encode(a.edit(tx -> tx.root().put("k", value))));
        }
        SessionResult lost = toA.receive(messages.get(257));
        assertThat(lost).isInstanceOf(SessionResult.ContextLost.class);
        SessionResult answered = toB.receive(lost.answers().get(0));
        assertThat(answered.answers()).hasSize(256);
        assertThat(answered)
                .isInstanceOfSatisfying(
                        SessionResult.Answered.class,
                        found -> assertThat(found.complete()).isFalse());
    }

    /** A change that is refused was read all the same: what comes after it builds on it. */
    @Test
    void receive_changeIsRefused_theNextMessageIsReadAllTheSame() {
        List<byte[]> taken = new ArrayList<>();
        SessionReceiver relay = new SessionReceiver() {
            @Override
            public ReceiveResult receive(byte[] message) {
                taken.add(message);
                if (taken.size() == 1) {
                    throw new HistoryCutException(VersionVector.EMPTY);
                }
                return b.receive(message);
            }

            @Override
            public OptionalInt digestBefore(ReplicaId replica, long seq) {
                return OptionalInt.empty();
            }
        };
        ChangeSession to = new ChangeSession(ID, 77, SessionTransport.ORDERED, DecodeLimits.DEFAULT, relay);
        assertThat(to.id()).isEqualTo(77);
        byte[] first = a.edit(tx -> tx.root().put("k", 1)).toBytes();
        byte[] message = toB.encode(first);
        assertThatThrownBy(() -> to.receive(message)).isInstanceOf(HistoryCutException.class);
        Document c = document(3);
        c.receive(first);
        byte[] second = c.edit(tx -> tx.root().put("k", 2)).toBytes();
        assertThat(to.receive(toB.encode(second))).isInstanceOf(SessionResult.Received.class);
        assertThat(taken).containsExactly(first, second);
        // Another digest than the first of its author is asked for.
        byte[] third = c.edit(tx -> tx.root().put("k", 3)).toBytes();
        SessionResult lost = to.receive(toB.encode(third));
        assertThat(lost)
                .isInstanceOfSatisfying(
                        SessionResult.ContextLost.class,
                        found -> assertThat(found.reason()).isEqualTo(SessionResult.Reason.UNKNOWN_DIGEST));
        toB.receive(lost.answers().get(0)).answers().forEach(to::receive);
        assertThat(taken).last().isEqualTo(third);
    }

    @Test
    void receive_moreThanTheLimits_isRefused() {
        DecodeLimits limits = new DecodeLimits(30, 1000, 10, 10);
        Document small = Document.create(
                ID, DocumentOptions.defaults().withClock(() -> now).withDecodeLimits(limits));
        ChangeSession to = small.openSession(SessionTransport.ORDERED);
        byte[] large = toB.encode(a.edit(tx -> tx.root().put("k", "a text of some thirty characters")));
        assertThatThrownBy(() -> to.receive(large)).isInstanceOf(LimitExceededException.class);
        byte[] answer = new byte[31];
        answer[0] = toA.receive(toB.encode(a.edit(tx -> tx.root().put("k", 1))))
                .answers()
                .get(0)[0];
        assertThatThrownBy(() -> to.receive(answer)).isInstanceOf(LimitExceededException.class);
    }
}
