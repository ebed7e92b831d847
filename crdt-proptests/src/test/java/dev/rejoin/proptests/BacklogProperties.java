package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.document.Backlog;
import dev.rejoin.document.Document;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What the backlog says is missing and blocked is what turns out to be so. */
class BacklogProperties {
    private static final long HOUR = 3_600_000;

    /** Changes of three devices that see a part of each other; the third device's clock is an hour ahead now and then. */
    private static List<Change> history(Random random, boolean withFuture) {
        List<Document> authors = new ArrayList<>();
        List<ManualPhysicalClock> clocks = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            clocks.add(new ManualPhysicalClock());
            authors.add(Document.create(
                    SimulatedWorld.DOCUMENT_ID,
                    Replicas.options(clocks.get(i - 1)).withoutMaxDrift().withReplica(new ReplicaId(i))));
        }
        List<Change> changes = new ArrayList<>();
        int steps = 5 + random.nextInt(15);
        for (int step = 0; step < steps; step++) {
            Document author = authors.get(random.nextInt(3));
            if (withFuture && step == steps / 2) {
                clocks.get(2).advance(HOUR);
            }
            int value = step;
            Change change = author.edit(tx -> tx.root().put("k" + value % 4, value));
            changes.add(change);
            Document other = authors.get(random.nextInt(3));
            if (random.nextBoolean()) {
                other.receive(author.changesSince(other.version()));
            }
        }
        return changes;
    }

    @Property(tries = 300)
    void missing_isExactlyWhatHelps(@ForAll long seed) {
        Random random = new Random(seed);
        List<Change> changes = history(random, true);
        Document document = document();
        List<Change> withheld = new ArrayList<>();
        for (Change change : changes) {
            if (random.nextInt(3) == 0) {
                withheld.add(change);
            } else {
                document.receive(change.toBytes());
            }
        }
        Set<OpIdSpan> held = new HashSet<>();
        document.backlog().waiting().forEach(waiter -> held.add(waiter.change()));
        document.backlog().quarantined().forEach(aside -> held.add(aside.change()));
        for (OpIdSpan missing : document.backlog().missing()) {
            for (OpIdSpan span : held) {
                assertThat(overlap(span, missing)).isFalse();
            }
        }
        // Asking for it again and again brings everything that waits; nothing else is asked for.
        int rounds = 0;
        while (!document.backlog().missing().isEmpty()) {
            assertThat(rounds++).isLessThan(changes.size() + 1);
            for (OpIdSpan missing : document.backlog().missing()) {
                List<Change> asked = withheld.stream()
                        .filter(change -> overlap(change.span(), missing))
                        .toList();
                assertThat(asked.stream().mapToLong(Change::count).sum()).isEqualTo(missing.end() - missing.start());
                asked.forEach(change -> document.receive(change.toBytes()));
            }
        }
        document.acceptQuarantined();
        while (!document.backlog().missing().isEmpty()
                || !document.backlog().quarantined().isEmpty()) {
            assertThat(rounds++).isLessThan(2 * changes.size() + 2);
            for (OpIdSpan missing : document.backlog().missing()) {
                withheld.stream()
                        .filter(change -> overlap(change.span(), missing))
                        .forEach(change -> document.receive(change.toBytes()));
            }
            document.acceptQuarantined();
        }
        assertThat(document.backlog().isClear()).isTrue();
    }

    @Property(tries = 200)
    void blockedBy_whenOneChangeIsMissing_isAllThatWaits(@ForAll long seed) {
        Random random = new Random(seed);
        List<Change> changes = history(random, false);
        Change missing = changes.get(random.nextInt(changes.size()));
        Document document = document();
        for (Change change : changes) {
            if (change != missing) {
                document.receive(change.toBytes());
            }
        }
        Backlog backlog = document.backlog();
        assertThat(backlog.blockedBy(missing.span())).isEqualTo(changesOf(backlog.waiting()));
    }

    /** How a change that is not here depends on others cannot be known, so there may be more. */
    @Property(tries = 200)
    void blockedBy_whenMuchIsMissing_waitsWithoutItIndeed(@ForAll long seed) {
        Random random = new Random(seed);
        List<Change> changes = history(random, false);
        Document document = document();
        for (Change change : changes) {
            if (random.nextInt(3) > 0) {
                document.receive(change.toBytes());
            }
        }
        Backlog backlog = document.backlog();
        List<OpIdSpan> questions = new ArrayList<>(backlog.missing());
        questions.addAll(changesOf(backlog.waiting()));
        for (OpIdSpan question : questions) {
            Document without = Replicas.create(10);
            for (Change change : changes) {
                if (!overlap(change.span(), question)) {
                    without.receive(change.toBytes());
                }
            }
            assertThat(changesOf(without.backlog().waiting())).containsAll(backlog.blockedBy(question));
        }
    }

    @Property(tries = 100)
    void acceptQuarantined_ofOneChange_takesThatAndWhatWaitedForIt(@ForAll long seed) {
        Random random = new Random(seed);
        Document document = document();
        for (Change change : history(random, true)) {
            document.receive(change.toBytes());
        }
        while (!document.backlog().quarantined().isEmpty()) {
            Backlog before = document.backlog();
            OpIdSpan chosen = before.quarantined().get(0).change();
            List<OpIdSpan> applied = document.acceptQuarantined(chosen).applied();
            assertThat(applied).contains(chosen);
            applied.stream()
                    .filter(span -> !span.equals(chosen))
                    .forEach(span -> assertThat(before.blockedBy(chosen)).contains(span));
        }
        assertThat(document.backlog().waiting()).isEmpty();
    }

    @Property(tries = 100)
    void unsent_isWhatABatchForThatPeerHolds(@ForAll long seed) {
        Random random = new Random(seed);
        Document author = Replicas.create(1);
        Document peer = Replicas.create(2);
        for (int i = 0; i < 10; i++) {
            int value = i;
            author.edit(tx -> tx.root().put("k", value).text("t").append("x"));
            if (random.nextInt(4) == 0) {
                peer.receive(author.changesSince(peer.version()));
                author.peer(peer.replica()).acknowledged(peer.version());
            }
        }
        author.peer(new ReplicaId(3)).acknowledged(VersionVector.EMPTY);
        Backlog backlog = author.backlog();
        Backlog.Unsent all = backlog.unsentByPeer().get(new ReplicaId(3));
        assertThat(all.bytes()).isEqualTo(author.changesSince(VersionVector.EMPTY).length);
        assertThat(all.changes()).isEqualTo(author.statistics().changes());
        if (peer.version().get(author.replica()) == author.version().get(author.replica())) {
            assertThat(backlog.unsentByPeer()).doesNotContainKey(peer.replica());
            assertThat(backlog.unsent()).isEmpty();
        } else if (!peer.version().isEmpty()) {
            Backlog.Unsent some = backlog.unsentByPeer().get(peer.replica());
            assertThat(some.bytes()).isEqualTo(author.changesSince(peer.version()).length);
            assertThat(backlog.unsent()).contains(some);
        }
    }

    private static Document document() {
        return Document.create(
                SimulatedWorld.DOCUMENT_ID,
                Replicas.options().withReplica(new ReplicaId(9)).withWarnings(warning -> {}));
    }

    private static List<OpIdSpan> changesOf(Collection<Delivery.Waiting> waiting) {
        return waiting.stream().map(Delivery.Waiting::change).toList();
    }

    private static boolean overlap(OpIdSpan a, OpIdSpan b) {
        return a.replica().equals(b.replica()) && a.start() < b.end() && b.start() < a.end();
    }
}
