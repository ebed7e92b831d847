package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.CrdtException;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.proptests.gen.Scenarios;
import dev.rejoin.proptests.gen.Seeds;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.Scenario;
import dev.rejoin.version.VersionVector;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Damaged bytes whose checksum was made right again, as only malice does: they get past the first check and reach every
 * reader behind it. They are refused by a typed exception with nothing changed, or taken; nothing else may happen, and
 * what was taken can be read, saved and sent.
 */
class ForgedBytesProperties {
    private static final int FORGERIES = 25;

    @Provide
    Arbitrary<Scenario> edits() {
        return Scenarios.ofEdits(10);
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 200)
    void receive_forgedChange_isRefusedOrHarmless(@ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        History history = History.of(scenario, MixedWorkload.ofEverything());
        Document document = history.world().emptyDocument();
        for (History.Made made : history.changes()) {
            byte[] message = made.change().toBytes();
            for (int i = 0; i < FORGERIES / 5; i++) {
                Document victim = Replicas.copyOf(document, 77);
                receive(victim, Forgery.sealChange(Forgery.damaged(message, random), document.id()), message);
            }
            document.receive(message);
        }
    }

    @Property(tries = 200)
    void receive_forgedBatch_isRefusedOrHarmless(@ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Document source = source(scenario);
        byte[] batch = source.changesSince(VersionVector.EMPTY);
        for (int i = 0; i < FORGERIES; i++) {
            receive(source(new Scenario(seed, 1, scenario.actions())), forge(batch, random), batch);
        }
    }

    @Property(tries = 200)
    void load_forgedDocument_isRefusedOrHarmless(@ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Document source = source(scenario);
        byte[] saved = source.save();
        byte[] checkpoint = source.checkpoint();
        for (int i = 0; i < FORGERIES; i++) {
            byte[] forgedSaved = forge(saved, random);
            byte[] forgedCheckpoint = forge(checkpoint, random);
            opened(() -> Document.load(forgedSaved, Replicas.options())).ifPresent(ForgedBytesProperties::use);
            opened(() -> Document.resume(forgedCheckpoint, Replicas.options())).ifPresent(ForgedBytesProperties::use);
        }
    }

    private static Document source(Scenario scenario) {
        Document source = History.of(scenario, MixedWorkload.ofEverything()).complete();
        source.edit(transaction -> transaction.root().text("t").append("something at least"));
        return source;
    }

    private static Optional<Document> opened(Supplier<Document> open) {
        try {
            return Optional.of(open.get());
        } catch (CrdtException refused) {
            return Optional.empty();
        }
    }

    private static void receive(Document document, byte[] forged, byte[] good) {
        Fingerprint before = Fingerprint.of(document);
        try {
            ReceiveResult result = document.receive(forged);
            if (result.applied().isEmpty()) {
                assertThat(Fingerprint.of(document)).isEqualTo(before);
            }
        } catch (CrdtException refused) {
            assertThat(Fingerprint.of(document)).isEqualTo(before);
        }
        use(document);
        document.receive(good);
        use(document);
    }

    /** Everything that reads, and everything that writes bytes. */
    private static void use(Document document) {
        DocumentInvariants.check(document);
        document.backlog();
        Fingerprint fingerprint = Fingerprint.of(document);
        assertThat(document.view().toJson()).isEqualTo(fingerprint.json());
        assertThat(Document.load(document.save(), Replicas.options().withoutMaxDrift())
                        .stateHash())
                .isEqualTo(fingerprint.hash());
        document.checkpoint();
        Document receiver = Document.create(document.id(), Replicas.options().withoutMaxDrift());
        receiver.receive(document.changesSince(VersionVector.EMPTY));
        document.edit(transaction -> transaction.root().text("t").append("goes on"));
    }

    private static byte[] forge(byte[] frame, SplittableRandom random) {
        return Forgery.sealFrame(Forgery.damaged(frame, random));
    }
}
