package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.Migration;
import dev.rejoin.schema.Repair;
import dev.rejoin.schema.Repair.Reason;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.SchemaException;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A device of version 1 and one of version 3 of a schema, which go on with one document. */
class MigrationTest {
    private static final Schema FIRST = Schema.builder(1)
            .field("orders/*/state", Field.string().oneOf("zu", "offen"))
            .field("orders/*/price", Field.string())
            .field("orders/*/hours", Field.counter())
            .build();
    private static final Schema THIRD = Schema.builder(3)
            .field(
                    "orders/*/status",
                    Field.string().oneOf("done", "open").orElse("open").required())
            .field("orders/*/price", Field.decimal())
            .field("orders/*/hours", Field.counter().range(0, 8))
            .field("orders/*/level", Field.integer().range(1, 5).orElse(3))
            .migration(Migration.from(1)
                    .moved("orders/*/state", "stage", MigrationTest::english)
                    .converted("orders/*/price", MigrationTest::amount))
            .migration(Migration.from(2).moved("orders/*/stage", "status"))
            .build();

    private static final Path ORDER = Path.root().key("orders").key("42");

    private long now = 1_767_268_800_000L;
    private final Document old = open(1, FIRST);
    private final Document current = open(2, THIRD);
    private final List<Repair> told = new ArrayList<>();

    private Document open(long replica, Schema schema) {
        return Document.create(
                DocumentId.named("migrations"),
                DocumentOptions.defaults()
                        .withSchema(schema)
                        .withReplica(new ReplicaId(replica))
                        .withClock(() -> now++));
    }

