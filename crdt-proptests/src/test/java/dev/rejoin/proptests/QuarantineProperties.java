package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.version.ReplicaId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** A change from the future is kept aside, harms nobody, and is taken when its time has come. */
class QuarantineProperties {
    private static final long DRIFT = 5L * 60 * 1_000;
    private static final long YEAR = 365L * 24 * 3_600 * 1_000;

    @Property(tries = 200)
    void receive_changeFromTheFuture_waitsUntilItsTimeHasCome(@ForAll @LongRange(min = 1, max = YEAR) long tooFar) {
        ManualPhysicalClock fast = new ManualPhysicalClock(ManualPhysicalClock.START + DRIFT + tooFar);
        ManualPhysicalClock right = new ManualPhysicalClock();
        Document author = Replicas.create(1, fast);
        Document document = Replicas.create(2, right);
        document.edit(transaction -> transaction.root().put("own", 1));
        Change early = author.edit(transaction -> transaction.root().put("a", 1));
        Change dependent = author.edit(transaction -> transaction.root().put("b", 2));
        Fingerprint before = Fingerprint.of(document);

        ReceiveResult result = document.receive(early.toBytes());
        assertThat(result.quarantined()).hasSize(1);
        assertThat(result.quarantined().get(0).reason()).isEqualTo(QuarantineReason.CLOCK_AHEAD);
        assertThat(result.quarantined().get(0).change()).isEqualTo(early.span());
        document.receive(dependent.toBytes());
        assertThat(document.backlog().quarantined()).isNotEmpty();
        assertThat(document.retryQuarantined().applied()).isEmpty();
        assertThat(Fingerprint.of(document)).isEqualTo(before);

        // Own changes are not dragged along.
        Change own = document.edit(transaction -> transaction.root().put("own", 2));
        assertThat(own.timestamp()).isLessThan(early.timestamp());

        right.advance(tooFar - 1);
        assertThat(document.retryQuarantined().applied()).isEmpty();
        right.advance(1);
        document.retryQuarantined();
        assertThat(document.version().get(author.replica()))
                .isEqualTo(dependent.span().end());
        assertThat(document.backlog().quarantined()).isEmpty();
        assertThat(document.backlog().waiting()).isEmpty();
        author.receive(document.changesSince(author.version()));
        assertThat(Fingerprint.of(document)).isEqualTo(Fingerprint.of(author));
    }

    @Property(tries = 200)
    void receive_changeWithinTheBound_isApplied(@ForAll @LongRange(min = -YEAR, max = DRIFT) long ahead) {
        Document author = Replicas.create(1, new ManualPhysicalClock(ManualPhysicalClock.START + ahead));
        Document document = Replicas.create(2);
        Change change = author.edit(transaction -> transaction.root().put("a", 1));
        assertThat(document.receive(change.toBytes()).applied()).containsExactly(change.span());
    }

    @Property(tries = 100)
    void receive_withoutBound_appliesAnyTime(@ForAll @LongRange(min = 0, max = YEAR) long ahead) {
        Document author = Replicas.create(1, new ManualPhysicalClock(ManualPhysicalClock.START + ahead));
        Document document = Document.create(
                author.id(), Replicas.options().withReplica(new ReplicaId(2)).withoutMaxDrift());
        Change change = author.edit(transaction -> transaction.root().put("a", 1));
        assertThat(document.receive(change.toBytes()).isComplete()).isTrue();
        assertThat(Fingerprint.of(document)).isEqualTo(Fingerprint.of(author));
    }

    /** A batch is judged change by change: what is right in it is applied, what is not is kept aside. */
    @Property(tries = 100)
    void receive_batchWithAChangeFromTheFuture_appliesWhatComesBeforeIt(
            @ForAll @LongRange(min = 1, max = YEAR) long tooFar) {
        ManualPhysicalClock clock = new ManualPhysicalClock();
        Document author = Replicas.create(1, clock);
        Change good = author.edit(transaction -> transaction.root().put("a", 1));
        clock.advance(DRIFT + tooFar);
        author.edit(transaction -> transaction.root().put("b", 2));
        Document document = Replicas.create(2);
        ReceiveResult result = document.receive(author.changesSince(document.version()));
        assertThat(result.applied()).containsExactly(good.span());
        assertThat(result.quarantined()).hasSize(1);
        assertThat(document.root().getLong("a", 0)).isEqualTo(1);
        assertThat(document.root().contains("b")).isFalse();
        Change own = document.edit(transaction -> transaction.root().put("c", 3));
        assertThat(own.timestamp()).isGreaterThan(good.timestamp());
    }

