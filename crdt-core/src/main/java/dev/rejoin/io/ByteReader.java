package dev.rejoin.io;

import com.esotericsoftware.kryo.kryo5.io.Input;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.LimitExceededException.Limit;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads back, strictly, what {@link ByteWriter} wrote.
 *
 * <p>Bytes from outside are hostile: each read is checked against what remains, lengths before anything is allocated
 * for them, and each number, flag and text is accepted in its one canonical form only. Whatever is wrong ends in a
 * {@link CorruptDataException} that names the offset, or in a {@link LimitExceededException}; no other exception
 * leaves these methods. After one of them the position is unspecified.
 *
 * <p>A reader looks at an array that it does not own: nobody may change the array while it is read. It belongs to one
 * thread and can be reused with {@link #wrap}.
 */
public final class ByteReader {
    /*
     * Kryo's Input carries the array, the position and the limit. None of Kryo's own decoding is used, because it
     * trusts its input: it allocates what a length says and accepts over-long numbers and malformed text.
     */
    private final Carrier in;
    /** Array position that has offset 0. */
    private int origin;

    /**
     * A reader of a whole array.
     *
     * @param bytes read, not copied
     */
    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /**
     * A reader of a range of an array.
     *
     * @param bytes read, not copied
     * @param start first byte, which has offset 0
     * @param end one past the last byte
     */
    public ByteReader(byte[] bytes, int start, int end) {
        this(bytes, start, end, start);
    }

    private ByteReader(byte[] bytes, int start, int end, int origin) {
        checkRange(bytes, start, end);
        this.in = new Carrier(bytes, start, end - start);
        this.origin = origin;
    }

    /**
     * Goes on with other bytes, so that one reader serves many messages.
     *
     * @param bytes read, not copied
     * @param start first byte, which has offset 0
     * @param end one past the last byte
     * @return this
     */
    public ByteReader wrap(byte[] bytes, int start, int end) {
        checkRange(bytes, start, end);
        in.setBuffer(bytes, start, end - start);
        origin = start;
        return this;
    }

    private static void checkRange(byte[] bytes, int start, int end) {
        if (start < 0 || start > end || end > bytes.length) {
            throw new IndexOutOfBoundsException("range " + start + ".." + end + " of " + bytes.length);
        }
    }

    /**
     * Where the next byte stands, counted from the start of the outermost range.
     *
     * @return bytes from the start
     */
    public int offset() {
        return in.position() - origin;
    }

    /**
     * Where reading ends, counted as {@link #offset()}.
     *
     * @return bytes from the start
     */
    public int limit() {
        return in.limit() - origin;
    }

    /**
     * How many bytes are left.
     *
     * @return not negative
     */
    public int remaining() {
        return in.limit() - in.position();
    }

    /**
     * Goes to another place of the range.
     *
     * @param offset counted as {@link #offset()}, at most {@link #limit()}
     */
    public void seek(int offset) {
        if (offset < 0 || offset > limit()) {
            throw new IndexOutOfBoundsException("offset " + offset + " of " + limit());
        }
        in.setPosition(origin + offset);
    }

    /**
     * Passes over bytes.
     *
     * @param length how many
     * @throws CorruptDataException if fewer remain
     */
    public void skip(int length) {
        in.setPosition(claim(length) + length);
    }

    /**
     * A reader of the next bytes, over which this reader passes. Its offsets go on from the same start.
     *
     * @param length how many
     * @return a new reader of the same array
     * @throws CorruptDataException if fewer remain
     */
    public ByteReader slice(int length) {
        int start = claim(length);
        in.setPosition(start + length);
        return new ByteReader(in.getBuffer(), start, start + length, origin);
    }

    /**
     * Ends reading earlier, until {@link #widen} is called with the answer.
     *
     * @param length how many bytes may still be read
     * @return the limit until now
     * @throws CorruptDataException if fewer remain
     */
    public int narrow(int length) {
        int start = claim(length);
        int before = limit();
        in.setLimit(start + length);
        return before;
    }

    /**
     * Undoes {@link #narrow} after everything inside was read.
     *
     * @param limit what {@code narrow} returned
     * @throws CorruptDataException if bytes are left over
     */
    public void widen(int limit) {
        expectEnd();
        in.setLimit(origin + limit);
    }

    /**
     * Checks that everything was read.
     *
     * @throws CorruptDataException if bytes are left over
     */
    public void expectEnd() {
        if (in.position() != in.limit()) {
            throw corrupt(Kind.TRAILING_BYTES, "the end", remaining() + " more bytes");
        }
    }

    /**
     * One byte.
     *
     * @return 0 to 255
     * @throws CorruptDataException if none remains
     */
    public int u8() {
        return in.u8(this);
    }

    /**
     * One byte that stays the next one.
     *
     * @return 0 to 255
     * @throws CorruptDataException if none remains
     */
    public int peekU8() {
        return in.getBuffer()[claim(1)] & 0xFF;
    }

    /**
     * One byte, 0 or 1.
     *
     * @return whether it is 1
     * @throws CorruptDataException if none remains, or it is neither
     */
    public boolean bool() {
        int value = in.u8(this);
        if (value > 1) {
            throw corruptAt(offset() - 1, Kind.BAD_VALUE, "0 or 1", "another byte");
        }
        return value == 1;
    }

    /**
     * Two bytes.
     *
     * @return 0 to 65535
     * @throws CorruptDataException if fewer remain
     */
    public int u16() {
        int at = claim(Short.BYTES);
        in.setPosition(at + Short.BYTES);
        return (short) SHORT.get(in.getBuffer(), at) & 0xFFFF;
    }

    /**
     * Four bytes.
     *
     * @return their bits
     * @throws CorruptDataException if fewer remain
     */
    public int u32() {
        int at = claim(Integer.BYTES);
        in.setPosition(at + Integer.BYTES);
        return (int) INT.get(in.getBuffer(), at);
    }

    /**
     * Six bytes.
     *
     * @return a number of 48 bits
     * @throws CorruptDataException if fewer remain
     */
    public long u48() {
        int at = claim(6);
        in.setPosition(at + 6);
        byte[] buffer = in.getBuffer();
        return ((short) SHORT.get(buffer, at) & 0xFFFFL) << 32 | (int) INT.get(buffer, at + 2) & 0xFFFFFFFFL;
    }

    /**
     * Eight bytes.
     *
     * @return their bits
     * @throws CorruptDataException if fewer remain
     */
    public long u64() {
        int at = claim(Long.BYTES);
        in.setPosition(at + Long.BYTES);
        return (long) LONG.get(in.getBuffer(), at);
    }

    /**
     * An unsigned number of 64 bits in its shortest form.
     *
     * @return its bits
     * @throws CorruptDataException if it is cut off, over-long or does not fit in 64 bits
     */
    public long varint() {
        return in.varint(this);
    }

    /**
     * A signed number in its shortest form.
     *
     * @return any number
     * @throws CorruptDataException if it is cut off, over-long or does not fit in 64 bits
     */
    public long zigzag() {
        long value = in.varint(this);
        return value >>> 1 ^ -(value & 1);
    }

    /**
     * A varint that must not exceed a bound.
     *
     * @param max the bound, not negative
     * @param what names the number in the error
     * @return 0 to {@code max}
     * @throws CorruptDataException as {@link #varint()}, or if it exceeds the bound
     */
    public int varintUpTo(int max, String what) {
        int start = offset();
        long value = in.varint(this);
        if (value < 0 || value > max) {
            throw corruptAt(start, Kind.LIMIT, what + " of at most " + max, Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /**
     * A varint that says how many elements follow; checked against what remains, so that it is safe to allocate for.
     *
     * @param minimumBytes the fewest bytes that one element takes, positive
     * @return how many elements follow
     * @throws CorruptDataException as {@link #varint()}, or if that many cannot follow
     */
    public int count(int minimumBytes) {
        int start = offset();
        long value = in.varint(this);
        int most = remaining() / minimumBytes;
        if (value < 0 || value > most) {
            throw corruptAt(start, Kind.TRUNCATED, "a count of at most " + most, Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /**
     * Lets another reader read the next bytes, from offset 0, and goes on behind them.
     *
     * @param length how many
     * @param reader used before for something else; null for a new one
     * @return the reader
     * @throws CorruptDataException if fewer remain
     */
    public ByteReader part(int length, @Nullable ByteReader reader) {
        int start = claim(length);
        in.setPosition(start + length);
        ByteReader part = reader == null ? new ByteReader(new byte[0]) : reader;
        return part.wrap(in.getBuffer(), start, start + length);
    }

    /**
     * Bytes as a new array.
     *
     * @param length how many
     * @return a copy
     * @throws CorruptDataException if fewer remain
     */
    public byte[] bytes(int length) {
        int start = claim(length);
        in.setPosition(start + length);
        byte[] copy = new byte[length];
        System.arraycopy(in.getBuffer(), start, copy, 0, length);
        return copy;
    }

    /**
     * Bytes into an array.
     *
     * @param target takes them
     * @param start where in the target
     * @param end one past where the last one goes
     * @throws CorruptDataException if fewer remain
     */
    public void bytes(byte[] target, int start, int end) {
        int from = claim(end - start);
        in.setPosition(from + (end - start));
        System.arraycopy(in.getBuffer(), from, target, start, end - start);
    }

    /**
     * Text as UTF-8 of a known length.
     *
     * @param length in bytes
     * @return the text
     * @throws CorruptDataException if fewer bytes remain or they are not well-formed
     */
    public String utf8(int length) {
        int start = claim(length);
        int end = start + length;
        byte[] buffer = in.getBuffer();
        in.setPosition(end);
        if (length <= 1 && (length == 0 || buffer[start] >= 0)) {
            return length == 0 ? "" : SHORT_TEXTS[buffer[start]];
        }
        int ascii = Utf8.endOfAscii(buffer, start, end);
        if (ascii == end) {
            // The same characters as UTF-8, and a plain copy for the JVM.
            return new String(buffer, start, length, StandardCharsets.ISO_8859_1);
        }
        int malformed = Utf8.firstMalformed(buffer, ascii, end);
        if (malformed >= 0) {
            throw corruptAt(malformed - origin, Kind.MALFORMED_UTF8, "UTF-8", "a malformed sequence");
        }
        if (length == 2) {
            // One character; the decoder of the JDK would take memory for a copy too.
            return String.valueOf((char) ((buffer[start] & 0x1F) << 6 | buffer[start + 1] & 0x3F));
        }
        return new String(buffer, start, length, StandardCharsets.UTF_8);
    }

    /**
     * Text of a known length, if it is ASCII.
     *
     * @param length in bytes
     * @return a copy of the bytes, or null if one of them is not ASCII; then they stay to be read
     * @throws CorruptDataException if fewer bytes remain
     */
    public byte @Nullable [] ascii(int length) {
        int start = claim(length);
        return Utf8.endOfAscii(in.getBuffer(), start, start + length) == start + length ? bytes(length) : null;
    }

    /**
     * Text as a varint of its length in bytes, then UTF-8.
     *
     * @return the text
     * @throws CorruptDataException if it is cut off or not well-formed
     */
    public String string() {
        return utf8(count(1));
    }

    /**
     * Text as {@link #string()}, of limited length.
     *
     * @param limit the limit that {@code maxBytes} belongs to
     * @param maxBytes most bytes of UTF-8
     * @return the text
     * @throws CorruptDataException if it is cut off or not well-formed
     * @throws LimitExceededException if it is longer
     */
    public String string(Limit limit, int maxBytes) {
        int start = offset();
        int length = count(1);
        if (length > maxBytes) {
            throw new LimitExceededException(limit, maxBytes, length, start);
        }
        return utf8(length);
    }

    /**
     * The CRC-32C of a range of the bytes.
     *
     * @param start first byte, counted as {@link #offset()}
     * @param end one past the last byte, at most {@link #limit()}
     * @return the checksum as the bits of an {@code int}
     */
    public int crc32c(int start, int end) {
        checkWithin(start, end);
        return Crc32c.of(in.getBuffer(), origin + start, origin + end);
    }

    /**
     * Adds a range of the bytes to a checksum.
     *
     * @param checksum takes them
     * @param start first byte, counted as {@link #offset()}
     * @param end one past the last byte, at most {@link #limit()}
     */
    public void addTo(Crc32c checksum, int start, int end) {
        checkWithin(start, end);
        checksum.update(in.getBuffer(), origin + start, origin + end);
    }

    private void checkWithin(int start, int end) {
        if (start < 0 || start > end || end > limit()) {
            throw new IndexOutOfBoundsException("range " + start + ".." + end + " of " + limit());
        }
    }

    /**
     * An error at the current place, for callers that check what they read.
     *
     * @param kind the class of the fault
     * @param expected what the format wants
     * @param found what stands there instead
     * @return an exception to throw
     */
    public CorruptDataException corrupt(Kind kind, String expected, String found) {
        return new CorruptDataException(kind, offset(), expected, found);
    }

    /**
     * An error at another place, for callers that check what they read.
     *
     * @param offset counted as {@link #offset()}
     * @param kind the class of the fault
     * @param expected what the format wants
     * @param found what stands there instead
     * @return an exception to throw
     */
    public CorruptDataException corruptAt(int offset, Kind kind, String expected, String found) {
        return new CorruptDataException(kind, offset, expected, found);
    }

    /** Checks that {@code length} bytes remain and returns the array position of the first. */
    private int claim(int length) {
        int at = in.position();
        if (length < 0 || length > in.limit() - at) {
            throw truncated(length);
        }
        return at;
    }

    private CorruptDataException truncated(long wanted) {
        return corrupt(Kind.TRUNCATED, wanted + " more bytes", remaining() + " bytes");
    }

    private CorruptDataException badVarint(int start, Kind kind, String found) {
        return corruptAt(start - origin, kind, "a varint", found);
    }

    @Override
    public String toString() {
        return "ByteReader[offset " + offset() + " of " + limit() + "]";
    }

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Shift of the tenth byte of a varint, of which one bit is left. */
    private static final int LAST_SHIFT = 63;

    /** Texts of one ASCII character, so that many of them cost no memory each. */
    private static final String[] SHORT_TEXTS = new String[1 << 7];

    static {
        for (int i = 0; i < SHORT_TEXTS.length; i++) {
            SHORT_TEXTS[i] = String.valueOf((char) i);
        }
    }

    /** Gives the methods above direct access to Kryo's array, position and limit. */
    private static final class Carrier extends Input {
        private static final char[] UNUSED = new char[0];

        Carrier(byte[] bytes, int start, int length) {
            super(bytes, start, length);
            chars = UNUSED; // room for Kryo's own strings
        }

        int u8(ByteReader owner) {
            int at = position;
            if (at >= limit) {
                throw owner.truncated(1);
            }
            position = at + 1;
            return buffer[at] & 0xFF;
        }

        long varint(ByteReader owner) {
            int at = position;
            if (at < limit) {
                int first = buffer[at];
                if (first >= 0) {
                    position = at + 1;
                    return first;
                }
            }
            return longVarint(owner);
        }

        private long longVarint(ByteReader owner) {
            byte[] source = buffer;
            int start = position;
            int at = start;
            long value = 0;
            for (int shift = 0; shift <= LAST_SHIFT; shift += 7) {
                if (at >= limit) {
                    throw owner.badVarint(start, Kind.TRUNCATED, "the end inside it");
                }
                int next = source[at++];
                value |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    if (next == 0 && shift > 0) {
                        throw owner.badVarint(start, Kind.OVERLONG_VARINT, "a longer form than needed");
                    }
                    if (shift == LAST_SHIFT && next > 1) {
                        break;
                    }
                    position = at;
                    return value;
                }
            }
            throw owner.badVarint(start, Kind.OVERLONG_VARINT, "more than 64 bits");
        }
    }
}
