package dev.rejoin.op;

import dev.rejoin.version.Dots;

/**
 * The effect of one edit, as every replica applies it. Operations are immutable records.
 *
 * <p>Tags below {@link OpRegistry#FIRST_FRAMED_TAG} belong to the format: 0x01 to 0x0F to this module, 0x10 to 0x1F to
 * sequences, 0x20 to 0x2F to maps and documents.
 */
public interface Op {
    /**
     * Which kind of operation this is.
     *
     * @return the tag under which its codec is registered, positive
     */
    int tag();

    /**
     * The earlier operations that this one takes the place of: what they wrote is not read any more.
     *
     * @return their ids; empty if there are none or they are not known
     */
    default Dots replacedWrites() {
        return Dots.EMPTY;
    }

    /**
     * The same operation with null for what it wrote, which can stand for it where it was replaced.
     *
     * @return this operation, if it writes nothing that could go
     */
    default Op withoutContent() {
        return this;
    }
}
