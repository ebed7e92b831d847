package dev.rejoin.examples;

import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.Path;
import dev.rejoin.exchange.JsonExport;
import dev.rejoin.exchange.JsonNotation;
import dev.rejoin.record.FieldCodecs;
import dev.rejoin.record.RecordMapper;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.Migration;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.SchemaViolationException;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import java.util.Optional;
import java.util.Set;

/** Work orders, one document each: a tablet with version 1 of the schema and an office with version 2 share one. */
public final class WorkOrders {
    /** How the application sees an order. Whatever else stands in the document stays there. */
    private record Order(String number, String status, long minutes, String notes, Set<String> tags) {}

    private static final Schema FIRST =
            fields(1).field("finished", Field.bool().orElse(Value.of(false))).build();

    private static final Schema SECOND = fields(2)
            .field("status", Field.string().oneOf("open", "waiting", "done").orElse("open"))
            .migration(Migration.from(1).moved("finished", "status", WorkOrders::status))
            .build();

    private static final RecordMapper<Order> ORDERS = orders();

    private WorkOrders() {}

    /** What both versions have: four policies by name, the last writer elsewhere; counters, sets and texts have their own. */
    private static Schema.Builder fields(int version) {
        return Schema.builder(version)
                .field("number", Field.string().required().matching("WO-\\d{4}").policy(RegisterPolicy.FIRST_WRITER))
                .field("priority", Field.integer().range(1, 5).orElse(3).policy(RegisterPolicy.MAX))
                .field("address", Field.string().maxLength(80).policy(RegisterPolicy.MULTI_VALUE))
                .field("photos", Field.map().onDelete(DeletePolicy.DELETE_WINS))
                .field("photos/*", Field.blob())
                .field("minutes", Field.counter().range(0, 24 * 60))
                .field("notes", Field.text().maxLength(2_000))
                .field("tags", Field.set().maxLength(10))
                .field("tags/*", Field.string().length(1, 20));
    }

    private static Optional<Value> status(Value finished) {
        return Optional.of(Value.of(finished.equals(Value.of(true)) ? "done" : "open"));
    }

    private static RecordMapper<Order> orders() {
        RecordMapper.Builder<Order> fields = RecordMapper.builder();
        var number = fields.field("number", FieldCodecs.STRING, Order::number);
        var status = fields.field("status", FieldCodecs.STRING, Order::status);
        var minutes = fields.field("minutes", FieldCodecs.COUNTER, Order::minutes);
        var notes = fields.field("notes", FieldCodecs.TEXT, Order::notes);
        var tags = fields.field("tags", FieldCodecs.set(FieldCodecs.STRING), Order::tags);
        return fields.build(
                in -> new Order(in.get(number), in.get(status), in.get(minutes), in.get(notes), in.get(tags)));
    }

    /** Runs the example. */
    public static void main(String[] arguments) {
        DocumentId id = DocumentId.named("work-order/WO-0042"); // whoever makes this order makes this document
        Document tablet = Document.create(id, DocumentOptions.defaults().withSchema(FIRST));
        Document office = Document.create(id, DocumentOptions.defaults().withSchema(SECOND));
        office.schema().onRepair(repair -> System.out.println("repaired  " + repair));

        tablet.edit(tx -> {
            tx.author("Ada").adopt(FIRST).root().put("number", "WO-0042").put("priority", 2);
            tx.root().text("notes").append("Pump leaks.");
            tx.root().counter("minutes").increment(30);
        });
        exchange(tablet, office);

        // What is wrong is refused before it counts, and says where.
        try {
            tablet.edit(tx -> tx.root().put("priority", 9).counter("minutes").increment(-45));
        } catch (SchemaViolationException wrong) {
            wrong.violations().forEach(violation -> System.out.println("refused   " + violation));
        }

        // The office reads what version 1 wrote in the form of version 2, and writes the fields that it changed.
        tablet.edit(tx -> tx.root().put("finished", true));
        exchange(tablet, office);
        Order finished = read(office);
        expect("done", finished.status());
        Order waiting = new Order("WO-0042", "waiting", finished.minutes() + 15, finished.notes(), finished.tags());
        office.edit(tx -> ORDERS.write(tx.adopt(SECOND).root(), finished, waiting));

        // Meanwhile the tablet goes on with version 1: both keep what they wrote, the later status counts.
        tablet.edit(tx -> {
            tx.root().counter("minutes").increment(20);
            tx.root().set("tags").add("pump");
            tx.root().put("priority", 4).map("photos").put("leak", photo());
        });

        // A slip is taken back; what others did meanwhile stays.
        UndoManager undo = tablet.undoManager(UndoOptions.defaults());
        tablet.edit(tx -> tx.root().text("notes").delete(0, 5));
        exchange(tablet, office);
        undo.undo();
        exchange(tablet, office);
        expect(new Order("WO-0042", "waiting", 65, "Pump leaks.", Set.of("pump")), read(office));
        tablet.edit(tx -> tx.root().put("finished", true).put("finished", false));
        exchange(tablet, office);
        expect("open", read(office).status());

        // Two edits that are right by themselves may be wrong together. Nobody is stopped, and the schema says so.
        tablet.edit(tx -> tx.root().counter("minutes").increment(24 * 60 - 65));
        office.edit(tx -> tx.root().counter("minutes").increment(10));
        exchange(tablet, office);
        office.schema().violations().forEach(violation -> System.out.println("violation " + violation));
        expect(1, office.schema().violations().size());
        expect(tablet.stateHash(), office.stateHash());

        // Who wrote what, when, and what it lost to.
        System.out.println("audit\n"
                + office.audit(replica -> Optional.empty()).history(Path.root().key("notes")));
        System.out.println("as JSON   " + JsonExport.write(office.root(), JsonNotation.PLAIN));
    }

    private static Order read(Document document) {
        return ORDERS.read(document.schema().content(Path.root()));
    }

    /** The picture itself lies beside the documents, under its hash. */
    private static Value photo() {
        return Value.BlobRef.of(new byte[] {1, 2, 3}, "image/jpeg");
    }

    private static void exchange(Document one, Document other) {
        other.receive(one.changesSince(other.version()));
        one.receive(other.changesSince(one.version()));
    }

    private static void expect(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError("expected " + expected + ", found " + found);
        }
    }
}
