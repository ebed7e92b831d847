package dev.rejoin.delivery;

/** Why a change is not applied, and not kept either. */
public enum RejectReason {
    /** Its timestamp is not larger than those of its dependencies. */
    TIMESTAMP_ORDER,
    /** An operation names an id outside its causal past, or of another container or type, or breaks an order that honest writers keep. */
    INVALID_OPERATION,
    /**
     * Its author's device issued it again as another replica, because the time of it was wrong, and nobody that is known
     * here built on it. Should that turn out otherwise, it is taken when it is offered again.
     */
    ISSUED_AGAIN
}
