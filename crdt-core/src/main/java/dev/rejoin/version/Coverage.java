package dev.rejoin.version;

/**
 * A set of operations that holds, of each replica, all up to some number: what a version vector says, in whatever form
 * it is kept.
 */
@FunctionalInterface
public interface Coverage {
    /**
     * How much of a replica is covered.
     *
     * @param replica the bits of its id
     * @return one past the last number that is covered; 0 if none is
     */
    long end(long replica);

    /**
     * Whether an operation is covered.
     *
     * @param replica the bits of its replica's id
     * @param seq its number
     * @return {@code true} if it is
     */
    default boolean covers(long replica, long seq) {
        return seq < end(replica);
    }
}
