package dev.rejoin.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.SlotKind;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.FieldType;
import dev.rejoin.schema.Rule;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.SchemaViolationException;
import dev.rejoin.schema.Violation;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnnotatedRecordsTest {
    private enum Status {
        OPEN,
        DONE
    }

    private record Step(@Stored(required = true) String name, boolean done) {}

    private record Order(
            @Stored(required = true, matching = "[A-Z]\\d+", policy = RegisterPolicy.Standard.FIRST_WRITER)
            String number,

            Status status,
            Optional<BigDecimal> price,
            @Stored(key = "due/at") Instant due,

            @Stored(type = FieldType.COUNTER, min = 0, max = 8)
            long hours,

            @Stored(type = FieldType.TEXT, maxLength = 20) String notes,
            Set<String> tags,
            List<Step> steps,
            @Stored(type = FieldType.LOG) List<String> history,
            Map<String, Integer> parts,
            double ratio,
            Optional<Value.BlobRef> photo) {}

    private record Odd(Object anything) {}

    private record Loop(Optional<Loop> inner) {}

    private static final Order ORDER = new Order(
            "A1",
            Status.OPEN,
            Optional.of(new BigDecimal("1.50")),
            Instant.EPOCH,
            3,
            "notes",
            Set.of("a"),
            List.of(new Step("wash", true)),
            List.of("made"),
            Map.of("bolt", 4),
            0.5,
            Optional.of(Value.BlobRef.of(new byte[] {1}, "image/png")));

    @Test
    void annotatedRecord_isMappedAndDescribed() {
        RecordMapper<Order> orders = AnnotatedRecords.mapper(Order.class, MethodHandles.lookup());
        Schema schema =
                AnnotatedRecords.describe(Schema.builder(1), "", Order.class).build();
        assertThat(schema.fields().keySet())
                .containsExactlyInAnyOrder(
                        "number",
                        "status",
                        "price",
                        "due~1at",
                        "hours",
                        "notes",
                        "tags",
                        "tags/*",
                        "steps",
                        "steps/*",
                        "steps/*/name",
                        "steps/*/done",
                        "history",
                        "history/*",
                        "parts",
                        "parts/*",
                        "ratio",
                        "photo");
        Document document = Document.create(
                DocumentId.named("annotated"), DocumentOptions.defaults().withSchema(schema));
        document.edit(tx -> orders.write(tx.adopt(schema).root(), ORDER));
        assertThat(orders.read(document.root())).isEqualTo(ORDER);
        assertThat(document.edit(tx -> orders.write(tx.root(), ORDER)).isEmpty())
                .isTrue();
        assertThat(document.schema().violations()).isEmpty();
        assertThat(document.root().text("notes").toString()).isEqualTo("notes");
        assertThatExceptionOfType(SchemaViolationException.class)
                .isThrownBy(() -> document.edit(tx -> {
                    tx.root().put("status", "LOST").counter("hours").increment(9);
                    tx.root().list("steps").insertMap(0).put("done", true);
                }))
                .satisfies(refusal -> assertThat(refusal.violations())
                        .extracting(Violation::place)
                        .containsExactlyInAnyOrder("/status", "/hours", "/steps/0/name"));
        assertThat(Schema.read(1, schema.toValue()).toValue()).isEqualTo(schema.toValue());
    }

    @Test
    void componentsThatHaveNoPlace_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotatedRecords.mapper(Odd.class, MethodHandles.lookup()))
                .withMessageContaining("has no place");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotatedRecords.describe(Schema.builder(1), "", Loop.class))
                .withMessageContaining("inside itself");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotatedRecords.mapper(Order.class, MethodHandles.publicLookup()))
                .withMessageContaining("does not reach");
    }

    private record Scalars(
            String string,
            long number,
            Long boxed,
            int small,
            Integer smallBoxed,
            double ratio,
            Double ratioBoxed,
            boolean bool,
            Boolean boolBoxed,
            BigDecimal decimal,
            Instant time,
            Value.Bytes bytes,
            Value any,
            Optional<Status> status,
            @Stored(type = FieldType.REMOVE_WINS_SET) Set<Long> safe,
            @Stored(type = FieldType.COUNTER) Long count,
            @Stored(key = "a~*/b", min = 3) int least,
            @Stored(max = 9) int most,

            @Stored(type = FieldType.STRING, policy = RegisterPolicy.Standard.MAX)
            String greatest,

            @Stored(type = FieldType.TEXT) Optional<String> note,
            Map<String, Step> byName) {}

    private record WrongType(@Stored(type = FieldType.TEXT) int number) {}

    private record WrongMap(Map<Integer, String> byNumber) {}

    private record WrongList(List<Object> anything) {}

    record Checked(int number) {
        Checked {
            if (number < 0) {
                throw new IllegalStateException("negative");
            }
        }
    }

    private static final Scalars SCALARS = new Scalars(
            "s",
            1,
            2L,
            3,
            4,
            5.5,
            6.5,
            true,
            false,
            BigDecimal.ONE,
            Instant.EPOCH,
            Value.of(new byte[] {1}),
            Value.of("any"),
            Optional.of(Status.DONE),
            Set.of(1L, 2L),
            7L,
            8,
            9,
            "z",
            Optional.of("note"),
            Map.of("k", new Step("wash", false)));

    @Test
    void componentOfEachType_standsAsItsTypeSays() {
        RecordMapper<Scalars> mapper = AnnotatedRecords.mapper(Scalars.class, MethodHandles.lookup());
        Document document = Document.create(DocumentId.named("scalars"));
        document.edit(tx -> mapper.write(tx.root(), SCALARS));
        assertThat(mapper.read(document.root())).isEqualTo(SCALARS);
        assertThat(document.root().kindOf("safe")).isEqualTo(SlotKind.REMOVE_WINS_SET);
        assertThat(document.root().kindOf("count")).isEqualTo(SlotKind.COUNTER);
        assertThat(document.root().kindOf("note")).isEqualTo(SlotKind.TEXT);
        assertThat(document.root().get("a~*/b")).contains(Value.of(8));
        assertThat(document.root().map("byName").map("k").get("name")).contains(Value.of("wash"));
        document.edit(tx -> tx.root().put("status", "LOST"));
        assertThatExceptionOfType(RecordMismatchException.class)
                .isThrownBy(() -> mapper.read(document.root()))
                .withMessage("At /status: expected a constant of Status, found STR");
    }

    @Test
    void describe_componentOfEachType_isAFieldOfIt() {
        Schema schema = AnnotatedRecords.describe(Schema.builder(1).field("at", Field.map()), "at", Scalars.class)
                .build();
        Map<String, FieldType> types = new HashMap<>();
        schema.fields().forEach((path, field) -> types.put(path, field.type()));
        Map<String, FieldType> expected = new HashMap<>(Map.of(
                "at", FieldType.MAP,
                "at/string", FieldType.STRING,
                "at/number", FieldType.INTEGER,
                "at/boxed", FieldType.INTEGER,
                "at/small", FieldType.INTEGER,
                "at/smallBoxed", FieldType.INTEGER,
                "at/ratio", FieldType.NUMBER,
                "at/ratioBoxed", FieldType.NUMBER,
                "at/bool", FieldType.BOOL,
                "at/boolBoxed", FieldType.BOOL));
        expected.putAll(Map.of(
                "at/decimal", FieldType.DECIMAL,
                "at/time", FieldType.TIMESTAMP,
                "at/bytes", FieldType.BYTES,
                "at/any", FieldType.VALUE,
                "at/status", FieldType.STRING,
                "at/safe", FieldType.REMOVE_WINS_SET,
                "at/safe/*", FieldType.INTEGER,
                "at/count", FieldType.COUNTER,
                "at/a~0~2~1b", FieldType.INTEGER,
                "at/most", FieldType.INTEGER));
        expected.putAll(Map.of(
                "at/greatest", FieldType.STRING,
                "at/note", FieldType.TEXT,
                "at/byName", FieldType.MAP,
                "at/byName/*", FieldType.MAP,
                "at/byName/*/name", FieldType.STRING,
                "at/byName/*/done", FieldType.BOOL));
        assertThat(types).isEqualTo(expected);
        Map<String, Field> fields = schema.fields();
        assertThat(fields.get("at/a~0~2~1b").check(Value.of(2))).contains(Rule.RANGE);
        assertThat(fields.get("at/a~0~2~1b").check(Value.of(3))).isEmpty();
        assertThat(fields.get("at/a~0~2~1b").check(Value.of(Long.MAX_VALUE))).isEmpty();
        assertThat(fields.get("at/most").check(Value.of(10))).contains(Rule.RANGE);
        assertThat(fields.get("at/most").check(Value.of(Long.MIN_VALUE))).isEmpty();
        assertThat(fields.get("at/status").check(Value.of("DONE"))).isEmpty();
        assertThat(fields.get("at/status").check(Value.of("LOST"))).contains(Rule.ENUMERATION);
        assertThat(fields.get("at/greatest").policy()).isEqualTo(RegisterPolicy.MAX);
        assertThat(fields.get("at/string").isRequired()).isFalse();
        assertThat(fields.get("at/string").check(Value.of("x".repeat(1_000)))).isEmpty();
    }

    @Test
    void mapper_typesThatDoNotFit_areRefused() {
        assertRefused(WrongType.class, "cannot stand as TEXT");
        assertRefused(WrongMap.class, "has no place");
        assertRefused(WrongList.class, "java.lang.Object has no place");
        RecordMapper<Checked> checked = AnnotatedRecords.mapper(Checked.class, MethodHandles.lookup());
        Document document = Document.create(DocumentId.named("checked"));
        document.edit(tx -> tx.root().put("number", -1));
        assertThatExceptionOfType(IllegalStateException.class)
                .as("what the record's own constructor says")
                .isThrownBy(() -> checked.read(document.root()))
                .withMessage("negative");
    }

    private static void assertRefused(Class<? extends Record> type, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotatedRecords.mapper(type, MethodHandles.lookup()))
                .withMessageContaining(reason);
    }
}
