package dev.rejoin.bench.replay;

import java.util.EnumSet;
import java.util.Set;

/**
 * How to replay.
 *
 * @param runs measured runs per row
 * @param warmUpMillis CPU time that a row warms up before them; more while the compilers are at work
 * @param fileTimes whether the times of the file drive the clock, instead of made-up gaps
 * @param rows what to run
 */
record ReplaySettings(int runs, long warmUpMillis, boolean fileTimes, Set<Row> rows) {
    ReplaySettings {
        rows = Set.copyOf(rows);
    }

    static Set<Row> allRows() {
        return EnumSet.allOf(Row.class);
    }

    boolean has(Row row) {
        return rows.contains(row);
    }
}
