package dev.rejoin.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What members have, as far as they told: three of them, of which one may be retired. */
class StabilityTest {
    private static final ReplicaId SELF = new ReplicaId(1);
    private static final ReplicaId MEMBER = new ReplicaId(2);
    private static final ReplicaId OUT = new ReplicaId(3);
    private static final ReplicaId STRANGER = new ReplicaId(4);

    private final MemberTable members = new MemberTable();
    private VersionVector applied = version(9, 9, 9);
    private final Stability stability = new Stability(members, SELF, () -> applied);

    private static VersionVector version(long self, long member, long out) {
        return VersionVector.builder()
                .set(SELF, self)
                .set(MEMBER, member)
                .set(OUT, out)
                .build();
    }

    @BeforeEach
    void join() {
        members.apply(new MemberOp.Join(SELF, VersionVector.EMPTY), new OpId(SELF, 0));
        members.apply(new MemberOp.Join(MEMBER, VersionVector.EMPTY), new OpId(SELF, 1));
        members.apply(new MemberOp.Join(OUT, VersionVector.EMPTY), new OpId(SELF, 2));
    }

    private boolean tell(ReplicaId replica, VersionVector version, VersionVector floor) {
        return stability.acknowledged(new Acknowledgement(replica, version, floor));
    }

    @Test
    void acknowledged_saysWhetherItIsNew() {
        assertThat(tell(MEMBER, version(3, 5, 1), version(1, 1, 1))).isTrue();
        assertThat(tell(MEMBER, version(3, 5, 1), version(1, 1, 1))).isFalse();
        assertThat(tell(MEMBER, version(2, 5, 1), version(1, 1, 1))).as("older").isFalse();
        assertThat(tell(MEMBER, version(3, 5, 1), version(1, 2, 1)))
                .as("a higher floor")
                .isTrue();
        assertThat(tell(MEMBER, version(4, 5, 1), version(1, 2, 1))).isTrue();
        assertThat(tell(SELF, version(4, 5, 1), version(1, 1, 1)))
                .as("of itself")
                .isFalse();
        assertThat(tell(STRANGER, version(4, 5, 1), version(1, 1, 1))).isFalse();
    }

    @Test
    void stable_isWhatEveryMemberToldThatItHas() {
        assertThat(stability.stable()).isEqualTo(VersionVector.EMPTY);
        tell(MEMBER, version(3, 5, 1), version(1, 1, 1));
        assertThat(stability.stable()).as("one told nothing").isEqualTo(VersionVector.EMPTY);
        tell(OUT, version(2, 7, 4), version(2, 2, 2));
        assertThat(stability.stable()).isEqualTo(version(2, 5, 1));
        assertThat(stability.agreedFloor()).as("the own one is at the start").isEqualTo(VersionVector.EMPTY);
        stability.raiseFloor(version(3, 1, 4));
        assertThat(stability.agreedFloor()).isEqualTo(version(1, 1, 1));
        stability.raiseFloor(version(1, 2, 1));
        assertThat(stability.floor()).as("it never goes down").isEqualTo(version(3, 2, 4));
        assertThat(stability.own()).isEqualTo(new Acknowledgement(SELF, applied, version(3, 2, 4)));
    }

    @Test
    void stable_countsWhatWasToldOnceItIsHere() {
        tell(OUT, version(9, 9, 9), VersionVector.EMPTY);
        tell(MEMBER, version(3, 3, 3), VersionVector.EMPTY);
        tell(MEMBER, version(9, 10, 9), VersionVector.EMPTY);
        assertThat(stability.stable()).as("operation 9 of it did not come yet").isEqualTo(VersionVector.EMPTY);
        applied = version(9, 10, 9);
        assertThat(stability.stable()).isEqualTo(version(9, 9, 9));
    }

    @Test
    void end_ofARetiredMember_isSettledWhenAllOthersKnow() {
        tell(MEMBER, version(3, 5, 6), VersionVector.EMPTY);
        tell(OUT, version(3, 5, 9), VersionVector.EMPTY);
        members.apply(new MemberOp.Retire(OUT), new OpId(SELF, 8));
        applied = version(9, 9, 7);
        assertThat(stability.end(OUT)).isEqualTo(OptionalLong.empty());
        assertThat(stability.admitted(OUT)).isZero();
        assertThat(stability.admitted(MEMBER)).isEqualTo(Long.MAX_VALUE);
        tell(MEMBER, version(9, 5, 6), VersionVector.EMPTY);
        assertThat(stability.end(OUT)).isEqualTo(OptionalLong.of(7));
        assertThat(stability.end(MEMBER)).isEqualTo(OptionalLong.empty());
        assertThat(stability.admitted(OUT)).isEqualTo(7);
        assertThat(stability.stable()).as("it counts no more").isEqualTo(version(9, 5, 6));
        assertThat(stability.list())
                .extracting(Member::id, Member::retired, Member::closed)
                .contains(tuple(OUT, true, OptionalLong.of(7)), tuple(MEMBER, false, OptionalLong.empty()));
    }

    @Test
    void stable_ofWhoIsNoMember_isEmpty() {
        Stability other = new Stability(members, STRANGER, () -> applied);
        other.acknowledged(new Acknowledgement(MEMBER, applied, applied));
        assertThat(other.stable()).isEqualTo(VersionVector.EMPTY);
        assertThat(other.agreedFloor()).isEqualTo(VersionVector.EMPTY);
    }
}
