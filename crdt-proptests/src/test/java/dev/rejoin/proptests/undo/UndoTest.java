package dev.rejoin.proptests.undo;

import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of edits, undo and redo. {@code -Drejoin.undo.schedules=10000} runs so many; a failure is repeated with
 * {@code -Drejoin.undo.seed=} and the seed that it prints, with one schedule.
 */
class UndoTest {
    private static final int SCHEDULES = Integer.getInteger("rejoin.undo.schedules", 500);
    private static final long SEED = Long.getLong("rejoin.undo.seed", 20_260_101L);

    @Test
    void undoAndRedo_nothingInBetween_readAsBefore() {
        run(seed -> new UndoSchedule(seed).walkAlone());
    }

    @Test
    void undoAll_othersEditedInIgnorance_readsAsIfOnlyOthersHadEdited() {
        run(seed -> new UndoSchedule(seed).compareWithOthersAlone());
    }

    private static void run(LongConsumer schedule) {
        for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
            try {
                schedule.accept(seed);
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError(
                        "replay with -Drejoin.undo.seed=" + seed + " -Drejoin.undo.schedules=1: " + failed.getMessage(),
                        failed);
            }
        }
    }
}
