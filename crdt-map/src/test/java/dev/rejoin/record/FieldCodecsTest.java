package dev.rejoin.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.document.Content;
import dev.rejoin.document.Path;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each codec reads what it wrote, and names what it cannot read. */
class FieldCodecsTest {
    private static final Path PATH = Path.root().key("f");
    private static final FieldCodec<Step> STEP = step();

    private enum Status {
        OPEN,
        DONE
    }

    private record Step(String name) {}

    private static FieldCodec<Step> step() {
        RecordMapper.Builder<Step> fields = RecordMapper.builder();
        var name = fields.field("name", FieldCodecs.STRING, Step::name);
        return FieldCodecs.record(fields.build(in -> new Step(in.get(name))));
    }

    private static <T> void assertReadsBack(FieldCodec<T> codec, T value, Content content) {
        assertThat(codec.write(value)).contains(content);
        assertThat(codec.read(Optional.of(content), PATH)).isEqualTo(value);
    }

    private static Content scalar(Value value) {
        return new Content.Scalar(value);
    }

    @Test
    void read_whatWasWritten_isAsItWas() {
        Value.Bytes bytes = Value.of(new byte[] {1});
        Value.BlobRef blob = Value.BlobRef.of(new byte[] {1}, "image/png");
        assertReadsBack(FieldCodecs.STRING, "s", scalar(Value.of("s")));
        assertReadsBack(FieldCodecs.LONG, 1L << 40, scalar(Value.of(1L << 40)));
        assertReadsBack(FieldCodecs.INT, -7, scalar(Value.of(-7)));
        assertReadsBack(FieldCodecs.INT, Integer.MIN_VALUE, scalar(Value.of(Integer.MIN_VALUE)));
        assertReadsBack(FieldCodecs.DOUBLE, 1.5, scalar(Value.of(1.5)));
        assertReadsBack(FieldCodecs.DECIMAL, new BigDecimal("1.50"), scalar(Value.of(new BigDecimal("1.50"))));
        assertReadsBack(FieldCodecs.BOOL, false, scalar(Value.of(false)));
        assertReadsBack(FieldCodecs.BOOL, true, scalar(Value.of(true)));
        assertReadsBack(FieldCodecs.INSTANT, Instant.EPOCH, scalar(Value.of(Instant.EPOCH)));
        assertReadsBack(FieldCodecs.BYTES, bytes, scalar(bytes));
        assertReadsBack(FieldCodecs.BLOB, blob, scalar(blob));
        assertReadsBack(FieldCodecs.VALUE, bytes, scalar(bytes));
        assertReadsBack(FieldCodecs.TEXT, "t", new Content.TextContent("t"));
        assertReadsBack(FieldCodecs.COUNTER, 5L, new Content.CounterContent(BigInteger.valueOf(5)));
        assertReadsBack(
                FieldCodecs.COUNTER, Long.MIN_VALUE, new Content.CounterContent(BigInteger.valueOf(Long.MIN_VALUE)));
        assertReadsBack(FieldCodecs.oneOf(Status.values()), Status.DONE, scalar(Value.of("DONE")));
        assertReadsBack(
                FieldCodecs.list(FieldCodecs.INT),
                List.of(2, 1),
                new Content.ListContent(List.of(scalar(Value.of(2)), scalar(Value.of(1)))));
        List<Value> ascending = List.of(Value.of(1), Value.of(2));
        assertReadsBack(FieldCodecs.log(FieldCodecs.INT), List.of(1, 2), new Content.LogContent(ascending));
        assertReadsBack(FieldCodecs.set(FieldCodecs.INT), Set.of(2, 1), new Content.SetContent(ascending));
        assertReadsBack(
                FieldCodecs.removeWinsSet(FieldCodecs.INT), Set.of(2, 1), new Content.RemoveWinsSetContent(ascending));
        assertReadsBack(
                FieldCodecs.map(FieldCodecs.INT),
                Map.of("a", 1),
                new Content.MapContent(Map.of("a", scalar(Value.of(1)))));
        assertReadsBack(STEP, new Step("x"), new Content.MapContent(Map.of("name", scalar(Value.of("x")))));
        assertReadsBack(FieldCodecs.optional(FieldCodecs.INT), Optional.of(1), scalar(Value.of(1)));
        assertReadsBack(FieldCodecs.orElse(FieldCodecs.INT, 7), 1, scalar(Value.of(1)));
    }

