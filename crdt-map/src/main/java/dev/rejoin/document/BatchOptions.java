package dev.rejoin.document;

import dev.rejoin.codec.BatchForm;
import dev.rejoin.codec.Packing;

/**
 * How a batch of changes is encoded.
 *
 * @param deflated whether columns are compressed with Deflate: smaller, but slower to write and read
 * @param deletedText whether text goes with it that is deleted in the same batch
 * @param notes whether authors and messages of changes go with it
 * @param zstandard whether columns are compressed by Zstandard instead, where its library is there
 */
public record BatchOptions(boolean deflated, boolean deletedText, boolean notes, boolean zstandard) {
    /**
     * No compression.
     *
     * @return the fastest form
     */
    public static BatchOptions plain() {
        return new BatchOptions(false, true, true, false);
    }

    /**
     * Columns compressed.
     *
     * @return the smallest form that leaves nothing out
     */
    public static BatchOptions compressed() {
        return new BatchOptions(true, true, true, false);
    }

    /**
     * The same without the characters of what is inserted and deleted in the same batch. Who receives it reads and merges
     * like anybody, but cannot look back at this text, nor can those who get it from there. It takes such a batch whole or
     * not at all.
     *
     * @return changed options
     */
    public BatchOptions withoutDeletedText() {
        return new BatchOptions(deflated, false, notes, zstandard);
    }

    /**
     * The same without what authors said of their changes. Who receives it cannot tell it, nor can those who get the
     * changes from there. It takes such a batch whole or not at all.
     *
     * @return changed options
     */
    public BatchOptions withoutNotes() {
        return new BatchOptions(deflated, deletedText, false, zstandard);
    }

    /**
     * The same compressed by Zstandard, if {@code com.github.luben:zstd-jni} is on the class path, else by Deflate. Who
     * receives it needs the library too, and refuses it with an
     * {@link dev.rejoin.io.UnsupportedFormatException} otherwise.
     *
     * @return changed options
     */
    public BatchOptions withZstandard() {
        return new BatchOptions(true, deletedText, notes, true);
    }

    BatchForm form() {
        Packing packing = zstandard ? Packing.best() : deflated ? Packing.DEFLATE : Packing.PLAIN;
        return new BatchForm(packing, deletedText, notes);
    }
}
