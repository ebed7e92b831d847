package dev.rejoin.value;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.io.Utf8;
import dev.rejoin.value.Value.BlobRef;
import dev.rejoin.value.Value.Bool;
import dev.rejoin.value.Value.Bytes;
import dev.rejoin.value.Value.Decimal;
import dev.rejoin.value.Value.Float64;
import dev.rejoin.value.Value.Int64;
import dev.rejoin.value.Value.ListValue;
import dev.rejoin.value.Value.MapValue;
import dev.rejoin.value.Value.ObjectValue;
import dev.rejoin.value.Value.Str;
import dev.rejoin.value.Value.Timestamp;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;

/**
 * The canonical byte form of values: a tag, then the content.
 *
 * <pre>
 * 00 null     01 false     02 true
 * 03 integer  zigzag varint
 * 04 double   8 bytes, IEEE 754, big-endian; NaN is 7ff8000000000000
 * 05 decimal  scale as zigzag varint, length as varint, unscaled value as shortest two's complement, big-endian
 * 06 text     length in bytes as varint, UTF-8
 * 07 bytes    length as varint, bytes
 * 08 time     seconds since 1970 as zigzag varint, nanoseconds (below 10^9) as varint
 * 09 blob     32 bytes SHA-256, length as varint, media type as length and UTF-8
 * 0a list     count as varint, values
 * 0b map      count as varint, then (key as length and UTF-8, value) sorted by the bytes of the key
 * 0c object   name of the codec as length and UTF-8, length as varint, bytes
 * </pre>
 *
 * <p>Reading accepts exactly what writing gives. Both check the limits of {@link FormatLimits} and refuse with
 * {@link LimitExceededException}.
 */
public final class ValueCodec {
    /** Room for most values; larger ones make their own. */
    private static final int FEW_BYTES = 32;

    private static final int NULL = 0x00;
    private static final int FALSE = 0x01;
    private static final int TRUE = 0x02;
    private static final int INT64 = 0x03;
    private static final int FLOAT64 = 0x04;
    private static final int DECIMAL = 0x05;
    private static final int STR = 0x06;
    private static final int BYTES = 0x07;
    private static final int TIMESTAMP = 0x08;
    private static final int BLOB_REF = 0x09;
    private static final int LIST = 0x0A;
    private static final int MAP = 0x0B;
    private static final int OBJECT = 0x0C;

    private static final long CANONICAL_NAN = 0x7FF8000000000000L;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private ValueCodec() {}

    /**
     * The bytes of a value.
     *
     * @param value what to encode
     * @return a new array
     * @throws LimitExceededException if they are more than {@link FormatLimits#MAX_VALUE_BYTES}
     */
    public static byte[] encode(Value value) {
        ByteWriter writer = new ByteWriter(FEW_BYTES);
        write(value, writer);
        return writer.toByteArray();
    }

    /**
     * The value of bytes that hold nothing else.
     *
     * @param bytes what to decode
     * @return the value
     * @throws CorruptDataException if they are not the encoding of a value
     * @throws LimitExceededException if the value exceeds a format limit
     */
    public static Value decode(byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        Value value = read(reader);
        reader.expectEnd();
        return value;
    }

    /**
     * Writes a value.
     *
     * @param value what to write
     * @param writer takes the bytes
     * @throws LimitExceededException if they are more than {@link FormatLimits#MAX_VALUE_BYTES}; nothing is written
     *     then
     */
    public static void write(Value value, ByteWriter writer) {
        int start = writer.position();
        append(value, writer);
        int size = writer.position() - start;
        if (size > FormatLimits.MAX_VALUE_BYTES) {
            writer.truncate(start);
            throw new LimitExceededException(Limit.VALUE_BYTES, FormatLimits.MAX_VALUE_BYTES, size);
        }
    }

    private static void append(Value value, ByteWriter writer) {
        switch (value.kind()) {
            case NULL:
                writer.u8(NULL);
                break;
            case BOOL:
                writer.u8(((Bool) value).value() ? TRUE : FALSE);
                break;
            case INT64:
                writer.u8(INT64);
                writer.zigzag(((Int64) value).value());
                break;
            case FLOAT64:
                writer.u8(FLOAT64);
                writer.u64(Double.doubleToLongBits(((Float64) value).value()));
                break;
            case DECIMAL:
                appendDecimal(((Decimal) value).value(), writer);
                break;
            case STR:
                writer.u8(STR);
                writer.string(((Str) value).value());
                break;
            case BYTES:
                writer.u8(BYTES);
                appendBytes(((Bytes) value).array(), writer);
                break;
            case TIMESTAMP:
                Instant instant = ((Timestamp) value).value();
                writer.u8(TIMESTAMP);
                writer.zigzag(instant.getEpochSecond());
                writer.varint(instant.getNano());
                break;
            case BLOB_REF:
                appendBlob((BlobRef) value, writer);
                break;
            case LIST:
                appendList((ListValue) value, writer);
                break;
            case MAP:
                appendMap((MapValue) value, writer);
                break;
            case OBJECT:
                writer.u8(OBJECT);
                writer.string(((ObjectValue) value).type());
                appendBytes(((ObjectValue) value).encoded().array(), writer);
                break;
        }
    }

