package dev.rejoin.examples;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.record.FieldCodecs;
import dev.rejoin.record.RecordMapper;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.SchemaViolationException;
import dev.rejoin.schema.Violation;
import dev.rejoin.version.DocumentId;

/** The pieces of code of the guide "Describing and testing your data". */
public final class DescribingYourData {
    private static final DocumentId ID = DocumentId.named("describing");

    private DescribingYourData() {}

    /** Runs the pieces one after the other. */
    public static void main(String[] arguments) {
        checking();
        records();
    }

    private static Schema schema() {
        return Schema.builder(1)
                .field(
                        "status",
                        Field.string().oneOf("open", "in progress", "closed").orElse("open"))
                .field("seat", Field.string().policy(RegisterPolicy.FIRST_WRITER))
                .field("hours", Field.counter().range(0, 1000))
                .field("notes", Field.text().maxLength(10_000))
                .field("steps/*/title", Field.string().required())
                .build();
    }

    private static void checking() {
        DocumentOptions options = DocumentOptions.defaults().withSchema(schema());
        Document tablet = Document.create(ID, options);
        tablet.edit(tx -> tx.adopt(schema())); // once; it travels with the document

        try {
            tablet.edit(tx -> tx.root().put("status", "clsoed"));
            throw new AssertionError("a slip of the finger was taken");
        } catch (SchemaViolationException wrong) {
            System.out.println(wrong.getMessage()); // names the path and what was expected; nothing was changed
        }

        Document older = Document.create(ID); // has no schema: what it writes is applied all the same
        tablet.receive(older.edit(tx -> tx.root().put("status", "lost")).toBytes());
        for (Violation violation : tablet.schema().violations()) {
            System.out.println(violation);
        }

        expect(1, tablet.schema().violations().size());
    }

    private record Order(String number, String status, long hours) {}

    private static RecordMapper<Order> mapper() {
        RecordMapper.Builder<Order> fields = RecordMapper.builder();
        var number = fields.field("number", FieldCodecs.STRING, Order::number);
        var status = fields.field("status", FieldCodecs.orElse(FieldCodecs.STRING, "open"), Order::status);
        var hours = fields.field("hours", FieldCodecs.COUNTER, Order::hours);
        return fields.build(in -> new Order(in.get(number), in.get(status), in.get(hours)));
    }

    private static void records() {
        Document tablet = Document.create(ID);
        Document office = Document.create(ID);
        RecordMapper<Order> orders = mapper();
        office.receive(tablet.edit(tx -> orders.write(tx.root(), new Order("42", "open", 3)))
                .toBytes());

        Order read = orders.read(tablet.root());
        byte[] closed = tablet.edit(
                        tx -> orders.write(tx.root(), read, new Order(read.number(), "closed", read.hours())))
                .toBytes(); // touches the status, and nothing else
        byte[] counted =
                office.edit(tx -> tx.root().counter("hours").increment(2)).toBytes();
        tablet.receive(counted);
        office.receive(closed);

        expect(new Order("42", "closed", 5), orders.read(tablet.root()));
        expect(tablet.toJson(), office.toJson());
    }

    private static void expect(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError(found);
        }
    }
}
