package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.session.ChangeSession;
import dev.rejoin.session.SessionResult;
import dev.rejoin.session.SessionTransport;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
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
}
