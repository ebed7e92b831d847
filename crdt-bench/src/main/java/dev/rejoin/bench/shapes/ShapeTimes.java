package dev.rejoin.bench.shapes;

import dev.rejoin.bench.report.Footprint;
import dev.rejoin.bench.report.Medians;
import dev.rejoin.bench.report.Progress;
import dev.rejoin.bench.shapes.Shape.Run;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/** Measures a shape at its size and at twice that: CPU time of this thread, medians of some runs. */
final class ShapeTimes {
    /** A run of this size is enough for the compiler, and short. */
    private static final int WARM_UP_SIZE = 50_000;

    private static final double NANOS_PER_MICRO = 1e3;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final int divisor;
    private final int runs;
    private final long warmUpNanos;

    /**
     * A way of measuring.
     *
     * @param divisor makes all sizes smaller
     * @param runs how many runs a median is taken of
     * @param warmUpMillis CPU time before them
     */
    ShapeTimes(int divisor, int runs, long warmUpMillis) {
        this.divisor = divisor;
        this.runs = runs;
        warmUpNanos = TimeUnit.MILLISECONDS.toNanos(warmUpMillis);
    }

    ShapeReport measure(Shape shape, Progress progress) {
        int size = Math.max(10, shape.size() / divisor);
        progress.part(shape.name());
        warmUp(shape, Math.min(size, WARM_UP_SIZE));
        progress.step();
        double[] small = new double[runs];
        double[] large = new double[runs];
        double[] smallTail = new double[runs];
        double[] largeTail = new double[runs];
        long bytes = 0;
        int operations = 0;
        for (int i = 0; i < runs; i++) {
            Run run = shape.run().apply(size);
            double[] micros = micros(run);
            small[i] = micros[0];
            smallTail[i] = micros[1];
            if (i == 0) {
                bytes = Footprint.deepBytes(run.subject());
                operations = run.operations();
            }
            micros = micros(shape.run().apply(2 * size));
            large[i] = micros[0];
            largeTail[i] = micros[1];
            progress.step();
        }
        double bytesPerOperation = (double) bytes / operations;
        if (shape.limits().whole()) {
            // The whole time may grow by the ratio, so the mean by half of it.
            double ratio = 2 * Medians.of(large) / Medians.of(small);
            return new ShapeReport(shape, size, Medians.of(small), Medians.of(large), ratio, bytesPerOperation);
        }
        double ratio = Medians.of(largeTail) / Medians.of(smallTail);
        return new ShapeReport(shape, size, Medians.of(smallTail), Medians.of(largeTail), ratio, bytesPerOperation);
    }

    private void warmUp(Shape shape, int size) {
        long start = threads.getCurrentThreadCpuTime();
        do {
            micros(shape.run().apply(size));
        } while (threads.getCurrentThreadCpuTime() - start < warmUpNanos);
    }

    /** The mean of all operations, and that of the last tenth. */
    private double[] micros(Run run) {
        int operations = run.operations();
        int tail = operations - Math.max(1, operations / 10);
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < tail; i++) {
            run.operate(i);
        }
        long middle = threads.getCurrentThreadCpuTime();
        for (int i = tail; i < operations; i++) {
            run.operate(i);
        }
        long end = threads.getCurrentThreadCpuTime();
        return new double[] {
            (end - start) / NANOS_PER_MICRO / operations, (end - middle) / NANOS_PER_MICRO / (operations - tail)
        };
    }
}
