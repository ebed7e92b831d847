package dev.rejoin.undo;

/**
 * Takes back the edits of one origin of a document, the newest first, and repeats them.
 *
 * <p>To undo is to edit: the inverse operations are ordinary ones, in one ordinary change, and converge as those do. What
 * others wrote stays, whether it came before, in between or after: when all own edits are undone, the document reads as
 * if only the others had edited it (docs/SEMANTICS.md says where that is defined and what holds elsewhere). What cannot
 * be taken back any more is skipped and told, and is no error.
 *
 * <p>A manager knows the edits that were made after it was given, and forgets them when {@code restampUnsent}, or a
 * replacement that another device issued, makes them others. Belongs to the thread of its document. An undo costs
 * what the edits cost that it takes back, whatever the size of the document and whatever happened in between.
 *
 * <p>Stewen, Kleppmann, Undo and Redo Support for Replicated Registers, 2024, for registers; deleted text and elements
 * come back as new ones beside the old, which stay deleted.
 */
public interface UndoManager extends AutoCloseable {
    /**
     * Takes the newest group of edits back, in one change. If nothing of it can be taken back, goes on with the one
     * before.
     *
     * @return the change to send, and what was skipped
     * @throws IllegalStateException if another call is open
     * @throws ArithmeticException if the own total of a counter would leave 64 bits; nothing was changed
     */
    UndoResult undo();

    /**
     * Repeats the group that was taken back last, in one change. A new edit of this origin ends this possibility.
     *
     * @return the change to send, and what was skipped
     * @throws IllegalStateException if another call is open
     * @throws ArithmeticException if the own total of a counter would leave 64 bits; nothing was changed
     */
    UndoResult redo();

    /**
     * Whether there is a group to take back.
     *
     * @return false when {@link #undo} has nothing to do
     */
    boolean canUndo();

    /**
     * Whether there is a group to repeat.
     *
     * @return false when {@link #redo} has nothing to do
     */
    boolean canRedo();

    /** Ends the present group: the next edit begins another one, however soon it comes. */
    void endGroup();

    /** Forgets all edits, which can then no longer be taken back. */
    void clear();

    /** Forgets all edits and hears of no further ones. */
    @Override
    void close();
}
