package dev.rejoin.delivery;

import dev.rejoin.CrdtException;

/**
 * A version was named at which this document never was, and cannot have been: it holds changes that are not integrated
 * here, lacks some that others of its changes depend on, or divides a change.
 */
public final class UnknownVersionException extends CrdtException {
    private static final long serialVersionUID = 1L;

    /**
     * There is no such version here.
     *
     * @param reason what is wrong with it
     */
    public UnknownVersionException(String reason) {
        super(reason);
    }
}