    private static void appendDecimal(BigDecimal value, ByteWriter writer) {
        writer.u8(DECIMAL);
        writer.zigzag(value.scale());
        appendBytes(value.unscaledValue().toByteArray(), writer);
    }

    private static void appendBytes(byte[] bytes, ByteWriter writer) {
        writer.varint(bytes.length);
        writer.bytes(bytes);
    }

    private static void appendBlob(BlobRef blob, ByteWriter writer) {
        writer.u8(BLOB_REF);
        writer.bytes(blob.sha256().array());
        writer.varint(blob.length());
        writer.string(blob.mediaType());
    }

    private static void appendList(ListValue list, ByteWriter writer) {
        writer.u8(LIST);
        writer.varint(list.size());
        for (int i = 0; i < list.size(); i++) {
            append(list.get(i), writer);
        }
    }

    private static void appendMap(MapValue map, ByteWriter writer) {
        writer.u8(MAP);
        writer.varint(map.size());
        for (int i = 0; i < map.size(); i++) {
            writer.string(map.key(i));
            append(map.value(i), writer);
        }
    }

    /**
     * Reads a value.
     *
     * @param reader stands at its tag
     * @return the value
     * @throws CorruptDataException if no value in its canonical form stands there
     * @throws LimitExceededException if the value exceeds a format limit
     */
    public static Value read(ByteReader reader) {
        return read(reader, reader.offset(), 0);
    }

    /**
     * Reads a value inside another.
     *
     * @param start where the outermost value begins
     * @param level lists and maps around this one
     */
    private static Value read(ByteReader reader, int start, int level) {
        int tagOffset = reader.offset();
        int tag = reader.u8();
        switch (tag) {
            case NULL:
                return checkSize(Value.NULL, reader, start);
            case FALSE:
                return checkSize(Value.of(false), reader, start);
            case TRUE:
                return checkSize(Value.of(true), reader, start);
            case INT64:
                return checkSize(Value.of(reader.zigzag()), reader, start);
            case FLOAT64:
                return checkSize(readDouble(reader), reader, start);
            case DECIMAL:
                return checkSize(readDecimal(reader), reader, start);
            case STR:
                return readText(reader, start);
            case BYTES:
                return readBytes(reader, start);
            case TIMESTAMP:
                return checkSize(readTimestamp(reader), reader, start);
            case BLOB_REF:
                return checkSize(readBlob(reader), reader, start);
            case LIST:
                return readList(reader, start, enter(level, tagOffset));
            case MAP:
                return readMap(reader, start, enter(level, tagOffset));
            case OBJECT:
                String type = reader.string(Limit.NAME_BYTES, FormatLimits.MAX_NAME_BYTES);
                return new ObjectValue(type, readBytes(reader, start));
            default:
                throw reader.corruptAt(tagOffset, Kind.BAD_VALUE, "the tag of a value", "an unknown tag");
        }
    }

    private static int enter(int level, int offset) {
        if (level == FormatLimits.MAX_DEPTH) {
            throw new LimitExceededException(Limit.DEPTH, FormatLimits.MAX_DEPTH, level + 1L, offset);
        }
        return level + 1;
    }

    private static Value checkSize(Value value, ByteReader reader, int start) {
        checkSize(reader.offset() - start, start);
        return value;
    }

    private static void checkSize(int size, int start) {
        if (size > FormatLimits.MAX_VALUE_BYTES) {
            throw new LimitExceededException(Limit.VALUE_BYTES, FormatLimits.MAX_VALUE_BYTES, size, start);
        }
    }

    /** Reads a length in bytes and checks it against the size limit before anything is allocated for it. */
    private static int readLength(ByteReader reader, int start) {
        int length = reader.count(1);
        checkSize(reader.offset() - start + length, start);
        return length;
    }

    private static Bytes readBytes(ByteReader reader, int start) {
        int length = readLength(reader, start);
        return length == 0 ? Bytes.EMPTY : Bytes.owning(reader.bytes(length));
    }

    private static Value readText(ByteReader reader, int start) {
        int length = readLength(reader, start);
        return length == 0 ? Str.EMPTY : new Str(reader.utf8(length));
    }

    private static Value readDouble(ByteReader reader) {
        long bits = reader.u64();
        double value = Double.longBitsToDouble(bits);
        if (Double.isNaN(value) && bits != CANONICAL_NAN) {
            throw reader.corruptAt(reader.offset() - Long.BYTES, Kind.NOT_CANONICAL, "the canonical NaN", "another");
        }
        return Value.of(value);
    }

