package dev.rejoin.counter;

import java.math.BigInteger;

/** What an operation changed in a counter. */
public sealed interface CounterEvent {
    /**
     * A number was added.
     *
     * @param delta the number
     */
    record Incremented(long delta) implements CounterEvent {}

    /**
     * The counter was set; both numbers are equal if a concurrent setting prevails and covers the same increments.
     *
     * @param before the value until now
     * @param after the value from now on
     */
    record Reset(BigInteger before, BigInteger after) implements CounterEvent {}
}
