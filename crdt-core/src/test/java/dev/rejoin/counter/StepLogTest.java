package dev.rejoin.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StepLogTest {
    /** Totals by exclusive end, the slow twin. */
    private final TreeMap<Long, Long> twin = new TreeMap<>();

    private StepLog randomLog(SplittableRandom random, int steps) {
        StepLog log = new StepLog(5, 100);
        twin.clear();
        twin.put(5L, 100L);
        long seq = 5;
        for (int i = 0; i < steps; i++) {
            seq += random.nextInt(4) == 0 ? random.nextLong(1_000_000) : 0;
            long delta = random.nextInt(8) == 0 ? random.nextLong() >> 8 : random.nextInt(-3, 4);
            log.append(seq, delta);
            seq++;
            twin.put(seq, twin.lastEntry().getValue() + delta);
        }
        return log;
    }

    @Test
    void find_everyNumber_givesTheTotalBelow() {
        SplittableRandom random = new SplittableRandom(3);
        for (int steps : new int[] {0, 1, 127, 128, 129, 255, 256, 257, 1000}) {
            StepLog log = randomLog(random, steps);
            log.checkInvariants();
            assertThat(log.size()).isEqualTo(steps);
            assertThat(log.total()).isEqualTo(twin.lastEntry().getValue());
            for (long end : twin.keySet()) {
                for (long at = Math.max(5, end - 1); at <= end + 1; at++) {
                    StepLog.Cursor cursor = log.find(at);
                    assertThat(cursor.end()).isEqualTo(twin.floorKey(at));
                    assertThat(cursor.total()).isEqualTo(twin.floorEntry(at).getValue());
                    assertThat(cursor.remaining())
                            .isEqualTo(twin.tailMap(at, false).size());
                }
            }
        }
    }

    @Test
    void from_everyNumber_keepsTheStepsAbove() {
        StepLog log = randomLog(new SplittableRandom(4), 400);
        for (long end : twin.keySet()) {
            StepLog rest = log.from(end);
            rest.checkInvariants();
            assertThat(rest.startEnd()).isEqualTo(end);
            assertThat(rest.startTotal()).isEqualTo(twin.get(end));
            assertThat(rest.total()).isEqualTo(log.total());
            assertThat(rest.end()).isEqualTo(log.end());
            assertThat(rest.size()).isEqualTo(twin.tailMap(end, false).size());
        }
        assertThat(log.from(0)).isSameAs(log);
    }

    @Test
    void copy_thenAppendToBoth_areIndependent() {
        StepLog log = randomLog(new SplittableRandom(5), 300);
        StepLog copy = log.copy();
        for (int i = 0; i < 300; i++) {
            log.append(log.end(), 1);
            copy.append(copy.end(), 2);
        }
        log.checkInvariants();
        copy.checkInvariants();
        assertThat(copy.total() - log.total()).isEqualTo(300);
    }

    @Test
    void append_overflow_throwsAndChangesNothing() {
        StepLog log = new StepLog(0, Long.MAX_VALUE - 1);
        log.append(0, 1);
        assertThatThrownBy(() -> log.append(1, 1)).isInstanceOf(ArithmeticException.class);
        log.checkInvariants();
        assertThat(log.total()).isEqualTo(Long.MAX_VALUE);
        assertThat(log.size()).isEqualTo(1);
    }
}
