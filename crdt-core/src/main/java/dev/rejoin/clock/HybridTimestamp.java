package dev.rejoin.clock;

import java.time.Instant;

/**
 * A reading of a hybrid logical clock: 48 bits of milliseconds since 1970 and a 16-bit counter, in one number that is
 * compared unsigned. Used for order only, never for identity.
 *
 * @param packed milliseconds in the high 48 bits, counter in the low 16
 */
public record HybridTimestamp(long packed) implements Comparable<HybridTimestamp> {
    /** Bits of the counter. */
    public static final int COUNTER_BITS = 16;

    /** Largest counter. */
    public static final int MAX_COUNTER = (1 << COUNTER_BITS) - 1;

    /**
     * Largest time, in ms, that is taken from another device: early in the year 6429. The upper half of the 48 bits is
     * head room, so that no accepted time can bring a local clock to its end.
     */
    public static final long MAX_REMOTE_MILLIS = (1L << 47) - 1;

    /** The time before all others, which no change has. */
    public static final long ZERO = 0;

    /**
     * A timestamp of its parts.
     *
     * @param millis 0 to 2^48 - 1
     * @param counter 0 to {@link #MAX_COUNTER}
     * @return the timestamp
     */
    public static HybridTimestamp of(long millis, int counter) {
        return new HybridTimestamp(pack(millis, counter));
    }

    /**
     * The number of a timestamp's parts.
     *
     * @param millis 0 to 2^48 - 1
     * @param counter 0 to {@link #MAX_COUNTER}
     * @return milliseconds in the high 48 bits, counter in the low 16
     */
    public static long pack(long millis, int counter) {
        if (millis >>> (Long.SIZE - COUNTER_BITS) != 0 || counter >>> COUNTER_BITS != 0) {
            throw new IllegalArgumentException(
                    "Not 48 bits of milliseconds and 16 of counter: " + millis + ", " + counter);
        }
        return millis << COUNTER_BITS | counter;
    }

    /**
     * The milliseconds of a packed timestamp.
     *
     * @param packed milliseconds and counter
     * @return 0 to 2^48 - 1
     */
    public static long millisOf(long packed) {
        return packed >>> COUNTER_BITS;
    }

    /**
     * Whether a packed timestamp may be taken from another device at all.
     *
     * @param packed milliseconds and counter
     * @return {@code false} for {@link #ZERO} and beyond {@link #MAX_REMOTE_MILLIS}
     */
    public static boolean isAcceptable(long packed) {
        return packed != ZERO && millisOf(packed) <= MAX_REMOTE_MILLIS;
    }

    /**
     * Milliseconds since 1970.
     *
     * @return 0 to 2^48 - 1
     */
    public long millis() {
        return millisOf(packed);
    }

    /**
     * How often the clock was read before at the same millisecond.
     *
     * @return 0 to {@link #MAX_COUNTER}
     */
    public int counter() {
        return (int) packed & MAX_COUNTER;
    }

    @Override
    public int compareTo(HybridTimestamp other) {
        return Long.compareUnsigned(packed, other.packed);
    }

    /** Such as {@code 2026-11-21T10:23:00.123Z+4}. */
    @Override
    public String toString() {
        return Instant.ofEpochMilli(millis()) + "+" + counter();
    }
}
