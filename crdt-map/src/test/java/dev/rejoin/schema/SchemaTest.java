package dev.rejoin.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final Schema ALL = Schema.builder(7)
            .field("number", Field.string().required().matching("[A-Z]{2}-\\d{4}"))
            .field("status", Field.string().oneOf("open", "done").orElse("open").policy(RegisterPolicy.FIRST_WRITER))
            .field("hours", Field.counter().range(0, 24))
            .field("price", Field.decimal().range(new BigDecimal("0.01"), new BigDecimal("99.99")))
            .field("ratio", Field.of(FieldType.NUMBER).range(0, 1).policy(RegisterPolicy.MAX))
            .field("due", Field.timestamp().range(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")))
            .field("photo", Field.blob())
            .field("tags", Field.set().maxLength(3))
            .field("tags/*", Field.string().length(1, 5))
            .field("steps", Field.list().onDelete(DeletePolicy.DELETE_WINS))
            .field("steps/*/done", Field.bool().required())
            .field("note", Field.string().policy(RegisterPolicy.merge("join", (a, b) -> a)))
            .field("notes", Field.text().maxLength(100))
            .field("a~1b/~2", Field.integer().orElse(3))
            .build();

    @Test
    void storedForm_readsAsTheSameSchema() {
        Value.MapValue stored = ALL.toValue();
        Schema read = Schema.read(7, (Value.MapValue) ValueCodec.decode(ValueCodec.encode(stored)));

        assertThat(read.toValue()).isEqualTo(stored);
        assertThat(read.unsupported()).isEmpty();
        assertThat(read.version()).isEqualTo(7);
        assertThat(read.fields().keySet()).isEqualTo(ALL.fields().keySet());
        assertThat(read.fields().get("status").policy()).isEqualTo(RegisterPolicy.FIRST_WRITER);
        assertThat(read.fields().get("steps").onDelete()).isEqualTo(DeletePolicy.DELETE_WINS);
    }

    @Test
    void whatALaterVersionSays_isNamedAndTheRestCounts() {
        Value.MapValue stored = Value.of(Map.of(
                "lenses", Value.of(List.of()),
                "fields",
                        Value.of(Map.of(
                                "shape", Value.of(Map.of("type", Value.of("polygon"), "area", Value.of(3))),
                                "title",
                                        Value.of(Map.of(
                                                "type", Value.of("string"),
                                                "maxLength", Value.of(5),
                                                "policy", Value.of("median"),
                                                "unique", Value.of(true),
                                                "pattern", Value.of("(?=x)"),
                                                "min", Value.of(1))),
                                "//", Value.of(Map.of("type", Value.of("string"))),
                                "size", Value.of("big")))));

        Schema read = Schema.read(2, stored);

        assertThat(read.unsupported())
                .containsExactlyInAnyOrder(
                        "lenses",
                        "shape: type",
                        "shape: area",
                        "title: unique",
                        "title: pattern",
                        "title: min",
                        "//",
                        "size");
        Field title = read.fields().get("title");
        assertThat(title.check(Value.of("too long"))).contains(Rule.LENGTH);
        assertThat(read.fields().get("shape").check(Value.of(1))).isEmpty();
        RegisterPolicy policy = title.policy();
        assertThat(((RegisterPolicy.Merge) policy).function().apply(List.of(Value.of("last"), Value.of("first"))))
                .isEqualTo(Value.of("last"));
    }

    @Test
    void contradictionsOfAForeignSchema_leaveOutTheFieldOnly() {
        Value string = Value.of(Map.of("type", Value.of("string")));
        Value.MapValue stored = Value.of(Map.of(
                "fields", Value.of(Map.of("a", string, "a/b", string, "c/*", string, "c/d", string, "e", string))));

        Schema read = Schema.read(1, stored);

        assertThat(read.fields()).containsOnlyKeys("a", "c/*", "e");
        assertThat(read.unsupported()).containsExactlyInAnyOrder("a/b", "c/d");
    }

    @Test
    void patternsThatAreLargeTogether_areLeftOutOfAForeignSchema_andRefusedInAnOwnOne() {
        Map<String, Value> fields = new HashMap<>();
        Schema.Builder builder = Schema.builder(1);
        for (int i = 0; i < 1_000; i++) {
            fields.put("f" + i, Value.of(Map.of("type", Value.of("string"), "pattern", Value.of("(a{30}){15}"))));
            if (i < 50) {
                builder.field("f" + i, Field.string().matching("(a{30}){15}"));
            }
        }
        Schema read = Schema.read(1, Value.of(Map.of("fields", Value.of(fields))));
        assertThat(read.unsupported()).hasSizeBetween(900, 999);
        assertThat(read.fields()).hasSize(1_000);
        refused(builder::build, "too large together");
    }

    @Test
    void smallPattern_behindSomeThatAreTooLargeTogether_counts() {
        Map<String, Value> fields = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            fields.put("f" + i, Value.of(Map.of("type", Value.of("string"), "pattern", Value.of("(a{30}){15}"))));
        }
        fields.put("small", Value.of(Map.of("type", Value.of("string"), "pattern", Value.of("a"))));
        Schema read = Schema.read(1, Value.of(Map.of("fields", Value.of(fields))));
        assertThat(read.unsupported()).isNotEmpty().doesNotContain("small: pattern");
        assertThat(read.fields().get("small").check(Value.of("b"))).contains(Rule.PATTERN);
    }

    @Test
    void whatDevicesApartCannotKeep_isRefusedWithAReason() {
        refused(() -> Schema.builder(1).unique("orders/*/number").build(), "DocumentId.named");
        refused(() -> Field.list().length(1, 10), "take something away");
        refused(() -> Field.set().length(1, 10), "take something away");
        refused(() -> Field.text().length(1, 10), "take something away");
        refused(() -> Field.text().matching("a*"), "pattern");
    }

    @Test
    void contradictions_areRefused() {
        refused(() -> Schema.builder(0), "at least 1");
        refused(() -> Schema.builder(1).field("a", Field.bool()).field("a", Field.bool()), "twice");
        refused(() -> build(Map.of("a/*", Field.bool(), "a/b", Field.bool())), "stands beside");
        refused(() -> build(Map.of("a", Field.bool(), "a/b", Field.bool())), "inside a field of type bool");
        refused(() -> build(Map.of("a", Field.list(), "a/b", Field.bool())), "inside a field of type list");
        refused(() -> build(Map.of("a", Field.set(), "a/*", Field.text())), "scalars only");
        refused(() -> build(Map.of("a/*", Field.bool().required())), "neither required");
        refused(() -> build(Map.of("a", Field.list(), "a/*", Field.bool().policy(RegisterPolicy.MAX))), "no policy");
        refused(() -> build(Map.of("a", Field.integer().orElse(9).range(0, 5))), "default of a is not 0 to 5");
        refused(() -> build(Map.of("a//b", Field.bool())), "no key");
        refused(() -> build(Map.of("a/**", Field.bool())), "no key");
        refused(() -> build(Map.of("a/".repeat(64) + "a", Field.bool())), "64 steps");
        refused(() -> Field.integer().range(5, 4), "ends before it begins");
        refused(
                () -> Field.of(FieldType.NUMBER).range(BigDecimal.ZERO, new BigDecimal("1e400")),
                "a range that ends at");
        refused(() -> Field.string().range(1, 4), "range");
        refused(() -> Field.counter().range(new BigDecimal("0.5"), BigDecimal.ONE), "0.5");
        refused(() -> Field.integer().oneOf("x"), "enumeration");
        refused(() -> Field.integer().orElse("x"), "default");
        refused(() -> Field.map().policy(RegisterPolicy.MAX), "policy of scalars");
        refused(() -> Field.bool().onDelete(DeletePolicy.DELETE_WINS), "policy of containers");
        refused(() -> Field.bool().maxLength(3), "length");
    }

    @Test
    void limitsOfTheStoredForm_areThoseOfTheFormat() {
        Schema.Builder builder = Schema.builder(1);
        for (int i = 0; i < 4_000; i++) {
            builder.field("field-" + i, Field.string());
        }
        assertThatExceptionOfType(LimitExceededException.class).isThrownBy(builder::build);
        assertThatIllegalArgumentException().isThrownBy(() -> Schema.checkStored(0, Value.of(Map.of())));
    }

    @Test
    void check_namesTheFirstRuleThatIsBroken() {
        Map<String, Field> fields = ALL.fields();
        assertThat(fields.get("number").check(Value.of("AB-1234"))).isEmpty();
        assertThat(fields.get("number").check(Value.of("AB-123"))).contains(Rule.PATTERN);
        assertThat(fields.get("number").check(Value.of(1))).contains(Rule.TYPE);
        assertThat(fields.get("status").check(Value.of("lost"))).contains(Rule.ENUMERATION);
        assertThat(fields.get("price").check(Value.of(new BigDecimal("0.001")))).contains(Rule.RANGE);
        assertThat(fields.get("price").check(Value.of(new BigDecimal("99.990"))))
                .isEmpty();
        assertThat(fields.get("ratio").check(Value.of(Double.NaN))).contains(Rule.RANGE);
        assertThat(fields.get("ratio").check(Value.of(Double.POSITIVE_INFINITY)))
                .contains(Rule.RANGE);
        assertThat(fields.get("ratio").check(Value.of(0.5))).isEmpty();
        assertThat(fields.get("due").check(Value.of(Instant.EPOCH.minusNanos(1))))
                .contains(Rule.RANGE);
        assertThat(fields.get("tags/*").check(Value.of(""))).contains(Rule.LENGTH);
        assertThat(fields.get("hours").checkCount(BigInteger.valueOf(25))).contains(Rule.RANGE);
        assertThat(fields.get("notes").checkSize(101)).contains(Rule.LENGTH);
        assertThat(fields.get("photo").check(new Value.BlobRef(Value.of(new byte[32]), 1, "image/png")))
                .isEmpty();
    }

    @Test
    void repair_isTheNearestRightValueOrTheDefault() {
        Map<String, Field> fields = ALL.fields();
        assertThat(fields.get("price").repaired(Value.of(new BigDecimal("-3"))))
                .contains(Value.of(new BigDecimal("0.01")));
        assertThat(fields.get("ratio").repaired(Value.of(7.0))).contains(Value.of(1.0));
        assertThat(fields.get("ratio").repaired(Value.of(Double.NaN))).contains(Value.of(0.0));
        assertThat(fields.get("hours").repaired(BigInteger.valueOf(-1))).isEqualTo(BigInteger.ZERO);
        assertThat(fields.get("hours").repaired(BigInteger.valueOf(99))).isEqualTo(BigInteger.valueOf(24));
        assertThat(fields.get("status").repaired(Value.of(1))).contains(Value.of("open"));
        assertThat(fields.get("number").repaired(Value.of(1))).isEqualTo(Optional.empty());
        assertThat(fields.get("number").repaired(Value.of("wrong"))).contains(Value.of("wrong"));
    }

    private static final Value.BlobRef PHOTO = new Value.BlobRef(Value.of(new byte[32]), 1, "image/png");

    /** One value of each type of scalar. */
    private static final Map<FieldType, Value> SCALARS = Map.of(
            FieldType.BOOL,
            Value.of(true),
            FieldType.INTEGER,
            Value.of(1),
            FieldType.NUMBER,
            Value.of(1.5),
            FieldType.DECIMAL,
            Value.of(BigDecimal.ONE),
            FieldType.STRING,
            Value.of("x"),
            FieldType.BYTES,
            Value.of(new byte[] {1}),
            FieldType.TIMESTAMP,
            Value.of(Instant.EPOCH),
            FieldType.BLOB,
            PHOTO);

    @Test
    void check_eachType_takesItsOwnKindAndNoOther() {
        for (FieldType type : FieldType.values()) {
            boolean takesAll = type == FieldType.VALUE || type == FieldType.OTHER;
            SCALARS.forEach(
                    (of, value) -> assertThat(Field.of(type).check(value).isEmpty())
                            .as("%s in %s", of, type)
                            .isEqualTo(takesAll || type == of));
            assertThat(type.isScalar()).isEqualTo(type == FieldType.VALUE || SCALARS.containsKey(type));
            assertThat(Field.of(type).type()).isEqualTo(type);
            Value.MapValue stored =
                    Value.of(Map.of("fields", Value.of(Map.of("f", Value.of(Map.of("type", Value.of(type.id())))))));
            assertThat(Schema.read(1, stored).fields().get("f").type()).isEqualTo(type);
        }
    }

    @Test
    void factories_nameTheirTypes() {
        assertThat(List.of(
                                Field.bool(),
                                Field.integer(),
                                Field.decimal(),
                                Field.string(),
                                Field.timestamp(),
                                Field.blob(),
                                Field.text(),
                                Field.counter(),
                                Field.set(),
                                Field.list(),
                                Field.log(),
                                Field.map())
                        .stream()
                        .map(Field::type))
                .containsExactly(
                        FieldType.BOOL,
                        FieldType.INTEGER,
                        FieldType.DECIMAL,
                        FieldType.STRING,
                        FieldType.TIMESTAMP,
                        FieldType.BLOB,
                        FieldType.TEXT,
                        FieldType.COUNTER,
                        FieldType.SET,
                        FieldType.LIST,
                        FieldType.LOG,
                        FieldType.MAP);
    }

    @Test
    void length_ofAStringOrBytes_isRightUpToBothEnds() {
        for (int length = 0; length < 6; length++) {
            Value string = Value.of("x".repeat(length));
            Value bytes = Value.of(new byte[length]);
            boolean right = length >= 2 && length <= 4;
            assertThat(Field.string().length(2, 4).check(string).isEmpty()).isEqualTo(right);
            assertThat(Field.of(FieldType.BYTES).length(2, 4).check(bytes).isEmpty())
                    .isEqualTo(right);
            assertThat(Field.string().maxLength(4).check(string).isEmpty()).isEqualTo(length <= 4);
            assertThat(Field.list().maxLength(4).checkSize(length).isEmpty()).isEqualTo(length <= 4);
        }
        assertThat(Field.string().length(3, 3).check(Value.of("abc"))).isEmpty();
        assertThat(Field.string().length(0, 0).check(Value.of(""))).isEmpty();
        for (FieldType type : List.of(
                FieldType.TEXT,
                FieldType.SET,
                FieldType.REMOVE_WINS_SET,
                FieldType.LIST,
                FieldType.LOG,
                FieldType.MAP)) {
            assertThat(Field.of(type).maxLength(2).checkSize(3)).contains(Rule.LENGTH);
            refused(() -> Field.of(type).length(1, 2), "take something away");
        }
        refused(() -> Field.string().length(-1, 2), "a length of -1 to 2");
        refused(() -> Field.string().length(3, 2), "a length of 3 to 2");
        refused(() -> Field.counter().maxLength(2), "a length of 0 to 2");
    }

    @Test
    void range_ofEachType_isRightUpToBothEnds_andReadAsTheNearer() {
        Instant end = Instant.ofEpochSecond(100);
        assertRange(Field.integer().range(-3, 8), Value.of(-4), Value.of(-3), Value.of(8), Value.of(9));
        assertRange(
                Field.of(FieldType.NUMBER).range(-3, 8), Value.of(-3.5), Value.of(-3.0), Value.of(8.0), Value.of(8.25));
        assertRange(
                Field.of(FieldType.NUMBER).range(-3, 8),
                Value.of(Double.NEGATIVE_INFINITY),
                Value.of(-3.0),
                Value.of(8.0),
                Value.of(Double.POSITIVE_INFINITY));
        assertRange(
                Field.decimal().range(new BigDecimal("-0.5"), new BigDecimal("0.5")),
                Value.of(new BigDecimal("-0.51")),
                Value.of(new BigDecimal("-0.5")),
                Value.of(new BigDecimal("0.5")),
                Value.of(new BigDecimal("0.51")));
        assertRange(
                Field.timestamp().range(Instant.EPOCH, end),
                Value.of(Instant.EPOCH.minusNanos(1)),
                Value.of(Instant.EPOCH),
                Value.of(end),
                Value.of(end.plusNanos(1)));
        Field count = Field.counter().range(-3, 8);
        for (int i = -5; i < 11; i++) {
            BigInteger value = BigInteger.valueOf(i);
            assertThat(count.checkCount(value).isEmpty()).isEqualTo(i >= -3 && i <= 8);
            assertThat(count.repaired(value)).isEqualTo(BigInteger.valueOf(Math.max(-3, Math.min(8, i))));
        }
        assertThat(Field.integer().range(5, 5).check(Value.of(5))).isEmpty();
        refused(() -> Field.integer().range(new BigDecimal("0.5"), BigDecimal.ONE), "a range that ends at 0.5");
        refused(() -> Field.integer().range(BigDecimal.ZERO, new BigDecimal("1e30")), "a range that ends at");
        refused(() -> Field.timestamp().range(1, 2), "a range that ends at 1");
        refused(() -> Field.integer().range(Instant.EPOCH, end), "a range that ends at 1970");
    }

    private static void assertRange(Field field, Value below, Value low, Value high, Value above) {
        assertThat(field.check(below)).contains(Rule.RANGE);
        assertThat(field.check(low)).isEmpty();
        assertThat(field.check(high)).isEmpty();
        assertThat(field.check(above)).contains(Rule.RANGE);
        assertThat(field.repaired(below)).contains(low);
        assertThat(field.repaired(low)).contains(low);
        assertThat(field.repaired(high)).contains(high);
        assertThat(field.repaired(above)).contains(high);
    }

    /** A foreign schema may give one end only. */
    @Test
    void range_withOneEnd_isOpenAtTheOther() {
        Field least = stored(Map.of("type", Value.of("number"), "min", Value.of(2.0)));
        Field most = stored(Map.of("type", Value.of("number"), "max", Value.of(2.0)));
        assertThat(least.check(Value.of(1.5))).contains(Rule.RANGE);
        assertThat(least.check(Value.of(2.0))).isEmpty();
        assertThat(least.check(Value.of(Double.POSITIVE_INFINITY))).isEmpty();
        assertThat(least.check(Value.of(Double.NEGATIVE_INFINITY))).contains(Rule.RANGE);
        assertThat(least.repaired(Value.of(1.5))).contains(Value.of(2.0));
        assertThat(least.repaired(Value.of(Double.NaN))).contains(Value.of(2.0));
        assertThat(least.expectation(Rule.RANGE)).isEqualTo("2.0 or more");
        assertThat(most.check(Value.of(2.5))).contains(Rule.RANGE);
        assertThat(most.check(Value.of(2.0))).isEmpty();
        assertThat(most.check(Value.of(Double.NEGATIVE_INFINITY))).isEmpty();
        assertThat(most.repaired(Value.of(2.5))).contains(Value.of(2.0));
        assertThat(most.repaired(Value.of(Double.NaN))).contains(Value.of(2.0));
        assertThat(most.expectation(Rule.RANGE)).isEqualTo("at most 2.0");
        Field none = stored(Map.of("type", Value.of("number")));
        assertThat(none.check(Value.of(Double.NaN))).isEmpty();
    }

    private static Field stored(Map<String, Value> parts) {
        Schema read = Schema.read(1, Value.of(Map.of("fields", Value.of(Map.of("f", Value.of(parts))))));
        assertThat(read.unsupported()).isEmpty();
        return read.fields().get("f");
    }

    @Test
    void expectation_ofEachRule_saysItInAFewWords() {
        Field field = Field.string().length(2, 4).oneOf("ab", "cd").matching("[a-d]+");
        assertThat(field.expectation(Rule.TYPE)).isEqualTo("string");
        assertThat(field.expectation(Rule.REQUIRED)).isEqualTo("something");
        assertThat(field.expectation(Rule.LENGTH)).isEqualTo("a length of 2 to 4");
        assertThat(field.expectation(Rule.ENUMERATION)).isEqualTo("one of \"ab\", \"cd\"");
        assertThat(field.expectation(Rule.PATTERN)).isEqualTo("a match of [a-d]+");
        assertThat(Field.list().maxLength(3).expectation(Rule.LENGTH)).isEqualTo("a length of at most 3");
        assertThat(Field.integer().range(1, 2).expectation(Rule.RANGE)).isEqualTo("1 to 2");
        assertThat(Field.integer().expectation(Rule.RANGE)).isEqualTo("at most anything");
    }

    @Test
    void show_eachKindOfValue_isForPeopleAndShort() {
        assertThat(SCALARS.values().stream().map(Field::show))
                .containsExactlyInAnyOrder(
                        "true", "1", "1.5", "1", "\"x\"", "BYTES", "1970-01-01T00:00:00Z", "BLOB_REF");
        assertThat(Field.show(Value.of("x".repeat(40)))).isEqualTo('"' + "x".repeat(40) + '"');
        assertThat(Field.show(Value.of("x".repeat(41)))).isEqualTo('"' + "x".repeat(40) + "\"...");
        BigDecimal long40 = new BigDecimal("1" + "0".repeat(39));
        assertThat(Field.show(Value.of(long40))).isEqualTo(long40.toString());
        assertThat(Field.show(Value.of(new BigDecimal("1" + "0".repeat(40))))).isEqualTo(long40 + "...");
    }

    @Test
    void fields_areImmutable_eachCallGivesAChangedOne() {
        Field plain = Field.string();
        Field changed = plain.required().oneOf("a").orElse("a").matching("a").length(1, 2);
        assertThat(plain.isRequired()).isFalse();
        assertThat(plain.orElse()).isEmpty();
        assertThat(plain.check(Value.of("bcd"))).isEmpty();
        assertThat(changed.isRequired()).isTrue();
        assertThat(changed.orElse()).contains(Value.of("a"));
        assertThat(changed.policy()).isEqualTo(RegisterPolicy.LAST_WRITER);
        assertThat(changed.policy(RegisterPolicy.MIN).policy()).isEqualTo(RegisterPolicy.MIN);
        assertThat(Field.list().onDelete()).isEqualTo(DeletePolicy.UPDATE_WINS);
        assertThat(Field.integer().orElse(7).orElse()).contains(Value.of(7));
        assertThat(Field.of(FieldType.OTHER).policy(RegisterPolicy.MAX).policy())
                .isEqualTo(RegisterPolicy.MAX);
        refused(() -> Field.string().oneOf(), "an enumeration of 0 values");
        refused(() -> Field.list().oneOf(List.of(Value.of(1))), "an enumeration of 1 values");
        refused(() -> Field.list().orElse(Value.of(1)), "a default");
    }

    @Test
    void partsOfAnotherType_areNamedAndTheOthersCount() {
        Map<String, Value> wrong = Map.of(
                "policy", Value.of(1),
                "onDelete", Value.of("sometimes"),
                "required", Value.of(false),
                "min", Value.of("x"),
                "max", Value.of("x"),
                "minLength", Value.of("x"),
                "maxLength", Value.of("x"),
                "oneOf", Value.of("x"),
                "pattern", Value.of(1),
                "default", Value.of(1));
        wrong.forEach((name, part) -> {
            for (String type : List.of("string", "list")) {
                Schema read = Schema.read(
                        3,
                        Value.of(Map.of(
                                "fields",
                                Value.of(Map.of("f", Value.of(Map.of("type", Value.of(type), name, part)))))));
                assertThat(read.unsupported()).as(type).containsExactly("f: " + name);
                assertThat(read.fields()).containsOnlyKeys("f");
                assertThat(read.fields().get("f").isRequired()).isFalse();
            }
        });
        Schema read = Schema.read(1, Value.of(Map.of("fields", Value.of(1))));
        assertThat(read.unsupported()).containsExactly("fields");
        assertThat(read.fields()).isEmpty();
        Value untyped = Value.of(Map.of("type", Value.of(1)));
        assertThat(Schema.read(1, Value.of(Map.of("fields", Value.of(Map.of("f", untyped)))))
                        .unsupported())
                .containsExactly("f");
        Value wrongDefault =
                Value.of(Map.of("type", Value.of("string"), "default", Value.of("long"), "maxLength", Value.of(2)));
        Schema without = Schema.read(1, Value.of(Map.of("fields", Value.of(Map.of("f", wrongDefault)))));
        assertThat(without.unsupported()).containsExactly("f: default");
        assertThat(without.fields().get("f").orElse()).isEmpty();
    }

    @Test
    void storedLengthsAndPolicies_ofEachKind_areReadAsTheyWere() {
        for (RegisterPolicy.Standard policy : RegisterPolicy.Standard.values()) {
            Schema schema = build(Map.of("f", Field.string().policy(policy).length(2, 5)));
            Field read = Schema.read(1, schema.toValue()).fields().get("f");
            assertThat(read.policy()).isEqualTo(policy);
            assertThat(read.check(Value.of("x"))).contains(Rule.LENGTH);
            assertThat(read.check(Value.of("xx"))).isEmpty();
            assertThat(read.check(Value.of("x".repeat(6)))).contains(Rule.LENGTH);
            assertThat(Schema.read(1, schema.toValue()).toValue()).isEqualTo(schema.toValue());
        }
        Field merged = stored(Map.of("type", Value.of("string"), "policy", Value.of("merge:join")));
        assertThat(((RegisterPolicy.Merge) merged.policy()).name()).isEqualTo("join");
        Schema defaults = build(Map.of("f", Field.string(), "l", Field.list()));
        assertThat(defaults.toValue())
                .as("what is at its default is left out")
                .isEqualTo(Value.of(Map.of(
                        "fields",
                        Value.of(Map.of(
                                "f", Value.of(Map.of("type", Value.of("string"))),
                                "l", Value.of(Map.of("type", Value.of("list"))))))));
    }

    @Test
    void root_leadsStepByStepToWhatIsSaid() {
        SchemaNode root = ALL.root();
        assertThat(root.field()).isEmpty();
        assertThat(root.below("nowhere")).isNull();
        assertThat(root.below("steps")
                        .below(null)
                        .below("done")
                        .field()
                        .orElseThrow()
                        .type())
                .isEqualTo(FieldType.BOOL);
        assertThat(root.below("steps").below("any key").below("done")).isNotNull();
        assertThat(root.below("tags").below(null).field().orElseThrow().type()).isEqualTo(FieldType.STRING);
        assertThat(root.below("a/b").below("*").field().orElseThrow().orElse()).contains(Value.of(3));
        assertThat(root.named()).containsKeys("number", "a/b").doesNotContainKey("a~1b");
        assertThat(build(Map.of("a/".repeat(63) + "a", Field.bool())).fields()).hasSize(1);
        refused(() -> build(Map.of("a~3", Field.bool())), "no key");
        refused(() -> build(Map.of("", Field.bool())), "no key");
    }

    @Test
    void migrations_leadFromOlderKeysAndForms() {
        Schema schema = Schema.builder(3)
                .field("title", Field.string())
                .field("size", Field.integer())
                .migration(Migration.from(1).moved("name", "label"))
                .migration(Migration.from(2)
                        .moved("label", "title", value -> Optional.of(Value.of("new " + ((Value.Str) value).value())))
                        .converted("size", value -> Optional.of(Value.of(Long.parseLong(((Value.Str) value).value())))))
                .build();
        SchemaNode root = schema.root();
        assertThat(root.olderKeys("title")).extracting(SchemaNode.OlderKey::key).containsExactly("label");
        assertThat(root.olderKeys("title").get(0).version()).isEqualTo(2);
        assertThat(root.olderKeys("title").get(0).convert(Value.of("x"))).contains(Value.of("new x"));
        assertThat(root.olderKeys("title").get(0).convert(Value.of(1)))
                .as("it throws")
                .isEmpty();
        assertThat(root.olderKeys("label")).extracting(SchemaNode.OlderKey::key).containsExactly("name");
        assertThat(root.olderKeys("size")).isEmpty();
        assertThat(root.newerKeys("name")).containsExactly("label", "title");
        assertThat(root.newerKeys("title")).isEmpty();
        assertThat(root.isMoved("name")).isTrue();
        assertThat(root.isMoved("label")).isTrue();
        assertThat(root.isMoved("title")).isFalse();
        assertThat(root.isMoved("other")).isFalse();
        assertThat(root.below("size").converted(Value.of("12"))).contains(Value.of(12));
        assertThat(root.below("size").converted(Value.of(true))).isEmpty();
        assertThat(root.below("title").converted(Value.of(1))).isEmpty();
        assertThat(Migration.from(2).from()).isEqualTo(2);
    }

    @Test
    void migrationsThatLeadNowhere_areRefused() {
        Migration nothing = Migration.from(1);
        refused(() -> migrated(nothing.moved("m/a", "b")), "leads to no field");
        refused(() -> migrated(nothing.converted("none", Optional::of)), "leads to no field");
        refused(() -> migrated(nothing.converted("map", Optional::of)), "leads to a container");
        refused(() -> migrated(nothing.moved("a", "map")), "leads to a container");
        refused(() -> migrated(nothing.moved("map/*", "b")), "moves no single key");
        refused(() -> Schema.builder(2).migration(Migration.from(2)), "from version 2 in a schema of version 2");
        refused(() -> Schema.builder(2).migration(Migration.from(0)), "from version 0");
        refused(() -> Schema.builder(2).migration(nothing).migration(nothing), "two migrations from version 1");
        assertThat(migrated(nothing.moved("map/old", "new")).root().below("map").newerKeys("old"))
                .containsExactly("new");
    }

    private static Schema migrated(Migration migration) {
        return Schema.builder(2)
                .field("map", Field.map())
                .field("map/key", Field.string())
                .migration(migration)
                .build();
    }

    @Test
    void fieldsInsideOthers_areRightWhereTheyCanStand() {
        assertThat(build(Map.of("m", Field.map(), "m/k", Field.list(), "m/k/*", Field.map(), "m/k/*/l", Field.log()))
                        .fields())
                .hasSize(4);
        assertThat(build(Map.of("m", Field.map(), "m/*", Field.string().policy(RegisterPolicy.MAX)))
                        .fields())
                .hasSize(2);
        refused(() -> build(Map.of("l", Field.log(), "l/*", Field.map())), "a map in a log, which holds scalars only");
        refused(() -> build(Map.of("a/*", Field.string().orElse("x"))), "neither required");
        assertThat(build(Map.of("s", Field.of(FieldType.REMOVE_WINS_SET), "s/*", Field.integer()))
                        .fields())
                .hasSize(2);
    }

    private static Schema build(Map<String, Field> fields) {
        Schema.Builder builder = Schema.builder(1);
        fields.forEach(builder::field);
        return builder.build();
    }

    private static void refused(ThrowingCallable builder, String reason) {
        assertThatExceptionOfType(SchemaException.class).isThrownBy(builder).withMessageContaining(reason);
    }
}
