package dev.rejoin.version;

import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The identity of a document: 128 bits, random or derived from a name. Changes of one document never apply to another.
 *
 * @param high the first eight bytes
 * @param low the last eight bytes
 */
public record DocumentId(long high, long low) implements Comparable<DocumentId> {
    /** Digits of each half. */
    private static final int HEX_DIGITS = Long.BYTES * 2;

    /** Length of the byte form. */
    public static final int BYTES = 2 * Long.BYTES;

    /**
     * The id that belongs to a name on every device: the first 16 bytes of the SHA-256 of its UTF-8.
     *
     * @param name such as {@code "work-order-42"}
     * @return the id
     * @throws IllegalArgumentException if the name has an unpaired surrogate
     */
    public static DocumentId named(String name) {
        Utf8.requireWellFormed(name);
        return fromBytes(sha256(name.getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * Draws an id from the system's secure source.
     *
     * @return a new id
     */
    public static DocumentId random() {
        return random(new SystemRandom());
    }

    /**
     * Draws an id.
     *
     * @param source where the bits come from
     * @return a new id
     */
    public static DocumentId random(RandomGenerator source) {
        return new DocumentId(source.nextLong(), source.nextLong());
    }

    /**
     * Reads what {@link #toString()} gives.
     *
     * @param hex 32 hexadecimal digits
     * @return the id
     * @throws IllegalArgumentException if it is anything else
     */
    public static DocumentId parse(String hex) {
        if (hex.length() != 2 * HEX_DIGITS) {
            throw new IllegalArgumentException("A document id has 32 hexadecimal digits: " + hex);
        }
        return new DocumentId(
                HexFormat.fromHexDigitsToLong(hex, 0, HEX_DIGITS),
                HexFormat.fromHexDigitsToLong(hex, HEX_DIGITS, hex.length()));
    }

    /**
     * Reads what {@link #toBytes()} gives.
     *
     * @param bytes 16 bytes
     * @return the id
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static DocumentId fromBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A document id has 16 bytes: " + bytes.length);
        }
        return fromBytes(bytes, 0);
    }

    private static DocumentId fromBytes(byte[] bytes, int start) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, start, BYTES);
        return new DocumentId(buffer.getLong(), buffer.getLong());
    }

    /**
     * The 16 bytes, most significant first.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    /**
     * Writes the 16 bytes.
     *
     * @param writer takes them
     */
    public void write(ByteWriter writer) {
        writer.u64(high);
        writer.u64(low);
    }

    @Override
    public int compareTo(DocumentId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
