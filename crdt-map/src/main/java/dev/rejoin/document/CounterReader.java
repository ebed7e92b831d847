package dev.rejoin.document;

import java.math.BigInteger;

/**
 * Reads the counter at a place. Places: see {@link MapReader}.
 *
 * <p>Concurrent edits: all increments count. A reset takes away what its author saw, and no more.
 */
public interface CounterReader {
    /**
     * Whether a counter can be read here.
     *
     * @return false where nobody created one, where it was deleted, or where something else stands
     */
    boolean exists();

    /**
     * The value.
     *
     * @return the sum of all increments, 0 when the counter does not exist
     * @throws ArithmeticException if it does not fit in 64 bits; see {@link #bigValue}
     */
    long value();

    /**
     * The value, however large.
     *
     * @return the sum of all increments, 0 when the counter does not exist
     */
    BigInteger bigValue();
}
