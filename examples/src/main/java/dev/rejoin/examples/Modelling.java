package dev.rejoin.examples;

import dev.rejoin.document.Document;
import dev.rejoin.document.MapEditor;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The pieces of code of the guide "Modelling your data": what two devices that are apart do to each of them. */
public final class Modelling {
    private Modelling() {}

    /** Runs the pieces one after the other. */
    public static void main(String[] arguments) {
        todo();
        form();
        inventory();
        notes();
        chat();
        board();
        photos();
    }

    private static void todo() {
        Pair devices = new Pair("todo");
        devices.both(root -> {
            MapEditor milk = root.list("items").insertMap(0);
            milk.put("title", "Milk").put("done", false);
        });

        devices.apart(
                a -> a.list("items").map(0).put("done", true), // ticks it
                b -> {
                    b.list("items").map(0).put("title", "Oat milk"); // renames it
                    b.list("items").insertMap(1).put("title", "Bread").put("done", false);
                });

        devices.expect("{\"items\":[{\"done\":true,\"title\":\"Oat milk\"},{\"done\":false,\"title\":\"Bread\"}]}");
    }

    private static void form() {
        Pair devices = new Pair("form");

        devices.apart(
                a -> {
                    a.put("name", "Ada Lovelace");
                    a.map("address").put("street", "St James's Square 12").put("city", "London");
                },
                b -> {
                    b.put("phone", "+44 20 1");
                    b.put("consent", true);
                });

        devices.expect("{\"address\":{\"city\":\"London\",\"street\":\"St James's Square 12\"},"
                + "\"consent\":true,\"name\":\"Ada Lovelace\",\"phone\":\"+44 20 1\"}");

        // A value that only makes sense as a whole is one value, not a map of three.
        devices.apart(
                a -> a.put("location", Value.of(Map.of("lat", Value.of(47.07), "lon", Value.of(15.44)))),
                b -> b.put("location", Value.of(Map.of("lat", Value.of(48.21), "lon", Value.of(16.37)))));

        expect(2, devices.first.root().register("location").values().size()); // one is read, both are there
    }

    private static void inventory() {
        Pair devices = new Pair("inventory");
        devices.both(root -> root.map("stock").counter("screws-m4").set(100));

        devices.apart(
                a -> a.map("stock").counter("screws-m4").decrement(30), // sold
                b -> b.map("stock").counter("screws-m4").increment(50)); // delivered

        expect(120, devices.second.root().map("stock").counter("screws-m4").value());

        devices.apart(
                a -> a.map("stock").counter("screws-m4").set(118), // counted by hand
                b -> b.map("stock").counter("screws-m4").decrement(3)); // sold meanwhile

        expect(115, devices.first.root().map("stock").counter("screws-m4").value());
    }

    private static void notes() {
        Pair devices = new Pair("notes");
        devices.both(root -> root.text("page").append("The pump is broken."));

        devices.apart(
                a -> a.text("page").replace(4, 8, "valve"), // what is selected in the editor
                b -> b.text("page").updateTo("The pump is broken. Order a new one.")); // a whole new text

        expect("The valve is broken. Order a new one.", devices.first.root().text("page"));
    }

    private static void chat() {
        Pair devices = new Pair("chat");

        devices.apart(a -> say(a, "ada", "Where are you?"), b -> say(b, "ben", "On my way."));

        List<Value> messages = devices.first.root().log("messages").values(); // one order, on all devices
        expect(2, messages.size());
        expect(messages, devices.second.root().log("messages").values());
    }

    private static void say(MapEditor chat, String who, String what) {
        chat.log("messages").append(Value.of(Map.of("who", Value.of(who), "text", Value.of(what))));
    }

    private static void board() {
        Pair devices = new Pair("board");
        devices.both(root -> {
            root.map("cards")
                    .map("c1")
                    .put("title", "Paint")
                    .put("column", "todo")
                    .put("rank", 1.0);
            root.map("cards")
                    .map("c2")
                    .put("title", "Sand")
                    .put("column", "todo")
                    .put("rank", 2.0);
        });

        devices.apart(
                a -> a.map("cards").map("c1").put("column", "doing"), // two drag the same card
                b -> {
                    b.map("cards").map("c1").put("column", "done");
                    b.map("cards").map("c2").put("rank", 0.5); // above the other
                });

        int inOneColumn = 0;
        for (String column : List.of("todo", "doing", "done")) {
            inOneColumn += cardsIn(devices.first, column).contains("c1") ? 1 : 0;
        }
        expect(1, inOneColumn); // never twice, never lost
        expect(List.of("c2"), cardsIn(devices.second, "todo"));
    }

    /** The cards of a column, sorted by rank and then by id, so that equal ranks do no harm. */
    private static List<String> cardsIn(Document document, String column) {
        var cards = document.root().map("cards");
        Map<Double, List<String>> byRank = new TreeMap<>();
        for (String id : cards.keys()) {
            if (cards.map(id).getString("column").orElse("todo").equals(column)) {
                byRank.computeIfAbsent(cards.map(id).getDouble("rank", 0), rank -> new ArrayList<>())
                        .add(id);
            }
        }
        return byRank.values().stream().flatMap(List::stream).toList();
    }

    private static void photos() {
        Document document = Document.create(DocumentId.named("photos"));
        Map<Value.Bytes, byte[]> store = new HashMap<>(); // a folder, an object store, a table of blobs
        byte[] photo = "not really a photo".getBytes(StandardCharsets.UTF_8);

        Value.BlobRef reference = Value.BlobRef.of(photo, "image/jpeg");
        store.put(reference.sha256(), photo); // first the bytes,
        document.edit(tx -> tx.root() // then the reference
                .list("photos")
                .insertMap(0)
                .put("taken", Instant.EPOCH)
                .put("file", reference));

        Value.BlobRef found = (Value.BlobRef)
                document.root().list("photos").map(0).get("file").orElseThrow();
        byte[] bytes = store.get(found.sha256()); // null: not fetched yet, show a placeholder

        expect(photo.length, bytes == null ? 0 : bytes.length);
    }

    /** Two devices that edit apart and exchange everything afterwards. */
    private static final class Pair {
        private final Document first;
        private final Document second;

        Pair(String name) {
            first = Document.create(DocumentId.named(name));
            second = Document.create(DocumentId.named(name));
        }

        void both(Consumer<MapEditor> edit) {
            second.receive(first.edit(tx -> edit.accept(tx.root())).toBytes());
        }

        void apart(Consumer<MapEditor> ofFirst, Consumer<MapEditor> ofSecond) {
            byte[] one = first.edit(tx -> ofFirst.accept(tx.root())).toBytes();
            byte[] other = second.edit(tx -> ofSecond.accept(tx.root())).toBytes();
            first.receive(other);
            second.receive(one);
        }

        void expect(String json) {
            Modelling.expect(json, first.toJson());
            Modelling.expect(json, second.toJson());
        }
    }

    private static void expect(Object expected, Object found) {
        if (!expected.toString().equals(found.toString())) {
            throw new AssertionError(found);
        }
    }
}
