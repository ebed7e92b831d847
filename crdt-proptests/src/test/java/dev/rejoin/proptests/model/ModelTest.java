package dev.rejoin.proptests.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The small models on examples that anybody can check by hand. */
class ModelTest {
    private static final ReplicaId A = new ReplicaId(1);
    private static final ReplicaId B = new ReplicaId(-1);

    @Test
    void stamp_comparesUnsignedByTimeThenReplicaThenSeq() {
        assertThat(stamp(1, A, 9)).isLessThan(stamp(2, A, 0));
        assertThat(stamp(1, A, 9)).isLessThan(stamp(1, B, 0));
        assertThat(stamp(1, A, 0)).isLessThan(stamp(1, A, 1));
        assertThat(stamp(Long.MAX_VALUE, A, 0)).isLessThan(stamp(Long.MIN_VALUE, A, 0));
    }

    @Test
    void register_concurrentWrites_largestWinsAndLosersStay() {
        RegisterModel<String> register = new RegisterModel<>();
        register.write(stamp(1, A, 0), "a", Set.of());
        register.write(stamp(1, B, 0), "b", Set.of());
        assertThat(register.value()).contains("b");
        assertThat(register.values()).containsExactly("b", "a");
        register.write(stamp(2, A, 1), "c", register.seen());
        assertThat(register.values()).containsExactly("c");
    }

    @Test
    void counter_reset_leavesIncrementsThatItDidNotSee() {
        CounterModel counter = new CounterModel();
        counter.add(new OpId(A, 0), Long.MAX_VALUE);
        Set<OpId> seen = counter.seen();
        counter.add(new OpId(B, 0), Long.MAX_VALUE);
        counter.add(new OpId(B, 1), 5);
        assertThat(counter.value())
                .isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).shiftLeft(1).add(BigInteger.valueOf(5)));
        counter.reset(seen);
        counter.reset(Set.of(new OpId(B, 1)));
        assertThat(counter.value()).isEqualTo(BigInteger.valueOf(Long.MAX_VALUE));
    }

    @Test
    void set_addAndUnseenRemove_addWins() {
        OrSetModel<String> set = new OrSetModel<>();
        set.add(new OpId(A, 0), "x", set.seen("x"));
        Set<OpId> seen = set.seen("x");
        set.add(new OpId(B, 0), "x", Set.of());
        set.remove(seen);
        assertThat(set.values()).containsExactly("x");
        set.remove(set.seen("x"));
        assertThat(set.values()).isEmpty();
    }

    @Test
    void observedOrder_namesCyclesOnly() {
        ObservedOrder<String> order = new ObservedOrder<>();
        order.observe(List.of("a", "b", "c"));
        order.observe(List.of("a", "x", "c"));
        order.observe(List.of());
        order.observe(List.of("b", "x"));
        assertThat(order.unorderable()).isEmpty();
        order.observe(List.of("c", "d", "b"));
        assertThat(order.unorderable()).contains("b", "c", "d").doesNotContain("a");
    }

    private static Stamp stamp(long time, ReplicaId replica, long seq) {
        return new Stamp(new HybridTimestamp(time), replica, seq);
    }
}
