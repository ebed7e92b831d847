package dev.rejoin.examples;

import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.document.Conflict;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.FirstValueStandsException;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import java.util.List;
import java.util.TreeSet;

/** The pieces of code of the guide "Choosing what wins". */
public final class ChoosingPolicies {
    private static final DocumentId ID = DocumentId.named("policies");

    private ChoosingPolicies() {}

    /** Runs the pieces one after the other. */
    public static void main(String[] arguments) {
        Document device = Document.create(ID, options());
        Document other = Document.create(ID, options());
        scalars(device, other);
        deletes(device, other);
        asking();
    }

    private static DocumentOptions options() {
        ConflictPolicies policies = ConflictPolicies.defaults()
                .scalar("orders/*/seat", RegisterPolicy.FIRST_WRITER) // who came first has it
                .scalar("orders/*/highest-bid", RegisterPolicy.MAX)
                .scalar("orders/*/labels", RegisterPolicy.merge("union", ChoosingPolicies::union))
                .scalar("settings/**", RegisterPolicy.MULTI_VALUE) // show all, let somebody decide
                .onDelete("orders/*", DeletePolicy.DELETE_WINS); // cancelled is cancelled

        return DocumentOptions.defaults().withPolicies(policies);
    }

    /** Both lists, each label once: the order and the number of merges make no difference. */
    static Value union(Value one, Value other) {
        TreeSet<Value> labels = new TreeSet<>(Value.ORDER);
        labels.addAll(((Value.ListValue) one).values());
        labels.addAll(((Value.ListValue) other).values());
        return Value.of(List.copyOf(labels));
    }

    private static void scalars(Document device, Document other) {
        byte[] one = device.edit(tx -> tx.root()
                        .map("orders")
                        .map("42")
                        .put("highest-bid", 120)
                        .put("labels", Value.of(List.of(Value.of("fragile")))))
                .toBytes();
        byte[] two = other.edit(tx -> tx.root()
                        .map("orders")
                        .map("42")
                        .put("highest-bid", 80)
                        .put("labels", Value.of(List.of(Value.of("heavy")))))
                .toBytes();
        device.receive(two);
        other.receive(one);

        expect(
                "{\"42\":{\"highest-bid\":120,\"labels\":[\"fragile\",\"heavy\"]}}",
                device.root().map("orders").toJson());
        expect(device.toJson(), other.toJson());

        other.receive(device.edit(tx -> tx.root().map("orders").map("42").put("seat", "12A"))
                .toBytes());
        try {
            other.edit(tx -> tx.root().map("orders").map("42").put("seat", "12B"));
            throw new AssertionError("the seat was taken");
        } catch (FirstValueStandsException taken) {
            expect(Value.of("12A"), taken.first());
        }
    }

    private static void deletes(Document device, Document other) {
        byte[] cancelled =
                device.edit(tx -> tx.root().map("orders").remove("42")).toBytes();
        byte[] edited = other.edit(tx -> tx.root().map("orders").map("42").put("note", "by the door"))
                .toBytes();
        device.receive(edited);
        other.receive(cancelled);

        expect(false, device.root().map("orders").contains("42")); // hidden, not lost:
        expect(1, device.conflicts().size());
    }

    private static void asking() {
        Document device = Document.create(ID);
        Document other = Document.create(ID);
        byte[] one = device.edit(tx -> tx.root().put("status", "waiting")).toBytes();
        byte[] two = other.edit(tx -> tx.root().put("status", "closed")).toBytes();
        device.receive(two);
        other.receive(one);

        for (Conflict conflict : device.conflicts()) {
            // conflict.path(), conflict.kind(), and conflict.choices() to show; the first one is read now
            byte[] decision = device.edit(
                            tx -> tx.resolve(conflict, conflict.choices().get(1)))
                    .toBytes();
            other.receive(decision);
        }

        expect(List.of(), other.conflicts());
        expect(device.toJson(), other.toJson());
    }

    private static void expect(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError(found);
        }
    }
}
