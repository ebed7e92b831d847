package dev.rejoin.bench.trace;

import java.util.Arrays;

/** A growing list of primitive ints. */
public final class IntList {
    private int[] values = new int[16];
    private int size;

    /**
     * Adds a value at the end.
     *
     * @param value any
     */
    public void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /**
     * A value of the list.
     *
     * @param index from 0 to {@link #size()}, exclusive
     * @return the value that was added there
     */
    public int get(int index) {
        return values[index];
    }

    /**
     * How many values were added.
     *
     * @return at least 0
     */
    public int size() {
        return size;
    }

    /**
     * All values.
     *
     * @return a new array
     */
    public int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
