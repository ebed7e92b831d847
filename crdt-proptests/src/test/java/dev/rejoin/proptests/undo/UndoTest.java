package dev.rejoin.proptests.undo;

import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random schedules of edits, undo and redo. {@code -Drejoin.undo.schedules=10000} runs so many; a failure is repeated with
 * {@code -Drejoin.undo.seed=} and the seed that it prints, with one schedule.
 */
class UndoTest {
    private static final int SCHEDULES = Integer.getInteger("rejoin.undo.schedules", 500);
    private static final long SEED = Long.getLong("rejoin.undo.seed", 20_260_101L);

    @Test
    void undoAndRedo_nothingInBetween_readAsBefore() {
        run(seed -> new UndoSchedule(seed, isEven(seed)).walkAlone());
    }

    @Test
    void undoAll_othersEditedInIgnorance_readsAsIfOnlyOthersHadEdited() {
        run(seed -> new UndoSchedule(seed, isEven(seed)).compareWithOthersAlone());
    }

    /** The two writes came back as two steps, and the second gave way to the element that the first had put there. */
    @ParameterizedTest
    @ValueSource(longs = {3_854, 20_267_938})
    void redo_mapInElementReplacedTwice_readsTheLastValueAgain(long seed) {
        new UndoSchedule(seed, false).walkAlone();
    }

    /** Every other schedule puts new containers in the place of others. */
    private static boolean isEven(long seed) {
        return seed % 2 == 0;
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
