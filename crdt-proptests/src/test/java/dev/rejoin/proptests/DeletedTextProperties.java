package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.DeletedContentException;
import dev.rejoin.delivery.IncompleteBatchException;
import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Who received a batch without deleted text reads and merges like anybody, and so does whoever got it from there; only the
 * text that was left out is nowhere.
 */
class DeletedTextProperties {
    private final ManualPhysicalClock clock = new ManualPhysicalClock();

    private Document edit(Document author, Random random, int steps) {
        for (int step = 0; step < steps; step++) {
            clock.advance(random.nextInt(10) == 0 ? 40_000 : random.nextInt(300));
            if (random.nextInt(3) > 0) {
                type(author, random);
            } else {
                MixedWorkload workload = MixedWorkload.ofEverything();
                author.edit(tx -> workload.perform(tx, anySpec(random), new Carets()));
            }
        }
        return author;
    }

    private static void type(Document author, Random random) {
        author.edit(tx -> {
            var text = tx.root().text("t");
            String before = text.toString();
            int length = before.length();
            int start = wholeCharacter(before, random.nextInt(length + 1));
            int end = wholeCharacter(before, Math.min(length, start + 1 + random.nextInt(4)));
            if (start < end && random.nextInt(2) == 0) {
                text.delete(start, end);
            } else {
                text.insert(start, "abc\uD83D\uDE00".substring(random.nextInt(4)) + random.nextInt(100));
            }
        });
    }

    private static int wholeCharacter(String text, int index) {
        return index < text.length() && Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
    }

    private static OpSpec anySpec(Random random) {
        return new OpSpec(random.nextInt(1000), random.nextInt(1000), random.nextInt(1000), random.nextInt(1000));
    }

    @Property(tries = 150)
    void receive_withoutDeletedText_readsAndMergesAlike(@ForAll long seed) {
        Random random = new Random(seed);
        List<Document> authors =
                List.of(Replicas.create(1, clock), Replicas.create(2, clock), Replicas.create(3, clock));
        Document reader = Replicas.create(4, clock);
        List<VersionVector> versions = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            authors.forEach(author -> edit(author, random, 6));
            Replicas.exchange(authors.toArray(Document[]::new));
            Document sender = authors.get(random.nextInt(3));
            versions.add(sender.version());
            receive(reader, sender, random);
            if (random.nextBoolean()) {
                edit(reader, random, 2);
                byte[] own = reader.changesSince(sender.version());
                for (Document author : authors) {
                    assertThat(author.receive(own).isComplete()).isTrue();
                }
            }
        }
        Document all = authors.get(0);
        reader.receive(all.changesSince(reader.version(), BatchOptions.plain().withoutDeletedText()));
        assertAlike(reader, all);

        SaveOptions save = random.nextBoolean()
                ? SaveOptions.withHistory()
                : SaveOptions.withHistory().compressed();
        Document loaded =
                Document.load(reader.save(save), Replicas.options(clock).withReplica(new ReplicaId(5)));
        assertAlike(loaded, all);
        assertThat(loaded.save()).isEqualTo(reader.save());
        assertThat(loaded.timeline().leftOut()).isEqualTo(reader.timeline().leftOut());
        Document passedOn = Replicas.create(6, clock);
        passedOn.receive(reader.changesSince(VersionVector.EMPTY));
        assertAlike(passedOn, all);
        assertThat(passedOn.save()).isEqualTo(reader.save());

