package dev.rejoin.bench.report;

import java.util.Arrays;

/** The one statistic that is reported. */
public final class Medians {
    private Medians() {}

    /**
     * The median: half of the values are at most it, half at least.
     *
     * @param values at least one; not changed
     * @return the middle value, or the mean of both middle values
     */
    public static double of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
