package dev.rejoin.internal;

/**
 * The edit epoch of one document: what makes a view cost nothing until somebody edits.
 *
 * <p>Every node, page or header that a view can reach carries the epoch that owns it. Its writer may change it in place
 * while that epoch is the current one; otherwise a view may still read it, and the writer changes a copy. Taking a view
 * therefore is: capture the root, then {@link #advance()}.
 *
 * <p>Used by the one writer of a document; views never look at it.
 */
public final class EditEpoch {
    private int current;

    /** Creates the first epoch. */
    public EditEpoch() {}

    /**
     * The epoch that owns what is created now.
     *
     * @return the current epoch, only ever compared for equality
     */
    public int current() {
        return current;
    }

    /** Disowns everything that exists: whatever is changed from now on is copied first. */
    public void advance() {
        current++;
    }
}
