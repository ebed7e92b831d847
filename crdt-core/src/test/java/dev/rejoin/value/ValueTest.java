package dev.rejoin.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import java.io.Serial;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValueTest {
    @Test
    void blobRef_isOfItsBytesAlone() {
        byte[] photo = {1, 2, 3};
        Value.BlobRef reference = Value.BlobRef.of(photo, "image/png");
        assertThat(reference.length()).isEqualTo(3);
        assertThat(reference.isOf(photo)).isTrue();
        assertThat(reference.isOf(new byte[] {1, 2, 4})).isFalse();
        assertThat(reference.isOf(new byte[] {1, 2})).isFalse();
        assertThat(reference).isEqualTo(Value.BlobRef.of(photo.clone(), "image/png"));
    }

    @Test
    void of_everyType_hasItsKind() {
        assertThat(Value.NULL.kind()).isEqualTo(Value.Kind.NULL);
        assertThat(Value.of(true).kind()).isEqualTo(Value.Kind.BOOL);
        assertThat(Value.of(1).kind()).isEqualTo(Value.Kind.INT64);
        assertThat(Value.of(1.0).kind()).isEqualTo(Value.Kind.FLOAT64);
        assertThat(Value.of(BigDecimal.ONE).kind()).isEqualTo(Value.Kind.DECIMAL);
        assertThat(Value.of("").kind()).isEqualTo(Value.Kind.STR);
        assertThat(Value.of(new byte[0]).kind()).isEqualTo(Value.Kind.BYTES);
        assertThat(Value.of(Instant.EPOCH).kind()).isEqualTo(Value.Kind.TIMESTAMP);
        assertThat(Value.of(List.of()).kind()).isEqualTo(Value.Kind.LIST);
        assertThat(Value.of(Map.of()).kind()).isEqualTo(Value.Kind.MAP);
    }

    @Test
    void equals_numbersThatLookAlike_differ() {
        assertThat(Value.of(0.0)).isNotEqualTo(Value.of(-0.0));
        assertThat(Value.of(1)).isNotEqualTo(Value.of(1.0));
        assertThat(Value.of(new BigDecimal("1.0"))).isNotEqualTo(Value.of(new BigDecimal("1.00")));
        assertThat(Value.of("é")).isNotEqualTo(Value.of("e\u0301"));
    }

    @Test
    void float64_anyNan_isOne() {
        double other = Double.longBitsToDouble(0x7FF8000000000001L);
        assertThat(Value.of(other)).isEqualTo(Value.of(Double.NaN));
        assertThat(Double.doubleToRawLongBits(Value.of(other).value())).isEqualTo(0x7FF8000000000000L);
    }

    @Test
    void str_unpairedSurrogate_namesItsIndex() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Value.of("ab\uD800"))
                .withMessageContaining("index 2");
    }

    @Test
    void bytes_arraysGivenAndTaken_areCopies() {
        byte[] given = {1, 2};
        Value.Bytes bytes = Value.of(given);
        given[0] = 9;
        bytes.toByteArray()[1] = 9;
        assertThat(bytes.toByteArray()).containsExactly(1, 2);
        assertThat(bytes.asByteBuffer().isReadOnly()).isTrue();
        assertThat(bytes.length()).isEqualTo(2);
        assertThat(bytes.byteAt(1)).isEqualTo((byte) 2);
        assertThat(bytes).isEqualTo(Value.of(new byte[] {1, 2})).hasSameHashCodeAs(Value.of(new byte[] {1, 2}));
    }

    @Test
    void decimal_tooLarge_throws() {
        BigInteger largest =
                BigInteger.ONE.shiftLeft(8 * FormatLimits.MAX_DECIMAL_BYTES - 1).subtract(BigInteger.ONE);
        assertThat(Value.of(new BigDecimal(largest)).value().unscaledValue()).isEqualTo(largest);
        assertThatThrownBy(() -> Value.of(new BigDecimal(largest.add(BigInteger.ONE))))
                .isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> Value.of(new BigDecimal(BigInteger.ONE, FormatLimits.MAX_DECIMAL_SCALE + 1)))
                .isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> Value.of(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE)))
                .isInstanceOf(LimitExceededException.class);
    }

    private static final class ChangingDecimal extends BigDecimal {
        @Serial
        private static final long serialVersionUID = 1L;

        ChangingDecimal() {
            super("1.5");
        }
    }

    @Test
    void decimal_subclass_isReplacedByAPlainOne() {
        assertThat(Value.of(new ChangingDecimal()).value())
                .isExactlyInstanceOf(BigDecimal.class)
                .isEqualTo("1.5");
    }

    @Test
    void blobRef_wrongParts_throws() {
        Value.Bytes hash = Value.of(new byte[32]);
        assertThat(new Value.BlobRef(hash, 0, "image/png").kind()).isEqualTo(Value.Kind.BLOB_REF);
        assertThatIllegalArgumentException().isThrownBy(() -> new Value.BlobRef(Value.of(new byte[31]), 0, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Value.BlobRef(hash, -1, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Value.BlobRef(hash, 0, "\uDC00"));
        assertThatThrownBy(() -> new Value.BlobRef(hash, 0, "x".repeat(FormatLimits.MAX_NAME_BYTES + 1)))
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    void list_givenAndTaken_isIndependent() {
        List<Value> given = new ArrayList<>(List.of(Value.of(1)));
        Value.ListValue list = Value.of(given);
        given.add(Value.NULL);
        assertThat(list.values()).containsExactly(Value.of(1));
        assertThat(list.size()).isEqualTo(1);
        assertThat(list.get(0)).isEqualTo(Value.of(1));
        assertThatThrownBy(() -> list.values().add(Value.NULL)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void containers_nullElement_throw() {
        assertThatThrownBy(() -> Value.of(Arrays.asList(Value.NULL, null))).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Value.of(Collections.singletonMap("k", (Value) null)))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void map_anyOrder_isSortedByCodePoint() {
        Value.MapValue map =
                Value.of(Map.of("b", Value.of(1), "😀", Value.of(2), "\uFFFD", Value.of(3), "", Value.NULL));
        assertThat(map.toMap().keySet()).containsExactly("", "b", "\uFFFD", "😀");
        assertThat(map.get("😀")).isEqualTo(Value.of(2));
        assertThat(map.get("c")).isNull();
        assertThat(map.size()).isEqualTo(4);
        assertThat(map.key(1)).isEqualTo("b");
        assertThat(map.value(1)).isEqualTo(Value.of(1));
        assertThat(map).isEqualTo(Value.of(map.toMap())).hasSameHashCodeAs(Value.of(map.toMap()));
        assertThat(map).isNotEqualTo(Value.of(Map.of("b", Value.of(1))));
    }

    @Test
    void nesting_deeperThanTheLimit_throws() {
        Value value = Value.NULL;
        for (int depth = 1; depth <= FormatLimits.MAX_DEPTH; depth++) {
            value = depth % 2 == 0 ? Value.of(List.of(value)) : Value.of(Map.of("k", value));
            assertThat(Value.depth(value)).isEqualTo(depth);
        }
        Value deepest = value;
        assertThatThrownBy(() -> Value.of(List.of(deepest))).isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> Value.of(Map.of("k", deepest))).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void toString_containers_showTheirElements() {
        assertThat(Value.of(List.of(Value.of(1))).toString()).contains("Int64[value=1]");
        assertThat(Value.of(Map.of("k", Value.of(1), "l", Value.NULL))).hasToString("{k=Int64[value=1], l=Null[]}");
        assertThat(Value.of(new byte[3])).hasToString("Bytes[3]");
    }
}
