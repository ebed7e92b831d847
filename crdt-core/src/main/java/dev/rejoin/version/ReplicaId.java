package dev.rejoin.version;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The identity of one writer with one copy of a document: 64 random bits.
 *
 * <p>An id is drawn once and never reused. A store that cannot prove that it holds the last sequence number it issued
 * (a restored backup, a copied directory) draws a new one. With 64 random bits, two among 100,000 replicas of one
 * document are equal with a probability below 3 in 10 billion.
 *
 * @param value the bits; order is unsigned
 */
public record ReplicaId(long value) implements Comparable<ReplicaId> {
    private static final int HEX_DIGITS = Long.BYTES * 2;

    /**
     * Draws an id from the system's secure source.
     *
     * @return a new id
     */
    public static ReplicaId random() {
        return random(new SystemRandom());
    }

    /**
     * Draws an id.
     *
     * @param source where the bits come from; outside of tests it must be secure and differently seeded on each device
     * @return a new id
     */
    public static ReplicaId random(RandomGenerator source) {
        return new ReplicaId(source.nextLong());
    }

    /**
     * Reads what {@link #toString()} gives.
     *
     * @param hex sixteen hexadecimal digits
     * @return the id
     * @throws IllegalArgumentException if it is anything else
     */
    public static ReplicaId parse(String hex) {
        if (hex.length() != HEX_DIGITS) {
            throw new IllegalArgumentException("A replica id has 16 hexadecimal digits: " + hex);
        }
        return new ReplicaId(HexFormat.fromHexDigitsToLong(hex, 0, HEX_DIGITS));
    }

    @Override
    public int compareTo(ReplicaId other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** Sixteen hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