    @Test
    void read_nothing_isTheEmptyCollectionOrTheDefault_orRefused() {
        Optional<Content> nothing = Optional.empty();
        assertThat(FieldCodecs.TEXT.read(nothing, PATH)).isEmpty();
        assertThat(FieldCodecs.COUNTER.read(nothing, PATH)).isZero();
        assertThat(FieldCodecs.list(FieldCodecs.INT).read(nothing, PATH)).isEmpty();
        assertThat(FieldCodecs.log(FieldCodecs.INT).read(nothing, PATH)).isEmpty();
        assertThat(FieldCodecs.set(FieldCodecs.INT).read(nothing, PATH)).isEmpty();
        assertThat(FieldCodecs.removeWinsSet(FieldCodecs.INT).read(nothing, PATH))
                .isEmpty();
        assertThat(FieldCodecs.map(FieldCodecs.INT).read(nothing, PATH)).isEmpty();
        assertThat(FieldCodecs.optional(FieldCodecs.INT).read(nothing, PATH)).isEmpty();
        assertThat(FieldCodecs.optional(FieldCodecs.INT).write(Optional.empty()))
                .isEmpty();
        assertThat(FieldCodecs.orElse(FieldCodecs.INT, 7).read(nothing, PATH)).isEqualTo(7);
        Map<FieldCodec<?>, String> required = new LinkedHashMap<>();
        required.put(FieldCodecs.STRING, "a string");
        required.put(FieldCodecs.LONG, "an integer");
        required.put(FieldCodecs.INT, "an integer of 32 bits");
        required.put(FieldCodecs.DOUBLE, "a floating-point number");
        required.put(FieldCodecs.DECIMAL, "a decimal");
        required.put(FieldCodecs.BOOL, "true or false");
        required.put(FieldCodecs.INSTANT, "a point in time");
        required.put(FieldCodecs.BYTES, "bytes");
        required.put(FieldCodecs.BLOB, "an attachment");
        required.put(FieldCodecs.VALUE, "a scalar");
        required.put(FieldCodecs.oneOf(Status.values()), "one of OPEN, DONE");
        required.put(STEP, "a map");
        required.forEach((codec, name) -> {
            assertRefused(codec, nothing, name, "nothing");
            assertRefused(codec, Optional.of(new Content.TextContent("t")), name, "TEXT");
        });
    }

    @Test
    void read_anotherKind_isRefusedWithBothNames() {
        Value odd = new Value.ObjectValue("odd", Value.of(new byte[] {1}));
        for (FieldCodec<?> codec : List.of(
                FieldCodecs.STRING,
                FieldCodecs.LONG,
                FieldCodecs.INT,
                FieldCodecs.DOUBLE,
                FieldCodecs.DECIMAL,
                FieldCodecs.BOOL,
                FieldCodecs.INSTANT,
                FieldCodecs.BYTES,
                FieldCodecs.BLOB,
                FieldCodecs.TEXT,
                FieldCodecs.COUNTER,
                FieldCodecs.oneOf(Status.values()),
                FieldCodecs.list(FieldCodecs.INT),
                FieldCodecs.log(FieldCodecs.INT),
                FieldCodecs.set(FieldCodecs.INT),
                FieldCodecs.removeWinsSet(FieldCodecs.INT),
                FieldCodecs.map(FieldCodecs.INT),
                FieldCodecs.optional(FieldCodecs.INT),
                FieldCodecs.orElse(FieldCodecs.INT, 1),
                STEP)) {
            assertRefused(codec, Optional.of(scalar(odd)), "", "OBJECT");
        }
        assertRefused(FieldCodecs.INT, Optional.of(scalar(Value.of(1L << 31))), "an integer of 32 bits", "INT64");
        assertRefused(
                FieldCodecs.COUNTER,
                Optional.of(new Content.CounterContent(BigInteger.ONE.shiftLeft(63))),
                "a counter within 64 bits",
                "COUNTER");
        assertRefused(
                FieldCodecs.oneOf(Status.values()), Optional.of(scalar(Value.of("LOST"))), "one of OPEN, DONE", "STR");
    }

    private static void assertRefused(FieldCodec<?> codec, Optional<Content> content, String expected, String found) {
        assertThatExceptionOfType(RecordMismatchException.class)
                .isThrownBy(() -> codec.read(content, PATH))
                .withMessageStartingWith("At /f: expected " + expected)
                .withMessageEndingWith(", found " + found);
    }

    @Test
    void read_whatIsInACollection_namesItsPlace() {
        Content wrong = scalar(Value.of("x"));
        assertThatExceptionOfType(RecordMismatchException.class)
                .isThrownBy(() -> FieldCodecs.list(FieldCodecs.INT)
                        .read(Optional.of(new Content.ListContent(List.of(scalar(Value.of(1)), wrong))), PATH))
                .satisfies(refusal -> assertThat(refusal.path()).isEqualTo(PATH.index(1)));
        assertThatExceptionOfType(RecordMismatchException.class)
                .isThrownBy(() -> FieldCodecs.map(FieldCodecs.INT)
                        .read(Optional.of(new Content.MapContent(Map.of("k", wrong))), PATH))
                .satisfies(refusal -> assertThat(refusal.path()).isEqualTo(PATH.key("k")));
        assertThatExceptionOfType(RecordMismatchException.class)
                .isThrownBy(() ->
                        STEP.read(Optional.of(new Content.MapContent(Map.of("name", scalar(Value.NULL)))), PATH))
                .satisfies(refusal -> assertThat(refusal.path()).isEqualTo(PATH.key("name")));
    }

    @Test
    void write_collections_keepWhatTheyCan() {
        FieldCodec<List<Optional<Integer>>> gaps = FieldCodecs.list(FieldCodecs.optional(FieldCodecs.INT));
        assertThat(gaps.write(List.of(Optional.of(1), Optional.empty())))
                .contains(new Content.ListContent(List.of(scalar(Value.of(1)), scalar(Value.NULL))));
        FieldCodec<Map<String, Optional<Integer>>> some = FieldCodecs.map(FieldCodecs.optional(FieldCodecs.INT));
        assertThat(some.write(Map.of("a", Optional.of(1), "b", Optional.empty())))
                .contains(new Content.MapContent(Map.of("a", scalar(Value.of(1)))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FieldCodecs.log(FieldCodecs.TEXT).write(List.of("x")))
                .withMessageContaining("scalars only");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        FieldCodecs.set(FieldCodecs.optional(FieldCodecs.INT)).write(Set.of(Optional.empty())))
                .withMessageContaining("scalars only");
    }
}
