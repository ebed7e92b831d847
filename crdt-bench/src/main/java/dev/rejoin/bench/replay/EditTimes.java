package dev.rejoin.bench.replay;

import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.bench.trace.TraceException;
import java.util.Random;

/**
 * When each transaction of a trace is made, in ms since the epoch. The times that files carry are often of no use (all
 * edits within a second, or in 1970), so gaps like those of a person who types are made up: log-normal, the same in
 * every run.
 */
final class EditTimes {
    /** The first transaction: 2024-01-01T00:00:00Z. */
    private static final long START_MILLIS = 1_704_067_200_000L;

    private static final long SEED = 1;
    private static final double MEDIAN_GAP_MILLIS = 140;
    private static final double SIGMA = 1;
    /** After a transaction of more than one patch: not typing, but a command. */
    private static final long PAUSE_MILLIS = 2_000;

    private EditTimes() {}

    static long[] of(EditingTrace trace, boolean fromFile) {
        return fromFile ? ofFile(trace) : seeded(trace);
    }

    private static long[] seeded(EditingTrace trace) {
        Random random = new Random(SEED);
        long[] times = new long[trace.transactions()];
        double now = START_MILLIS;
        for (int i = 0; i < times.length; i++) {
            times[i] = (long) now;
            boolean command = trace.patchEnd(i) - trace.patchStart(i) > 1;
            now += command ? PAUSE_MILLIS : MEDIAN_GAP_MILLIS * Math.exp(SIGMA * random.nextGaussian());
        }
        return times;
    }

    private static long[] ofFile(EditingTrace trace) {
        long[] times = new long[trace.transactions()];
        for (int i = 0; i < times.length; i++) {
            times[i] = trace.time(i);
            if (times[i] == EditingTrace.NO_TIME) {
                throw new TraceException(trace.file(), "txns[" + i + "]", "has no time, which --file-times asks for");
            }
        }
        return times;
    }
}
