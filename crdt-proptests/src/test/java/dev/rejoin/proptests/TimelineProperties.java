package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.DocumentView;
import dev.rejoin.document.Timeline;
import dev.rejoin.exchange.Revert;
import dev.rejoin.proptests.model.Contents;
import dev.rejoin.proptests.model.DocumentMirror;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.timeline.ChangeFilter;
import dev.rejoin.timeline.PastChange;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The past is what replicas were: each version that one of them had is compared with what it read, wrote and saved then. */
class TimelineProperties {
    /** What happened, and what replicas were on the way. */
    private record Told(Document all, Map<VersionVector, Fingerprint> met, Random random, ManualPhysicalClock clock) {
        Document copy() {
            Document copy = Replicas.create(77, clock);
            copy.receive(all.changesSince(copy.version()));
            return copy;
        }

        VersionVector any() {
            List<VersionVector> versions = new ArrayList<>(met.keySet());
            return versions.get(random.nextInt(versions.size()));
        }
    }

    private static Told tell(long seed) {
        Random random = new Random(seed);
        MixedWorkload workload = random.nextInt(4) == 0 ? MixedWorkload.ofEverything() : MixedWorkload.bySeed(seed);
        ManualPhysicalClock clock = new ManualPhysicalClock();
        List<Document> authors = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            authors.add(Replicas.create(i, clock));
        }
        Map<VersionVector, Fingerprint> met = new LinkedHashMap<>();
        for (int step = 0; step < 40; step++) {
            Document author = authors.get(random.nextInt(3));
            clock.advance(random.nextInt(10) == 0 ? 40_000 : random.nextInt(300));
            author.edit(tx -> {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    workload.perform(tx, anySpec(random), new Carets());
                }
            });
            if (random.nextInt(3) == 0) {
                author.receive(authors.get(random.nextInt(3)).changesSince(author.version()));
            }
            met.put(author.version(), Fingerprint.of(author));
        }
        Replicas.exchange(authors.toArray(Document[]::new));
        Document all = authors.get(0);
        met.put(all.version(), Fingerprint.of(all));
        return new Told(all, met, random, clock);
    }

    private static OpSpec anySpec(Random random) {
        return new OpSpec(random.nextInt(1000), random.nextInt(1000), random.nextInt(1000), random.nextInt(1000));
    }

    @Property(tries = 150)
    void at_anyVersion_readsWhatItsReplicaRead(@ForAll long seed) {
        Told told = tell(seed);
        Fingerprint before = Fingerprint.of(told.all());
        Timeline timeline =
                DocumentInvariants.timeline(told.all(), 1 + told.random().nextInt(30));
        List<DocumentView> views = new ArrayList<>();
        List<VersionVector> asked = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            asked.add(told.any());
            views.add(timeline.at(asked.get(i)));
            DocumentInvariants.check(timeline);
        }
        for (int i = 0; i < 30; i++) { // looked at last, because later questions must not change earlier answers
            Fingerprint then = told.met().get(asked.get(i));
            assertThat(views.get(i).toJson()).isEqualTo(then.json());
            assertThat(views.get(i).stateHash()).isEqualTo(then.hash());
        }
        before.requireEqual(Fingerprint.of(told.all()), "after time travel");
        DocumentInvariants.check(told.all());
    }

    @Property(tries = 150)
    void difference_ofAnyTwoVersions_leadsFromOneToTheOther(@ForAll long seed) {
        Told told = tell(seed);
        Timeline timeline =
                DocumentInvariants.timeline(told.all(), 1 + told.random().nextInt(30));
        for (int i = 0; i < 20; i++) {
            VersionVector from = told.any();
            VersionVector to = told.any();
            List<DocumentEvent> events = timeline.difference(from, to);
            DocumentMirror mirror =
                    new DocumentMirror(Contents.of(timeline.at(from).root()));
            events.forEach(mirror::apply);
            assertThat(mirror.content()).isEqualTo(Contents.of(timeline.at(to).root()));
            if (told.met().get(from).json().equals(told.met().get(to).json())) {
                assertThat(timeline.difference(from, from)).isEmpty();
            }
        }
    }

    @Property(tries = 100)
    void fork_atAnyVersion_isThatReplicaAndMergesBack(@ForAll long seed) {
        Told told = tell(seed);
        VersionVector version = told.any();
        Document fork = told.all().timeline().fork(version, Replicas.options(told.clock()));
        told.met().get(version).requireEqual(Fingerprint.of(fork), "the fork at " + version);
        MixedWorkload workload = MixedWorkload.bySeed(seed);
        Change change = fork.edit(tx -> workload.perform(tx, anySpec(told.random()), new Carets()));
        Document plain = told.copy();
        plain.receive(change.toBytes());
        told.all().receive(fork.changesSince(told.all().version()));
        fork.receive(told.all().changesSince(fork.version()));
        Fingerprint.of(told.all()).requireEqual(Fingerprint.of(fork), "the fork that got the rest");
        Fingerprint.of(told.all()).requireEqual(Fingerprint.of(plain), "who got the change of the fork");
        DocumentInvariants.check(fork);
    }

    @Property(tries = 150)
    void revert_toAnyVersion_readsAsItDidAndMerges(@ForAll long seed) {
        Told told = tell(seed);
        VersionVector version = told.any();
        Document other = told.copy();
        MixedWorkload workload = MixedWorkload.bySeed(seed);
        Change concurrent = other.edit(tx -> workload.perform(tx, anySpec(told.random()), new Carets()));
        Change revert = Revert.to(told.all(), version);
        assertThat(told.all().toJson()).isEqualTo(told.met().get(version).json());
        assertThat(told.all().timeline().difference(told.all().version(), version))
                .isEmpty();
        other.receive(revert.toBytes());
        told.all().receive(concurrent.toBytes());
        Fingerprint.of(told.all()).requireEqual(Fingerprint.of(other), "who made a concurrent edit");
        DocumentInvariants.check(told.all());
    }

    @Property(tries = 100)
    void changes_areTheWholeHistoryInCausalOrder_andFiltersPickOfThem(@ForAll long seed) {
        Told told = tell(seed);
        Timeline timeline = told.all().timeline();
        List<PastChange> all = timeline.changes(ChangeFilter.all());
        VersionVector reached = VersionVector.EMPTY;
        for (PastChange change : all) {
            OpIdSpan span = change.span();
            assertThat(span.start()).isEqualTo(reached.get(span.replica()));
            for (OpId dependency : change.dependencies()) {
                assertThat(reached.contains(dependency)).isTrue();
            }
            assertThat(change.places()).isNotEmpty();
            reached = reached.merge(VersionVector.of(span.replica(), span.end()));
        }
        assertThat(reached).isEqualTo(told.all().version());
        if (all.isEmpty()) {
            return;
        }
        PastChange picked = all.get(told.random().nextInt(all.size()));
        Instant time = Instant.ofEpochMilli(picked.timestamp().millis());
        ReplicaId writer = picked.span().replica();
        ChangeFilter filter = ChangeFilter.all().writtenBy(writer).notBefore(time);
        assertThat(timeline.changes(filter))
                .contains(picked)
                .isEqualTo(all.stream()
                        .filter(change -> change.span().replica().equals(writer)
                                && change.timestamp().millis() >= time.toEpochMilli())
                        .toList());
        for (var place : picked.places()) {
            assertThat(timeline.changes(filter.at(place))).contains(picked);
        }
        VersionVector version = told.any();
        List<PastChange> earlier = timeline.changes(ChangeFilter.all().in(version));
        List<PastChange> later = timeline.changes(ChangeFilter.all().notIn(version));
        assertThat(operations(earlier) + operations(later)).isEqualTo(operations(all));
        assertThat(earlier)
                .allMatch(change ->
                        version.get(change.span().replica()) >= change.span().end());
    }

    private static long operations(List<PastChange> changes) {
        return changes.stream().mapToLong(change -> change.span().length()).sum();
    }
}