    /** A device without a schema. */
    private Document open(long replica) {
        return Document.create(
                DocumentId.named("migrations"),
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> now++));
    }

    private static Optional<Value> english(Value german) {
        return german.equals(Value.of("zu"))
                ? Optional.of(Value.of("done"))
                : german.equals(Value.of("offen")) ? Optional.of(Value.of("open")) : Optional.empty();
    }

    private static Optional<Value> amount(Value text) {
        return Optional.of(Value.of(new BigDecimal(((Value.Str) text).value())));
    }

    private static MapEditor order(Transaction tx) {
        return tx.root().map("orders").map("42");
    }

    private void sync() {
        byte[] ofOld = old.changesSince(current.version());
        old.receive(current.changesSince(old.version()));
        current.receive(ofOld);
        assertThat(old.save()).isEqualTo(current.save());
    }

    private Content read() {
        return current.schema().content(ORDER);
    }

    private static Content.MapContent order(Map<String, Content> entries) {
        return new Content.MapContent(entries);
    }

    @Test
    void whatTheOldVersionWrote_readsInTheNewForm_andNothingIsWritten() {
        old.edit(tx -> order(tx).put("state", "zu").put("price", "12.50").put("other", 1));
        current.schema().onRepair(told::add);
        sync();
        byte[] before = current.save();

        assertThat(read())
                .isEqualTo(order(Map.of(
                        "status", new Content.Scalar(Value.of("done")),
                        "price", new Content.Scalar(Value.of(new BigDecimal("12.50"))),
                        "level", new Content.Scalar(Value.of(3)),
                        "other", new Content.Scalar(Value.of(1)))));
        assertThat(current.schema().value(ORDER.key("status"))).contains(Value.of("done"));
        assertThat(current.schema().value(ORDER.key("state"))).contains(Value.of("zu"));
        assertThat(current.schema().violations()).isEmpty();
        assertThat(told)
                .containsExactlyInAnyOrder(
                        new Repair("/orders/42/status", Reason.MIGRATED, Value.of("zu"), Value.of("done")),
                        new Repair(
                                "/orders/42/price",
                                Reason.MIGRATED,
                                Value.of("12.50"),
                                Value.of(new BigDecimal("12.50"))))
                .containsExactlyInAnyOrderElementsOf(current.schema().repairs());
        assertThat(current.save()).isEqualTo(before);
    }

    @Test
    void bothVersionsGoOn_andTheLaterWriteIsRead() {
        old.edit(tx -> order(tx).put("state", "zu"));
        sync();
        current.edit(tx -> order(tx).put("status", "open"));
        sync();
        assertThat(current.schema().value(ORDER.key("status"))).contains(Value.of("open"));
        old.edit(tx -> order(tx).put("state", "zu"));
        sync();
        assertThat(current.schema().value(ORDER.key("status"))).contains(Value.of("done"));
        current.edit(tx -> order(tx).remove("status").put("status", "open").remove("status"));
        assertThat(current.schema().value(ORDER.key("status")))
                .as("removed later")
                .contains(Value.of("open"));
        Document free = open(7);
        free.receive(old.changesSince(free.version()));
        old.receive(free.edit(tx -> order(tx).put("state", "neither")).toBytes());
        current.edit(tx -> order(tx).put("status", "done"));
        sync();
        assertThat(current.schema().value(ORDER.key("status"))).contains(Value.of("done"));
        old.edit(tx -> order(tx).put("state", "offen").remove("state"));
        sync();
        assertThat(current.schema().value(ORDER.key("status")))
                .as("removed there")
                .contains(Value.of("open"));
    }

    @Test
    void wrongValues_readAsTheNearestOrTheDefault_areToldAndListed() {
        current.schema().onRepair(told::add);
        Document free = open(7);
        free.receive(old.edit(tx -> order(tx).counter("hours").increment(-3)).toBytes());
        free.edit(tx -> order(tx).put("level", 9).put("status", 3).put("price", "much"));
        current.receive(free.changesSince(current.version()));

        assertThat(read())
                .isEqualTo(order(Map.of(
                        "hours", new Content.CounterContent(BigInteger.ZERO),
                        "level", new Content.Scalar(Value.of(5)),
                        "status", new Content.Scalar(Value.of("open")),
                        "price", new Content.Scalar(Value.of("much")))));
        assertThat(told).extracting(Repair::reason).containsExactly(Reason.RANGE, Reason.RANGE, Reason.DEFAULT);
        assertThat(current.schema().violations())
                .extracting(violation -> violation.place() + " " + violation.rule())
                .containsExactly(
                        "/orders/42/hours RANGE",
                        "/orders/42/level RANGE",
                        "/orders/42/price TYPE",
                        "/orders/42/status TYPE");
    }

    @Test
    void repairsInLists_areTold() {
        Schema schema = Schema.builder(1)
                .field("steps/*/rank", Field.integer().range(1, 3))
                .build();
        Document strict = Document.create(
                DocumentId.named("migrations"), DocumentOptions.defaults().withSchema(schema));
        strict.schema().onRepair(told::add);
        strict.receive(open(7).edit(tx -> {
                    tx.root().list("steps").insertMap(0).put("rank", 0);
                    tx.root().list("steps").insertMap(0).put("rank", 2);
                })
                .toBytes());
        assertThat(told)
                .contains(new Repair("/steps/1/rank", Reason.RANGE, Value.of(0), Value.of(1)))
                .extracting(Repair::place)
                .containsOnly("/steps/1/rank");
        assertThat(strict.schema().value(Path.root().key("steps").index(1).key("rank")))
                .contains(Value.of(1));
    }

    @Test
    void keyThatWasRenamedAndRenamedBack_isReadOnce() {
        Schema back = Schema.builder(3)
                .field("a", Field.string())
                .migration(Migration.from(1).moved("a", "b"))
                .migration(Migration.from(2).moved("b", "a"))
                .build();
        Document document = open(5, back);
        document.edit(tx -> tx.root().put("b", "second"));
        assertThat(document.schema().content(Path.root()).entries())
                .isEqualTo(Map.of("a", new Content.Scalar(Value.of("second"))));
        document.edit(tx -> tx.root().put("a", "third"));
        assertThat(document.schema().value(Path.root().key("a"))).contains(Value.of("third"));
    }

    @Test
    void conversionThatFails_isNone() {
        Document document = open(
                6,
                Schema.builder(2)
                        .field("a", Field.integer().policy(RegisterPolicy.MAX))
                        .migration(Migration.from(1).converted("a", value -> {
                            throw new IllegalStateException("no");
                        }))
                        .build());
        Document free = open(7);
        document.receive(free.edit(tx -> tx.root().put("a", "x")).toBytes());
        assertThat(document.schema().value(Path.root().key("a"))).contains(Value.of("x"));
        assertThat(document.schema().violations()).hasSize(1);
    }

    @Test
    void migrationsThatLeadNowhere_areRefused() {
        refused(() -> Schema.builder(1).migration(Migration.from(1)));
        refused(() -> Schema.builder(3).migration(Migration.from(2)).migration(Migration.from(2)));
        refused(() -> Schema.builder(2)
                .field("a", Field.text())
                .migration(Migration.from(1).moved("b", "a"))
                .build());
        refused(() -> Schema.builder(2)
                .field("a", Field.text())
                .migration(Migration.from(1).converted("a", Optional::of))
                .build());
        refused(() -> Schema.builder(2)
                .field("a", Field.bool())
                .migration(Migration.from(1).converted("b", Optional::of))
                .build());
        refused(() -> Schema.builder(2)
                .field("a/*", Field.bool())
                .migration(Migration.from(1).moved("a/*", "b"))
                .build());
        refused(() -> Schema.builder(2)
                .field("a", Field.bool())
                .migration(Migration.from(1).moved("b/c", "d"))
                .build());
    }

    private static void refused(ThrowingCallable builder) {
        assertThatExceptionOfType(SchemaException.class).isThrownBy(builder);
    }

    @Test
    void value_ofEachPlace_isTheScalarThere() {
        Document document = open(
                6,
                Schema.builder(1)
                        .field("n", Field.integer().range(1, 5).orElse(3))
                        .field("c", Field.counter().range(0, 8))
                        .field("list", Field.list())
                        .field("list/*", Field.map())
                        .field("list/*/n", Field.integer().range(1, 5).orElse(4))
                        .build());
        document.edit(tx -> {
            MapEditor root = tx.root();
            root.put("free", 9).text("t").append("text");
            root.counter("c").increment(5);
            root.map("m").counter("c").increment(50);
            root.list("list").insertMap(0).put("x", 1);
            root.list("other").append("a").append(2).insertCounter(2).increment(3);
        });
        DocumentSchema read = document.schema();
        Path root = Path.root();
        assertThat(read.value(root)).isEmpty();
        assertThat(read.value(root.key("n"))).as("the default").contains(Value.of(3));
        assertThat(read.value(root.key("free"))).as("not described").contains(Value.of(9));
        assertThat(read.value(root.key("t"))).as("a text").isEmpty();
        assertThat(read.value(root.key("absent"))).isEmpty();
        assertThat(read.value(root.key("absent").key("x"))).isEmpty();
        assertThat(read.value(root.key("free").key("x"))).as("below a scalar").isEmpty();
        assertThat(read.value(root.key("c"))).contains(Value.of(new BigDecimal(5)));
        assertThat(read.value(root.key("m").key("c"))).as("not described").contains(Value.of(new BigDecimal(50)));
        assertThat(read.value(root.key("list").index(0))).as("a map").isEmpty();
        assertThat(read.value(root.key("list").index(0).key("n"))).contains(Value.of(4));
        assertThat(read.value(root.key("list").index(0).key("x"))).contains(Value.of(1));
        assertThat(read.value(root.key("list").key("x"))).as("no map").isEmpty();
        assertThat(read.value(root.key("m").index(0))).as("no list").isEmpty();
        assertThat(read.value(root.key("t").index(0))).as("no list").isEmpty();
        assertThat(read.value(root.key("other").index(0))).contains(Value.of("a"));
        assertThat(read.value(root.key("other").index(1))).contains(Value.of(2));
        assertThat(read.value(root.key("other").index(2))).as("a counter").isEmpty();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> read.value(root.key("other").index(3)));
        assertThat(read.repairs()).as("defaults of what is not there are none").isEmpty();
    }

    @Test
    void repairs_areToldOfWhatAChangeTouchedOnly() {
        Document document = open(
                6,
                Schema.builder(1)
                        .field("n", Field.integer().range(1, 5))
                        .field("m/n", Field.integer().range(1, 5))
                        .field("list/*/n", Field.integer().range(1, 5))
                        .field("c", Field.counter().range(0, 8))
                        .build());
        Document free = open(7);
        Subscription listening = document.schema().onRepair(told::add);
        assertTold(document, free, root -> root.put("n", 9), "/n");
        assertTold(document, free, root -> root.map("m").put("n", 9), "/m/n");
        assertTold(document, free, root -> root.put("free", 9));
        assertTold(document, free, root -> root.map("m").put("n", 3));
        assertTold(document, free, root -> root.counter("c").increment(9), "/c");
        assertTold(document, free, root -> root.counter("c").decrement(1));
        assertTold(document, free, root -> root.list("list").insertMap(0).put("n", 2));
        assertTold(document, free, root -> root.list("list").map(0).put("n", 9), "/list/0/n");
        assertTold(document, free, root -> root.list("list").insertMap(0).put("n", 0), "/list/0/n", "/list/1/n");
        assertTold(document, free, root -> root.list("list").remove(0));
        assertTold(document, free, root -> root.remove("m").remove("list"));
        listening.close();
        assertTold(document, free, root -> root.put("n", 10));
    }

    private void assertTold(Document document, Document free, Consumer<MapEditor> edit, String... places) {
        told.clear();
        byte[] change = free.edit(tx -> edit.accept(tx.root())).toBytes();
        document.receive(change);
        assertThat(told).extracting(Repair::place).containsExactlyInAnyOrder(places);
    }
}
