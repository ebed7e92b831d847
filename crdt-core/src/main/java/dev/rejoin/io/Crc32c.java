package dev.rejoin.io;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC-32C (Castagnoli) checksum of frames, over one range of bytes or piece by piece. Instances are reusable and
 * belong to one thread.
 */
public final class Crc32c {
    private final CRC32C crc = new CRC32C();
    private final byte[] scratch = new byte[Long.BYTES];

    /** A checksum of nothing yet. */
    public Crc32c() {}

    /**
     * The checksum of one range.
     *
     * @param bytes holds the range
     * @param start first byte
     * @param end one past the last byte
     * @return the checksum as the bits of an {@code int}
     */
    public static int of(byte[] bytes, int start, int end) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, end - start);
        return (int) crc.getValue();
    }

    /**
     * Starts again with nothing.
     *
     * @return this
     */
    public Crc32c reset() {
        crc.reset();
        return this;
    }

    /**
     * Adds the eight bytes of a number, most significant first.
     *
     * @param value the number
     * @return this
     */
    public Crc32c updateU64(long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            scratch[i] = (byte) (value >>> (Long.SIZE - Byte.SIZE * (i + 1)));
        }
        crc.update(scratch, 0, Long.BYTES);
        return this;
    }

    /**
     * Adds a range of bytes.
     *
     * @param bytes holds the range
     * @param start first byte
     * @param end one past the last byte
     * @return this
     */
    public Crc32c update(byte[] bytes, int start, int end) {
        crc.update(bytes, start, end - start);
        return this;
    }

    /**
     * Adds what remains in a buffer, and advances it to its limit.
     *
     * @param bytes the buffer
     * @return this
     */
    public Crc32c update(ByteBuffer bytes) {
        crc.update(bytes);
        return this;
    }

    /**
     * The checksum of all that was added since the last {@link #reset()}.
     *
     * @return the checksum as the bits of an {@code int}
     */
    public int value() {
        return (int) crc.getValue();
    }
}
