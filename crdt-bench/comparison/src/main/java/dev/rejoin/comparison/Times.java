package dev.rejoin.comparison;

import dev.rejoin.bench.report.Medians;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * CPU times of the working thread: the median of some runs after a warm-up. JNI code is in them, the collector and the
 * compiler are not. Work that does not end within the limit is cut off and not repeated.
 */
final class Times {
    private static final int WARM_UP_RUNS = 60;
    private static final long WARM_UP_NANOS = 4_000_000_000L;
    private static final long MEASURED_NANOS = 6_000_000_000L;
    private static final int RUNS = 7;
    /** The clock is asked once in so many operations. */
    private static final int STEP = 64;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Most fresh copies that all runs of one work can need. */
    static final int MOST_RUNS = WARM_UP_RUNS + RUNS;

    private final long limitNanos;

    Times(long limitMillis) {
        limitNanos = limitMillis * 1_000_000;
    }

    /** One run's preparation, which is not measured, and its work. */
    interface Work {
        /** Gives the steps of a run, to be done in order. */
        Steps prepare();
    }

    /** Operations one after the other. */
    interface Steps {
        int number();

        void make(int step);
    }

    /**
     * What was measured.
     *
     * @param millis of one run
     * @param done which part of the work was done in it
     */
    record Result(double millis, double done) {}

    Result measure(Work work) {
        Result first = run(work);
        if (first.done() < 1) {
            return first;
        }
        long spent = (long) (first.millis() * 1e6);
        for (int i = 1; i < WARM_UP_RUNS && spent < WARM_UP_NANOS; i++) {
            spent += (long) (run(work).millis() * 1e6);
        }
        List<Double> millis = new ArrayList<>();
        spent = 0;
        while (millis.size() < RUNS && (millis.isEmpty() || spent < MEASURED_NANOS)) {
            millis.add(run(work).millis());
            spent += (long) (millis.get(millis.size() - 1) * 1e6);
        }
        return new Result(
                Medians.of(millis.stream().mapToDouble(Double::doubleValue).toArray()), 1);
    }

    private Result run(Work work) {
        Steps steps = work.prepare();
        long deadline = System.nanoTime() + limitNanos;
        long start = THREADS.getCurrentThreadCpuTime();
        int step = 0;
        while (step < steps.number()) {
            steps.make(step++);
            if (step % STEP == 0 && System.nanoTime() > deadline) {
                break;
            }
        }
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        return new Result(nanos / 1e6, steps.number() == 0 ? 1 : (double) step / steps.number());
    }
}
