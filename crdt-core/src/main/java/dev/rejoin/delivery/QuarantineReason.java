package dev.rejoin.delivery;

/** Why a change was set aside. */
public enum QuarantineReason {
    /** Its timestamp is further ahead of the local wall clock than the allowed drift. */
    CLOCK_AHEAD,
    /** Its author's chain of operations is not the one known here: two writers used one replica id. */
    FORKED,
    /** Its author is no member of the document any more, and no remaining member is known to have it. */
    RETIRED,
    /** It bears this document's own replica id, but this document did not write it. */
    OWN_REPLICA,
    /**
     * It issues changes again that are applied here, and that cannot be taken back because the history from which the
     * document would be built anew is not retained. A snapshot of somebody who could is the way on.
     */
    TAKES_BACK
}
