package dev.rejoin.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.CrdtException;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueCodecTest {
    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static void assertForm(Value value, String hex) {
        assertThat(HexFormat.of().formatHex(ValueCodec.encode(value))).isEqualTo(hex);
        assertThat(ValueCodec.decode(bytes(hex))).isEqualTo(value);
    }

    @Test
    void encode_everyType_isTheDocumentedForm() {
        assertForm(Value.NULL, "00");
        assertForm(Value.of(false), "01");
        assertForm(Value.of(true), "02");
        assertForm(Value.of(-1), "0301");
        assertForm(Value.of(64), "038001");
        assertForm(Value.of(1.5), "043ff8000000000000");
        assertForm(Value.of(Double.NaN), "047ff8000000000000");
        assertForm(Value.of(-0.0), "048000000000000000");
        assertForm(Value.of(new BigDecimal("-1.28")), "05040180");
        assertForm(Value.of(new BigDecimal("1.28")), "0504020080");
        assertForm(Value.of("é"), "0602c3a9");
        assertForm(Value.of(new byte[] {1, 2}), "07020102");
        assertForm(Value.of(Instant.ofEpochSecond(1, 5)), "080205");
        assertForm(new Value.BlobRef(Value.of(new byte[32]), 3, "a/b"), "09" + "00".repeat(32) + "0303612f62");
        assertForm(Value.of(List.of(Value.NULL, Value.of(1))), "0a02000302");
        assertForm(Value.of(Map.of("b", Value.NULL, "a", Value.of(1))), "0b0201610302016200");
        assertForm(new Value.ObjectValue("t", Value.of(new byte[] {9})), "0c01740109");
    }

    @ParameterizedTest
    @CsvSource({
        "'', TRUNCATED, 0",
        "0d, BAD_VALUE, 0",
        "ff, BAD_VALUE, 0",
        "0000, TRAILING_BYTES, 1",
        "03, TRUNCATED, 1",
        "038000, OVERLONG_VARINT, 1",
        "047ff8000000000001, NOT_CANONICAL, 1",
        "04fff8000000000000, NOT_CANONICAL, 1",
        "0400, TRUNCATED, 1",
        "050000, BAD_VALUE, 2",
        "0500020000, NOT_CANONICAL, 2",
        "05000200ff00, TRAILING_BYTES, 5",
        "050002ff80, NOT_CANONICAL, 2",
        "0601ff, MALFORMED_UTF8, 2",
        "0605ff, TRUNCATED, 1",
        "07ffffffff0f, TRUNCATED, 1",
        "08008094ebdc03, LIMIT, 2",
        "08ffffffffffffffffff0100, LIMIT, 1",
        "0a05, TRUNCATED, 1",
        "0affffffffffffffffff01, TRUNCATED, 1",
        "0b0201610001600000, UNSORTED, 5",
        "0b020161000161000000, DUPLICATE, 5",
        "0b02016100, TRUNCATED, 1",
    })
    void decode_otherThanCanonical_isRefusedWithOffset(String hex, Kind kind, int offset) {
        CorruptDataException error =
                catchThrowableOfType(CorruptDataException.class, () -> ValueCodec.decode(bytes(hex)));
        assertThat(error).as(hex).isNotNull();
        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.offset()).isEqualTo(offset);
    }

    private static Limit limitOf(byte[] bytes) {
        LimitExceededException error =
                catchThrowableOfType(LimitExceededException.class, () -> ValueCodec.decode(bytes));
        assertThat(error).isNotNull();
        assertThat(error.offset()).isPresent();
        return error.limit();
    }

    @Test
    void decode_nesting_isLimitedAtTheSameDepthAsBuilding() {
        String deepest = "0a01".repeat(FormatLimits.MAX_DEPTH) + "00";
        assertThat(Value.depth(ValueCodec.decode(bytes(deepest)))).isEqualTo(FormatLimits.MAX_DEPTH);
        assertThat(limitOf(bytes("0a01" + deepest))).isEqualTo(Limit.DEPTH);
        assertThat(limitOf(bytes("0a01".repeat(1_000_000) + "00"))).isEqualTo(Limit.DEPTH);
    }

    @Test
    void decode_longNames_areLimited() {
        String key = "61".repeat(FormatLimits.MAX_KEY_BYTES + 1);
        assertThat(limitOf(bytes("0b01" + "8108" + key + "00"))).isEqualTo(Limit.KEY_BYTES);
        String name = "61".repeat(FormatLimits.MAX_NAME_BYTES + 1);
        assertThat(limitOf(bytes("0c" + "8102" + name + "00"))).isEqualTo(Limit.NAME_BYTES);
    }

    @Test
    void decode_largeDecimals_areLimited() {
        assertThat(limitOf(bytes("05" + "828002" + "0101"))).isEqualTo(Limit.DECIMAL);
        assertThat(limitOf(bytes("05" + "ffffffffffffffffff01" + "0101"))).isEqualTo(Limit.DECIMAL);
        assertThat(limitOf(bytes("05" + "00" + "8108" + "01".repeat(1025)))).isEqualTo(Limit.DECIMAL);
    }

    @Test
    void size_atAndAboveTheLimit_isTheSameInBothDirections() {
        // tag and four bytes of length
        int content = FormatLimits.MAX_VALUE_BYTES - 5;
        byte[] largest = ValueCodec.encode(Value.of(new byte[content]));
        assertThat(largest).hasSize(FormatLimits.MAX_VALUE_BYTES);
        assertThat(ValueCodec.decode(largest)).isEqualTo(Value.of(new byte[content]));

        ByteWriter writer = new ByteWriter();
        writer.u8(1);
        Value tooLarge = Value.of(new byte[content + 1]);
        LimitExceededException error =
                catchThrowableOfType(LimitExceededException.class, () -> ValueCodec.write(tooLarge, writer));
        assertThat(error.limit()).isEqualTo(Limit.VALUE_BYTES);
        assertThat(writer.position()).isEqualTo(1);

        ByteWriter forged = new ByteWriter();
        forged.u8(0x07);
        forged.varint(content + 1);
        forged.bytes(new byte[content + 1]);
        assertThat(limitOf(forged.toByteArray())).isEqualTo(Limit.VALUE_BYTES);
        ByteWriter list = new ByteWriter();
        list.u8(0x0A);
        list.varint(2);
        list.bytes(largest);
        list.u8(0);
        assertThat(limitOf(list.toByteArray())).isEqualTo(Limit.VALUE_BYTES);
    }

    @Test
    void read_insideOtherBytes_stopsAfterTheValue() {
        ByteReader reader = new ByteReader(bytes("ff0302ff"));
        reader.u8();
        assertThat(ValueCodec.read(reader)).isEqualTo(Value.of(1));
        assertThat(reader.offset()).isEqualTo(3);
    }

    @Test
    void decode_everyCutAndFlipOfSamples_isAValueOrTypedError() {
        for (Value value : Samples.ASCENDING) {
            byte[] encoded = ValueCodec.encode(value);
            for (int length = 0; length < encoded.length; length++) {
                byte[] cut = java.util.Arrays.copyOf(encoded, length);
                assertThat(catchThrowableOfType(CorruptDataException.class, () -> ValueCodec.decode(cut)))
                        .isNotNull();
            }
            for (int bit = 0; bit < 8 * encoded.length; bit++) {
                byte[] flipped = encoded.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                try {
                    assertThat(ValueCodec.encode(ValueCodec.decode(flipped))).isEqualTo(flipped);
                } catch (CrdtException expected) {
                    // refused with a typed error
                }
            }
        }
    }
}
