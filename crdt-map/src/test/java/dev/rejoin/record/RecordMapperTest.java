package dev.rejoin.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.Path;
import dev.rejoin.exchange.JavaTrees;
import dev.rejoin.exchange.JsonExport;
import dev.rejoin.exchange.JsonImport;
import dev.rejoin.exchange.JsonNotation;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RecordMapperTest {
    enum Status {
        OPEN,
        DONE
    }

    record Step(String name, boolean done) {}

    record Order(
            String number,
            Status status,
            Optional<BigDecimal> price,
            Instant due,
            long hours,
            String notes,
            Set<String> tags,
            List<Step> steps,
            List<String> history,
            Map<String, Integer> parts,
            Optional<Value.BlobRef> photo) {
        Order with(UnaryOperator<String> notes, long hours, Set<String> tags, List<Step> steps) {
            return new Order(
                    number, status, price, due, hours, notes.apply(this.notes), tags, steps, history, parts, photo);
        }
    }

    private static final RecordMapper<Step> STEPS = steps();
    private static final RecordMapper<Order> ORDERS = orders();

    private static RecordMapper<Step> steps() {
        RecordMapper.Builder<Step> fields = RecordMapper.builder();
        var name = fields.field("name", FieldCodecs.STRING, Step::name);
        var done = fields.field("done", FieldCodecs.orElse(FieldCodecs.BOOL, false), Step::done);
        return fields.build(in -> new Step(in.get(name), in.get(done)));
    }

    private static RecordMapper<Order> orders() {
        RecordMapper.Builder<Order> fields = RecordMapper.builder();
        var number = fields.field("number", FieldCodecs.STRING, Order::number);
        var status = fields.field("status", FieldCodecs.oneOf(Status.values()), Order::status);
        var price = fields.field("price", FieldCodecs.optional(FieldCodecs.DECIMAL), Order::price);
        var due = fields.field("due", FieldCodecs.INSTANT, Order::due);
        var hours = fields.field("hours", FieldCodecs.COUNTER, Order::hours);
        var notes = fields.field("notes", FieldCodecs.TEXT, Order::notes);
        var tags = fields.field("tags", FieldCodecs.set(FieldCodecs.STRING), Order::tags);
        var list = fields.field("steps", FieldCodecs.list(FieldCodecs.record(STEPS)), Order::steps);
        var history = fields.field("history", FieldCodecs.log(FieldCodecs.STRING), Order::history);
        var parts = fields.field("parts", FieldCodecs.map(FieldCodecs.INT), Order::parts);
        var photo = fields.field("photo", FieldCodecs.optional(FieldCodecs.BLOB), Order::photo);
        return fields.build(in -> new Order(
                in.get(number),
                in.get(status),
                in.get(price),
                in.get(due),
                in.get(hours),
                in.get(notes),
                in.get(tags),
                in.get(list),
                in.get(history),
                in.get(parts),
                in.get(photo)));
    }

    private static final Order ORDER = new Order(
            "A1",
            Status.OPEN,
            Optional.of(new BigDecimal("12.50")),
            Instant.parse("2026-11-21T10:00:00.000000001Z"),
            3,
            "first line",
            Set.of("a", "b"),
            List.of(new Step("wash", false), new Step("dry", false)),
            List.of("made"),
            Map.of("bolt", 4, "nut", 9),
            Optional.of(new Value.BlobRef(Value.of(new byte[32]), 5, "image/png")));

    private final Document document = Document.create(DocumentId.named("records"));

    private static MapEditor place(MapEditor root) {
        return root.map("orders").map("42");
    }

    private MapReader place() {
        return document.root().map("orders").map("42");
    }

    private long operations(Order before, Order after) {
        return document.edit(tx -> ORDERS.write(place(tx.root()), before, after))
                .count();
    }

    @Test
    void record_readsBackAsItWasWritten_andWritingItAgainIsNoChange() {
        document.edit(tx -> ORDERS.write(place(tx.root()), ORDER));
        assertThat(ORDERS.read(place())).isEqualTo(ORDER);
        assertThat(document.edit(tx -> ORDERS.write(place(tx.root()), ORDER)).isEmpty())
                .isTrue();
        assertThat(document.edit(tx -> ORDERS.write(place(tx.root()), ORDERS.read(place())))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void changedFields_areWrittenAndNoOthers_countedInOperations() {
        document.edit(tx -> ORDERS.write(place(tx.root()), ORDER));
        Order moreHours = ORDER.with(n -> n, 5, ORDER.tags(), ORDER.steps());
        assertThat(operations(ORDER, moreHours)).isEqualTo(1);
        Order typed = moreHours.with(n -> n + "!!", 5, Set.of("a", "c"), ORDER.steps());
        assertThat(operations(moreHours, typed))
                .as("two characters, one removal, one addition")
                .isEqualTo(4);
        Order done = typed.with(n -> n, 5, typed.tags(), List.of(new Step("wash", true), new Step("dry", false)));
        assertThat(operations(typed, done)).isEqualTo(1);
        Order longer = typed.with(
                n -> n,
                5,
                typed.tags(),
                List.of(new Step("wash", true), new Step("rinse", false), new Step("dry", false)));
        assertThat(operations(done, longer))
                .as("an element, its map, its two fields")
                .isEqualTo(4);
        Order without = new Order(
                longer.number(),
                Status.DONE,
                Optional.empty(),
                longer.due(),
                longer.hours(),
                longer.notes(),
                longer.tags(),
                longer.steps(),
                List.of("made", "checked"),
                Map.of("bolt", 5, "screw", 1),
                longer.photo());
        assertThat(operations(longer, without))
                .as("status, price, entry, bolt, nut, screw")
                .isEqualTo(6);
        assertThat(ORDERS.read(place())).isEqualTo(without);
    }

    @Test
    void whatOthersChangedSinceTheRecordWasRead_stays() {
        document.edit(tx -> ORDERS.write(place(tx.root()), ORDER));
        Document other = Document.load(document.save());
        Change theirs = other.edit(tx -> {
            MapEditor map = place(tx.root());
            map.put("number", "B2").put("unknown", 1);
            map.counter("hours").increment(10);
            map.set("tags").add("x");
            map.set("tags").remove("a");
            map.text("notes").insert(0, "The ");
            map.list("steps").insertMap(0).put("name", "soak");
            map.list("steps").map(2).put("done", true).put("by", "ada");
        });
        document.receive(theirs.toBytes());
        Order mine = ORDER.with(
                n -> n.replace("line", "word"),
                4,
                Set.of("a", "b", "c"),
                List.of(new Step("wash", true), new Step("dry it", false), new Step("pack", false)));

        document.edit(tx -> ORDERS.write(place(tx.root()), ORDER, mine));

        Order merged = ORDERS.read(place());
        assertThat(merged.number()).isEqualTo("B2");
        assertThat(merged.hours()).isEqualTo(14);
        assertThat(merged.tags()).containsExactlyInAnyOrder("b", "c", "x");
        assertThat(merged.notes()).isEqualTo("The first word");
        assertThat(merged.steps())
                .containsExactly(
                        new Step("soak", false),
                        new Step("wash", true),
                        new Step("dry it", true),
                        new Step("pack", false));
        assertThat(place().getLong("unknown", 0)).isEqualTo(1);
        assertThat(place().list("steps").map(2).getString("by")).contains("ada");
    }

    @Test
    void jsonAndBack_isAnEmptyDifference() {
        document.edit(tx -> ORDERS.write(place(tx.root()), ORDER));
        for (JsonNotation notation : JsonNotation.values()) {
            String json = JsonExport.write(document.root(), notation);
            assertThat(document.edit(tx -> JsonImport.write(tx.root(), json, notation))
                            .isEmpty())
                    .as(notation.name())
                    .isTrue();
        }
        String typed = JsonExport.write(document.root(), JsonNotation.TAGGED);
        Document copy = Document.create(DocumentId.named("copy"));
        copy.edit(tx -> JsonImport.write(tx.root(), typed, JsonNotation.TAGGED));
        assertThat(ORDERS.read(copy.root().map("orders").map("42"))).isEqualTo(ORDER);
    }

    @Test
    void whatIsMissingOrOfAnotherType_isNamedWithItsPath() {
        assertThatExceptionOfType(RecordMismatchException.class)
                .isThrownBy(() -> ORDERS.read(place()))
                .withMessage("At /number: expected a string, found nothing");
        document.edit(tx -> ORDERS.write(place(tx.root()), ORDER));
        document.edit(tx -> place(tx.root()).list("steps").map(1).put("name", 3));
        assertThatExceptionOfType(RecordMismatchException.class)
                .isThrownBy(() -> ORDERS.read(place()))
                .satisfies(refusal -> assertThat(refusal.path())
                        .isEqualTo(Path.root().key("steps").index(1).key("name")));
        document.edit(tx -> ORDERS.write(place(tx.root()), ORDER));
        assertThat(ORDERS.read(place())).isEqualTo(ORDER);
    }

    @Test
    void emptyCollectionsAndDefaults_areNotWritten() {
        Order empty = new Order(
                "A1",
                Status.OPEN,
                Optional.empty(),
                Instant.EPOCH,
                0,
                "",
                Set.of(),
                List.of(),
                List.of(),
                Map.of(),
                Optional.empty());
        document.edit(
                tx -> place(tx.root()).put("number", "A1").put("status", "OPEN").put("due", Value.of(Instant.EPOCH)));
        assertThat(ORDERS.read(place())).isEqualTo(empty);
        assertThat(document.edit(tx -> ORDERS.write(place(tx.root()), empty)).isEmpty())
                .isTrue();
        assertThat(document.edit(tx ->
                                place(tx.root()).list("steps").insertMap(0).put("name", "wash"))
                        .isEmpty())
                .isFalse();
        Step read = ORDERS.read(place()).steps().get(0);
        assertThat(document.edit(
                                tx -> STEPS.write(place(tx.root()).list("steps").map(0), read))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void javaTree_isReadChangedAndWrittenAsWhatChanged() {
        document.edit(tx -> ORDERS.write(place(tx.root()), ORDER));
        Map<String, Object> before = JavaTrees.read(document.root());
        assertThat(document.edit(tx -> JavaTrees.write(tx.root(), before)).isEmpty())
                .isTrue();
        assertChange(before, 1, (root, order) -> order.put("hours", 7L));
        assertChange(before, 3, (root, order) -> order.put("notes", "first line..."));
        assertChange(before, 2, (root, order) -> order.put("tags", new HashSet<>(List.of("a", "z"))));
        assertChange(before, 1, (root, order) -> order.remove("price"));
        assertChange(before, 2, (root, order) -> root.put("bytes", List.of(new byte[] {1})));
        assertThat(document.root().list("bytes").get(0)).contains(Value.of(new byte[] {1}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> document.edit(tx -> JavaTrees.write(tx.root(), Map.of("a", new Object()))));
        assertThat(document.root().counter("none").exists()).isFalse();
    }

    @Test
    void toContent_ofARecord_isReadBackWithoutADocument() {
        assertThat(ORDERS.read(ORDERS.toContent(ORDER))).isEqualTo(ORDER);
        RecordMapper.Builder<Step> fields = RecordMapper.builder();
        fields.field("name", FieldCodecs.STRING, Step::name);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fields.field("name", FieldCodecs.TEXT, Step::name))
                .withMessageContaining("two fields at name");
    }

    @SuppressWarnings("unchecked")
    private void assertChange(
            Map<String, Object> was, long operations, BiConsumer<Map<String, Object>, Map<String, Object>> change) {
        Map<String, Object> before = JavaTrees.read(document.root());
        Map<String, Object> after = JavaTrees.read(document.root());
        change.accept(after, (Map<String, Object>) ((Map<String, Object>) after.get("orders")).get("42"));
        Change written = document.edit(tx -> JavaTrees.write(tx.root(), before, after));
        assertThat(written.count()).isEqualTo(operations);
        assertThat(JavaTrees.read(document.root()).keySet()).isEqualTo(after.keySet());
        assertThat(document.edit(tx -> JavaTrees.write(tx.root(), after)).isEmpty())
                .isTrue();
        assertThat(was).isNotEmpty();
    }
}
