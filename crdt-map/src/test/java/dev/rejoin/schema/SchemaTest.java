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

    private static Schema build(Map<String, Field> fields) {
        Schema.Builder builder = Schema.builder(1);
        fields.forEach(builder::field);
        return builder.build();
    }

    private static void refused(ThrowingCallable builder, String reason) {
        assertThatExceptionOfType(SchemaException.class).isThrownBy(builder).withMessageContaining(reason);
    }
}
