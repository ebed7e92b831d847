package dev.rejoin.op;

import dev.rejoin.value.Value.Bytes;

/**
 * An operation of a kind that this version of the library, or this application, does not know. It is kept, passed on
 * unchanged and shown as unsupported, never dropped.
 *
 * @param tag its kind, at least {@link OpRegistry#FIRST_FRAMED_TAG}
 * @param payload its content
 */
public record UnknownOp(int tag, Bytes payload) implements Op {
    /**
     * Checks the tag.
     *
     * @param tag its kind, at least {@link OpRegistry#FIRST_FRAMED_TAG}
     * @param payload its content
     */
    public UnknownOp {
        if (tag < OpRegistry.FIRST_FRAMED_TAG) {
            throw new IllegalArgumentException("Not the tag of a framed operation: " + tag);
        }
    }
}
