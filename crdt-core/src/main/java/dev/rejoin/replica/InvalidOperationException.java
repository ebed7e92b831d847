package dev.rejoin.replica;

import dev.rejoin.CrdtException;

/** An operation that no honest replica can issue; the change that holds it is rejected, nothing was changed. */
public final class InvalidOperationException extends CrdtException {
    private static final long serialVersionUID = 1L;

    public InvalidOperationException(String message) {
        super(message);
    }
}
