package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.Rule;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.SchemaViolationException;
import dev.rejoin.schema.Violation;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SchemaRulesTest {
    private static final Schema ORDERS = Schema.builder(2)
            .field("orders/*", Field.map().onDelete(DeletePolicy.DELETE_WINS))
            .field("orders/*/number", Field.string().required().matching("[A-Z]\\d+"))
            .field("orders/*/hours", Field.counter().range(0, 8))
            .field("orders/*/notes", Field.text().maxLength(10))
            .field("orders/*/tags", Field.set().maxLength(2))
            .field("orders/*/tags/*", Field.string())
            .field("orders/*/steps", Field.list())
            .field("orders/*/steps/*", Field.map())
            .field("orders/*/steps/*/name", Field.string().required())
            .field("orders/*/due", Field.integer().policy(RegisterPolicy.MIN))
            .field("orders/*/owner", Field.string().policy(RegisterPolicy.merge("join", SchemaRulesTest::join)))
            .build();

    private long now = 1_767_268_800_000L;
    private final Document strict = open(1, DocumentOptions.defaults().withSchema(ORDERS));
    private final Document free = open(2, DocumentOptions.defaults());

    private Document open(long replica, DocumentOptions options) {
        return Document.create(
                DocumentId.named("schemas"),
                options.withReplica(new ReplicaId(replica)).withClock(() -> now++));
    }

    private static Value join(Value a, Value b) {
        return Value.of(((Value.Str) a).value() + "+" + ((Value.Str) b).value());
    }

    private void sync() {
        byte[] ofStrict = strict.changesSince(free.version());
        strict.receive(free.changesSince(strict.version()));
        free.receive(ofStrict);
        assertThat(strict.save()).isEqualTo(free.save());
        assertThat(strict.stateHash()).isEqualTo(free.stateHash());
        assertThat(Document.load(strict.save()).save()).isEqualTo(strict.save());
    }

    private static MapEditor order(Transaction tx) {
        return tx.root().map("orders").map("42");
    }

    private List<Violation> refused(Consumer<Transaction> edit) {
        byte[] before = strict.checkpoint();
        List<Violation> violations = new ArrayList<>();
        assertThatExceptionOfType(SchemaViolationException.class)
                .isThrownBy(() -> strict.edit(edit))
                .satisfies(refusal -> violations.addAll(refusal.violations()));
        assertThat(strict.checkpoint()).isEqualTo(before);
        strict.checkInvariants();
        return violations;
    }

    @Test
    void localEditThatIsWrong_isUndoneAndTellsPathAndRule() {
        assertThat(refused(tx -> order(tx).put("number", "a1")))
                .containsExactly(new Violation("/orders/42/number", Rule.PATTERN, "a match of [A-Z]\\d+", "\"a1\""));
        assertThat(refused(tx -> order(tx).counter("hours").increment(9)))
                .extracting(Violation::toString)
                .containsExactly(
                        "/orders/42/number: REQUIRED, expected something, found nothing",
                        "/orders/42/hours: RANGE, expected 0 to 8, found 9");
        strict.edit(tx -> order(tx).put("number", "A1"));
        assertThat(refused(tx -> order(tx).put("notes", "scalar")))
                .extracting(Violation::rule)
                .containsExactly(Rule.TYPE);
        assertThat(refused(tx -> order(tx).text("tags").append("no set")))
                .extracting(Violation::toString)
                .containsExactly(
                        "/orders/42/tags: TYPE, expected set, found a container of another type",
                        "/orders/42/tags: LENGTH, expected a length of at most 2, found 6");
        assertThat(refused(tx -> order(tx).text("notes").append("more than ten")))
                .extracting(Violation::rule)
                .containsExactly(Rule.LENGTH);
        assertThat(refused(tx -> order(tx).set("tags").add(Value.of(3))))
                .extracting(Violation::place)
                .containsExactly("/orders/42/tags/*");
        assertThat(refused(tx -> order(tx).list("steps").insertMap(0).put("done", true)))
                .containsExactly(new Violation("/orders/42/steps/0/name", Rule.REQUIRED, "something", "nothing"));
        assertThat(refused(tx -> order(tx).list("steps").insert(0, "no map")))
                .extracting(Violation::place)
                .containsExactly("/orders/42/steps/0");
        assertThat(refused(tx -> order(tx).remove("number")))
                .extracting(Violation::rule)
                .containsExactly(Rule.REQUIRED);
        assertThat(refused(tx -> tx.root().put("orders", "scalar")))
                .extracting(Violation::rule)
                .containsExactly(Rule.TYPE);
    }

    @Test
    void whatIsPutRightInOneTransaction_orNotDescribed_passes() {
        strict.edit(tx -> {
            order(tx)
                    .put("number", "wrong")
                    .put("number", "A1")
                    .put("unknown", 3)
                    .map("more")
                    .put("x", 1);
            order(tx).list("steps").insertMap(0).put("name", "wash");
            order(tx).set("tags").add(Value.of("a")).add(Value.of("b"));
            order(tx).map("gone").create();
            order(tx).remove("gone");
            tx.root().map("orders").map("43").create();
            tx.root().map("orders").remove("43");
        });
        assertThat(strict.schema().violations()).isEmpty();
        strict.edit(tx -> tx.root().map("orders").remove("42"));
        assertThat(strict.toJson()).isEqualTo("{\"orders\":{}}");
    }

    @Test
    void requiredKeysOfTheRoot_areAskedOfTheFirstEditOnly() {
        Document document = open(
                3,
                DocumentOptions.defaults()
                        .withSchema(Schema.builder(1)
                                .field("id", Field.string().required())
                                .build()));
        assertThatExceptionOfType(SchemaViolationException.class)
                .isThrownBy(() -> document.edit(tx -> tx.root().put("title", "x")));
        free.edit(tx -> tx.root().put("other", "x"));
        document.receive(free.changesSince(document.version()));
        document.edit(tx -> tx.root().put("title", "x"));
        assertThat(document.schema().violations()).extracting(Violation::place).containsExactly("/id");
    }

    @Test
    void remoteViolations_areAppliedAndListed_andBlockNobody() {
        strict.edit(tx -> order(tx).put("number", "A1").counter("hours").increment(5));
        sync();
        free.edit(tx -> {
            order(tx).put("number", "wrong").put("due", "tomorrow");
            order(tx).counter("hours").increment(-9);
            order(tx).text("notes").append("more than ten");
        });
        sync();
        assertThat(strict.schema().violations())
                .extracting(violation -> violation.place() + " " + violation.rule())
                .containsExactlyInAnyOrder(
                        "/orders/42/number PATTERN",
                        "/orders/42/due TYPE",
                        "/orders/42/hours RANGE",
                        "/orders/42/notes LENGTH");
        assertThat(free.schema().violations()).isEmpty();

        strict.edit(tx -> {
            order(tx).counter("hours").increment(1); // still below 0, but on its way
            order(tx).text("notes").delete(0, 5);
            order(tx).put("due", 3);
        });
        assertThat(refused(tx -> order(tx).counter("hours").increment(-1))).hasSize(1);
        strict.edit(tx -> order(tx).counter("hours").set(0));
        assertThat(strict.schema().violations()).extracting(Violation::place).containsExactly("/orders/42/number");
    }

    @Test
    void adoptedSchema_travels_isReadByAndSurvivesSaving() {
        List<DocumentEvent> events = new ArrayList<>();
        free.edit(tx -> order(tx).put("number", "A1").put("due", 7).put("owner", "b"));
        sync();
        free.edit(tx -> order(tx).put("due", 5).put("owner", "x"));
        strict.edit(tx -> order(tx).put("due", 6).put("owner", "y"));
        sync();
        assertThat(free.root().map("orders").map("42").getLong("due", 0)).isEqualTo(6);
        free.onChange(change -> events.addAll(change.events()));

        strict.edit(tx -> tx.adopt(ORDERS));
        sync();

        Path order = Path.root().key("orders").key("42");
        assertThat(events)
                .containsExactly(new DocumentEvent.ValueChanged(
                        order, "due", java.util.Optional.of(Value.of(6)), java.util.Optional.of(Value.of(5))));
        assertThat(free.schema().stored().orElseThrow().toValue()).isEqualTo(ORDERS.toValue());
        assertThat(free.root().map("orders").map("42").getString("owner")).contains("y"); // lacks the function
        assertThat(strict.root().map("orders").map("42").getString("owner")).contains("y+x");
        assertThatExceptionOfType(SchemaViolationException.class)
                .isThrownBy(() -> free.edit(tx -> order(tx).put("number", "wrong")));
        Document loaded = Document.load(free.save());
        assertThat(loaded.root().map("orders").map("42").getLong("due", 0)).isEqualTo(5);
        assertThat(loaded.schema().stored().orElseThrow().version()).isEqualTo(2);
        Document resumed = Document.resume(free.checkpoint());
        assertThat(resumed.schema().inForce().orElseThrow().fields()).hasSameSizeAs(ORDERS.fields());
    }

    @Test
    void ofConcurrentSchemas_theHigherVersionCounts_andTheLaterOfEqualOnes() {
        Schema first = Schema.builder(1).field("a", Field.string()).build();
        Schema other = Schema.builder(1).field("b", Field.string()).build();
        Schema third = Schema.builder(3).field("c", Field.string()).build();
        strict.edit(tx -> tx.adopt(first));
        free.edit(tx -> tx.adopt(other));
        sync();
        assertThat(strict.schema().stored().orElseThrow().fields()).containsOnlyKeys("b");
        assertThat(free.edit(tx -> tx.adopt(first)).isEmpty()).isTrue();
        strict.edit(tx -> tx.adopt(third));
        free.edit(tx -> tx.adopt(ORDERS));
        sync();
        assertThat(free.schema().stored().orElseThrow().version()).isEqualTo(3);
        assertThat(strict.edit(tx -> tx.adopt(ORDERS)).isEmpty()).isTrue();
    }

    @Test
    void rolledBackAdoption_leavesTheSchemaThatWas() {
        free.edit(tx -> tx.adopt(Schema.builder(1).field("a", Field.string()).build()));
        byte[] before = free.save();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> free.edit(tx -> {
                    tx.adopt(ORDERS);
                    throw new IllegalStateException("no");
                }));
        assertThat(free.save()).isEqualTo(before);
        byte[] foreign = strict.edit(tx -> tx.adopt(ORDERS)).toBytes();
        free.preview(foreign);
        assertThat(free.save()).isEqualTo(before);
        assertThat(free.schema().stored().orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void policiesOfTheDevice_countWhereTheSchemaIsAtItsDefault() {
        Document device = open(
                3,
                DocumentOptions.defaults()
                        .withPolicies(ConflictPolicies.defaults()
                                .scalar("**", RegisterPolicy.MAX)
                                .scalar("orders/*/due", RegisterPolicy.MAX))
                        .withSchema(ORDERS));
        device.edit(tx -> order(tx).put("number", "A1").put("due", 7).put("due", 9));
        assertThat(device.root().map("orders").map("42").getLong("due", 0)).isEqualTo(7);
        device.edit(tx -> order(tx).put("free", 7).put("free", 3));
        assertThat(device.root().map("orders").map("42").getLong("free", 0)).isEqualTo(7);
    }

    @Test
    void valuesThatAPolicyDoesNotRead_areCheckedToo() {
        Document device = open(
                3,
                DocumentOptions.defaults()
                        .withSchema(Schema.builder(1)
                                .field("top", Field.integer().range(0, 9).policy(RegisterPolicy.MAX))
                                .build()));
        device.edit(tx -> tx.root().put("top", 5));
        assertThatExceptionOfType(SchemaViolationException.class)
                .isThrownBy(() -> device.edit(tx -> tx.root().put("top", -1)));
    }

    @Test
    void foreignSchemaThatMeansNothing_isKeptAndHarmsNobody() {
        Value.MapValue nonsense = Value.of(Map.of("fields", Value.of(Map.of("a/*", Value.of(3))), "x", Value.of(1)));
        Device forger = new Device(9, () -> now++);
        byte[] bytes = forger.define(5, nonsense).toBytes();
        Document victim = Document.create(Device.DOCUMENT);
        victim.receive(bytes);
        assertThat(victim.schema().stored().orElseThrow().unsupported()).containsExactlyInAnyOrder("a/*", "x");
        victim.edit(tx -> tx.root().map("a").put("b", 1));
        assertThat(victim.edit(tx -> tx.adopt(ORDERS)).isEmpty()).isTrue();
    }

    @Test
    void undo_isNotChecked_andLeavesTheSchema() {
        strict.edit(tx -> order(tx).put("number", "A1"));
        UndoManager undo = strict.undoManager(UndoOptions.defaults());
        strict.edit(tx -> order(tx.adopt(ORDERS)).put("number", "B2"));
        strict.receive(free.edit(tx -> tx.root().put("other", 1)).toBytes());
        undo.undo();
        assertThat(strict.root().map("orders").map("42").getString("number")).contains("A1");
        assertThat(strict.schema().stored()).isPresent();
        UndoManager more = strict.undoManager(UndoOptions.defaults());
        strict.edit(tx -> order(tx).counter("hours").increment(-1).increment(4));
        free.receive(strict.changesSince(free.version()));
        strict.receive(forged(-3));
        more.undo();
        assertThat(strict.schema().violations()).extracting(Violation::rule).containsExactly(Rule.RANGE);
    }

    /** What a device without the rule counts. */
    private byte[] forged(long hours) {
        Document other = Document.load(
                free.save(),
                DocumentOptions.defaults()
                        .withClock(() -> now++)
                        .withSchema(Schema.builder(1).build()));
        return other.edit(tx -> order(tx).counter("hours").increment(hours)).toBytes();
    }
}
