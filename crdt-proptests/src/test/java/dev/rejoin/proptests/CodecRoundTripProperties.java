package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.ChangeBatch;
import dev.rejoin.document.Document;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.proptests.gen.Scenarios;
import dev.rejoin.proptests.gen.Seeds;
import dev.rejoin.proptests.gen.Values;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.Scenario;
import dev.rejoin.value.Value;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What is written is read again, and what is read again writes the same bytes. */
class CodecRoundTripProperties {
    @Provide
    Arbitrary<Scenario> edits() {
        return Scenarios.ofEdits(25);
    }

    @Provide
    Arbitrary<Value> values() {
        return Values.any();
    }

    @Provide
    Arbitrary<String> texts() {
        return Values.wellFormedText();
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 500)
    void value_inEveryForm_isReadAsItWasWritten(@ForAll("values") Value value, @ForAll("texts") String name) {
        String key = "key " + name;
        Document author = Replicas.create(1);
        Change change = author.edit(transaction -> {
            transaction.root().put(key, value);
            transaction.root().map("m").set("s").add(value);
            transaction.root().map("m").list("l").append(value).append("last");
        });
        assertHolds(author.root(), key, value);
        Document byChange = Replicas.create(2);
        byChange.receive(change.toBytes());
        assertHolds(byChange.root(), key, value);
        Document byBatch = Replicas.create(3);
        byBatch.receive(author.changesSince(VersionVector.EMPTY, BatchOptions.compressed()));
        assertHolds(byBatch.root(), key, value);
        assertHolds(Document.load(author.save(), Replicas.options()).root(), key, value);
        assertHolds(Document.resume(author.checkpoint(), Replicas.options()).root(), key, value);
        assertThat(Fingerprint.of(byBatch)).isEqualTo(Fingerprint.of(byChange));
    }

    @Property(tries = 300)
    void text_inEveryForm_isReadAsItWasWritten(@ForAll("texts") String text, @ForAll("texts") String more) {
        Document author = Replicas.create(1);
        Change change = author.edit(
                transaction -> transaction.root().text("t").append(text).insert(0, more));
        String expected = more + text;
        Document byChange = Replicas.create(2);
        if (!change.isEmpty()) {
            byChange.receive(change.toBytes());
        }
        for (Document document : List.of(
                author, byChange, Replicas.copyOf(author, 3), Document.load(author.save(), Replicas.options()))) {
            assertThat(document.root().text("t").toString()).isEqualTo(expected);
        }
    }

    @Property(tries = 150)
    void document_savedAndLoaded_isEqualAndSavesTheSame(@ForAll("edits") Scenario scenario) {
        Document document = History.of(scenario, MixedWorkload.ofEverything()).complete();
        Fingerprint expected = Fingerprint.of(document);
        assertThat(Fingerprint.of(Document.load(document.save(), Replicas.options())))
                .isEqualTo(expected);
        for (SaveOptions options :
                List.of(SaveOptions.withHistory(), SaveOptions.withHistory().compressed())) {
            assertThat(Fingerprint.of(Document.load(document.save(options), Replicas.options())))
                    .isEqualTo(expected);
        }
        for (SaveOptions options : List.of(
                SaveOptions.withoutHistory(), SaveOptions.withoutHistory().compressed())) {
            Document loaded = Document.load(document.save(options), Replicas.options());
            assertThat(loaded.stateHash()).isEqualTo(document.stateHash());
            assertThat(loaded.toJson()).isEqualTo(document.toJson());
            assertThat(loaded.save(SaveOptions.withoutHistory()))
                    .isEqualTo(document.save(SaveOptions.withoutHistory()));
        }
    }

    @Property(tries = 150)
    void document_resumedFromCheckpoint_goesOnAsTheSameReplica(
            @ForAll("edits") Scenario scenario, @ForAll("texts") String text) {
        Document document = History.of(scenario, MixedWorkload.ofEverything()).complete();
        document.edit(transaction -> transaction.root().put("before", text));
        byte[] checkpoint = document.checkpoint();
        Document resumed = Document.resume(checkpoint, Replicas.options());
        assertThat(resumed.replica()).isEqualTo(document.replica());
        assertThat(Fingerprint.of(resumed)).isEqualTo(Fingerprint.of(document));
        long next = resumed.version().get(resumed.replica());
        Change change = resumed.edit(transaction -> transaction.root().put("after", text));
        assertThat(change.firstSeq()).isEqualTo(next);
        assertThat(document.receive(change.toBytes()).rejected()).isEmpty();
    }

