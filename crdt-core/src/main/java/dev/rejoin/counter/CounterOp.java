package dev.rejoin.counter;

import dev.rejoin.op.Op;

/** Operations on counters. */
public sealed interface CounterOp extends Op {
    /** Tag of {@link Increment}. */
    int INCREMENT_TAG = 0x04;

    /** Tag of {@link Reset}. */
    int RESET_TAG = 0x05;

    /**
     * Adds a number, negative to subtract.
     *
     * @param delta what to add
     */
    record Increment(long delta) implements CounterOp {
        @Override
        public int tag() {
            return INCREMENT_TAG;
        }
    }

    /**
     * Sets the counter to a number, as far as its author had counted: increments that the author had not seen are added
     * to it.
     *
     * @param base the number
     * @param floors what the author had counted
     */
    record Reset(long base, CounterFloors floors) implements CounterOp {
        @Override
        public int tag() {
            return RESET_TAG;
        }
    }
}
