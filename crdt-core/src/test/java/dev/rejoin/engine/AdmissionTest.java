package dev.rejoin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.member.Acknowledgement;
import dev.rejoin.member.MemberOp;
import dev.rejoin.member.Stability;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of changes of a replica that is out with 7 operations, and of one that never was a member, with 2. */
class AdmissionTest {
    private static final ReplicaId SELF = new ReplicaId(1);
    private static final ReplicaId MEMBER = new ReplicaId(2);
    private static final ReplicaId OUT = new ReplicaId(3);
    private static final ReplicaId STRANGER = new ReplicaId(4);
    private static final VersionVector APPLIED = VersionVector.builder()
            .set(SELF, 4)
            .set(MEMBER, 1)
            .set(OUT, 7)
            .set(STRANGER, 2)
            .build();

    private final ReplicaContext context = new ReplicaContext(DocumentId.named("admission"), 1);
    private final ChangeLog log = new ChangeLog(context, OpRegistry.of());
    private final Stability stability = new Stability(context.members(), SELF, () -> APPLIED);
    private final WaitingBuffer waiting = new WaitingBuffer(10, 1000);
    private final Admission admission = new Admission(context, log, stability, new Base(context, log), waiting);

    @BeforeEach
    void retire() {
        for (int i = 0; i < APPLIED.size(); i++) {
            ReplicaLog history = log.writable(context.replicas().intern(APPLIED.replicaAt(i)));
            history.change(1, new long[0], null);
            for (long seq = 0; seq < APPLIED.endAt(i); seq++) {
                history.delete(ElementId.of(0, 2 * seq), 1, 0);
            }
        }
        context.members().apply(new MemberOp.Join(SELF, VersionVector.EMPTY), new OpId(SELF, 0));
        context.members().apply(new MemberOp.Join(MEMBER, VersionVector.EMPTY), new OpId(SELF, 1));
        context.members().apply(new MemberOp.Join(OUT, VersionVector.EMPTY), new OpId(SELF, 2));
        context.members().apply(new MemberOp.Retire(OUT), new OpId(SELF, 3));
    }

    /** From now on all members are known to know who is out. */
    private void settle() {
        stability.acknowledged(new Acknowledgement(MEMBER, APPLIED, VersionVector.EMPTY));
    }

    private static FollowingChange change(ReplicaId author, long first, long end, OpId... dependencies) {
        return new FollowingChange(author.value(), first, end, 9, List.of(dependencies), List.of(), false, null, 0, 0);
    }

    private static Delivery retired(ReplicaId author, long first, long end, long closed) {
        return new Delivery.Retired(new OpIdSpan(author, first, end), closed, VersionVector.EMPTY, 0);
    }

    @Test
    void tooLate_beforeAllMembersKnow_isNothing() {
        assertThat(admission.tooLate(change(OUT, 7, 8))).isNull();
        assertThat(admission.tooLate(change(MEMBER, 1, 2, new OpId(OUT, 7)))).isNull();
    }

    @Test
    void tooLate_behindTheEnd_isToldWithIt() {
        settle();
        assertThat(admission.tooLate(change(OUT, 6, 7))).isNull();
        assertThat(admission.tooLate(change(OUT, 6, 8))).isEqualTo(retired(OUT, 6, 8, 7));
        assertThat(admission.tooLate(change(OUT, 7, 8))).isEqualTo(retired(OUT, 7, 8, 7));
        assertThat(admission.tooLate(change(OUT, 9, 10)))
                .as("with some missing")
                .isEqualTo(retired(OUT, 9, 10, 7));
        assertThat(admission.tooLate(change(MEMBER, 1, 2))).isNull();
    }

