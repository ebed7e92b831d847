package dev.rejoin.document;

import dev.rejoin.codec.BatchForm;
import dev.rejoin.codec.Packing;

/**
 * What a saved document holds and how.
 *
 * @param history whether the retained changes go with the state, so that it can serve others and tell the past
 * @param deflated whether sections are compressed with Deflate
 * @param deletedText whether the text goes with the history that was deleted
 * @param notes whether authors and messages of changes go with the history
 */
public record SaveOptions(boolean history, boolean deflated, boolean deletedText, boolean notes) {
    /**
     * State and history, not compressed.
     *
     * @return the default
     */
    public static SaveOptions withHistory() {
        return new SaveOptions(true, false, true, true);
    }

    /**
     * State alone, not compressed.
     *
     * @return a snapshot
     */
    public static SaveOptions withoutHistory() {
        return new SaveOptions(false, false, true, true);
    }

    /**
     * The same, compressed.
     *
     * @return changed options
     */
    public SaveOptions compressed() {
        return new SaveOptions(history, true, deletedText, notes);
    }

    /**
     * The same without the characters of what was inserted and deleted in the retained history.
     *
     * @return changed options
     */
    public SaveOptions withoutDeletedText() {
        return new SaveOptions(history, deflated, false, notes);
    }

    /**
     * The same without what authors said of their changes.
     *
     * @return changed options
     */
    public SaveOptions withoutNotes() {
        return new SaveOptions(history, deflated, deletedText, false);
    }

    BatchForm form() {
        return new BatchForm(deflated ? Packing.DEFLATE : Packing.PLAIN, deletedText, notes);
    }
}
