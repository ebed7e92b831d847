package dev.rejoin.document;

import dev.rejoin.CrdtException;
import dev.rejoin.version.OpIdSpan;

/**
 * A subscriber was too slow: its buffer was full, and from one change on it is not told anything any more. It can begin
 * anew with a view and a new subscription.
 */
public final class ChangesMissedException extends CrdtException {
    private static final long serialVersionUID = 1L;

    private final transient OpIdSpan firstMissed;

    /**
     * Ends a subscription.
     *
     * @param firstMissed the change for which there was no room
     * @param capacity of the buffer
     */
    public ChangesMissedException(OpIdSpan firstMissed, int capacity) {
        super(capacity + " changes were not taken yet when " + firstMissed + " came");
        this.firstMissed = firstMissed;
    }

    /**
     * The change for which there was no room. What stood in the buffer then may be missed too.
     *
     * @return the ids of its operations
     */
    public OpIdSpan firstMissed() {
        return firstMissed;
    }
}
