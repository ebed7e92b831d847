package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.delivery.DeletedContentException;
import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.timeline.ChangeFilter;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A replica that squashed goes on as its twin that did not, and so does whoever gets its history from there. */
class SquashProperties {
    private static final String SECRET = "do not tell";

    private final ManualPhysicalClock clock = new ManualPhysicalClock();

    private void edit(Document author, Random random, int steps) {
        for (int step = 0; step < steps; step++) {
            clock.advance(random.nextInt(10) == 0 ? 40_000 : random.nextInt(300));
            MixedWorkload workload = MixedWorkload.ofEverything();
            OpSpec spec =
                    new OpSpec(random.nextInt(1000), random.nextInt(1000), random.nextInt(1000), random.nextInt(1000));
            author.edit(tx -> {
                if (random.nextInt(3) == 0) {
                    tx.author("somebody").message("because");
                }
                workload.perform(tx, spec, new Carets());
            });
        }
    }

    @Property(tries = 150)
    void squash_atAnyMomentAndVersion_isNotSeen(@ForAll long seed) {
        Random random = new Random(seed);
        Document squashed = Replicas.create(1, clock);
        Document twin = Replicas.create(2, clock);
        Document other = Replicas.create(3, clock);
        List<VersionVector> versions = new ArrayList<>();
        versions.add(VersionVector.EMPTY);
        VersionVector squashedAt = VersionVector.EMPTY;
        for (int round = 0; round < 5; round++) {
            edit(squashed, random, 5);
            edit(other, random, 5);
            if (random.nextInt(4) == 0) {
                squashedAt = squashed.version();
                squashed.squash(squashedAt);
            }
            Replicas.exchange(squashed, other, twin);
            versions.add(squashed.version());
            VersionVector at = versions.get(random.nextInt(versions.size()));
            squashed.squash(at);
            squashedAt = squashedAt.merge(at);
            assertAlike(squashed, twin);
            assertReadableFrom(squashedAt, squashed, twin, versions);
        }
        Document loaded = Document.load(
                squashed.save(
                        random.nextBoolean()
                                ? SaveOptions.withHistory()
                                : SaveOptions.withHistory().compressed()),
                Replicas.options(clock).withReplica(new ReplicaId(5)));
        assertAlike(loaded, twin);
        assertThat(loaded.save()).isEqualTo(squashed.save());
        Document passedOn = Replicas.create(6, clock);
        BatchOptions options = random.nextBoolean() ? BatchOptions.plain() : BatchOptions.compressed();
        assertThat(passedOn.receive(squashed.changesSince(VersionVector.EMPTY, options))
                        .isComplete())
                .isTrue();
        assertAlike(passedOn, twin);
        assertThat(passedOn.save()).isEqualTo(squashed.save());
        assertThat(passedOn.timeline().changes(ChangeFilter.all()))
                .isEqualTo(squashed.timeline().changes(ChangeFilter.all()));

        for (Document each : List.of(squashed, loaded, passedOn)) {
            edit(each, random, 2);
        }
        Replicas.exchange(squashed, loaded, passedOn, other, twin);
        for (Document each : List.of(squashed, loaded, passedOn)) {
            assertAlike(each, twin);
        }
    }

    private static void assertReadableFrom(
            VersionVector from, Document squashed, Document twin, List<VersionVector> versions) {
        for (VersionVector version : versions) {
            try {
                assertThat(squashed.timeline().at(version).toJson())
                        .isEqualTo(twin.timeline().at(version).toJson());
            } catch (DeletedContentException lacking) {
                assertThat(version.covers(from))
                        .as("squashed at " + from + ", read at " + version)
                        .isFalse();
            }
        }
    }

    private static void assertAlike(Document one, Document other) {
        assertThat(one.toJson()).isEqualTo(other.toJson());
        assertThat(one.stateHash()).isEqualTo(other.stateHash());
        assertThat(one.save(SaveOptions.withoutHistory())).isEqualTo(other.save(SaveOptions.withoutHistory()));
        DocumentInvariants.check(one);
    }

    @Property(tries = 100)
    void receive_withoutNotes_readsAlike(@ForAll long seed) {
        Random random = new Random(seed);
        Document author = Replicas.create(1, clock);
        edit(author, random, 12);
        Document reader = Replicas.create(2, clock);
        byte[] batch =
                author.changesSince(VersionVector.EMPTY, BatchOptions.plain().withoutNotes());
        assertThat(reader.receive(batch).isComplete()).isTrue();
        assertAlike(reader, author);
        assertThat(new String(reader.save(), StandardCharsets.ISO_8859_1)).doesNotContain("somebody", "because");
        assertThat(reader.save())
                .isEqualTo(author.save(SaveOptions.withHistory().withoutNotes()));
        assertThat(Document.load(reader.save(), Replicas.options(clock)).save()).isEqualTo(reader.save());
        assertThat(reader.timeline().changes(ChangeFilter.all()))
                .hasSameSizeAs(author.timeline().changes(ChangeFilter.all()));
        reader.receive(author.edit(tx -> tx.root().put("last", 1)).toBytes());
        assertAlike(reader, author);
    }

    @Example
    void squash_leavesNothingOfWhatWasDeletedAndOverwritten() {
        Document document = Replicas.create(1, clock);
        document.edit(tx -> {
            tx.author(SECRET).message(SECRET);
            tx.root().text("t").append("ab" + SECRET);
            tx.root().list("l").append(SECRET).append(SECRET).append(1);
            tx.root().put("k", SECRET).put("gone", SECRET);
        });
        document.edit(tx -> {
            tx.root().text("t").delete(2, 2 + SECRET.length());
            tx.root().list("l").set(1, "other").remove(0);
            tx.root().put("k", 1).remove("gone");
        });
        document.edit(tx -> tx.root().list("l").remove(0));
        byte[] before = document.save(SaveOptions.withoutHistory());
        assertThat(document.save()).asString(StandardCharsets.ISO_8859_1).contains(SECRET);
        document.squash(document.version());
        assertThat(document.save(SaveOptions.withoutHistory())).isEqualTo(before);
        assertThat(document.save()).asString(StandardCharsets.ISO_8859_1).doesNotContain(SECRET);
        assertThat(document.changesSince(VersionVector.EMPTY))
                .asString(StandardCharsets.ISO_8859_1)
                .doesNotContain(SECRET);
        assertThat(document.checkpoint()).asString(StandardCharsets.ISO_8859_1).doesNotContain(SECRET);
    }

    /** A thousand keys that were typed offline leave as one run, and what was erased of them need not leave at all. */
    @Example
    void changesSince_ofAThousandKeysTypedOffline_isOneRunWithoutWhatWasErased() {
        Document document = Replicas.create(1, clock);
        for (int i = 0; i < 500; i++) {
            int at = i;
            document.edit(tx -> tx.root().text("t").insert(at, "x"));
            clock.advance(20);
        }
        for (int i = 0; i < 500; i++) {
            document.edit(tx -> tx.root().text("t").append("e"));
        }
        for (int i = 0; i < 500; i++) {
            document.edit(tx -> tx.root()
                    .text("t")
                    .delete(
                            tx.root().text("t").length() - 1,
                            tx.root().text("t").length()));
        }
        byte[] batch =
                document.changesSince(VersionVector.EMPTY, BatchOptions.plain().withoutDeletedText());
        assertThat(document.timeline().changes(ChangeFilter.all())).hasSize(1);
        assertThat(batch.length).isLessThan(600);
        Document reader = Replicas.create(2, clock);
        reader.receive(batch);
        assertAlike(reader, document);
    }
}
