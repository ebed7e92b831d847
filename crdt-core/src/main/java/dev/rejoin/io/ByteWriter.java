package dev.rejoin.io;

import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.rejoin.io.LimitExceededException.Limit;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Appends numbers, text and bytes to a buffer that grows.
 *
 * <p>Fixed-width numbers are big-endian. A varint is unsigned LEB128 over 64 bits in its shortest form; a zigzag
 * varint maps 0, -1, 1, -2 ... to 0, 1, 2, 3 ... first. Text is UTF-8, always well-formed. {@link ByteReader} reads
 * back exactly what was written here and refuses any other form.
 *
 * <p>A writer belongs to one thread. {@link #reset()} keeps the buffer, so a reused writer allocates nothing.
 */
public final class ByteWriter {
    /*
     * Kryo's Output carries the bytes and grows its array. Kryo's own encodings are not used: its varints are not
     * LEB128 beyond eight bytes and its strings are not UTF-8.
     */
    private final Carrier out;

    /** A writer with room for a small message before it grows. */
    public ByteWriter() {
        this(256);
    }

    /**
     * A writer with a given initial room.
     *
     * @param capacity bytes, positive
     */
    public ByteWriter(int capacity) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("Capacity must be positive: " + capacity);
        }
        out = new Carrier(capacity);
    }

    /**
     * How many bytes were written since the last {@link #reset()}.
     *
     * @return the position of the next byte
     */
    public int position() {
        return out.position();
    }

    /** Forgets all bytes and keeps the buffer. */
    public void reset() {
        out.setPosition(0);
    }

    /**
     * Forgets the bytes from a position on.
     *
     * @param position at most the current one
     */
    public void truncate(int position) {
        if (position < 0 || position > out.position()) {
            throw new IndexOutOfBoundsException("position " + position + " of " + out.position());
        }
        out.setPosition(position);
    }

    /**
     * Makes room ahead, so that the next bytes are written without growing.
     *
     * @param bytes how many, not negative
     * @throws LimitExceededException if no array can hold them
     */
    public void grow(int bytes) {
        out.reserve(bytes);
    }

    /**
     * One byte.
     *
     * @param value its low eight bits are written
     */
    public void u8(int value) {
        out.u8(value);
    }

    /**
     * One byte, 1 or 0.
     *
     * @param value what to write
     */
    public void bool(boolean value) {
        out.u8(value ? 1 : 0);
    }

    /**
     * Two bytes.
     *
     * @param value its low 16 bits are written
     */
    public void u16(int value) {
        out.u16(value);
    }

    /**
     * Four bytes.
     *
     * @param value the bits
     */
    public void u32(int value) {
        out.u32(value);
    }

    /**
     * Six bytes.
     *
     * @param value its low 48 bits are written; the others must be zero
     */
    public void u48(long value) {
        if (value >>> 48 != 0) {
            throw new IllegalArgumentException("Not a number of 48 bits: " + value);
        }
        out.u16((int) (value >>> 32));
        out.u32((int) value);
    }

    /**
     * Eight bytes.
     *
     * @param value the bits
     */
    public void u64(long value) {
        out.u64(value);
    }

    /**
     * An unsigned number of 64 bits in one to ten bytes.
     *
     * @param value the bits, taken unsigned
     */
    public void varint(long value) {
        out.varint(value);
    }

    /**
     * A signed number in one to ten bytes, short for small absolute values.
     *
     * @param value any number
     */
    public void zigzag(long value) {
        out.varint(value << 1 ^ value >> 63);
    }

    /**
     * All bytes of an array, without its length.
     *
     * @param bytes copied
     */
    public void bytes(byte[] bytes) {
        bytes(bytes, 0, bytes.length);
    }

    /**
     * A range of an array, without its length.
     *
     * @param bytes holds the range
     * @param start first byte
     * @param end one past the last byte
     */
    public void bytes(byte[] bytes, int start, int end) {
        int length = end - start;
        byte[] buffer = out.reserve(length);
        System.arraycopy(bytes, start, buffer, out.position(), length);
        out.advance(length);
    }

    /**
     * All bytes of another writer, without their number.
     *
     * @param other another writer than this
     */
    public void bytes(ByteWriter other) {
        bytes(other.out.getBuffer(), 0, other.position());
    }

    /**
     * Text as UTF-8, without its length.
     *
     * @param text well-formed UTF-16
     * @throws IllegalArgumentException if the text has an unpaired surrogate; nothing is written then
     */
    public void utf8(CharSequence text) {
        long worst = 3L * text.length();
        if (worst > MODEST_TEXT_BYTES) {
            worst = Utf8.length(text);
        }
        byte[] buffer = out.reserve(worst);
        out.setPosition(Utf8.encode(text, buffer, out.position()));
    }

    /**
     * Text as the varint of its length in bytes, then UTF-8.
     *
     * @param text well-formed UTF-16
     * @throws IllegalArgumentException if the text has an unpaired surrogate; nothing is written then
     */
    public void string(CharSequence text) {
        int units = text.length();
        if (units > SHORT_TEXT_UNITS) {
            long length = Utf8.length(text);
            out.varint(length);
            byte[] buffer = out.reserve(length);
            out.setPosition(Utf8.encode(text, buffer, out.position()));
            return;
        }
        // The length fits in one byte whatever the text, so it is filled in afterwards.
        byte[] buffer = out.reserve(1 + 3 * units);
        int start = out.position();
        int end = Utf8.encode(text, buffer, start + 1);
        buffer[start] = (byte) (end - start - 1);
        out.setPosition(end);
    }

    /**
     * The array behind this writer, with room at {@link #position()}, for encoders that fill it themselves and then say
     * so with {@link #end}. Valid until anything else is written.
     *
     * @param bytes how many the caller may fill at most
     * @return the array
     */
    public byte[] room(long bytes) {
        return out.reserve(bytes);
    }

    /**
     * Says how far {@link #room} was filled.
     *
     * @param position one past the last byte
     */
    public void end(int position) {
        out.setPosition(position);
    }

    /**
     * Overwrites four bytes that were written before.
     *
     * @param position where they begin
     * @param value the bits
     */
    public void setU32(int position, int value) {
        if (position < 0 || position > out.position() - Integer.BYTES) {
            throw new IndexOutOfBoundsException("position " + position + " of " + out.position());
        }
        INT.set(out.getBuffer(), position, value);
    }

    /**
     * The CRC-32C of bytes that were written before.
     *
     * @param start first byte
     * @param end one past the last byte, at most {@link #position()}
     * @return the checksum as the bits of an {@code int}
     */
    public int crc32c(int start, int end) {
        checkWritten(start, end);
        return Crc32c.of(out.getBuffer(), start, end);
    }

    /**
     * Adds bytes that were written before to a checksum.
     *
     * @param checksum takes them
     * @param start first byte
     * @param end one past the last byte, at most {@link #position()}
     */
    public void addTo(Crc32c checksum, int start, int end) {
        checkWritten(start, end);
        checksum.update(out.getBuffer(), start, end);
    }

    /**
     * A copy of all bytes.
     *
     * @return a new array of length {@link #position()}
     */
    public byte[] toByteArray() {
        return toByteArray(0, out.position());
    }

    /**
     * A copy of a range of the bytes.
     *
     * @param start first byte
     * @param end one past the last byte, at most {@link #position()}
     * @return a new array
     */
    public byte[] toByteArray(int start, int end) {
        checkWritten(start, end);
        byte[] copy = new byte[end - start];
        System.arraycopy(out.getBuffer(), start, copy, 0, copy.length);
        return copy;
    }

    /**
     * Copies a range of the bytes into an array.
     *
     * @param start first byte
     * @param end one past the last byte, at most {@link #position()}
     * @param target takes them
     * @param at where in the target
     */
    public void copyTo(int start, int end, byte[] target, int at) {
        checkWritten(start, end);
        System.arraycopy(out.getBuffer(), start, target, at, end - start);
    }

    /**
     * Writes all bytes to a stream.
     *
     * @param stream takes them; it is neither flushed nor closed
     * @throws IOException if the stream fails
     */
    public void writeTo(OutputStream stream) throws IOException {
        stream.write(out.getBuffer(), 0, out.position());
    }

    private void checkWritten(int start, int end) {
        if (start < 0 || start > end || end > out.position()) {
            throw new IndexOutOfBoundsException("range " + start + ".." + end + " of " + out.position());
        }
    }

    @Override
    public String toString() {
        return "ByteWriter[" + out.position() + " bytes]";
    }

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Up to this length a text's own length takes one byte in any case: 42 * 3 = 126. */
    private static final int SHORT_TEXT_UNITS = 42;

    /** Up to this size room for the worst case is cheaper than counting first. */
    private static final int MODEST_TEXT_BYTES = 1 << 12;

    /** Seven bits of a varint. */
    private static final long PAYLOAD = 0x7F;

    private static final int MAX_VARINT_BYTES = 10;

    /** Largest array that every JVM can allocate. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    /** Gives the methods above direct access to Kryo's array and position. */
    private static final class Carrier extends Output {
        Carrier(int capacity) {
            super(capacity, MAX_BYTES);
        }

        /** Makes room for more bytes and returns the array, which the next call may replace. */
        byte[] reserve(long bytes) {
            if (bytes > capacity - position) {
                enlarge(bytes);
            }
            return buffer;
        }

        private void enlarge(long bytes) {
            long needed = position + bytes;
            if (needed > MAX_BYTES) {
                throw new LimitExceededException(Limit.BUFFER_BYTES, MAX_BYTES, needed);
            }
            require((int) bytes);
        }

        void advance(int bytes) {
            position += bytes;
        }

        void u8(int value) {
            if (position == capacity) {
                enlarge(1);
            }
            buffer[position++] = (byte) value;
        }

        void u16(int value) {
            SHORT.set(reserve(Short.BYTES), position, (short) value);
            position += Short.BYTES;
        }

        void u32(int value) {
            INT.set(reserve(Integer.BYTES), position, value);
            position += Integer.BYTES;
        }

        void u64(long value) {
            LONG.set(reserve(Long.BYTES), position, value);
            position += Long.BYTES;
        }

        void varint(long value) {
            byte[] target = reserve(MAX_VARINT_BYTES);
            int at = position;
            long rest = value;
            while ((rest & ~PAYLOAD) != 0) {
                target[at++] = (byte) (rest | ~PAYLOAD);
                rest >>>= 7;
            }
            target[at++] = (byte) rest;
            position = at;
        }
    }
}
