package dev.rejoin.delivery;

import dev.rejoin.CrdtException;
import java.time.Instant;

/**
 * A snapshot holds changes whose time is further ahead of the wall clock than the allowed drift. Nothing was loaded; it
 * can be loaded when time has caught up, or with a larger drift.
 */
public final class ClockAheadException extends CrdtException {
    private static final long serialVersionUID = 1L;

    private final long millis;

    /**
     * Refuses a snapshot whose newest change has this time, in milliseconds since the epoch.
     *
     * @param millis milliseconds since the epoch
     */
    public ClockAheadException(long millis) {
        super("its newest change is of " + Instant.ofEpochMilli(millis) + ", too far ahead of this device's clock");
        this.millis = millis;
    }

    /**
     * Time of its newest change in milliseconds since the epoch.
     *
     * @return the time
     */
    public long millis() {
        return millis;
    }
}
