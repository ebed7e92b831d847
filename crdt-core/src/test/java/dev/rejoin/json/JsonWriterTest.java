package dev.rejoin.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.value.Value;
import dev.rejoin.value.Value.Bytes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    private static final Bytes BYTES = Bytes.copyOf(new byte[] {1, 2, (byte) 0xFF});

    private static void assertWritten(Value value, String json) {
        assertThat(JsonWriter.write(value)).isEqualTo(json);
    }

    @Test
    void write_everyKindOfValue_isReadableByPeople() {
        assertWritten(Value.NULL, "null");
        assertWritten(Value.of(true), "true");
        assertWritten(Value.of(-5), "-5");
        assertWritten(Value.of(0.25), "0.25");
        assertWritten(Value.of(Double.NaN), "\"NaN\"");
        assertWritten(Value.of(Double.NEGATIVE_INFINITY), "\"-Infinity\"");
        assertWritten(Value.of(new BigDecimal("1.50")), "1.50");
        assertWritten(BYTES, "\"AQL/\"");
        assertWritten(Value.of(Instant.parse("2026-01-01T12:00:00Z")), "\"2026-01-01T12:00:00Z\"");
        assertWritten(Value.of(List.of(Value.of(1), Value.of("a"))), "[1,\"a\"]");
        assertWritten(Value.of(Map.of("b", Value.of(2), "a", Value.of(1))), "{\"a\":1,\"b\":2}");
        assertWritten(Value.of(List.of()), "[]");
        assertWritten(Value.of(Map.of()), "{}");
    }

    @Test
    void write_text_escapesWhatJsonDoesNotAllow() {
        assertWritten(
                Value.of("\"\\\b\f\n\r\t\u0001\u001f/\u00e9\ud83d\ude00"),
                "\"\\\"\\\\\\u0008\\u000c\\n\\r\\t\\u0001\\u001f/\u00e9\ud83d\ude00\"");
    }

    @Test
    void write_blobsAndObjects_areMapsOfTheirParts() {
        Bytes sha256 = Bytes.copyOf(new byte[32]);
        assertWritten(
                new Value.BlobRef(sha256, 7, "image/png"),
                "{\"length\":7,\"mediaType\":\"image/png\",\"sha256\":\"" + "A".repeat(43) + "=\"}");
        assertWritten(new Value.ObjectValue("point", BYTES), "{\"encoded\":\"AQL/\",\"type\":\"point\"}");
    }
}
