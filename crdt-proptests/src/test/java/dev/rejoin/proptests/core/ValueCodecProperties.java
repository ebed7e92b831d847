package dev.rejoin.proptests.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.proptests.gen.Values;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class ValueCodecProperties {
    @Provide
    Arbitrary<Value> values() {
        return Values.any();
    }

    @Property
    void encode_thenDecode_givesAnEqualValue(@ForAll("values") Value value) {
        byte[] bytes = ValueCodec.encode(value);
        Value decoded = ValueCodec.decode(bytes);
        assertThat(decoded).isEqualTo(value).hasSameHashCodeAs(value);
        assertThat(Value.compare(decoded, value)).isZero();
        assertThat(Value.hash64(decoded, 7)).isEqualTo(Value.hash64(value, 7));
        assertThat(Value.depth(decoded)).isEqualTo(Value.depth(value));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void equality_isEqualityOfEncodings(@ForAll("values") Value a, @ForAll("values") Value b) {
        boolean sameBytes = Arrays.equals(ValueCodec.encode(a), ValueCodec.encode(b));
        assertThat(a.equals(b)).isEqualTo(sameBytes);
        assertThat(Value.compare(a, b) == 0).isEqualTo(sameBytes);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void compare_isATotalOrder(@ForAll("values") Value a, @ForAll("values") Value b, @ForAll("values") Value c) {
        assertThat(Integer.signum(Value.compare(a, b))).isEqualTo(-Integer.signum(Value.compare(b, a)));
        if (Value.compare(a, b) <= 0 && Value.compare(b, c) <= 0) {
            assertThat(Value.compare(a, c)).isNotPositive();
        }
    }

    @Property
    void decode_anyBytes_givesACanonicalValueOrATypedError(@ForAll @Size(max = 40) byte[] bytes) {
        checkCanonicalOrRefused(bytes);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void decode_changedBytes_givesACanonicalValueOrATypedError(
            @ForAll("values") Value value, @ForAll int place, @ForAll byte replacement) {
        byte[] bytes = ValueCodec.encode(value);
        bytes[Math.floorMod(place, bytes.length)] = replacement;
        checkCanonicalOrRefused(bytes);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void decode_cutBytes_isRefused(@ForAll("values") Value value, @ForAll int place) {
        byte[] bytes = ValueCodec.encode(value);
        byte[] cut = Arrays.copyOf(bytes, Math.floorMod(place, bytes.length));
        try {
            ValueCodec.decode(cut);
            throw new AssertionError("decoded " + cut.length + " of " + bytes.length + " bytes");
        } catch (CorruptDataException e) {
            assertThat(e.kind()).isEqualTo(CorruptDataException.Kind.TRUNCATED);
        }
    }

    /** Decoding bytes gives something that encodes to the same bytes, or one of two exceptions. */
    private static void checkCanonicalOrRefused(byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        Value value;
        try {
            value = ValueCodec.read(reader);
        } catch (CorruptDataException e) {
            assertThat(e.offset()).isBetween(0L, (long) bytes.length);
            return;
        } catch (LimitExceededException e) {
            assertThat(e.limit().isFormat()).isTrue();
            return;
        }
        assertThat(ValueCodec.encode(value)).isEqualTo(Arrays.copyOf(bytes, reader.offset()));
    }
}
