package dev.rejoin.value.object;

/**
 * Writes and reads the objects of one class. What it writes must be a function of what {@code equals} compares: values
 * are equal if their bytes are.
 *
 * <p>Called by any thread that encodes or decodes, so it should have no state.
 *
 * @param <T> the class
 */
public interface ObjectSerializer<T> {
    /**
     * Writes an object.
     *
     * @param object what to write
     * @param out takes its parts
     */
    void write(T object, ObjectOutput out);

    /**
     * Reads what {@link #write} wrote, or anything that somebody else made up: it must refuse with an exception what it
     * would not have written. Every method of the input checks that what it gives is really there.
     *
     * @param in gives the parts in the order in which they were written
     * @return a new object
     */
    T read(ObjectInput in);
}
