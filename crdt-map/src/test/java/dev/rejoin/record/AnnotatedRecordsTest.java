package dev.rejoin.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.schema.FieldType;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.SchemaViolationException;
import dev.rejoin.schema.Violation;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.time.Instant;
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
}
