package dev.rejoin.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HybridLogicalClockTest {
    private long wall = 1000;
    private final HybridLogicalClock clock = new HybridLogicalClock(() -> wall);

    @AfterEach
    void invariants() {
        clock.checkInvariants();
    }

    private long next() {
        long reading = clock.peek();
        clock.take(reading);
        return reading;
    }

    private static long at(long millis, int counter) {
        return HybridTimestamp.pack(millis, counter);
    }

    @Test
    void peek_repeated_takesNothing() {
        assertThat(clock.peek()).isEqualTo(clock.peek()).isEqualTo(at(1000, 0));
        assertThat(clock.last()).isEqualTo(HybridTimestamp.ZERO);
    }

    @Test
    void peek_afterAReadingAhead_saysHowFar() {
        clock.peek();
        assertThat(clock.peekedLeadMillis()).isZero();
        clock.restore(at(1_500, 7));
        assertThat(clock.peek()).isEqualTo(at(1_500, 8));
        assertThat(clock.peekedLeadMillis()).isEqualTo(500);
        wall = 2_000;
        clock.peek();
        assertThat(clock.peekedLeadMillis()).isZero();
        assertThat(clock).hasToString("HybridLogicalClock[" + new HybridTimestamp(at(1_500, 7)) + "]");
    }

    @Test
    void take_sameMillisecond_counts() {
        assertThat(next()).isEqualTo(at(1000, 0));
        assertThat(next()).isEqualTo(at(1000, 1));
        wall = 1001;
        assertThat(next()).isEqualTo(at(1001, 0));
    }

    @Test
    void take_wallRunsBackward_keepsRising() {
        next();
        wall = 500;
        assertThat(next()).isEqualTo(at(1000, 1));
        wall = -5;
        assertThat(next()).isEqualTo(at(1000, 2));
    }

    @Test
    void take_notLarger_throws() {
        next();
        assertThatIllegalArgumentException().isThrownBy(() -> clock.take(at(1000, 0)));
        assertThat(clock.last()).isEqualTo(at(1000, 0));
    }

    @Test
    void peek_fullCounter_carriesIntoMilliseconds() {
        clock.observe(at(1000, HybridTimestamp.MAX_COUNTER));
        assertThat(next()).isEqualTo(at(1001, 0));
    }

    @Test
    void observe_largerReading_isExceeded() {
        clock.observe(at(5000, 7));
        assertThat(next()).isEqualTo(at(5000, 8));
        clock.observe(at(2000, 0));
        assertThat(next()).isEqualTo(at(5000, 9));
        assertThat(clock.leadMillis()).isEqualTo(4000);
    }

    @Test
    void observe_notAcceptable_throwsAndChangesNothing() {
        long before = clock.last();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.observe(at(HybridTimestamp.MAX_REMOTE_MILLIS + 1, 0)));
        assertThatIllegalArgumentException().isThrownBy(() -> clock.observe(HybridTimestamp.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> clock.observe(-1));
        assertThat(clock.last()).isEqualTo(before);
    }

    @Test
    void tooFarAhead_oneSided_changesNothing() {
        assertThat(clock.tooFarAhead(at(1300, 9), 300)).isFalse();
        assertThat(clock.tooFarAhead(at(1301, 0), 300)).isTrue();
        assertThat(clock.tooFarAhead(at(1, 0), 0)).isFalse();
        assertThat(clock.tooFarAhead(at(HybridTimestamp.MAX_REMOTE_MILLIS, 0), Long.MAX_VALUE))
                .isFalse();
        assertThat(clock.last()).isEqualTo(HybridTimestamp.ZERO);
    }

    @Test
    void restore_upperBound_isExceeded() {
        clock.restore(at(9000, 3));
        assertThat(next()).isEqualTo(at(9000, 4));
        clock.restore(at(1, 0));
        assertThat(clock.last()).isEqualTo(at(9000, 4));
    }

    @Test
    void peek_largestAcceptedReading_leavesRoom() {
        clock.observe(at(HybridTimestamp.MAX_REMOTE_MILLIS, HybridTimestamp.MAX_COUNTER));
        assertThat(Long.compareUnsigned(next(), at(HybridTimestamp.MAX_REMOTE_MILLIS, 0)))
                .isPositive();
        assertThat(next()).isEqualTo(at(HybridTimestamp.MAX_REMOTE_MILLIS + 1, 1));
    }

    @Test
    void peek_wallBeyondAllTime_standsStill() {
        wall = Long.MAX_VALUE;
        assertThat(next()).isEqualTo(at(HybridTimestamp.MAX_REMOTE_MILLIS, 0));
    }

    @Test
    void peek_veryEnd_throws() {
        HybridLogicalClock last = new HybridLogicalClock(() -> wall);
        last.restore(-1);
        assertThatIllegalStateException().isThrownBy(last::peek);
    }

    @Test
    void timestamp_parts_packAndUnpack() {
        HybridTimestamp timestamp = HybridTimestamp.of(1_795_256_580_123L, 4);
        assertThat(timestamp.millis()).isEqualTo(1_795_256_580_123L);
        assertThat(timestamp.counter()).isEqualTo(4);
        assertThat(timestamp).hasToString("2026-11-21T10:23:00.123Z+4");
        assertThat(timestamp).isLessThan(new HybridTimestamp(-1)).isLessThan(HybridTimestamp.of(1_795_256_580_123L, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> HybridTimestamp.of(1L << 48, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> HybridTimestamp.of(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> HybridTimestamp.of(0, 1 << 16));
    }

    @Test
    void systemClock_now_isWithinThisCentury() {
        assertThat(PhysicalClock.system().millis()).isBetween(1_700_000_000_000L, 4_102_444_800_000L);
    }
}
