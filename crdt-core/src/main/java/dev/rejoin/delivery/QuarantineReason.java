package dev.rejoin.delivery;

/** Why a change was set aside. */
public enum QuarantineReason {
    /** Its timestamp is further ahead of the local wall clock than the allowed drift. */
    CLOCK_AHEAD,
    /** Its author's chain of operations is not the one known here: two writers used one replica id. */
    FORKED,
    /** It bears this document's own replica id, but this document did not write it. */
    OWN_REPLICA
}
