package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.document.Document;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.version.ReplicaId;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Pruning is not seen by anybody: pruned replicas go on as their twins that never drop anything. */
class PruneProperties {
    /** PR2, PR4, PR7, PR8, PR9, PR11: the twin property; at the end all have the same bytes, however they came to the base. */
    @Property(tries = 120)
    void prune_atAnyLegalMoment_isNotSeen(@ForAll long seed) {
        run(seed, false);
    }

    /** A newcomer that starts without history. */
    @Property(tries = 60)
    void prune_withNewcomersWithoutHistory_isNotSeen(@ForAll long seed) {
        run(seed, true);
    }

    /** A pruned newcomer without history refused what a member wrote as below the base. */
    @Example
    void prune_byANewcomerWithoutHistory_leavesWhatMembersWriteAcceptable() {
        run(16677, true);
    }

    /** A newcomer that nobody had told anything yet named what was deleted below the floor that it joined with. */
    @Example
    void edit_byANewcomerThatWasToldNothing_namesNothingBelowItsFloor() {
        run(34781, false);
    }

    private static void run(long seed, boolean withoutHistory) {
        try {
            new PruneSchedule(seed, withoutHistory).run();
        } catch (RuntimeException | Error failed) {
            throw new AssertionError(
                    "replay with new PruneSchedule(" + seed + "L, " + withoutHistory + ").run()", failed);
        }
    }

    private static Document aloneWithMembers() {
        Document document = Replicas.create(1);
        document.membership().join();
        return document;
    }

    private static void pruneAlone(Document document) {
        document.acknowledgement();
        assertThat(document.prune(Long.MAX_VALUE)).isTrue();
        assertThat(document.base()).isEqualTo(document.version());
    }

    /** PR11: what was overwritten and what was typed and deleted leaves nothing behind: {@code -Psoak} does it a million times. */
    @Example
    void prune_afterManyOverwritesAndDeletions_leavesTheSizeOfTheBeginning() {
        int times = Integer.getInteger("rejoin.overwrites", 100_000);
        Document document = aloneWithMembers();
        document.edit(tx -> tx.root().put("r", 0).text("t").insert(0, "x"));
        pruneAlone(document);
        int begin = document.save().length;
        long text = document.statistics().textBytes();
        for (int i = 0; i < times; i++) {
            int value = i % 100;
            document.edit(tx -> tx.root().put("r", value).text("t").insert(1, "y"));
            document.edit(tx -> tx.root().text("t").delete(1, 2));
        }
        document.edit(tx -> tx.root().put("r", 0));
        pruneAlone(document);
        System.out.println(
                "pruned after " + times + " overwrites: " + document.save().length + " bytes, " + begin + " before");
        assertThat(document.save().length).isLessThanOrEqualTo(begin + 8); // numbers of operations are larger
        assertThat(document.statistics().textBytes()).isEqualTo(text);
        assertThat(document.statistics().changes()).isZero();
        assertThat(document.countSpans()).isEqualTo(1);
    }

    /** A quiet group stores nothing, however often its members tell each other what they have. */
    @Example
    void receiveAcknowledgement_tenThousandRounds_addsNoByte() {
        Document document = aloneWithMembers();
        document.membership().join(new ReplicaId(2));
        document.edit(tx -> tx.root().put("k", 1));
        Document other = Document.load(document.save(), Replicas.options().withReplica(new ReplicaId(2)));
        int size = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] told = document.acknowledgement();
            document.receiveAcknowledgement(other.acknowledgement());
            other.receiveAcknowledgement(told);
            if (round == 2) {
                size = document.checkpoint().length;
            }
        }
        assertThat(document.checkpoint()).hasSize(size);
    }

    /** Below a floor the start of a list is named by nothing, but a move always names an entry. */
    @Example
    void move_toTheStartOfAPrunedList_isTakenByAllMembers() {
        Document document = aloneWithMembers();
        document.edit(
                tx -> tx.root().list("l").append("a").append("b").append("c").append("d"));
        document.edit(tx -> tx.root().list("l").remove(0));
        pruneAlone(document);
        Document other = Document.load(document.save(), Replicas.options().withReplica(new ReplicaId(2)));
        Change move = document.edit(tx -> tx.root().list("l").move(2, 0));
        assertThat(other.receive(move.toBytes()).applied()).hasSize(1);
        assertThat(document.toJson()).isEqualTo("{\"l\":[\"d\",\"b\",\"c\"]}").isEqualTo(other.toJson());
    }

    /** PR5: a change from below the base gets a typed answer at once, on every path, and so does what follows it. */
    @Example
    void receive_changeBelowTheBase_isAnsweredWithBaseAndEpoch() {
        Document document = aloneWithMembers();
        ReplicaId other = new ReplicaId(2);
        Change join = document.membership().join(other);
        Document old = Document.load(document.save(), Replicas.options().withReplica(other));
        byte[] checkpoint = old.checkpoint();
        document.edit(tx -> tx.root().text("t").insert(0, "abc"));
        old.receive(document.changesSince(old.version()));
        document.receiveAcknowledgement(old.acknowledgement());
        document.acknowledgement();
        document.receiveAcknowledgement(old.acknowledgement());
        old.receiveAcknowledgement(document.acknowledgement());
        document.receiveAcknowledgement(old.acknowledgement());
        assertThat(document.prune(Long.MAX_VALUE)).isTrue();
        assertThat(document.base()).isEqualTo(document.version());

        // A restored backup has forgotten what it acknowledged.
        Document restored = Document.resume(checkpoint, Replicas.options());
        Change below = restored.edit(tx -> tx.root().put("k", 1));
        Change behind = restored.edit(tx -> tx.root().put("k", 2));
        assertThat(join.isEmpty()).isFalse();
        assertThat(document.receive(below.toBytes()).belowBase())
                .containsExactly(new Delivery.BelowBase(below.span(), document.base(), 6));
        assertThat(document.receive(behind.toBytes()).belowBase()).hasSize(1);
        assertThat(document.preview(below.toBytes()).result().belowBase()).hasSize(1);
        assertThat(document.receive(restored.changesSince(document.version())).belowBase())
                .isNotEmpty();
        assertThat(document.backlog().waiting()).isEmpty();
        assertThat(document.toJson()).isEqualTo("{\"t\":\"abc\"}");
        // What is known is told from what is too old.
        Change known = old.edit(tx -> tx.root().put("k", 3));
        assertThat(document.receive(known.toBytes()).applied()).hasSize(1);
        assertThat(document.receive(known.toBytes()).duplicates()).hasSize(1);
    }

    /** PR1: nothing is dropped as long as one member has not announced its floor. */
    @Example
    void prune_withoutTheFloorOfAMember_dropsNothing() {
        Document document = aloneWithMembers();
        document.membership().join(new ReplicaId(2));
        document.edit(tx -> tx.root().put("k", 1));
        document.acknowledgement();
        byte[] before = document.save();
        assertThat(document.prune(Long.MAX_VALUE)).isTrue();
        assertThat(document.save()).isEqualTo(before);
        assertThat(document.save(SaveOptions.withoutHistory())).isNotEqualTo(before);
    }
}
