package dev.rejoin.document;

import dev.rejoin.codec.BatchForm;

/**
 * How a batch of changes is encoded.
 *
 * @param deflated whether columns are compressed with Deflate: smaller, but slower to write and read
 * @param deletedText whether text goes with it that is deleted in the same batch
 */
public record BatchOptions(boolean deflated, boolean deletedText) {
    /**
     * No compression.
     *
     * @return the fastest form
     */
    public static BatchOptions plain() {
        return new BatchOptions(false, true);
    }

    /**
     * Columns compressed.
     *
     * @return the smallest form that leaves nothing out
     */
    public static BatchOptions compressed() {
        return new BatchOptions(true, true);
    }

    /**
     * The same without the characters of what is inserted and deleted in the same batch. Who receives it reads and merges
     * like anybody, but cannot look back at this text, nor can those who get it from there. It takes such a batch whole or
     * not at all.
     *
     * @return changed options
     */
    public BatchOptions withoutDeletedText() {
        return new BatchOptions(deflated, false);
    }

    BatchForm form() {
        return new BatchForm(deflated, deletedText);
    }
}
