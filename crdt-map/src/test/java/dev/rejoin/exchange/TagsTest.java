package dev.rejoin.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.document.Content;
import dev.rejoin.document.Path;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.json.JsonReader;
import dev.rejoin.json.JsonWriter;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The notation that keeps types: what is written is read as it was, and what is no such notation is told where. */
class TagsTest {
    private static final List<Value> VALUES = List.of(
            Value.NULL,
            Value.of(true),
            Value.of(Long.MIN_VALUE),
            Value.of(1.5),
            Value.of(Double.NaN),
            Value.of(Double.NEGATIVE_INFINITY),
            Value.of(new BigDecimal("1.00")),
            Value.of("$text"),
            Value.of(new byte[] {0, -1}),
            Value.of(Instant.ofEpochSecond(-1, 5)),
            new Value.BlobRef(Value.of(new byte[32]), 17, "image/png"),
            new Value.ObjectValue("money", Value.of(new byte[] {1, 2})),
            Value.of(List.of(Value.of(1), Value.of(List.of()))),
            Value.of(Map.of("$key", Value.of(1), "other", Value.of("x"))));

    private static Content read(String json) {
        return Tags.read(JsonReader.read(json), Path.root());
    }

    private static String written(Content content) {
        return JsonWriter.write(Tags.write(content));
    }

    @Test
    void read_whatWasWritten_isAsItWas() {
        for (Value value : VALUES) {
            Content scalar = new Content.Scalar(value);
            assertThat(read(written(scalar))).isEqualTo(scalar);
        }
        Content all = new Content.MapContent(Map.of(
                "text", new Content.TextContent("Hello"),
                "$counter", new Content.CounterContent(BigInteger.TEN.pow(30)),
                "$$two", new Content.ListContent(List.of(new Content.TextContent(""), new Content.Scalar(Value.NULL))),
                "set", new Content.SetContent(VALUES),
                "removeWins", new Content.RemoveWinsSetContent(VALUES),
                "log", new Content.LogContent(VALUES),
                "map", new Content.MapContent(Map.of())));
        assertThat(read(written(all))).isEqualTo(all);
    }

    @Test
    void write_containersAndScalars_areToldApart() {
        assertThat(written(new Content.TextContent("a"))).isEqualTo("{\"$text\":\"a\"}");
        assertThat(written(new Content.Scalar(Value.of(List.of())))).isEqualTo("{\"$value\":[]}");
        assertThat(written(new Content.ListContent(List.of()))).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"$text\":1} | $text | a string",
                "{\"$counter\":1} | $counter | a string",
                "{\"$removeWinsSet\":1} | $removeWinsSet | an array",
                "{\"$log\":\"x\"} | $log | an array",
                "{\"$log\":[1,{\"$bytes\":2}]} | $log/1/$bytes | a string",
                "{\"$value\":[{\"$decimal\":1}]} | $value/0/$decimal | a string",
                "{\"$value\":{\"k\":{\"$timestamp\":1}}} | $value/k/$timestamp | a string",
                "{\"$object\":{\"encoded\":\"*\",\"type\":\"t\"}} | $object/encoded | Base64",
                "{\"$object\":{\"encoded\":\"AA==\",\"type\":1}} | $object/type | a string",
                "{\"$blob\":{\"length\":1,\"sha256\":1}} | $blob/sha256 | a string",
                "{\"$blob\":{\"length\":1,\"sha256\":\"AA==\",\"mediaType\":1}} | $blob/mediaType | a string",
                "{\"$counter\":\"x\"} | $counter | an integer",
                "{\"$set\":{}} | $set | an array",
                "{\"a\":[0,{\"$decimal\":\"x\"}]} | a/1/$decimal | a decimal number",
                "{\"$float\":\"x\"} | $float | NaN or Infinity",
                "{\"$bytes\":\"*\"} | $bytes | Base64",
                "{\"$timestamp\":\"noon\"} | $timestamp | an ISO-8601 instant",
                "{\"$blob\":1} | $blob | an object with length",
                "{\"$blob\":{\"length\":\"1\"}} | $blob/length | an integer",
                "{\"$blob\":{\"length\":1}} | $blob | an object with sha256",
                "{\"$blob\":{\"length\":1,\"sha256\":\"AA==\",\"mediaType\":\"\"}} | $blob | a reference",
                "{\"$object\":{\"encoded\":\"AA==\"}} | $object | an object with type",
                "{\"$object\":{\"type\":\"t\"}} | $object | an object with encoded",
                "{\"$what\":1} | / | a tag of this notation",
                "{\"$value\":{\"$what\":1}} | $value | a tag of this notation",
                "{\"$a\":1,\"b\":2} | / | one tag alone",
                "{\"$value\":{\"$a\":1,\"b\":2}} | $value | one tag alone",
            })
    void read_noSuchNotation_tellsWhereAndWhatWasExpected(String json, String path, String expected) {
        assertThatExceptionOfType(JsonImportException.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining(" at /" + (path.equals("/") ? "" : path) + ": expected " + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"x\"", "[]", "{}", "{\"$$a\":1,\"$$b\":2}", "{\"$$b\":2,\"a\":1}"})
    void read_jsonWithoutTags_isReadAsItIs(String json) {
        assertThat(written(read(json))).isEqualTo(json);
    }

    @Test
    void write_eachScalar_hasItsTag() {
        assertThat(VALUES.stream().map(value -> written(new Content.Scalar(value))))
                .containsExactly(
                        "null",
                        "true",
                        "-9223372036854775808",
                        "1.5",
                        "{\"$float\":\"NaN\"}",
                        "{\"$float\":\"-Infinity\"}",
                        "{\"$decimal\":\"1.00\"}",
                        "\"$text\"",
                        "{\"$bytes\":\"AP8=\"}",
                        "{\"$timestamp\":\"1969-12-31T23:59:59.000000005Z\"}",
                        "{\"$blob\":{\"length\":17,\"mediaType\":\"image/png\","
                                + "\"sha256\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}}",
                        "{\"$object\":{\"encoded\":\"AQI=\",\"type\":\"money\"}}",
                        "{\"$value\":[1,[]]}",
                        "{\"$value\":{\"$$key\":1,\"other\":\"x\"}}");
    }

    @Test
    void read_tooLargeANumber_isTheLimitAndNoFaultOfTheNotation() {
        assertThatExceptionOfType(LimitExceededException.class)
                .isThrownBy(() -> read("{\"$value\":{\"$decimal\":\"1e99999\"}}"));
    }
}
