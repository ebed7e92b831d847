package dev.rejoin.clock;

/**
 * A clock whose readings are larger than everything that it gave or saw before and never behind the wall clock.
 *
 * <p>Concurrent edits of two devices get unrelated readings; an edit that saw another gets a larger one than that
 * other. This holds whatever the wall clocks do, because a reading is the larger of wall time and one more than the
 * largest reading so far. Numbers are packed {@linkplain HybridTimestamp timestamps}.
 *
 * <p>One thread. All methods cost O(1) and allocate nothing; those that need wall time read it once.
 *
 * <p>Kulkarni, Demirbas, Madappa, Avva, Leone: Logical physical clocks and consistent snapshots in globally
 * distributed databases, 2014. Differences: the counter is bounded and carries into the milliseconds, a reading is
 * only taken when a change is committed, and seeing a remote reading does not produce a new one.
 */
public final class HybridLogicalClock {
    /*
     * Invariants (unsigned)
     *   I16  last never decreases, and each reading taken was larger than last before: readings strictly increase
     *   I17  peek() is larger than last and not behind the wall clock
     * Whether a remote reading is too far ahead is asked before observe and changes nothing.
     */

    /** Largest packed wall time; a wall clock beyond it counts as standing still there. */
    private static final long MAX_WALL = HybridTimestamp.MAX_REMOTE_MILLIS << HybridTimestamp.COUNTER_BITS;

    private final PhysicalClock physical;
    /** The largest reading taken or seen. */
    private long last = HybridTimestamp.ZERO;

    /** Distance of the reading that was peeked last from the wall time, packed. */
    private long peekedLead;

    /**
     * A clock that took and saw nothing.
     *
     * @param physical gives the wall time
     */
    public HybridLogicalClock(PhysicalClock physical) {
        this.physical = physical;
    }

    /**
     * The reading that the next local change would take. Asking does not take it.
     *
     * @return a packed timestamp, larger than {@link #last()}, not behind the wall clock
     * @throws IllegalStateException if the clock stands at the very end of its 48 bits
     */
    public long peek() {
        long next = last + 1; // a full counter carries into the milliseconds
        if (next == HybridTimestamp.ZERO) {
            throw new IllegalStateException("The clock has no larger reading than " + new HybridTimestamp(last));
        }
        long wall = wall();
        if (Long.compareUnsigned(wall, next) > 0) {
            peekedLead = 0;
            return wall;
        }
        peekedLead = next - wall;
        return next;
    }

    /**
     * How far the reading that {@link #peek()} gave last is ahead of the wall time that it saw.
     *
     * @return milliseconds, 0 if it is not ahead
     */
    public long peekedLeadMillis() {
        return HybridTimestamp.millisOf(peekedLead);
    }

    /**
     * Takes a reading that {@link #peek()} gave.
     *
     * @param packed the reading
     * @throws IllegalArgumentException if it is not larger than {@link #last()}
     */
    public void take(long packed) {
        if (Long.compareUnsigned(packed, last) <= 0) {
            throw notLarger(packed);
        }
        last = packed;
    }

    private IllegalArgumentException notLarger(long packed) {
        return new IllegalArgumentException(
                "Reading " + new HybridTimestamp(packed) + " is not larger than " + new HybridTimestamp(last));
    }

    /**
     * Whether a remote reading is further ahead of the wall clock than allowed. Being behind is always allowed.
     * Nothing changes. The wall clock is not read where it makes no difference, so that what was accepted before can be
     * read again without leaving a trace in a clock that counts.
     *
     * @param packed the remote reading
     * @param maxDriftMillis how far ahead it may be, not negative; {@link Long#MAX_VALUE} allows everything
     * @return {@code true} if it is too far ahead
     */
    public boolean tooFarAhead(long packed, long maxDriftMillis) {
        return maxDriftMillis != Long.MAX_VALUE
                && HybridTimestamp.millisOf(packed) - HybridTimestamp.millisOf(wall()) > maxDriftMillis;
    }

    /**
     * Makes all later readings larger than a remote one.
     *
     * @param packed the remote reading, {@linkplain HybridTimestamp#isAcceptable acceptable}
     * @throws IllegalArgumentException if it is not acceptable
     */
    public void observe(long packed) {
        if (!HybridTimestamp.isAcceptable(packed)) {
            throw new IllegalArgumentException("Not acceptable from another device: " + new HybridTimestamp(packed));
        }
        raise(packed);
    }

    /**
     * Goes on after a restart: all later readings are larger than the stored bound.
     *
     * @param upperBound a reading not smaller than any that was taken or seen before the restart
     */
    public void restore(long upperBound) {
        raise(upperBound);
    }

    private void raise(long packed) {
        if (Long.compareUnsigned(packed, last) > 0) {
            last = packed;
        }
    }

    /**
     * The largest reading taken or seen.
     *
     * @return a packed timestamp, {@link HybridTimestamp#ZERO} if there was none
     */
    public long last() {
        return last;
    }

    /**
     * How far the largest reading is ahead of the wall clock.
     *
     * @return milliseconds, 0 if it is not ahead
     */
    public long leadMillis() {
        return Math.max(0, HybridTimestamp.millisOf(last) - HybridTimestamp.millisOf(wall()));
    }

    /** Wall time as a packed timestamp. */
    private long wall() {
        long millis = physical.millis();
        if (millis <= 0) {
            return HybridTimestamp.ZERO;
        }
        return millis > HybridTimestamp.MAX_REMOTE_MILLIS ? MAX_WALL : millis << HybridTimestamp.COUNTER_BITS;
    }

    /** Throws if an invariant does not hold. */
    void checkInvariants() {
        if (last != -1 && Long.compareUnsigned(peek(), last) <= 0) {
            throw new AssertionError("I17 the next reading is not larger than " + this);
        }
    }

    @Override
    public String toString() {
        return "HybridLogicalClock[" + new HybridTimestamp(last) + "]";
    }
}
