package dev.rejoin.bench.shapes;

import java.util.function.IntFunction;

/**
 * A way of editing whose cost per operation should hardly grow with its size.
 *
 * @param layer {@code sequence}, or {@code document} for what goes through transactions and messages
 * @param name what happens
 * @param size n of the issue that asks for the shape
 * @param limits what it may cost
 * @param run makes everything ready for a size, without being measured
 */
record Shape(String layer, String name, int size, Limits limits, IntFunction<Run> run) {
    static final String SEQUENCE = "sequence";
    static final String DOCUMENT = "document";

    /** How many operations tell what one costs in a text of a size. */
    static int probes(int size) {
        return Math.max(1_000, size / 10);
    }

    /** What is measured. */
    interface Run {
        /** How many operations there are. */
        int operations();

        /** Does the next one. */
        void operate(int number);

        /** Whose memory is counted in the end. */
        Object subject();
    }

    /**
     * What an operation may cost.
     *
     * @param micros mean, or mean of the last tenth
     * @param ratio of the larger size to the smaller: of the whole time, or of the mean of the last tenth
     * @param whole whether the whole run counts; otherwise its last tenth
     */
    record Limits(double micros, double ratio, boolean whole) {
        /** Adversarial shapes. */
        static final Limits HARD = new Limits(50, 1.3, false);

        /** Random places in up to 10^6 elements. */
        static final Limits RANDOM = new Limits(1.5, 2.3, true);

        /** Random places in up to 10^7 elements. */
        static final Limits RANDOM_LARGE = new Limits(2.5, 2.3, true);
    }
}
