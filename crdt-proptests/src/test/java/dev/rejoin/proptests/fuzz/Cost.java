package dev.rejoin.proptests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What an entry point costs, by the thread's own clock and allocations: the most of all calls, beside what is allowed for
 * inputs of up to 64 KiB. Allocation is asserted where an input cannot stand for more than its own bytes; time is only
 * told. Of one thread.
 */
final class Cost {
    /** Beside which the length of an input counts. */
    static final long ALLOWED_BYTES = 1 << 20;

    static final long ALLOWED_BYTES_A_BYTE = 16;
    /** Calls whose time says more of compilers than of the entry point. */
    private static final int WARMING_UP = 5_000;

    private static final double ALLOWED_NANOS = 2e6;
    private static final double ALLOWED_NANOS_A_BYTE = 100;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long calls;
    private long nanos;
    private long bytes;
    private double worstTime;
    private long worstNanos;
    private int worstNanosLength;
    private double worstShare;
    private long worstAllocated;
    private int worstAllocatedLength;

    /**
     * Calls an entry point.
     *
     * @param length bytes of the input
     * @param bounded whether the input stands for no more than its own bytes
     */
    <T> T of(int length, boolean bounded, Supplier<T> call) {
        long id = Thread.currentThread().getId();
        long allocatedBefore = THREADS.getThreadAllocatedBytes(id);
        long nanosBefore = THREADS.getCurrentThreadCpuTime();
        try {
            return call.get();
        } finally {
            long took = THREADS.getCurrentThreadCpuTime() - nanosBefore;
            long allocated = THREADS.getThreadAllocatedBytes(id) - allocatedBefore;
            note(length, bounded, took, allocated);
        }
    }

    private void note(int length, boolean bounded, long took, long allocated) {
        double time = took / (ALLOWED_NANOS + ALLOWED_NANOS_A_BYTE * length);
        if (++calls > WARMING_UP) {
            nanos += took;
            bytes += length;
        }
        if (calls > WARMING_UP && time > worstTime) {
            worstTime = time;
            worstNanos = took;
            worstNanosLength = length;
        }
        if (!bounded) {
            return;
        }
        long allowed = ALLOWED_BYTES + ALLOWED_BYTES_A_BYTE * length;
        double share = (double) allocated / allowed;
        if (share > worstShare) {
            worstShare = share;
            worstAllocated = allocated;
            worstAllocatedLength = length;
        }
        assertThat(allocated).as("bytes allocated for %s", length).isLessThanOrEqualTo(allowed);
    }

    /** A line of a table. */
    void print(String name, PrintStream out) {
        if (calls == 0) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "%-10s %,12d calls, %6.0f ns a byte on average; at most %,9.0f us for %,d bytes (%3.0f %% of what is"
                        + " allowed), %,10d allocated for %,d (%3.0f %%)%n",
                name,
                calls,
                (double) nanos / Math.max(1, bytes),
                worstNanos / 1e3,
                worstNanosLength,
                100 * worstTime,
                worstAllocated,
                worstAllocatedLength,
                100 * worstShare);
    }
}