    @Test
    void tooLate_changeThatNamesWhatIsBehindTheEnd_neverComesEither() {
        settle();
        assertThat(admission.tooLate(change(MEMBER, 1, 2, new OpId(OUT, 6)))).isNull();
        assertThat(admission.tooLate(change(MEMBER, 1, 2, new OpId(OUT, 7)))).isEqualTo(retired(MEMBER, 1, 2, 7));
        assertThat(admission.tooLate(change(MEMBER, 1, 2, new OpId(SELF, 9), new OpId(OUT, 8))))
                .isEqualTo(retired(MEMBER, 1, 2, 7));
        assertThat(admission.tooLate(change(MEMBER, 1, 2, new OpId(SELF, 4)))).isNull();
    }

    @Test
    void tooLate_ofWhoNeverJoined_onlyIfNothingIsMissingInWhichItMayHave() {
        settle();
        assertThat(admission.tooLate(change(STRANGER, 1, 2))).isNull();
        assertThat(admission.tooLate(change(STRANGER, 2, 3))).isEqualTo(retired(STRANGER, 2, 3, 2));
        assertThat(admission.tooLate(change(STRANGER, 2, 3, new OpId(SELF, 3)))).isEqualTo(retired(STRANGER, 2, 3, 2));
        assertThat(admission.tooLate(change(STRANGER, 2, 3, new OpId(SELF, 4)))).isNull();
        assertThat(admission.tooLate(change(STRANGER, 3, 4))).isNull();
        assertThat(admission.tooLate(change(MEMBER, 1, 2, new OpId(STRANGER, 2))))
                .as("it may have joined")
                .isNull();
    }

    private void await(ReplicaId author, long end, ReplicaId lacked, long seq) {
        waiting.offer(new WaitingBuffer.Entry(new byte[1], new OpIdSpan(author, end - 1, end), lacked.value(), seq));
    }

    @Test
    void waitingTooLong_isWhatEndsBehindTheEnd() {
        await(OUT, 7, SELF, 9);
        await(OUT, 8, SELF, 9);
        await(MEMBER, 20, SELF, 9);
        assertThat(admission.waitingTooLong()).isEmpty();
        settle();
        assertThat(admission.waitingTooLong())
                .extracting(entry -> entry.change().end())
                .containsExactly(8L);
    }

    @Test
    void isAdmitted_upToWhatAMemberHas() {
        assertThat(admission.isAdmitted(change(MEMBER, 1, 99))).isTrue();
        assertThat(admission.isAdmitted(change(OUT, 0, 1)))
                .as("no member told that it has it")
                .isFalse();
        settle();
        assertThat(admission.isAdmitted(change(OUT, 6, 7))).isTrue();
        assertThat(admission.isAdmitted(change(OUT, 7, 8))).isFalse();
        await(MEMBER, 20, OUT, 8); // who writes a change has all that it depends on
        assertThat(admission.isAdmitted(change(OUT, 7, 9))).isTrue();
        assertThat(admission.isAdmitted(change(OUT, 7, 10))).isFalse();
    }

    @Test
    void mayMoveOn_whatWasHeldBecauseItsAuthorIsOut_onceThatIsSettled() {
        Quarantine.Entry held = held(QuarantineReason.RETIRED);
        assertThat(admission.mayMoveOn(held, admission.witnesses())).isFalse();
        await(MEMBER, 20, OUT, 8);
        assertThat(admission.mayMoveOn(held, admission.witnesses()))
                .as("somebody has it")
                .isTrue();
        waiting.wake(OUT.value(), 9);
        assertThat(admission.mayMoveOn(held, admission.witnesses())).isFalse();
        settle();
        assertThat(admission.mayMoveOn(held, admission.witnesses()))
                .as("it is too late")
                .isTrue();
        assertThat(admission.mayMoveOn(held(QuarantineReason.FORKED), admission.witnesses()))
                .isFalse();
    }

    private static Quarantine.Entry held(QuarantineReason reason) {
        return new Quarantine.Entry(new byte[1], new OpIdSpan(OUT, 7, 9), reason, "", 0);
    }
}
