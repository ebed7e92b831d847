package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.proptests.gen.Scenarios;
import dev.rejoin.proptests.gen.Seeds;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.Scenario;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A change is applied when all that its author knew is there, and never before. */
class CausalDeliveryProperties {
    @Provide
    Arbitrary<Scenario> edits() {
        return Scenarios.ofEdits(30);
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 20)
    void receive_waitingChangeAgain_isKeptOnce(@ForAll @IntRange(min = 1, max = 9) int times) {
        Document author = Replicas.create(1);
        Change first = author.edit(transaction -> transaction.root().put("a", 1));
        Change second = author.edit(transaction -> transaction.root().put("b", 2));
        Document document = Replicas.create(2);
        for (int i = 0; i < times; i++) {
            document.receive(second.toBytes());
        }
        assertThat(document.backlog().waiting()).hasSize(1);
        document.receive(first.toBytes());
        assertThat(document.backlog().waiting()).isEmpty();
        assertThat(Fingerprint.of(document)).isEqualTo(Fingerprint.of(author));
    }

    @Property(tries = 20)
    void receive_withOneOfSeveralAuthorsMissing_waits(@ForAll @IntRange(min = 0, max = 2) int missing) {
        Document writer = Replicas.create(9);
        List<Change> seen = new ArrayList<>();
        for (int author = 1; author <= 3; author++) {
            Change change = Replicas.create(author)
                    .edit(transaction -> transaction.root().counter("c").increment());
            writer.receive(change.toBytes());
            seen.add(change);
        }
        Change merged = writer.edit(transaction -> transaction.root().put("merged", true));
        Document document = Replicas.create(8);
        Change late = seen.remove(missing);
        seen.forEach(change -> document.receive(change.toBytes()));
        assertThat(document.receive(merged.toBytes()).waiting()).hasSize(1);
        assertThat(document.receive(late.toBytes()).applied()).hasSize(2);
        assertThat(Fingerprint.of(document)).isEqualTo(Fingerprint.of(writer));
    }

    /** Some changes never arrive: exactly those whose past is complete are applied. */
    @Property(tries = 200)
    void receive_withSomeChangesLost_appliesTheLargestCausallyClosedPart(
            @ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        History history = History.of(scenario, MixedWorkload.ofEverything());
        SplittableRandom random = new SplittableRandom(seed);
        Document document = history.world().emptyDocument();
        List<History.Made> arriving = new ArrayList<>(history.changes());
        arriving.removeIf(made -> random.nextInt(5) == 0);
        VersionVector closed = VersionVector.EMPTY;
        Set<OpIdSpan> late = new HashSet<>();
        // Changes were made in this order, so one pass finds what is complete.
        for (History.Made made : arriving) {
            if (closed.covers(made.seen())) {
                closed = closed.with(
                        made.change().replica(), made.change().span().end());
            } else {
                late.add(made.change().span());
            }
        }
        Collections.shuffle(arriving, new Random(seed));
        arriving.forEach(made -> document.receive(made.change().toBytes()));
        assertThat(document.version()).isEqualTo(closed);
        assertThat(document.backlog().waiting().stream()
                        .map(waiting -> waiting.change())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(late);
    }

    /** Whoever asks for what is named as missing, and only for that, gets there. */
    @Property(tries = 200)
    void waiting_namesRangesThatAreMissingAndSufficient(
            @ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        History history = History.of(scenario, MixedWorkload.ofEverything());
        SplittableRandom random = new SplittableRandom(seed);
        Document document = history.world().emptyDocument();
        List<History.Made> offered =
                history.changes().stream().filter(made -> random.nextInt(4) > 0).toList();
        offered.forEach(made -> receiveChecked(document, made));
        for (int round = 0; !document.backlog().waiting().isEmpty(); round++) {
            assertThat(round).isLessThanOrEqualTo(history.changes().size());
            List<OpIdSpan> missing = document.backlog().waiting().stream()
                    .flatMap(waiting -> waiting.missing().stream())
                    .distinct()
                    .toList();
            history.changes().stream()
                    .filter(made -> missing.stream()
                            .anyMatch(span -> overlaps(span, made.change().span())))
                    .forEach(made -> receiveChecked(document, made));
        }
        for (History.Made made : offered) {
            assertThat(document.version().get(made.change().replica()))
                    .isGreaterThanOrEqualTo(made.change().span().end());
        }
    }

    /** The last message of all completes everything. */
    @Property(tries = 100)
    void receive_lastMissingChange_wakesAllThatWaitForIt(
            @ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        History history = History.of(scenario, MixedWorkload.ofEverything());
        if (history.changes().isEmpty()) {
            return;
        }
        List<History.Made> others = new ArrayList<>(history.changes());
        History.Made withheld = others.remove(new SplittableRandom(seed).nextInt(others.size()));
        Collections.shuffle(others, new Random(seed));
        Document document = history.world().emptyDocument();
        others.forEach(made -> document.receive(made.change().toBytes()));
        List<OpIdSpan> waiting = document.backlog().waiting().stream()
                .map(change -> change.change())
                .toList();
        ReceiveResult result = document.receive(withheld.change().toBytes());
        assertThat(result.isComplete()).isTrue();
        assertThat(result.applied()).contains(withheld.change().span()).containsAll(waiting);
        assertThat(result.applied()).hasSize(waiting.size() + 1);
        assertThat(Fingerprint.of(document)).isEqualTo(Fingerprint.of(history.complete()));
    }

    /** A full buffer turns changes away; offered again later, they are taken. */
    @Property(tries = 100)
    void receive_withTinyWaitingBuffer_losesNothingThatIsOfferedAgain(
            @ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        History history = History.of(scenario, MixedWorkload.ofEverything());
        Document document = Document.create(
                history.complete().id(),
                Replicas.options(history.world().latestClock()).withMaxWaiting(2, 10_000));
        List<History.Made> shuffled = new ArrayList<>(history.changes());
        for (int round = 0; round <= history.changes().size(); round++) {
            Collections.shuffle(shuffled, new Random(seed + round));
            shuffled.forEach(made -> document.receive(made.change().toBytes()));
            assertThat(document.backlog().waiting()).hasSizeLessThanOrEqualTo(2);
        }
        assertThat(Fingerprint.of(document)).isEqualTo(Fingerprint.of(history.complete()));
    }

    private static void receiveChecked(Document document, History.Made made) {
        VersionVector before = document.version();
        ReceiveResult result = document.receive(made.change().toBytes());
        if (before.covers(made.seen())) {
            assertThat(result.waiting()).isEmpty();
            return;
        }
        result.waiting().stream()
                .filter(waiting -> waiting.change().equals(made.change().span()))
                .forEach(waiting -> {
                    assertThat(waiting.missing()).isNotEmpty().doesNotHaveDuplicates();
                    for (OpIdSpan span : waiting.missing()) {
                        assertThat(span.start()).isEqualTo(before.get(span.replica()));
                        assertThat(span.end()).isLessThanOrEqualTo(made.seen().get(span.replica()));
                    }
                });
    }

    private static boolean overlaps(OpIdSpan a, OpIdSpan b) {
        return a.replica().equals(b.replica()) && a.start() < b.end() && b.start() < a.end();
    }
}
