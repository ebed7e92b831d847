package dev.rejoin.version;

/** How two versions stand to each other. Versions are only partly ordered, so this is not a {@code compareTo}. */
public enum CausalOrder {
    /** The first has seen less: all of it is in the second. */
    BEFORE,
    /** The first has seen more: all of the second is in it. */
    AFTER,
    /** Both have seen the same. */
    EQUAL,
    /** Each has seen something that the other has not. */
    CONCURRENT
}
