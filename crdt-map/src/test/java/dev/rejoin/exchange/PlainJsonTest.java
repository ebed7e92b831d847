package dev.rejoin.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Content;
import dev.rejoin.json.JsonReader;
import dev.rejoin.json.JsonWriter;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** JSON without types takes the types of what stands there, wherever it can be of them. */
class PlainJsonTest {
    private static Content read(String json, @Nullable Content before) {
        return PlainJson.read(JsonReader.read(json), before);
    }

    private static Content scalar(Value value) {
        return new Content.Scalar(value);
    }

    private static List<Value> values(long... numbers) {
        return LongStream.of(numbers).<Value>mapToObj(Value::of).toList();
    }

    @Test
    void read_sameJson_keepsWhatStandsThere() {
        Content all = new Content.MapContent(Map.of(
                "text", new Content.TextContent("x"),
                "counter", new Content.CounterContent(BigInteger.TEN.pow(30)),
                "set", new Content.SetContent(List.of(Value.of(new byte[] {1}))),
                "removeWins", new Content.RemoveWinsSetContent(List.of(Value.of(Instant.EPOCH))),
                "log", new Content.LogContent(List.of(Value.of(new BigDecimal("1.0")))),
                "list", new Content.ListContent(List.of(new Content.TextContent("y")))));
        assertThat(read(JsonWriter.write(PlainJson.write(all)), all)).isEqualTo(all);
    }

    @Test
    void read_otherJson_keepsTheKindOfContainer() {
        assertThat(read("\"new\"", new Content.TextContent("old"))).isEqualTo(new Content.TextContent("new"));
        assertThat(read("5", new Content.CounterContent(BigInteger.ONE)))
                .isEqualTo(new Content.CounterContent(BigInteger.valueOf(5)));
        assertThat(read("[1,2]", new Content.SetContent(values(1)))).isEqualTo(new Content.SetContent(values(1, 2)));
        assertThat(read("[1,2]", new Content.RemoveWinsSetContent(values(1))))
                .isEqualTo(new Content.RemoveWinsSetContent(values(1, 2)));
        assertThat(read("[1,1]", new Content.LogContent(values(1)))).isEqualTo(new Content.LogContent(values(1, 1)));
        assertThat(read("[2]", scalar(Value.of(values(1))))).isEqualTo(scalar(Value.of(values(2))));
        assertThat(read("{\"a\":2}", scalar(Value.of(Map.of("a", Value.of(1))))))
                .isEqualTo(scalar(Value.of(Map.of("a", Value.of(2)))));
    }

    @Test
    void read_whatCannotBeOfThatKind_becomesWhatItIs() {
        assertThat(read("5", new Content.TextContent("old"))).isEqualTo(scalar(Value.of(5)));
        assertThat(read("1.5", new Content.CounterContent(BigInteger.ONE))).isEqualTo(scalar(Value.of(1.5)));
        Content list = new Content.ListContent(List.of(scalar(Value.of(1)), scalar(Value.of(1))));
        assertThat(read("[1,1]", new Content.SetContent(values(1)))).isEqualTo(list); // a set has each once
        assertThat(read("[1,1]", new Content.RemoveWinsSetContent(values(1)))).isEqualTo(list);
        assertThat(read("{\"a\":1}", new Content.TextContent("old")))
                .isEqualTo(new Content.MapContent(Map.of("a", scalar(Value.of(1)))));
        assertThat(read("[]", null)).isEqualTo(new Content.ListContent(List.of()));
    }