        // Chains go on: single changes tell the digest before them, whoever takes them.
        for (Document author : authors) {
            Change change =
                    author.edit(tx -> tx.root().put("last", author.replica().toString()));
            for (Document other : List.of(reader, loaded, passedOn)) {
                assertThat(other.receive(change.toBytes()).isComplete()).isTrue();
            }
        }
        Replicas.exchange(authors.toArray(Document[]::new));
        assertAlike(reader, all);
        assertAlike(loaded, all);
        assertAlike(passedOn, all);
        checkPast(reader, versions, all);
        for (VersionVector since : versions) {
            Document other = all.timeline().fork(since, Replicas.options(clock).withReplica(new ReplicaId(7)));
            assertThat(other.receive(passedOn.changesSince(since)).isComplete()).isTrue();
            assertAlike(other, all);
        }
    }

    private static void receive(Document reader, Document sender, Random random) {
        if (random.nextInt(3) > 0) {
            BatchOptions options = random.nextBoolean() ? BatchOptions.plain() : BatchOptions.compressed();
            byte[] batch = sender.changesSince(reader.version(), options.withoutDeletedText());
            assertThat(reader.receive(batch).isComplete()).isTrue();
            assertAlike(reader, sender);
            assertThat(reader.receive(batch).applied()).isEmpty();
            assertAlike(reader, sender);
        } else if (random.nextBoolean()) {
            reader.receive(sender.changesSince(reader.version()));
            assertAlike(reader, sender);
        }
    }

    /** A version can be read, as ever, or it is said what of it is not here. */
    private static void checkPast(Document reader, List<VersionVector> versions, Document all) {
        for (VersionVector version : versions) {
            String then = all.timeline().at(version).toJson();
            try {
                assertThat(reader.timeline().at(version).toJson()).isEqualTo(then);
            } catch (DeletedContentException lacking) {
                assertThat(lacking.missing())
                        .isNotEmpty()
                        .allSatisfy(
                                span -> assertThat(version.get(span.replica())).isGreaterThanOrEqualTo(span.end()));
            }
        }
    }

    private static void assertAlike(Document one, Document other) {
        assertThat(one.toJson()).isEqualTo(other.toJson());
        assertThat(one.stateHash()).isEqualTo(other.stateHash());
        assertThat(one.save(SaveOptions.withoutHistory())).isEqualTo(other.save(SaveOptions.withoutHistory()));
        DocumentInvariants.check(one);
    }

    @Property(tries = 60)
    void receive_afterAPartThatIsKnown_readsAlike(@ForAll long seed) {
        Random random = new Random(seed);
        Document author = edit(Replicas.create(1, clock), random, 8);
        Document reader = Replicas.create(2, clock);
        VersionVector from = VersionVector.EMPTY;
        for (int round = 0; round < 3; round++) {
            VersionVector known = author.version();
            reader.receive(author.changesSince(reader.version()));
            edit(author, random, 8);
            byte[] overlapping = author.changesSince(from, BatchOptions.plain().withoutDeletedText());
            assertThat(reader.receive(overlapping).isComplete()).isTrue();
            assertAlike(reader, author);
            from = known;
        }
        reader.receive(author.edit(tx -> tx.root().put("last", 1)).toBytes());
        assertAlike(reader, author);
    }

    @Property(tries = 100)
    void receive_whatCannotBeAppliedAsAWhole_isRefusedAndChangesNothing(@ForAll long seed) {
        Random random = new Random(seed);
        Document author = edit(Replicas.create(1, clock), random, 5);
        VersionVector known = author.version();
        author.edit(tx -> tx.root().text("t").insert(0, "xyz"));
        author.edit(tx -> tx.root().text("t").delete(0, 2));
        edit(author, random, 5);
        byte[] rest = author.changesSince(known, BatchOptions.plain().withoutDeletedText());
        Document reader = Replicas.create(2, clock);
        Fingerprint before = Fingerprint.of(reader);
        if (known.isEmpty()) {
            return;
        }
        Document whole = Replicas.create(3, clock);
        whole.receive(author.changesSince(VersionVector.EMPTY));
        assertThat(whole.receive(rest).isComplete()).isTrue();
        Fingerprint.of(author).requireEqual(Fingerprint.of(whole), "who had it all before");
        if ((rest[1] & 4) != 0) { // something is left out
            assertThatThrownBy(() -> reader.receive(rest)).isInstanceOf(IncompleteBatchException.class);
            before.requireEqual(Fingerprint.of(reader), "a refused batch");
            assertThat(reader.backlog().waiting()).isEmpty();
        }
    }
}