    private static Value readDecimal(ByteReader reader) {
        int offset = reader.offset();
        long scale = reader.zigzag();
        if (Math.abs(scale) > FormatLimits.MAX_DECIMAL_SCALE || scale == Long.MIN_VALUE) {
            throw new LimitExceededException(Limit.DECIMAL, FormatLimits.MAX_DECIMAL_SCALE, Math.abs(scale), offset);
        }
        int lengthOffset = reader.offset();
        int length = reader.count(1);
        if (length > FormatLimits.MAX_DECIMAL_BYTES) {
            throw new LimitExceededException(Limit.DECIMAL, FormatLimits.MAX_DECIMAL_BYTES, length, lengthOffset);
        }
        if (length == 0) {
            throw reader.corruptAt(lengthOffset, Kind.BAD_VALUE, "at least one byte of a decimal", "none");
        }
        int first = (byte) reader.u8();
        boolean redundant = length > 1 && first == (byte) reader.peekU8() >> (Byte.SIZE - 1);
        if (redundant) {
            throw reader.corruptAt(lengthOffset, Kind.NOT_CANONICAL, "the shortest decimal", "a longer form");
        }
        return Value.of(readUnscaled(reader, first, length, (int) scale));
    }

    /** Reads the bytes of a decimal behind the first, which holds the sign. */
    private static BigDecimal readUnscaled(ByteReader reader, int first, int length, int scale) {
        if (length <= Long.BYTES) {
            long unscaled = first;
            for (int i = 1; i < length; i++) {
                unscaled = unscaled << Byte.SIZE | reader.u8();
            }
            return BigDecimal.valueOf(unscaled, scale);
        }
        byte[] unscaled = new byte[length];
        unscaled[0] = (byte) first;
        reader.bytes(unscaled, 1, length);
        return new BigDecimal(new BigInteger(unscaled), scale);
    }

    private static Value readTimestamp(ByteReader reader) {
        int offset = reader.offset();
        long seconds = reader.zigzag();
        int nanos = reader.varintUpTo(NANOS_PER_SECOND - 1, "nanoseconds");
        if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
            throw reader.corruptAt(offset, Kind.LIMIT, "seconds that an Instant can hold", Long.toString(seconds));
        }
        return Value.of(Instant.ofEpochSecond(seconds, nanos));
    }

    private static Value readBlob(ByteReader reader) {
        Bytes sha256 = Bytes.owning(reader.bytes(BlobRef.SHA256_BYTES));
        int offset = reader.offset();
        long length = reader.varint();
        if (length < 0) {
            throw reader.corruptAt(offset, Kind.LIMIT, "a length of 63 bits", Long.toUnsignedString(length));
        }
        return new BlobRef(sha256, length, reader.string(Limit.NAME_BYTES, FormatLimits.MAX_NAME_BYTES));
    }

    private static Value readList(ByteReader reader, int start, int level) {
        int count = reader.count(1);
        checkSize(reader.offset() - start + count, start);
        if (count == 0) {
            return ListValue.EMPTY;
        }
        if (count == 1) {
            return checkSize(new ListValue(read(reader, start, level)), reader, start);
        }
        Value[] values = new Value[count];
        for (int i = 0; i < count; i++) {
            values[i] = read(reader, start, level);
        }
        return checkSize(new ListValue(values), reader, start);
    }

    private static Value readMap(ByteReader reader, int start, int level) {
        int count = reader.count(2);
        checkSize(reader.offset() - start + 2 * count, start);
        if (count == 0) {
            return MapValue.EMPTY;
        }
        if (count == 1) {
            String key = reader.string(Limit.KEY_BYTES, FormatLimits.MAX_KEY_BYTES);
            return checkSize(new MapValue(key, read(reader, start, level)), reader, start);
        }
        String[] keys = new String[count];
        Value[] values = new Value[count];
        for (int i = 0; i < count; i++) {
            int offset = reader.offset();
            keys[i] = reader.string(Limit.KEY_BYTES, FormatLimits.MAX_KEY_BYTES);
            if (i > 0) {
                checkSorted(reader, offset, Utf8.compare(keys[i - 1], keys[i]));
            }
            values[i] = read(reader, start, level);
        }
        return checkSize(new MapValue(keys, values), reader, start);
    }

    private static void checkSorted(ByteReader reader, int offset, int order) {
        if (order == 0) {
            throw reader.corruptAt(offset, Kind.DUPLICATE, "a new key", "the key before it");
        }
        if (order > 0) {
            throw reader.corruptAt(offset, Kind.UNSORTED, "a key after the one before it", "a smaller key");
        }
    }
}
