package dev.rejoin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.delivery.Delivery;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final ReplicaId LATE = new ReplicaId(7);
    private static final ReplicaId FOLLOWER = new ReplicaId(8);
    private static final VersionVector BASE = VersionVector.of(LATE, 3);
    private static final OpIdSpan CHANGE = new OpIdSpan(FOLLOWER, 20, 25);

    private static OpIdSpan late(long start, long end) {
        return new OpIdSpan(LATE, start, end);
    }

    @Test
    void about_changeThatLacksWhatWasRefused_getsTheSameAnswerOfItsOwn() {
        Refusals refusals = new Refusals();
        assertThat(refusals.isEmpty()).isTrue();
        refusals.add(new Delivery.BelowBase(late(10, 12), BASE, 3));
        assertThat(refusals.isEmpty()).isFalse();
        assertThat(refusals.about(CHANGE, late(9, 11))).isEqualTo(new Delivery.BelowBase(CHANGE, BASE, 3));
        assertThat(refusals.about(CHANGE, late(9, 10)))
                .as("it lacks only what was before")
                .isNull();
        assertThat(refusals.about(CHANGE, new OpIdSpan(FOLLOWER, 9, 11))).isNull();
        refusals.add(new Delivery.Retired(new OpIdSpan(FOLLOWER, 2, 3), 2, BASE, 3));
        assertThat(refusals.about(CHANGE, new OpIdSpan(FOLLOWER, 2, 20)))
                .isEqualTo(new Delivery.Retired(CHANGE, 2, BASE, 3));
    }

    @Test
    void add_ofOneReplica_keepsTheEarliest() {
        Refusals refusals = new Refusals();
        refusals.add(new Delivery.BelowBase(late(10, 12), BASE, 3));
        refusals.add(new Delivery.BelowBase(late(6, 7), BASE, 4));
        refusals.add(new Delivery.BelowBase(late(8, 9), BASE, 5));
        refusals.add(new Delivery.BelowBase(late(6, 9), BASE, 6));
        assertThat(refusals.about(CHANGE, late(6, 7))).isEqualTo(new Delivery.BelowBase(CHANGE, BASE, 4));
        assertThat(refusals.about(CHANGE, late(5, 6))).isNull();
    }

    @Test
    void applied_forgetsTheReplica() {
        Refusals refusals = new Refusals();
        refusals.applied(LATE.value());
        refusals.add(new Delivery.BelowBase(late(10, 12), BASE, 3));
        refusals.applied(FOLLOWER.value());
        assertThat(refusals.about(CHANGE, late(10, 11))).isNotNull();
        refusals.applied(LATE.value());
        assertThat(refusals.about(CHANGE, late(10, 11))).isNull();
        assertThat(refusals.isEmpty()).isTrue();
        refusals.add(new Delivery.BelowBase(late(10, 12), BASE, 3));
        refusals.clear();
        assertThat(refusals.isEmpty()).isTrue();
        assertThat(refusals.about(CHANGE, late(10, 11))).isNull();
    }

    @Test
    void add_ofManyReplicas_isBounded() {
        Refusals refusals = new Refusals();
        for (int i = 1; i <= 10_001; i++) {
            refusals.add(new Delivery.BelowBase(new OpIdSpan(new ReplicaId(i), 5, 6), BASE, 3));
        }
        assertThat(refusals.about(CHANGE, new OpIdSpan(new ReplicaId(10_000), 5, 6)))
                .isNotNull();
        assertThat(refusals.about(CHANGE, new OpIdSpan(new ReplicaId(10_001), 5, 6)))
                .isNull();
        refusals.add(new Delivery.BelowBase(new OpIdSpan(new ReplicaId(1), 4, 6), BASE, 3));
        assertThat(refusals.about(CHANGE, new OpIdSpan(new ReplicaId(1), 4, 5)))
                .as("an earlier one of a known replica")
                .isNotNull();
    }
}
