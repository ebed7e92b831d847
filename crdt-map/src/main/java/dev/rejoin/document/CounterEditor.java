package dev.rejoin.document;

/**
 * Reads and writes the counter at a place; valid only inside the transaction that gave it. What any write may throw is
 * said in {@link MapEditor}; {@link ArithmeticException} if the increments of this device would leave 64 bits.
 */
public interface CounterEditor extends CounterReader {
    /**
     * Adds 1.
     *
     * @return this editor
     */
    CounterEditor increment();

    /**
     * Adds a number.
     *
     * @param delta what to add; nothing happens but the creation of the counter when it is 0
     * @return this editor
     */
    CounterEditor increment(long delta);

    /**
     * Subtracts 1.
     *
     * @return this editor
     */
    CounterEditor decrement();

    /**
     * Subtracts a number.
     *
     * @param delta what to subtract
     * @return this editor
     */
    CounterEditor decrement(long delta);

    /**
     * Takes away all increments seen here; concurrent ones of others still count.
     *
     * @return this editor
     */
    CounterEditor reset();

    /**
     * Takes away all increments seen here and starts from a number.
     *
     * @param value the new value
     * @return this editor
     */
    CounterEditor set(long value);

    /**
     * Makes a counter at 0 here when none exists.
     *
     * @return this editor
     */
    CounterEditor create();
}
