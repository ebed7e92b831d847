package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplicaVectorTest {
    @Test
    void raise_randomReplicas_keepsTheMaximum() {
        for (int round = 0; round < 200; round++) {
            Random random = new Random(round);
            int replicas = 1 + random.nextInt(round % 3 == 0 ? 300 : 12);
            ReplicaVector vector = new ReplicaVector(0);
            Map<Integer, Long> model = new HashMap<>();
            for (int i = 0; i < 200; i++) {
                int replica = random.nextInt(replicas);
                long end = random.nextInt(50);
                vector.raise(replica, end);
                if (end > 0) {
                    model.merge(replica, end, Math::max);
                }
            }
            vector.checkInvariants();
            for (int replica = 0; replica < replicas + 5; replica++) {
                assertThat(vector.end(replica)).isEqualTo(model.getOrDefault(replica, 0L));
            }
            ReplicaVector joined = ReplicaVector.copyOf(null, 1);
            joined.join(vector);
            assertThat(ReplicaVector.isCovered(vector, joined, null)).isTrue();
            assertThat(ReplicaVector.isCovered(joined, null, vector)).isTrue();
            joined.raise(replicas + 3, 1);
            assertThat(ReplicaVector.isCovered(joined, null, vector)).isFalse();
        }
    }

    @Test
    void restore_afterRaise_givesTheOldEnds() {
        ReplicaVector vector = new ReplicaVector(0);
        vector.raise(3, 10);
        vector.raise(1, 4);
        vector.raise(3, 12);
        vector.restore(3, 10);
        vector.raise(2, 7);
        vector.restore(2, 0);
        assertThat(vector).hasToString("{1:4, 3:10}");
    }

    @Test
    void writable_laterEpoch_copies() {
        ReplicaVector vector = new ReplicaVector(0);
        vector.raise(1, 5);
        ReplicaVector later = ReplicaVector.writable(vector, 1);
        later.raise(1, 9);
        assertThat(vector.end(1)).isEqualTo(5);
        assertThat(ReplicaVector.writable(later, 1)).isSameAs(later);
        assertThat(ReplicaVector.covers(later, 1, 8)).isTrue();
        assertThat(ReplicaVector.covers(later, 1, 9)).isFalse();
        assertThat(ReplicaVector.covers(null, 1, 0)).isFalse();
    }
}
