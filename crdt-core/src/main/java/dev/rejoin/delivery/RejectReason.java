package dev.rejoin.delivery;

/** Why a change can never be applied. */
public enum RejectReason {
    /** Its timestamp is not larger than those of its dependencies. */
    TIMESTAMP_ORDER,
    /** An operation names an id outside its causal past, or of another container or type, or breaks an order that honest writers keep. */
    INVALID_OPERATION
}
