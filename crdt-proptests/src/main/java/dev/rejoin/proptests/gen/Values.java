package dev.rejoin.proptests.gen;

import dev.rejoin.io.FormatLimits;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Values of every type. */
public final class Values {
    private static final int SHA256_BYTES = 32;
    private static final int SCALES = 40;

    private Values() {}

    /**
     * Any value, scalars more often than lists and maps.
     *
     * @return values nested up to three levels
     */
    public static Arbitrary<Value> any() {
        return nested(3);
    }

    private static Arbitrary<Value> nested(int levels) {
        if (levels == 0) {
            return scalars();
        }
        Arbitrary<Value> inner = Arbitraries.lazy(() -> nested(levels - 1));
        Arbitrary<Value> lists = inner.list().ofMaxSize(4).map(Value::of);
        Arbitrary<Value> maps =
                Arbitraries.maps(wellFormedText(), inner).ofMaxSize(4).map(Value::of);
        return Arbitraries.frequencyOf(Tuple.of(6, scalars()), Tuple.of(1, lists), Tuple.of(1, maps));
    }

    /**
     * Values without elements.
     *
     * @return values of all types but lists and maps
     */
    public static Arbitrary<Value> scalars() {
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
        return Arbitraries.oneOf(
                Arbitraries.just(Value.NULL),
                Arbitraries.of(true, false).map(Value::of),
                Arbitraries.longs().map(Value::of),
                Arbitraries.longs().map(Double::longBitsToDouble).map(Value::of),
                decimals().map(Value::of),
                wellFormedText().map(Value::of),
                bytes.map(Value::of),
                instants().map(Value::of),
                blobs(),
                Combinators.combine(wellFormedText(), bytes)
                        .as((type, encoded) -> new Value.ObjectValue(type, Value.of(encoded))));
    }

    /**
     * Texts that every part of a value accepts: without unpaired surrogates, short, with characters of every length in
     * UTF-8.
     *
     * @return texts of up to 12 code points
     */
    public static Arbitrary<String> wellFormedText() {
        Arbitrary<Integer> points = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 0x7F),
                Arbitraries.integers().between(0x80, 0x7FF),
                Arbitraries.integers().between(0x800, Character.MIN_SURROGATE - 1),
                Arbitraries.integers().between(Character.MAX_SURROGATE + 1, 0xFFFF),
                Arbitraries.integers().between(Character.MIN_SUPPLEMENTARY_CODE_POINT, Character.MAX_CODE_POINT));
        return points.list().ofMaxSize(12).map(list -> {
            StringBuilder text = new StringBuilder();
            list.forEach(text::appendCodePoint);
            return text.toString();
        });
    }

    /**
     * Keys of maps: few and short ones, so that they meet, and now and then any text.
     *
     * @return keys
     */
    public static Arbitrary<String> keys() {
        return Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.of("a", "b", "c")), Tuple.of(1, wellFormedText()));
    }

    private static Arbitrary<BigDecimal> decimals() {
        Arbitrary<BigInteger> unscaled =
                Arbitraries.bigIntegers().between(BigInteger.TWO.pow(200).negate(), BigInteger.TWO.pow(200));
        Arbitrary<Integer> scales = Arbitraries.oneOf(
                Arbitraries.integers().between(-SCALES, SCALES),
                Arbitraries.of(-FormatLimits.MAX_DECIMAL_SCALE, FormatLimits.MAX_DECIMAL_SCALE));
        return Combinators.combine(unscaled, scales).as(BigDecimal::new);
    }

    private static Arbitrary<Instant> instants() {
        Arbitrary<Long> seconds = Arbitraries.oneOf(
                Arbitraries.longs().between(-5, 5),
                Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()));
        return Combinators.combine(seconds, Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    private static Arbitrary<Value> blobs() {
        Arbitrary<byte[]> hashes = Arbitraries.bytes().array(byte[].class).ofSize(SHA256_BYTES);
        return Combinators.combine(hashes, Arbitraries.longs().greaterOrEqual(0), wellFormedText())
                .as((hash, length, type) -> new Value.BlobRef(Value.of(hash), length, type));
    }
}
