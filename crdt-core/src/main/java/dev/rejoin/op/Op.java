package dev.rejoin.op;

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
}
