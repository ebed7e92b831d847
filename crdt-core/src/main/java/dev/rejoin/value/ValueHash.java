package dev.rejoin.value;

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
import java.time.Instant;

/**
 * Seeded hashes of values. Each step folds the 128-bit product of two words that both depend on the seed, so that
 * whoever does not know the seed cannot aim at collisions.
 */
final class ValueHash {
    /** Fractional bits of the golden ratio, and of the square roots of 2 and 3: odd numbers without a pattern. */
    private static final long A = 0x9E3779B97F4A7C15L;

    private static final long B = 0x6A09E667F3BCC909L;
    private static final long C = 0xBB67AE8584CAA73BL;

    private ValueHash() {}

    static long hash(Value value, long seed) {
        return mix(step(seed, value) ^ A, seed ^ C);
    }

    private static long step(long state, Value value) {
        long start = mix(state ^ value.kind().rank(), B);
        return switch (value.kind()) {
            case NULL -> start;
            case BOOL -> add(start, ((Bool) value).value() ? 1 : 0);
            case INT64 -> add(start, ((Int64) value).value());
            case FLOAT64 -> add(start, Double.doubleToLongBits(((Float64) value).value()));
            case DECIMAL -> decimal(start, (Decimal) value);
            case STR -> text(start, ((Str) value).value());
            case BYTES -> bytes(start, ((Bytes) value).array());
            case TIMESTAMP -> timestamp(start, (Timestamp) value);
            case BLOB_REF -> blob(start, (BlobRef) value);
            case LIST -> list(start, (ListValue) value);
            case MAP -> map(start, (MapValue) value);
            case OBJECT ->
                bytes(
                        text(start, ((ObjectValue) value).type()),
                        ((ObjectValue) value).encoded().array());
        };
    }

    private static long decimal(long state, Decimal value) {
        return bytes(
                add(state, value.value().scale()), value.value().unscaledValue().toByteArray());
    }

    private static long timestamp(long state, Timestamp value) {
        Instant instant = value.value();
        long seconds = instant.getEpochSecond();
        return add(add(state, seconds), instant.getNano());
    }

    private static long blob(long state, BlobRef value) {
        return text(add(bytes(state, value.sha256().array()), value.length()), value.mediaType());
    }

    private static long list(long state, ListValue value) {
        long result = add(state, value.size());
        for (int i = 0; i < value.size(); i++) {
            result = step(result, value.get(i));
        }
        return result;
    }

    private static long map(long state, MapValue value) {
        long result = add(state, value.size());
        for (int i = 0; i < value.size(); i++) {
            result = step(text(result, value.key(i)), value.value(i));
        }
        return result;
    }

    private static long text(long state, String text) {
        int length = text.length();
        long result = add(state, length);
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            long word = text.charAt(i)
                    | (long) text.charAt(i + 1) << 16
                    | (long) text.charAt(i + 2) << 32
                    | (long) text.charAt(i + 3) << 48;
            result = add(result, word);
        }
        long rest = 0;
        for (; i < length; i++) {
            rest = rest << 16 | text.charAt(i);
        }
        return add(result, rest);
    }

    private static long bytes(long state, byte[] bytes) {
        long result = add(state, bytes.length);
        int i = 0;
        for (; i + 8 <= bytes.length; i += 8) {
            long word = 0;
            for (int k = 0; k < 8; k++) {
                word |= (bytes[i + k] & 0xFFL) << 8 * k;
            }
            result = add(result, word);
        }
        long rest = 0;
        for (; i < bytes.length; i++) {
            rest = rest << 8 | bytes[i] & 0xFF;
        }
        return add(result, rest);
    }

    private static long add(long state, long word) {
        return mix(state ^ word, A ^ Long.rotateLeft(state, 32));
    }

    private static long mix(long a, long b) {
        return Math.multiplyHigh(a, b) ^ a * b;
    }
}
