package dev.rejoin.op;

/**
 * Writes and reads one family of operations. Codecs are stateless and may be shared between threads.
 *
 * @param <O> the family
 */
public interface OpCodec<O extends Op> {
    /**
     * The family's own type.
     *
     * @return a class of which all its operations are instances
     */
    Class<O> type();

    /**
     * The tags that the family uses.
     *
     * @return a new array, without duplicates
     */
    int[] tags();

    /**
     * Writes the content of an operation, without its tag.
     *
     * @param op the operation
     * @param writer takes its parts
     */
    void write(O op, OpWriter writer);

    /**
     * Reads the content of an operation.
     *
     * @param tag one of {@link #tags()}
     * @param reader gives its parts, in the order in which {@link #write} wrote them
     * @return the operation
     */
    O read(int tag, OpReader reader);
}