    @Property(tries = 150)
    void changesSince_anyKnownVersionInPieces_isCausalAndComplete(
            @ForAll("edits") Scenario scenario,
            @ForAll("seeds") long seed,
            @ForAll @IntRange(min = 1, max = 2_000) int maxBytes) {
        History history = History.of(scenario, MixedWorkload.ofEverything());
        SplittableRandom random = new SplittableRandom(seed);
        Document receiver = history.world().emptyDocument();
        List<History.Made> order = history.inCausalOrder(random);
        order.subList(0, random.nextInt(order.size() + 1))
                .forEach(made -> receiver.receive(made.change().toBytes()));
        int pieces = 0;
        while (true) {
            VersionVector before = receiver.version();
            ChangeBatch piece = history.complete().changesSince(before, maxBytes);
            assertThat(piece.isEmpty()).isEqualTo(piece.end().equals(before));
            assertThat(piece.changes() <= 1 || piece.toBytes().length <= maxBytes)
                    .as("%d changes in %d bytes", piece.changes(), piece.toBytes().length)
                    .isTrue();
            ReceiveResult result = receiver.receive(piece.toBytes());
            assertThat(result.isComplete()).isTrue();
            assertThat(receiver.version()).isEqualTo(piece.end());
            if (piece.isComplete()) {
                break;
            }
            assertThat(piece.isEmpty()).as("something comes with each piece").isFalse();
            assertThat(pieces++).isLessThanOrEqualTo(history.changes().size());
        }
        assertThat(Fingerprint.of(receiver)).isEqualTo(Fingerprint.of(history.complete()));
    }

    @Property(tries = 100)
    void changesSince_anyVersionOfTheSender_bringsAnotherUpToDate(
            @ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        History history = History.of(scenario, MixedWorkload.ofEverything());
        Document source = history.complete();
        SplittableRandom random = new SplittableRandom(seed);
        List<History.Made> order = history.inCausalOrder(random);
        Document receiver = history.world().emptyDocument();
        order.subList(0, random.nextInt(order.size() + 1))
                .forEach(made -> receiver.receive(made.change().toBytes()));
        assertThat(receiver.receive(source.changesSince(receiver.version())).isComplete())
                .isTrue();
        assertThat(Fingerprint.of(receiver)).isEqualTo(Fingerprint.of(source));
        assertThat(receiver.changesSince(VersionVector.EMPTY)).isEqualTo(source.changesSince(VersionVector.EMPTY));
    }

    /** Versions come from other devices, so they may be anything. */
    @Property(tries = 300)
    void changesSince_anyVersionWhatsoever_givesSomethingReadable(
            @ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Document source = History.of(scenario, MixedWorkload.ofEverything()).complete();
        VersionVector known = source.version();
        VersionVector.Builder version =
                VersionVector.builder().set(new ReplicaId(random.nextLong()), random.nextInt(5));
        for (int i = 0; i < known.size(); i++) {
            version.set(new ReplicaId(known.replicaAt(i)), random.nextLong(known.endAt(i) + 4));
        }
        Document receiver = Replicas.create(9, new ManualPhysicalClock(ManualPhysicalClock.START + 60_000));
        ReceiveResult result = receiver.receive(source.changesSince(version.build()));
        assertThat(result.rejected()).isEmpty();
        receiver.receive(source.changesSince(version.build(), 50).toBytes());
        receiver.receive(source.changesSince(receiver.version()));
        assertThat(Fingerprint.of(receiver)).isEqualTo(Fingerprint.of(source));
    }

    @Property(tries = 50)
    void bytes_throughBuffersAndStreams_areTheSame(@ForAll("edits") Scenario scenario) throws IOException {
        Document document = History.of(scenario, MixedWorkload.ofEverything()).complete();
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        document.changesSince(VersionVector.EMPTY, batch);
        assertThat(batch.toByteArray()).isEqualTo(document.changesSince(VersionVector.EMPTY));
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        document.save(saved);
        assertThat(saved.toByteArray()).isEqualTo(document.save());

        ByteBuffer slice = ByteBuffer.allocateDirect(batch.size() + 20);
        slice.position(7);
        slice.put(batch.toByteArray()).flip().position(7);
        Document receiver = Replicas.create(9);
        receiver.receive(slice.asReadOnlyBuffer());
        assertThat(Fingerprint.of(receiver)).isEqualTo(Fingerprint.of(document));
    }

    private static void assertHolds(MapReader root, String key, Value value) {
        assertThat(root.get(key)).contains(value);
        assertThat(root.map("m").set("s").values()).containsExactly(value);
        assertThat(root.map("m").list("l").values()).containsExactly(value, Value.of("last"));
    }
}
