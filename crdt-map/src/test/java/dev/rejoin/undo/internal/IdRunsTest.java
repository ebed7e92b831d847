package dev.rejoin.undo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against a plain map of single ids. */
class IdRunsTest {
    private static final int IDS = 24;

    private final IdRuns runs = new IdRuns();
    private final Map<Long, Long> model = new HashMap<>();

    private void put(long first, int count, long target) {
        runs.put(first, count, target);
        for (int i = 0; i < count; i++) {
            model.put(first + i, target + i);
        }
        runs.checkInvariants();
    }

    private static void assertSame(IdRuns runs, Map<Long, Long> model) {
        for (long id = -1; id <= IDS; id++) {
            assertThat(runs.get(id)).isEqualTo(model.getOrDefault(id, IdRuns.NONE));
        }
    }

    private void assertVisits(long first, int count) {
        long[] next = {first};
        runs.forEach(first, count, (from, length, target) -> {
            assertThat(from).isEqualTo(next[0]);
            assertThat(length).isPositive();
            for (int i = 0; i < length; i++) {
                assertThat(model.getOrDefault(from + i, IdRuns.NONE))
                        .isEqualTo(target == IdRuns.NONE ? IdRuns.NONE : target + i);
            }
            next[0] = from + length;
        });
        assertThat(next[0]).isEqualTo(first + count);
    }

    @Test
    void randomPuts_mapAsAPlainMapDoes() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            runs.clear();
            model.clear();
            assertThat(runs.size()).isZero();
            for (int i = 0; i < 12; i++) {
                int first = random.nextInt(IDS - 6);
                put(first, 1 + random.nextInt(6), 100 * (1 + random.nextInt(2)) + first + random.nextInt(2));
                assertSame(runs, model);
                int from = random.nextInt(IDS);
                int count = random.nextInt(IDS - from);
                assertVisits(from, count);
                IdRuns copy = new IdRuns();
                runs.copyTo(copy, from, count);
                Map<Long, Long> part = new HashMap<>(model);
                part.keySet().removeIf(id -> id < from || id >= from + count);
                assertSame(copy, part);
                copy.checkInvariants();
            }
        }
    }

    @Test
    void rewind_afterAnyPuts_mapsAsAtTheMark_andKeepDoesNot() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            runs.clear();
            model.clear();
            for (int i = 0; i < 4; i++) {
                put(random.nextInt(IDS - 6), 1 + random.nextInt(6), 100 + random.nextInt(IDS));
            }
            Map<Long, Long> before = new HashMap<>(model);
            runs.mark();
            for (int i = 0; i < 4; i++) {
                put(random.nextInt(IDS - 6), 1 + random.nextInt(6), 200 + random.nextInt(IDS));
            }
            if (random.nextBoolean()) {
                runs.keep();
                runs.rewind(); // there is no mark
                assertSame(runs, model);
            } else {
                runs.rewind();
                assertSame(runs, before);
                put(0, 1, 300);
                runs.rewind(); // nor here
                assertThat(runs.get(0)).isEqualTo(300);
            }
            runs.checkInvariants();
        }
    }

    /** What is kept is measured in runs: typing one character after the other makes one. */
    @Test
    void put_consecutiveIdsToConsecutiveOnes_isOneRun() {
        for (int i = 0; i < 10; i++) {
            put(i, 1, 100 + i);
        }
        put(10, 5, 110);
        assertThat(runs.size()).isEqualTo(1);
        put(15, 2, 117);
        assertThat(runs.size()).as("consecutive to other ones").isEqualTo(2);
        put(18, 2, 120);
        assertThat(runs.size()).as("not adjacent").isEqualTo(3);
        put(3, 2, 103);
        assertSame(runs, model);
    }
}
