package dev.rejoin.proptests.sim;

import dev.rejoin.clock.PhysicalClock;

/** A wall clock that stands still until it is told to move, forward or back. */
public final class ManualPhysicalClock implements PhysicalClock {
    /** Where simulated time begins, in ms since the epoch: some morning in 2026. */
    public static final long START = 1_780_000_000_000L;

    private long millis;

    /**
     * A clock at some time.
     *
     * @param millis ms since the epoch
     */
    public ManualPhysicalClock(long millis) {
        this.millis = millis;
    }

    /** A clock at {@link #START}. */
    public ManualPhysicalClock() {
        this(START);
    }

    @Override
    public long millis() {
        return millis;
    }

    /**
     * Moves the clock.
     *
     * @param delta by how many ms; negative to turn it back, though never before the epoch
     */
    public void advance(long delta) {
        millis = Math.max(0, millis + delta);
    }

    /**
     * Sets the clock.
     *
     * @param newMillis ms since the epoch
     */
    public void set(long newMillis) {
        millis = newMillis;
    }
}