    @Property(tries = 100)
    void acceptQuarantined_appliesNow(@ForAll @LongRange(min = 1, max = YEAR) long tooFar) {
        Document author = Replicas.create(1, new ManualPhysicalClock(ManualPhysicalClock.START + DRIFT + tooFar));
        Document document = Replicas.create(2);
        author.edit(transaction -> transaction.root().put("a", 1));
        author.edit(transaction -> transaction.root().put("b", 1));
        document.receive(author.changesSince(document.version()));
        assertThat(document.version().isEmpty()).isTrue();
        document.acceptQuarantined();
        assertThat(Fingerprint.of(document)).isEqualTo(Fingerprint.of(author));
        assertThat(document.backlog().quarantined()).isEmpty();
    }

    @Property(tries = 100)
    void checkpoint_keepsWhatIsQuarantined(@ForAll @LongRange(min = 1, max = YEAR) long tooFar) {
        ManualPhysicalClock right = new ManualPhysicalClock();
        Document author = Replicas.create(1, new ManualPhysicalClock(ManualPhysicalClock.START + DRIFT + tooFar));
        Document document = Replicas.create(2, right);
        author.edit(transaction -> transaction.root().put("a", 1));
        document.receive(author.changesSince(document.version()));
        Document resumed = Document.resume(document.checkpoint(), Replicas.options(right));
        assertThat(resumed.version().isEmpty()).isTrue();
        assertThat(resumed.backlog().quarantined()).hasSize(1);
        right.advance(tooFar);
        resumed.retryQuarantined();
        assertThat(Fingerprint.of(resumed)).isEqualTo(Fingerprint.of(author));
        // A snapshot for others does not carry it.
        assertThat(Document.load(document.save(), Replicas.options()).backlog().quarantined())
                .isEmpty();
    }

    /** A device that was copied with its id, and went on writing. */
    @Property(tries = 100)
    void receive_changeOfACopyOfThisDevice_isSetAside(@ForAll @IntRange(min = 1, max = 5) int written) {
        Document original = Replicas.create(1);
        original.edit(transaction -> transaction.root().put("a", 1));
        Document copy = Document.resume(original.checkpoint(), Replicas.options());
        original.edit(transaction -> transaction.root().put("b", 1));
        Fingerprint before = Fingerprint.of(original);
        for (int i = 0; i < written; i++) {
            copy.edit(transaction -> transaction.root().put("b", 2));
        }
        Change beyond = copy.edit(transaction -> transaction.root().put("c", 2));

        ReceiveResult result = original.receive(beyond.toBytes());

        assertThat(result.quarantined()).hasSize(1);
        assertThat(result.quarantined().get(0).reason()).isEqualTo(QuarantineReason.OWN_REPLICA);
        assertThat(original.retryQuarantined().applied()).isEmpty();
        assertThat(Fingerprint.of(original)).isEqualTo(before);
        assertThat(Document.resume(original.checkpoint(), Replicas.options())
                        .backlog()
                        .quarantined())
                .hasSize(1);
    }

    /** An author that went back to an old backup: others have another change of the same number. */
    @Property(tries = 100)
    void receive_changeThatFollowsAnotherHistory_isSetAside(@ForAll @IntRange(min = 2, max = 9) int other) {
        Document author = Replicas.create(1);
        author.edit(transaction -> transaction.root().put("a", 1));
        Document restored = Document.resume(author.checkpoint(), Replicas.options());
        author.edit(transaction -> transaction.root().put("b", 1));
        Document document = Replicas.copyOf(author, 2);
        Fingerprint before = Fingerprint.of(document);
        restored.edit(transaction -> transaction.root().put("b", other));
        Change beyond = restored.edit(transaction -> transaction.root().put("c", 2));

        ReceiveResult result = document.receive(beyond.toBytes());

        assertThat(result.quarantined()).hasSize(1);
        assertThat(result.quarantined().get(0).reason()).isEqualTo(QuarantineReason.FORKED);
        assertThat(Fingerprint.of(document)).isEqualTo(before);
    }
}
