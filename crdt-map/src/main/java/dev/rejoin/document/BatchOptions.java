package dev.rejoin.document;

import dev.rejoin.codec.BatchForm;

/**
 * How a batch of changes is encoded.
 *
 * @param deflated whether columns are compressed with Deflate: smaller, but slower to write and read
 * @param deletedText whether text goes with it that is deleted in the same batch
 * @param notes whether authors and messages of changes go with it
 */
public record BatchOptions(boolean deflated, boolean deletedText, boolean notes) {
    /**
     * No compression.
     *
     * @return the fastest form
     */
    public static BatchOptions plain() {
        return new BatchOptions(false, true, true);
    }

    /**
     * Columns compressed.
     *
     * @return the smallest form that leaves nothing out
     */
    public static BatchOptions compressed() {
        return new BatchOptions(true, true, true);
    }

    /**
     * The same without the characters of what is inserted and deleted in the same batch. Who receives it reads and merges
     * like anybody, but cannot look back at this text, nor can those who get it from there. It takes such a batch whole or
     * not at all.
     *
     * @return changed options
     */
    public BatchOptions withoutDeletedText() {
        return new BatchOptions(deflated, false, notes);
    }

    /**
     * The same without what authors said of their changes. Who receives it cannot tell it, nor can those who get the
     * changes from there. It takes such a batch whole or not at all.
     *
     * @return changed options
     */
    public BatchOptions withoutNotes() {
        return new BatchOptions(deflated, deletedText, false);
    }

    BatchForm form() {
        return new BatchForm(deflated, deletedText, notes);
    }
}
