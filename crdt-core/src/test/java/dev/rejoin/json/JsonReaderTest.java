package dev.rejoin.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void read_everyKindOfToken_givesItsValue() {
        assertThat(JsonReader.read(
                        " {\"a\" : [ null , true,false , -12 , 0.5 , \"x\\n\\u00e9\\ud83d\\ude00\" , {} , [] ]}\r\n"))
                .isEqualTo(Value.of(Map.of(
                        "a",
                        Value.of(List.of(
                                Value.NULL,
                                Value.of(true),
                                Value.of(false),
                                Value.of(-12),
                                Value.of(0.5),
                                Value.of("x\n\u00e9\ud83d\ude00"),
                                Value.of(Map.of()),
                                Value.of(List.of()))))));
    }

    @Test
    void read_numbers_loseNoDigit() {
        assertThat(JsonReader.read("9223372036854775807")).isEqualTo(Value.of(Long.MAX_VALUE));
        assertThat(JsonReader.read("-9223372036854775808")).isEqualTo(Value.of(Long.MIN_VALUE));
        assertThat(JsonReader.read("9223372036854775808")).isEqualTo(Value.of(new BigDecimal("9223372036854775808")));
        assertThat(JsonReader.read("0.1")).isEqualTo(Value.of(0.1));
        assertThat(JsonReader.read("0.10000000000000000001"))
                .isEqualTo(Value.of(new BigDecimal("0.10000000000000000001")));
        assertThat(JsonReader.read("1e400")).isEqualTo(Value.of(new BigDecimal("1e400")));
        assertThat(JsonReader.read("1E3")).isEqualTo(Value.of(1000.0));
        assertThat(JsonReader.read("-0")).isEqualTo(Value.of(-0.0));
        assertThat(JsonReader.read("-0.0")).isEqualTo(Value.of(-0.0));
        assertThat(JsonReader.read("0.0")).isEqualTo(Value.of(0.0));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`` | 0",
                "` ` | 1",
                "[1,] | 3",
                "[1 2] | 3",
                "[,1] | 1",
                "{\"a\":1,} | 7",
                "{a:1} | 1",
                "{\"a\" 1} | 5",
                "{\"a\":1,\"a\":2} | 7",
                "1 2 | 2",
                "01 | 1",
                "1. | 2",
                "1e | 2",
                "1e+ | 3",
                ".5 | 0",
                "+1 | 0",
                "- | 0",
                "NaN | 0",
                "nul | 0",
                "truex | 4",
                "'a' | 0",
                "\"a | 2",
                "\"\\x\" | 2",
                "\"\\u12g4\" | 5",
                "\"\\ud800\" | 1",
                "\"\\ud800\\u0041\" | 1",
                "\"\\ude00\" | 1",
                "[1]] | 3",
                "[1 | 2",
                "{\"a\":1 | 6",
                "/**/1 | 0"
            })
    void read_noJson_saysWhere(String text, int offset) {
        JsonSyntaxException fault = catchThrowableOfType(JsonSyntaxException.class, () -> JsonReader.read(text));
        assertThat(fault).as(text).isNotNull();
        assertThat(fault.offset()).as(text).isEqualTo(offset);
        assertThat(fault).hasMessageContaining(fault.expected()).hasMessageContaining(fault.found());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\t\"", "\"\n\"", "\"\u0000\"", "\uFEFF1", "\"\ud800\"", "\"\ude00x\"", "\u00a01", "\u0661"})
    void read_charactersThatMustNotStandThere_areRefused(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void read_bytes_mustBeUtf8() {
        assertThat(JsonReader.read("\"\u00e9\"".getBytes(StandardCharsets.UTF_8), DecodeLimits.DEFAULT))
                .isEqualTo(Value.of("\u00e9"));
        byte[] overlong = {'"', (byte) 0xC0, (byte) 0x80, '"'};
        JsonSyntaxException fault =
                catchThrowableOfType(JsonSyntaxException.class, () -> JsonReader.read(overlong, DecodeLimits.DEFAULT));
        assertThat(fault.offset()).isEqualTo(1);
        byte[] cut = {'"', (byte) 0xC3};
        assertThatThrownBy(() -> JsonReader.read(cut, DecodeLimits.DEFAULT)).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void read_beyondLimits_isRefusedBeforeItIsBuilt() {
        assertLimit(
                Limit.MESSAGE_BYTES,
                "[1,2,3]",
                DecodeLimits.builder().maxMessageBytes(6).build());
        assertLimit(Limit.DEPTH, "[".repeat(1_000_000), DecodeLimits.DEFAULT);
        assertLimit(Limit.DECIMAL, "1e99999999999", DecodeLimits.DEFAULT);
        assertLimit(Limit.DECIMAL, "1e-9999999", DecodeLimits.DEFAULT);
        assertLimit(Limit.DECIMAL, "9".repeat(1_000_000), DecodeLimits.DEFAULT);
        String deepest = "[".repeat(FormatLimits.MAX_DEPTH) + "]".repeat(FormatLimits.MAX_DEPTH);
        assertThat(JsonWriter.write(JsonReader.read(deepest))).isEqualTo(deepest);
    }

    private static void assertLimit(Limit limit, String text, DecodeLimits limits) {
        LimitExceededException refusal =
                catchThrowableOfType(LimitExceededException.class, () -> JsonReader.read(text, limits));
        assertThat(refusal.limit()).isEqualTo(limit);
    }
}
