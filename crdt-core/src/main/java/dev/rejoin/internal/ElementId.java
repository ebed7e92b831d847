package dev.rejoin.internal;

/**
 * The identity of a sequence element, (replica index, seq), packed into one {@code long}.
 *
 * <p>The replica's index in the {@link ReplicaTable} stands above 40 bits of seq, so {@code element + k} is the k-th id
 * after {@code element} of the same replica. Packed ids of one replica compare by seq; those of two replicas have no
 * meaningful order, because an index differs between devices.
 */
public final class ElementId {
    /** No element; as a parent: the start of the sequence. */
    public static final long NONE = -1L;

    private static final int SEQ_BITS = 40;

    /** The largest seq that an element can have. */
    public static final long MAX_SEQ = (1L << SEQ_BITS) - 1;

    /** How many replicas one document can intern. */
    public static final int MAX_REPLICAS = 1 << 23;

    private ElementId() {}

    /**
     * Packs an id.
     *
     * @param replica index in the replica table, below {@link #MAX_REPLICAS}
     * @param seq from 0 to {@link #MAX_SEQ}
     * @return the packed id
     */
    public static long of(int replica, long seq) {
        return (long) replica << SEQ_BITS | seq;
    }

    /**
     * The replica of an element.
     *
     * @param element a packed id
     * @return its index in the replica table
     */
    public static int replica(long element) {
        return (int) (element >>> SEQ_BITS);
    }

    /**
     * The seq of an element.
     *
     * @param element a packed id
     * @return its seq
     */
    public static long seq(long element) {
        return element & MAX_SEQ;
    }

    /**
     * An id in words, for messages.
     *
     * @param element a packed id or {@link #NONE}
     * @return for example {@code 2@17}, or {@code none}
     */
    public static String toString(long element) {
        return element == NONE ? "none" : replica(element) + "@" + seq(element);
    }
}
