package dev.rejoin.bench.replay;

import dev.rejoin.bench.report.Medians;
import dev.rejoin.bench.report.Progress;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Measures a row: CPU time of the calling thread, so that neither other processes nor the collector's and compiler's
 * threads count.
 */
final class Timing {
    /** What is measured: it gives what it made, so that nothing of it can be left out. */
    interface Work<T> {
        /** Does it once. */
        T run();
    }

    /** How often the asked warm-up may pass, by the clock, while the JIT compilers are still at work. */
    private static final int MOST_WARM_UPS = 6;

    /** Parts of a warm-up; in the last of them the compilers must have been nearly idle. */
    private static final int WARM_UP_PARTS = 4;

    private static final double IDLE = 0.02;
    private static final double NANOS_PER_MILLI = 1e6;

    private final int runs;
    private final long warmUpNanos;
    private final Progress progress;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();

    Timing(int runs, long warmUpMillis, Progress progress) {
        this.runs = runs;
        warmUpNanos = TimeUnit.MILLISECONDS.toNanos(warmUpMillis);
        this.progress = progress;
        if (!threads.isCurrentThreadCpuTimeSupported()) {
            throw new IllegalStateException("this JVM does not tell the CPU time of a thread");
        }
        threads.setThreadCpuTimeEnabled(true);
    }

    /** How many steps of progress one row is: the warm-up, and each run. */
    static int steps(int runs) {
        return runs + 1;
    }

    /**
     * Runs until the code is warm, then as often as asked for.
     *
     * @param name of the row
     * @param work is measured
     * @param check is given what each measured run made; is not measured
     * @return the median in ms
     */
    <T> double median(String name, Work<T> work, Consumer<T> check) {
        progress.part(name);
        warmUp(work);
        progress.step();
        double[] millis = new double[runs];
        for (int i = 0; i < runs; i++) {
            long before = threads.getCurrentThreadCpuTime();
            T result = work.run();
            millis[i] = (threads.getCurrentThreadCpuTime() - before) / NANOS_PER_MILLI;
            check.accept(result);
            progress.step();
        }
        return Medians.of(millis);
    }

    /**
     * Warm is what the compilers are done with: on a busy machine, and for short rows, a fixed time would measure code
     * that still waits for them.
     */
    private void warmUp(Work<?> work) {
        long part = warmUpNanos / WARM_UP_PARTS;
        long start = System.nanoTime();
        boolean idle = false;
        for (int parts = 0;
                parts < WARM_UP_PARTS || !idle && System.nanoTime() - start < MOST_WARM_UPS * warmUpNanos;
                parts++) {
            long before = System.nanoTime();
            long compiled = compilation.getTotalCompilationTime();
            long startCpu = threads.getCurrentThreadCpuTime();
            while (threads.getCurrentThreadCpuTime() - startCpu < part) {
                work.run();
            }
            double clockMillis = (System.nanoTime() - before) / NANOS_PER_MILLI;
            idle = compilation.getTotalCompilationTime() - compiled <= IDLE * clockMillis;
        }
    }

    /**
     * Runs once, by the wall clock.
     *
     * @param work is measured
     * @param check is given what the run made
     * @return ms
     */
    static <T> double once(Work<T> work, Consumer<T> check) {
        long start = System.nanoTime();
        T result = work.run();
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        check.accept(result);
        return millis;
    }
}
