package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.CrdtException;
import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.proptests.gen.Scenarios;
import dev.rejoin.proptests.gen.Seeds;
import dev.rejoin.proptests.sim.Damage;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.Scenario;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Bytes that are not what they should be end in a typed exception, and the document is as it was. */
class DecoderRobustnessProperties {
    @Provide
    Arbitrary<Scenario> edits() {
        return Scenarios.ofEdits(12);
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 3_000)
    void receive_anyBytes_isRefusedAndChangesNothing(@ForAll byte[] bytes) {
        Document document = edited();
        Fingerprint before = Fingerprint.of(document);
        if (bytes.length == 0) {
            // What a transaction without effect sends.
            assertThat(document.receive(bytes).deliveries()).isEmpty();
        } else {
            assertRefused(() -> document.receive(bytes));
            assertRefused(() -> document.receive(ByteBuffer.wrap(bytes)));
        }
        assertRefused(() -> Document.load(bytes, Replicas.options()));
        assertRefused(() -> Document.resume(bytes, Replicas.options()));
        assertThat(Fingerprint.of(document)).isEqualTo(before);
    }

    @Property(tries = 300)
    void receive_damagedMessage_isRefusedAndTheNextGoodOneIsTaken(
            @ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        History history = History.of(scenario, MixedWorkload.ofEverything());
        Document document = history.world().emptyDocument();
        for (History.Made made : history.changes()) {
            byte[] message = made.change().toBytes();
            Fingerprint before = Fingerprint.of(document);
            for (int i = 0; i < 10; i++) {
                byte[] broken = Damage.of(message, random.nextInt(Integer.MAX_VALUE));
                if (!Arrays.equals(broken, message) && broken.length > 0) {
                    assertRefused(() -> document.receive(broken));
                }
            }
            assertThat(Fingerprint.of(document)).isEqualTo(before);
            document.receive(message);
        }
        assertThat(Fingerprint.of(document)).isEqualTo(Fingerprint.of(history.complete()));
    }

    @Property(tries = 100)
    void anything_damaged_isRefused(@ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Document source = History.of(scenario, MixedWorkload.ofEverything()).complete();
        source.edit(transaction -> transaction.root().text("t").append("something at least"));
        byte[] batch = source.changesSince(VersionVector.EMPTY);
        byte[] saved = source.save();
        byte[] checkpoint = source.checkpoint();
        Document receiver = Replicas.create(1);
        Fingerprint before = Fingerprint.of(receiver);
        for (int i = 0; i < 20; i++) {
            int damage = random.nextInt(Integer.MAX_VALUE);
            assertRefused(batch, damage, receiver::receive);
            assertRefused(saved, damage, bytes -> Document.load(bytes, Replicas.options()));
            assertRefused(checkpoint, damage, bytes -> Document.resume(bytes, Replicas.options()));
        }
        assertThat(Fingerprint.of(receiver)).isEqualTo(before);
        assertThat(receiver.receive(batch).isComplete()).isTrue();
        assertThat(Fingerprint.of(receiver)).isEqualTo(Fingerprint.of(source));
    }

    @Property(tries = 40)
    void anything_truncatedAnywhere_isRefused(@ForAll("edits") Scenario scenario) {
        History history = History.of(scenario, MixedWorkload.ofEverything());
        Document source = history.complete();
        Change change = source.edit(transaction -> transaction.root().text("t").append("something at least"));
        Document receiver = Replicas.create(1);
        Fingerprint before = Fingerprint.of(receiver);
        for (byte[] message : List.of(change.toBytes(), source.changesSince(VersionVector.EMPTY))) {
            for (int length = 1; length < message.length; length++) {
                byte[] cut = Arrays.copyOf(message, length);
                assertRefused(() -> receiver.receive(cut));
            }
        }
        byte[] saved = source.save();
        byte[] checkpoint = source.checkpoint();
        for (int length = 0; length < saved.length; length++) {
            byte[] cut = Arrays.copyOf(saved, length);
            assertRefused(() -> Document.load(cut, Replicas.options()));
        }
        for (int length = 0; length < checkpoint.length; length++) {
            byte[] cut = Arrays.copyOf(checkpoint, length);
            assertRefused(() -> Document.resume(cut, Replicas.options()));
        }
        assertThat(Fingerprint.of(receiver)).isEqualTo(before);
    }

    @Property(tries = 100)
    void receive_changeOrBatchOfAnotherDocument_isRefused(@ForAll("edits") Scenario scenario) {
        History history = History.of(scenario, MixedWorkload.ofEverything());
        Document other = Document.create(
                DocumentId.named("another document"), Replicas.options().withReplica(new ReplicaId(5)));
        Fingerprint before = Fingerprint.of(other);
        for (History.Made made : history.changes()) {
            assertRefused(() -> other.receive(made.change().toBytes()));
        }
        if (!history.changes().isEmpty()) {
            assertRefused(() -> other.receive(history.complete().changesSince(VersionVector.EMPTY)));
        }
        assertThat(Fingerprint.of(other)).isEqualTo(before);
    }

    @Property(tries = 50)
    void receive_savedDocumentAndOtherConfusedForms_isRefused(@ForAll("edits") Scenario scenario) {
        Document source = History.of(scenario, MixedWorkload.ofEverything()).complete();
        Document receiver = Replicas.create(1);
        assertRefused(() -> receiver.receive(source.save()));
        assertRefused(() -> receiver.receive(source.checkpoint()));
        assertRefused(() -> Document.load(source.changesSince(VersionVector.EMPTY), Replicas.options()));
        assertRefused(() -> Document.resume(source.save(), Replicas.options()));
        assertRefused(() -> Document.resume(source.changesSince(VersionVector.EMPTY), Replicas.options()));
    }

    private static Document edited() {
        Document document = Replicas.create(1, new ManualPhysicalClock());
        document.edit(transaction -> transaction.root().text("t").append("text"));
        return document;
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(CrdtException.class);
    }

    /** Refused, unless the damage changes nothing or leaves nothing. */
    private static void assertRefused(byte[] original, int damage, Consumer<byte[]> decoder) {
        byte[] broken = Damage.of(original, damage);
        if (!Arrays.equals(broken, original) && broken.length > 0) {
            assertRefused(() -> decoder.accept(broken));
        }
    }
}
