package dev.rejoin;

import java.io.Serial;

/**
 * Base of the exceptions that Rejoin declares itself. Misuse by the caller is reported by the exceptions of the JDK
 * ({@link IllegalArgumentException}, {@link IndexOutOfBoundsException}, {@link IllegalStateException}) instead.
 */
public class CrdtException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a cause.
     *
     * @param message what went wrong, where, and with which values
     */
    public CrdtException(String message) {
        super(message);
    }

    /**
     * An exception that another one led to.
     *
     * @param message what went wrong, where, and with which values
     * @param cause what led to it
     */
    public CrdtException(String message, Throwable cause) {
        super(message, cause);
    }
}
