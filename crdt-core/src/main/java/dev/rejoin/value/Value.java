package dev.rejoin.value;

import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.io.Utf8;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable value, as registers hold it and sets contain it.
 *
 * <p>Two values are equal if and only if their canonical encodings ({@link ValueCodec}) are equal: {@code 1} and
 * {@code 1.0} differ, so do {@code -0.0} and {@code 0.0} and the decimals {@code 1.0} and {@code 1.00}; there is one
 * NaN. Text is well-formed UTF-16, and texts that only look alike (composed and decomposed accents) differ.
 *
 * <p>Values may be shared between threads. Limits ({@link FormatLimits}) on names, decimals and nesting are checked
 * when a value is made, the limit on the encoded size when it is written.
 */
public sealed interface Value
        permits Value.Null,
                Value.Bool,
                Value.Int64,
                Value.Float64,
                Value.Decimal,
                Value.Str,
                Value.Bytes,
                Value.Timestamp,
                Value.BlobRef,
                Value.ListValue,
                Value.MapValue,
                Value.ObjectValue {
    /*
     * The interface has no default methods on purpose: with one, initialising a record would initialise the interface,
     * whose constant NULL initialises a record, and two threads could wait for each other.
     */

    /** The types of values, in the order in which {@link #compare} ranks them. */
    enum Kind {
        /** {@link Value.Null}. */
        NULL(0),
        /** {@link Value.Bool}. */
        BOOL(1),
        /** {@link Value.Int64}. */
        INT64(2),
        /** {@link Value.Float64}. */
        FLOAT64(3),
        /** {@link Value.Decimal}. */
        DECIMAL(4),
        /** {@link Value.Str}. */
        STR(5),
        /** {@link Value.Bytes}. */
        BYTES(6),
        /** {@link Value.Timestamp}. */
        TIMESTAMP(7),
        /** {@link Value.BlobRef}. */
        BLOB_REF(8),
        /** {@link Value.ListValue}. */
        LIST(9),
        /** {@link Value.MapValue}. */
        MAP(10),
        /** {@link Value.ObjectValue}. */
        OBJECT(11);

        private final int rank;

        Kind(int rank) {
            this.rank = rank;
        }

        /**
         * The place of the type in the order of values; part of the format, because sets are sorted.
         *
         * @return a number that no other type has
         */
        public int rank() {
            return rank;
        }
    }

    /** The value that says "nothing", which is not the same as the absence of a value. */
    Null NULL = new Null();

    /** {@link #compare} as a comparator. */
    Comparator<Value> ORDER = Value::compare;

    /**
     * The type of this value, for {@code switch} expressions.
     *
     * @return the kind that belongs to the class
     */
    Kind kind();

    /**
     * Levels of nesting in a value.
     *
     * @param value a value
     * @return 0 for a scalar; one more than the deepest element for a list or map
     */
    static int depth(Value value) {
        if (value instanceof ListValue list) {
            return list.depth;
        }
        return value instanceof MapValue map ? map.depth : 0;
    }

    /**
     * A hash of 64 bits under a secret seed, so that no peer can prepare values that collide. Equal values have equal
     * hashes under equal seeds; the number is not stable between versions of the library and is never stored.
     *
     * @param value a value
     * @param seed kept secret
     * @return the hash
     */
    static long hash64(Value value, long seed) {
        return ValueHash.hash(value, seed);
    }

    /**
     * A total order over all values: by {@link Kind} first, then numbers by size, text by code point, bytes unsigned,
     * lists and maps by their first difference. It answers 0 only for equal values. This is the canonical order of
     * sets.
     *
     * @param a a value
     * @param b a value
     * @return negative, zero or positive
     */
    static int compare(Value a, Value b) {
        return ValueOrder.compare(a, b);
    }

    /**
     * A truth value.
     *
     * @param value what to wrap
     * @return the value
     */
    static Bool of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    /**
     * An integer.
     *
     * @param value what to wrap
     * @return the value
     */
    static Int64 of(long value) {
        return new Int64(value);
    }

    /**
     * A binary floating-point number.
     *
     * @param value what to wrap; every NaN becomes the same
     * @return the value
     */
    static Float64 of(double value) {
        return new Float64(value);
    }

    /**
     * A decimal number with its scale.
     *
     * @param value what to wrap
     * @return the value
     * @throws LimitExceededException if it has too many digits or too large a scale
     */
    static Decimal of(BigDecimal value) {
        return new Decimal(value);
    }

    /**
     * A text.
     *
     * @param value well-formed UTF-16
     * @return the value
     * @throws IllegalArgumentException if it has an unpaired surrogate; the message names its index
     */
    static Str of(String value) {
        return new Str(value);
    }

    /**
     * Bytes.
     *
     * @param value copied
     * @return the value
     */
    static Bytes of(byte[] value) {
        return Bytes.copyOf(value);
    }

    /**
     * A point in time, exact to the nanosecond.
     *
     * @param value what to wrap
     * @return the value
     */
    static Timestamp of(Instant value) {
        return new Timestamp(value);
    }

    /**
     * A list.
     *
     * @param values copied
     * @return the value
     * @throws LimitExceededException if it is nested too deep
     */
    static ListValue of(List<? extends Value> values) {
        return new ListValue(values);
    }

    /**
     * A map.
     *
     * @param entries copied, sorted by key
     * @return the value
     * @throws IllegalArgumentException if a key has an unpaired surrogate
     * @throws LimitExceededException if it is nested too deep or a key is too long
     */
    static MapValue of(Map<String, ? extends Value> entries) {
        return new MapValue(entries);
    }

    /** Nothing, as a value. */
    record Null() implements Value {
        @Override
        public Kind kind() {
            return Kind.NULL;
        }
    }

    /**
     * A truth value.
     *
     * @param value the truth
     */
    record Bool(boolean value) implements Value {
        private static final Bool TRUE = new Bool(true);
        private static final Bool FALSE = new Bool(false);

        @Override
        public Kind kind() {
            return Kind.BOOL;
        }
    }

    /**
     * An integer of 64 bits.
     *
     * @param value the number
     */
    record Int64(long value) implements Value {
        @Override
        public Kind kind() {
            return Kind.INT64;
        }
    }

    /**
     * A binary floating-point number of 64 bits.
     *
     * @param value the number; a NaN is the canonical one
     */
    record Float64(double value) implements Value {
        /**
         * Makes every NaN the same.
         *
         * @param value the number; a NaN is the canonical one
         */
        public Float64 {
            if (Double.isNaN(value)) {
                value = Double.NaN;
            }
        }

        @Override
        public Kind kind() {
            return Kind.FLOAT64;
        }
    }

    /**
     * A decimal number; its scale is part of it.
     *
     * @param value the number
     */
    record Decimal(BigDecimal value) implements Value {
        private static final int SHORT_DIGITS = 18;

        /**
         * Checks the limits {@link FormatLimits#MAX_DECIMAL_BYTES} and {@link FormatLimits#MAX_DECIMAL_SCALE}.
         *
         * @param value the number
         * @throws LimitExceededException if one is exceeded
         */
        public Decimal {
            if (value.getClass() != BigDecimal.class) {
                // A subclass may change behind our back.
                BigInteger copy = new BigInteger(value.unscaledValue().toByteArray());
                value = new BigDecimal(copy, value.scale());
            }
            // Up to 18 digits fit in a long, and making an object to count their bits would cost more than they do.
            if (value.precision() > SHORT_DIGITS) {
                int bytes = value.unscaledValue().bitLength() / Byte.SIZE + 1;
                if (bytes > FormatLimits.MAX_DECIMAL_BYTES) {
                    throw new LimitExceededException(Limit.DECIMAL, FormatLimits.MAX_DECIMAL_BYTES, bytes);
                }
            }
            long scale = Math.abs((long) value.scale());
            if (scale > FormatLimits.MAX_DECIMAL_SCALE) {
                throw new LimitExceededException(Limit.DECIMAL, FormatLimits.MAX_DECIMAL_SCALE, scale);
            }
        }

        @Override
        public Kind kind() {
            return Kind.DECIMAL;
        }
    }

    /**
     * A text.
     *
     * @param value well-formed UTF-16
     */
    record Str(String value) implements Value {
        /** Many texts that a decoder makes may be empty. */
        static final Str EMPTY = new Str("");

        /**
         * Checks that the text is well-formed.
         *
         * @param value well-formed UTF-16
         * @throws IllegalArgumentException if it has an unpaired surrogate; the message names its index
         */
        public Str {
            Utf8.requireWellFormed(value);
        }

        @Override
        public Kind kind() {
            return Kind.STR;
        }
    }

    /** Bytes; the array inside is never shared. */
    final class Bytes implements Value {
        /** Many that a decoder makes may be empty. */
        static final Bytes EMPTY = new Bytes(new byte[0]);

        private final byte[] bytes;

        private Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        /**
         * Copies an array.
         *
         * @param bytes what to copy
         * @return the value
         */
        public static Bytes copyOf(byte[] bytes) {
            return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
        }

        /** Takes over an array that nobody else holds. */
        static Bytes owning(byte[] bytes) {
            return new Bytes(bytes);
        }

        /** The array itself, for this package only. */
        byte[] array() {
            return bytes;
        }

        @Override
        public Kind kind() {
            return Kind.BYTES;
        }

        /**
         * How many bytes.
         *
         * @return not negative
         */
        public int length() {
            return bytes.length;
        }

        /**
         * One byte.
         *
         * @param index 0 to {@code length() - 1}
         * @return the byte, signed
         */
        public byte byteAt(int index) {
            return bytes[index];
        }

        /**
         * A copy of all bytes.
         *
         * @return a new array
         */
        public byte[] toByteArray() {
            return bytes.clone();
        }

        /**
         * A view of all bytes.
         *
         * @return a new read-only buffer
         */
        public ByteBuffer asByteBuffer() {
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bytes[" + bytes.length + "]";
        }
    }

    /**
     * A point in time, exact to the nanosecond.
     *
     * @param value the instant
     */
    record Timestamp(Instant value) implements Value {
        /**
         * Requires an instant.
         *
         * @param value the instant
         */
        public Timestamp {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public Kind kind() {
            return Kind.TIMESTAMP;
        }
    }

    /**
     * A reference to an attachment that lives beside the document.
     *
     * @param sha256 SHA-256 of its content, 32 bytes
     * @param length its length in bytes
     * @param mediaType what it is, such as {@code image/png}
     */
    record BlobRef(Bytes sha256, long length, String mediaType) implements Value {
        /** Length of a SHA-256 in bytes. */
        public static final int SHA256_BYTES = 32;

        /**
         * Checks the parts.
         *
         * @param sha256 SHA-256 of its content, 32 bytes
         * @param length its length in bytes
         * @param mediaType what it is, such as {@code image/png}
         * @throws IllegalArgumentException if the hash has another length, the length is negative, or the media type
         *     has an unpaired surrogate
         * @throws LimitExceededException if the media type is too long
         */
        public BlobRef {
            if (sha256.length() != SHA256_BYTES) {
                throw new IllegalArgumentException("SHA-256 must have 32 bytes: " + sha256.length());
            }
            if (length < 0) {
                throw new IllegalArgumentException("Length must not be negative: " + length);
            }
            checkName(mediaType);
        }

        /**
         * A reference to some bytes. O(bytes).
         *
         * @param content the attachment, which is not kept
         * @param mediaType what it is, such as {@code image/png}
         * @return a reference
         */
        public static BlobRef of(byte[] content, String mediaType) {
            return new BlobRef(Bytes.owning(sha256(content)), content.length, mediaType);
        }

        /**
         * Whether some bytes are what this refers to: to be asked of what another device sent. O(bytes).
         *
         * @param content the bytes
         * @return whether length and hash agree
         */
        public boolean isOf(byte[] content) {
            return content.length == length && Arrays.equals(sha256(content), sha256.array());
        }

        private static byte[] sha256(byte[] content) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(content);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("Every Java platform has SHA-256", impossible);
            }
        }

        @Override
        public Kind kind() {
            return Kind.BLOB_REF;
        }
    }

    /** A list of values. */
    final class ListValue implements Value {
        /** Many lists that a decoder makes may be empty. */
        static final ListValue EMPTY = new ListValue(new Value[0]);

        /** The element if there is one alone, else an array: nested lists of one element must not cost an array each. */
        private final Object content;

        private final int depth;

        /**
         * Copies a list.
         *
         * @param values what to copy
         * @throws LimitExceededException if the result is nested too deep
         */
        public ListValue(List<? extends Value> values) {
            this(values.toArray(new Value[0]));
        }

        /** Takes over an array that nobody else holds. */
        ListValue(Value[] values) {
            this.content = values.length == 1 ? values[0] : values;
            this.depth = depthAround(values);
        }

        /** A list of one element. */
        ListValue(Value alone) {
            this.content = alone;
            this.depth = around(depth(alone));
        }

        private Value[] array() {
            return content instanceof Value alone ? new Value[] {alone} : (Value[]) content;
        }

        /**
         * How many elements.
         *
         * @return not negative
         */
        public int size() {
            return content instanceof Value[] values ? values.length : 1;
        }

        /**
         * One element.
         *
         * @param index 0 to {@code size() - 1}
         * @return the element
         */
        public Value get(int index) {
            if (content instanceof Value[] values) {
                return values[index];
            }
            Objects.checkIndex(index, 1);
            return (Value) content;
        }

        /**
         * The elements.
         *
         * @return an unmodifiable list
         */
        public List<Value> values() {
            return Collections.unmodifiableList(Arrays.asList(array()));
        }

        @Override
        public Kind kind() {
            return Kind.LIST;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || other instanceof ListValue that && Arrays.equals(array(), that.array());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(array());
        }

        @Override
        public String toString() {
            return Arrays.toString(array());
        }
    }

    /** A map from text to values, sorted by key in code point order. */
    final class MapValue implements Value {
        /** Many maps that a decoder makes may be empty. */
        static final MapValue EMPTY = new MapValue(new String[0], new Value[0]);

        private static final Comparator<String> KEY_ORDER = Utf8::compare;

        /** Keys, sorted and without duplicates, and values: arrays, or the two themselves if there is one entry. */
        private final Object keys;

        private final Object values;
        private final int depth;

        /**
         * Copies and sorts a map.
         *
         * @param entries what to copy
         * @throws IllegalArgumentException if a key has an unpaired surrogate
         * @throws LimitExceededException if the result is nested too deep or a key is too long
         */
        public MapValue(Map<String, ? extends Value> entries) {
            this(sortedKeys(entries), entries);
        }

        private MapValue(String[] sortedKeys, Map<String, ? extends Value> entries) {
            this(sortedKeys, valuesOf(sortedKeys, entries));
        }

        /** Takes over arrays of equal length; keys are sorted, unique and checked. */
        MapValue(String[] keys, Value[] values) {
            this.keys = keys.length == 1 ? keys[0] : keys;
            this.values = keys.length == 1 ? values[0] : values;
            this.depth = depthAround(values);
        }

        /** A map of one entry, whose key is checked. */
        MapValue(String key, Value value) {
            this.keys = key;
            this.values = value;
            this.depth = around(depth(value));
        }

        private String[] keyArray() {
            return keys instanceof String alone ? new String[] {alone} : (String[]) keys;
        }

        private Value[] valueArray() {
            return values instanceof Value alone ? new Value[] {alone} : (Value[]) values;
        }

        private static String[] sortedKeys(Map<String, ? extends Value> entries) {
            String[] keys = entries.keySet().toArray(new String[0]);
            for (String key : keys) {
                FormatLimits.checkKey(key);
            }
            Arrays.sort(keys, KEY_ORDER);
            return keys;
        }

        private static Value[] valuesOf(String[] keys, Map<String, ? extends Value> entries) {
            Value[] values = new Value[keys.length];
            for (int i = 0; i < keys.length; i++) {
                values[i] = Objects.requireNonNull(entries.get(keys[i]), keys[i]);
            }
            return values;
        }

        /**
         * How many entries.
         *
         * @return not negative
         */
        public int size() {
            return keys instanceof String[] array ? array.length : 1;
        }

        /**
         * The key at a place of the sorted order.
         *
         * @param index 0 to {@code size() - 1}
         * @return the key
         */
        public String key(int index) {
            if (keys instanceof String[] array) {
                return array[index];
            }
            Objects.checkIndex(index, 1);
            return (String) keys;
        }

        /**
         * The value at a place of the sorted order of keys.
         *
         * @param index 0 to {@code size() - 1}
         * @return the value
         */
        public Value value(int index) {
            if (values instanceof Value[] array) {
                return array[index];
            }
            Objects.checkIndex(index, 1);
            return (Value) values;
        }

        /**
         * The value of a key; O(log n).
         *
         * @param key any key
         * @return the value, or {@code null} if there is none
         */
        public @Nullable Value get(String key) {
            int index = Arrays.binarySearch(keyArray(), key, KEY_ORDER);
            return index < 0 ? null : value(index);
        }

        /**
         * Visits all entries in the order of their keys.
         *
         * @param visitor takes key and value
         */
        public void forEach(BiConsumer<? super String, ? super Value> visitor) {
            for (int i = 0; i < size(); i++) {
                visitor.accept(key(i), value(i));
            }
        }

        /**
         * All entries in the order of their keys.
         *
         * @return a new map, which the caller may change
         */
        public Map<String, Value> toMap() {
            Map<String, Value> map = new LinkedHashMap<>();
            forEach(map::put);
            return map;
        }

        @Override
        public Kind kind() {
            return Kind.MAP;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || other instanceof MapValue that
                            && Arrays.equals(keyArray(), that.keyArray())
                            && Arrays.equals(valueArray(), that.valueArray());
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(keyArray()) + Arrays.hashCode(valueArray());
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("{");
            for (int i = 0; i < size(); i++) {
                text.append(i == 0 ? "" : ", ").append(new AbstractMap.SimpleEntry<>(key(i), value(i)));
            }
            return text.append('}').toString();
        }
    }

    /**
     * An object of the application, encoded by one of its codecs. A device that lacks the codec keeps the bytes and
     * passes them on.
     *
     * @param type names the codec
     * @param encoded its bytes
     */
    record ObjectValue(String type, Bytes encoded) implements Value {
        /**
         * Checks the name.
         *
         * @param type names the codec
         * @param encoded its bytes
         * @throws IllegalArgumentException if it has an unpaired surrogate
         * @throws LimitExceededException if it is too long
         */
        public ObjectValue {
            checkName(type);
            Objects.requireNonNull(encoded, "encoded");
        }

        @Override
        public Kind kind() {
            return Kind.OBJECT;
        }
    }

    /** The depth of a list or map of some elements, checked against the limit. */
    private static int depthAround(Value[] elements) {
        int deepest = 0;
        for (Value element : elements) {
            deepest = Math.max(deepest, depth(Objects.requireNonNull(element, "element")));
        }
        return around(deepest);
    }

    private static int around(int deepest) {
        FormatLimits.checkDepth(deepest + 1);
        return deepest + 1;
    }

    private static void checkName(String name) {
        long bytes = Utf8.length(name);
        if (bytes > FormatLimits.MAX_NAME_BYTES) {
            throw new LimitExceededException(Limit.NAME_BYTES, FormatLimits.MAX_NAME_BYTES, bytes);
        }
    }
}
