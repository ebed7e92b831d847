package dev.rejoin.proptests;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What members pruned reads as what their twins kept, and has the bytes of what any other member pruned to the same base. */
class TwinScheduleTest {
    private static final int SCHEDULES = Integer.getInteger("rejoin.schedules", 300);
    private static final long SEED = Long.getLong("rejoin.seed", 1);

    /** PR2, PR4, PR7, PR8, PR9, PR10: the twin property over all types, kinds of snapshots, retirements and crashes. */
    @Test
    void prune_atAnyLegalMomentOfAnySchedule_isNotSeen() {
        int prunings = 0;
        int crashes = 0;
        int compared = 0;
        int once = 0;
        for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
            TwinSchedule schedule = new TwinSchedule(seed);
            try {
                schedule.run();
            } catch (RuntimeException | Error failed) {
                throw smallest(seed, failed);
            }
            prunings += schedule.prunings;
            crashes += schedule.crashes;
            compared += schedule.compared;
            once += schedule.comparedWithOnePrune;
        }
        System.out.printf(
                "twins: %,d schedules, %,d prunings, %,d crashes while pruning; equal bytes: %,d pairs, %,d pruned at"
                        + " once; 0 differences%n",
                SCHEDULES, prunings, crashes, compared, once);
    }

    /** Leaves steps out as long as the schedule fails. */
    private static AssertionError smallest(long seed, Throwable failed) {
        int[] steps = IntStream.range(0, new TwinSchedule(seed).steps()).toArray();
        Throwable last = failed;
        for (int size = steps.length / 2; size > 0; size /= 2) {
            for (int start = 0; start + size <= steps.length; ) {
                int from = start;
                int end = start + size;
                int[] all = steps;
                int[] fewer = IntStream.range(0, all.length)
                        .filter(i -> i < from || i >= end)
                        .map(i -> all[i])
                        .toArray();
                Throwable still = failure(seed, fewer);
                if (still == null) {
                    start += size;
                } else {
                    steps = fewer;
                    last = still;
                }
            }
        }
        String chosen = Arrays.toString(steps);
        return new AssertionError(
                "replay with new TwinSchedule(" + seed + ").run(" + chosen.substring(1, chosen.length() - 1) + ")",
                last);
    }

    private static Throwable failure(long seed, int[] steps) {
        try {
            new TwinSchedule(seed).run(steps);
            return null;
        } catch (RuntimeException | Error failed) {
            return failed;
        }
    }
}