    @Test
    void read_scalar_keepsItsTypeIfItCan() {
        Content time = scalar(Value.of(Instant.EPOCH));
        assertThat(read("\"1970-01-02T00:00:00Z\"", time)).isEqualTo(scalar(Value.of(Instant.ofEpochSecond(86_400))));
        assertThat(read("\"noon\"", time)).isEqualTo(scalar(Value.of("noon")));
        assertThat(read("1", time)).isEqualTo(scalar(Value.of(1)));
        Content bytes = scalar(Value.of(new byte[] {1}));
        assertThat(read("\"Ag==\"", bytes)).isEqualTo(scalar(Value.of(new byte[] {2})));
        assertThat(read("\"*\"", bytes)).isEqualTo(scalar(Value.of("*")));
        assertThat(read("2", bytes)).isEqualTo(scalar(Value.of(2)));
        Content decimal = scalar(Value.of(new BigDecimal("1.00")));
        assertThat(read("2", decimal)).isEqualTo(scalar(Value.of(BigDecimal.valueOf(2))));
        assertThat(read("2.5", decimal)).isEqualTo(scalar(Value.of(new BigDecimal("2.5"))));
        assertThat(read("\"2\"", decimal)).isEqualTo(scalar(Value.of("2")));
        Content number = scalar(Value.of(1.5));
        assertThat(read("2", number)).isEqualTo(scalar(Value.of(2.0)));
        assertThat(read("9007199254740993", number)).isEqualTo(scalar(Value.of(9_007_199_254_740_993L)));
        assertThat(read("true", number)).isEqualTo(scalar(Value.of(true)));
    }

    @Test
    void read_list_editsInPlaceWhatStandsBetweenWhatIsKept() {
        Content before = new Content.ListContent(
                List.of(new Content.TextContent("a"), new Content.TextContent("b"), new Content.TextContent("c")));
        assertThat(read("[\"a\",\"B\",\"c\",\"d\"]", before))
                .isEqualTo(new Content.ListContent(List.of(
                        new Content.TextContent("a"),
                        new Content.TextContent("B"),
                        new Content.TextContent("c"),
                        scalar(Value.of("d")))));
    }

    @Test
    void read_setOrLogWithMore_keepsTheTypesOfTheValuesThatStood() {
        List<Value> typed =
                List.of(Value.of(new byte[] {1}), Value.of(new BigDecimal("1.50")), Value.of(Instant.EPOCH));
        String json = "[\"AQ==\",1.50,\"1970-01-01T00:00:00Z\",\"new\"]";
        List<Value> more = List.of(typed.get(0), typed.get(1), typed.get(2), Value.of("new"));
        assertThat(read(json, new Content.SetContent(typed))).isEqualTo(new Content.SetContent(more));
        assertThat(read(json, new Content.RemoveWinsSetContent(typed)))
                .isEqualTo(new Content.RemoveWinsSetContent(more));
        assertThat(read(json, new Content.LogContent(typed))).isEqualTo(new Content.LogContent(more));
    }

    @Test
    void read_map_keepsWhatStandsAtEachKey() {
        Content before = new Content.MapContent(
                Map.of("text", new Content.TextContent("a"), "count", new Content.CounterContent(BigInteger.ONE)));
        assertThat(read("{\"text\":\"b\",\"count\":2,\"new\":\"c\"}", before))
                .isEqualTo(new Content.MapContent(Map.of(
                        "text",
                        new Content.TextContent("b"),
                        "count",
                        new Content.CounterContent(BigInteger.TWO),
                        "new",
                        scalar(Value.of("c")))));
        assertThat(read("{\"text\":\"b\"}", new Content.ListContent(List.of())))
                .isEqualTo(new Content.MapContent(Map.of("text", scalar(Value.of("b")))));
        assertThat(read("[\"b\"]", before)).isEqualTo(new Content.ListContent(List.of(scalar(Value.of("b")))));
    }

    @Test
    void write_eachKind_isJsonOfItsContent() {
        assertThat(JsonWriter.write(PlainJson.write(new Content.MapContent(Map.of(
                        "l", new Content.ListContent(List.of(new Content.TextContent("t"), scalar(Value.of(1)))))))))
                .isEqualTo("{\"l\":[\"t\",1]}");
        assertThat(JsonWriter.write(PlainJson.write(new Content.CounterContent(BigInteger.valueOf(5)))))
                .isEqualTo("5");
        assertThat(JsonWriter.write(PlainJson.write(new Content.SetContent(values(1, 2)))))
                .isEqualTo("[1,2]");
        assertThat(JsonWriter.write(PlainJson.write(new Content.RemoveWinsSetContent(values(3)))))
                .isEqualTo("[3]");
        assertThat(JsonWriter.write(PlainJson.write(new Content.LogContent(values(4, 4)))))
                .isEqualTo("[4,4]");
    }
}
