package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ChangeSink;
import dev.rejoin.document.Document;
import dev.rejoin.proptests.gen.Scenarios;
import dev.rejoin.proptests.gen.Seeds;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.Scenario;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the sink took is durable and counts; what it did not take did not happen. */
class ChangeSinkProperties {
    private static final class DiskFull extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A journal on a disk that is full now and then. */
    private static final class Disk implements ChangeSink {
        private final List<byte[]> journal = new ArrayList<>();
        private int room = Integer.MAX_VALUE;

        @Override
        public void accept(byte[] encodedChange) {
            if (room == 0) {
                throw new DiskFull();
            }
            room--;
            journal.add(encodedChange);
        }
    }

    @Provide
    Arbitrary<Scenario> edits() {
        return Scenarios.ofEdits(20);
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 300)
    void edit_whenTheSinkThrows_didNotHappen(@ForAll("edits") Scenario scenario) {
        byte[] past =
                History.of(scenario, MixedWorkload.ofEverything()).complete().changesSince(VersionVector.EMPTY);
        Disk disk = new Disk();
        Document document = document(disk);
        document.receive(past);
        Document twin = document(new Disk());
        twin.receive(past);
        Fingerprint before = Fingerprint.of(document);
        byte[] checkpoint = document.checkpoint();
        List<Change> announced = new ArrayList<>();
        document.onLocalChange(announced::add);
        disk.room = 0;
        assertThatThrownBy(() -> document.edit(transaction ->
                        transaction.root().put("k", 1).map("m").text("t").append("lost")))
                .isInstanceOf(DiskFull.class);
        assertThat(Fingerprint.of(document)).isEqualTo(before);
        assertThat(document.checkpoint()).isEqualTo(checkpoint);
        assertThat(announced).isEmpty();
        disk.room = 1;
        Change change = document.edit(transaction -> transaction.root().put("k", 2));
        assertThat(change.toBytes())
                .isEqualTo(
                        twin.edit(transaction -> transaction.root().put("k", 2)).toBytes());
        assertThat(announced).containsExactly(change);
        assertThat(disk.journal.get(disk.journal.size() - 1)).isEqualTo(change.toBytes());
    }

    /** Any part of what is received may find the disk full; offered again, it is all there, and the journal has it. */
    @Property(tries = 300)
    void receive_whenTheSinkThrows_countsAsNotReceived(@ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        History history = History.of(scenario, MixedWorkload.ofEverything());
        Disk disk = new Disk();
        Document document = document(disk);
        byte[] checkpoint = document.checkpoint();
        List<byte[]> messages = new ArrayList<>(history.world().changes());
        messages.add(history.complete().changesSince(VersionVector.EMPTY));
        Collections.shuffle(messages, new Random(seed));
        for (byte[] message : messages) {
            disk.room = random.nextInt(3);
            VersionVector before = document.version();
            int journalled = disk.journal.size();
            try {
                document.receive(message);
            } catch (DiskFull full) {
                assertThat(document.version().covers(before)).isTrue();
            }
            if (disk.journal.size() == journalled) {
                assertThat(document.version()).isEqualTo(before);
            }
        }
        disk.room = Integer.MAX_VALUE;
        document.receive(history.complete().changesSince(document.version()));
        assertThat(Fingerprint.of(document)).isEqualTo(Fingerprint.of(history.complete()));
        assertThat(Fingerprint.of(Document.resume(
                        checkpoint,
                        disk.journal,
                        Replicas.options(history.world().latestClock()))))
                .isEqualTo(Fingerprint.of(document));
    }

    private static Document document(ChangeSink sink) {
        return Document.create(
                Replicas.create(1).id(),
                Replicas.options()
                        .withReplica(new ReplicaId(7))
                        .withoutMaxDrift()
                        .withSink(sink));
    }
}
