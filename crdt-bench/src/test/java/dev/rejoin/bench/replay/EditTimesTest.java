package dev.rejoin.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.bench.trace.TraceGenerator;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EditTimesTest {
    private static final EditingTrace TRACE = TraceGenerator.sequential("t", 1, 20_000);

    @Test
    void of_noFileTimes_givesLogNormalGapsOfMedian140() {
        long[] times = EditTimes.of(TRACE, false);
        long[] gaps = IntStream.range(0, times.length - 1)
                .filter(i -> TRACE.patchEnd(i) - TRACE.patchStart(i) == 1)
                .mapToLong(i -> times[i + 1] - times[i])
                .sorted()
                .toArray();

        assertThat(gaps[gaps.length / 2]).isBetween(135L, 145L);
        // One sigma of a log-normal with sigma 1 is a factor of e.
        assertThat(gaps[(int) (gaps.length * 0.8413)]).isBetween(360L, 400L);
        assertThat(gaps[(int) (gaps.length * 0.1587)]).isBetween(48L, 55L);
    }

    @Test
    void of_transactionOfSeveralPatches_isFollowedByAPause() {
        long[] times = EditTimes.of(TRACE, false);

        for (int i = 0; i + 1 < times.length; i++) {
            if (TRACE.patchEnd(i) - TRACE.patchStart(i) > 1) {
                assertThat(times[i + 1] - times[i]).isBetween(1_999L, 2_001L);
            }
        }
    }

    @Test
    void of_sameTrace_givesTheSameTimes() {
        assertThat(Arrays.equals(EditTimes.of(TRACE, false), EditTimes.of(TRACE, false)))
                .isTrue();
    }
}
