package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.version.OpId;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whoever joins and whoever is retired, no member takes anything that was made before what it may have pruned. */
class MemberProperties {
    /** PR1, PR3: an acknowledgement counts when it is applied whole; who joins starts from a version of a member. */
    @Property(tries = 300)
    void schedule_withJoins_takesOnlyWhatCameAfterThePruned(@ForAll long seed) {
        run(seed, 0);
    }

    /** PR3: who is retired counts until it is settled where its operations end, for all at the same place. */
    @Property(tries = 300)
    void schedule_withOneRetirement_endsAtOnePlace(@ForAll long seed) {
        run(seed, 1);
    }

    /** Those who are retired may have vouched for each other. */
    @Property(tries = 300)
    void schedule_withRetirements_endsAtOnePlace(@ForAll long seed) {
        run(seed, 3);
    }

    /** PR3: what a retired one sent to somebody else is still to come, and was made before what all others have. */
    @Example
    void stable_whileTheLastChangeOfARetiredMemberIsElsewhere_waitsForIt() {
        Document keeper = Replicas.create(1);
        Document witness = Replicas.create(2);
        Document leaver = Replicas.create(3);
        keeper.membership().join(keeper.replica(), witness.replica(), leaver.replica());
        Replicas.exchange(keeper, witness, leaver);
        Change last = leaver.edit(tx -> tx.root().put("k", "last"));
        Change unseen = keeper.edit(tx -> tx.root().put("k", "unseen"));
        witness.receive(unseen.toBytes());
        keeper.receiveAcknowledgement(leaver.acknowledgement());
        keeper.receiveAcknowledgement(witness.acknowledgement());
        witness.receive(last.toBytes());
        Change retirement = keeper.membership().retire(leaver.replica());
        assertThat(keeper.membership().stable().contains(OpId.of(1, unseen.firstSeq())))
                .isFalse();

        witness.receive(retirement.toBytes());
        keeper.receiveAcknowledgement(witness.acknowledgement());
        assertThat(keeper.membership().stable().contains(OpId.of(1, unseen.firstSeq())))
                .isFalse();
        assertThat(keeper.receive(last.toBytes()).applied()).hasSize(1);
        assertThat(keeper.membership().stable()).isEqualTo(keeper.version());
    }

    private static void run(long seed, int retirements) {
        try {
            new MemberSchedule(seed, retirements).run();
        } catch (RuntimeException | Error failed) {
            throw new AssertionError(
                    "replay with new MemberSchedule(" + seed + "L, " + retirements + ").run()", failed);
        }
    }
}
