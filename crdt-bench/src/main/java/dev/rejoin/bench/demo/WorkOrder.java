package dev.rejoin.bench.demo;

import dev.rejoin.change.Change;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.Transaction;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The story: a work order that the office writes, and what three devices do to it while none hears of the others. */
final class WorkOrder {
    /** 2026-03-02T08:00:00Z. */
    private static final long MORNING_MILLIS = 1_772_438_400_000L;

    private static final int MAX_SKEW_MILLIS = 60_000;
    private static final int SHORTEST_PAUSE_MILLIS = 15_000;
    private static final int LONGEST_PAUSE_MILLIS = 90_000;

    /**
     * One transaction of the story.
     *
     * @param device who made it
     * @param what it in words
     * @param field the field that it writes
     * @param value what it writes there, for people
     * @param known what its device had seen before
     * @param change what it made
     */
    record Edit(Device device, String what, String field, String value, VersionVector known, Change change) {
        /** Whether neither of two edits had seen the other. */
        boolean isConcurrentWith(Edit other) {
            return !saw(other) && !other.saw(this);
        }

        private boolean saw(Edit other) {
            return known.get(other.change.replica()) > other.change.firstSeq();
        }
    }

    private final Random random;
    private final Device tablet;
    private final Device phone;
    private final Device office;
    private final List<Edit> edits = new ArrayList<>();

    WorkOrder(long seed) {
        random = new Random(seed);
        DocumentId id = DocumentId.named("work-order-42");
        tablet = device("tablet", id);
        phone = device("phone", id);
        office = device("office", id);
    }

    private Device device(String name, DocumentId id) {
        int skew = random.nextInt(2 * MAX_SKEW_MILLIS) - MAX_SKEW_MILLIS;
        return new Device(name, id, random.nextLong(), new ManualClock(MORNING_MILLIS, skew));
    }

    Device tablet() {
        return tablet;
    }

    Device phone() {
        return phone;
    }

    Device office() {
        return office;
    }

    List<Device> devices() {
        return List.of(tablet, phone, office);
    }

    /** What was done while apart, device by device. */
    List<Edit> edits() {
        return List.copyOf(edits);
    }

    /** The edits of one field, in any order. */
    List<Edit> editsOf(String field) {
        return edits.stream().filter(edit -> edit.field().equals(field)).toList();
    }

    /** The office writes the order, and the others get it before they leave. */
    Change create() {
        Change created = office.edit(tx -> {
            MapEditor order = tx.root();
            order.put("title", "Pump 7: low pressure").put("status", "open");
            order.text("notes").append("Pressure drops at night.\n");
            order.counter("visits").create();
            order.set("tags").add("pump").add("warranty");
            order.list("checklist").insertMap(0).put("task", "isolate pump").put("done", false);
            order.list("checklist").insertMap(1).put("task", "check seal").put("done", false);
            order.map("site").map("address").put("city", "Graz").put("street", "Lagergasse 12");
            order.map("access").put("code", "4711").put("hint", "ring twice");
        });
        tablet.receive(created.toBytes());
        phone.receive(created.toBytes());
        return created;
    }

    /** What each device does on its own. The three do it at the same time, as their clocks have it. */
    void editApart() {
        status(tablet, "in progress");
        edit(
                tablet,
                "counts a visit",
                "visits",
                "+1",
                tx -> tx.root().counter("visits").increment());
        edit(tablet, "ticks and adds a task", "checklist", "isolate pump done, new: replace seal", tx -> {
            tx.root().list("checklist").map(0).put("done", true);
            tx.root().list("checklist").insertMap(2).put("task", "replace seal").put("done", true);
        });
        note(tablet, "Seal worn, replaced.\n");
        edit(
                tablet,
                "drops a tag",
                "tags",
                "-warranty",
                tx -> tx.root().set("tags").remove("warranty"));
        edit(
                tablet,
                "creates contact",
                "contact",
                "name = R. Huber",
                tx -> tx.root().map("contact").put("name", "R. Huber"));
        edit(
                tablet,
                "corrects the code",
                "access",
                "code = 4712",
                tx -> tx.root().map("access").put("code", "4712"));

        status(phone, "waiting for parts");
        note(phone, "Part 88-B ordered.\n");
        edit(
                phone,
                "adds tags again",
                "tags",
                "+warranty, +urgent",
                tx -> tx.root().set("tags").add("warranty").add("urgent"));
        edit(
                phone,
                "counts two visits",
                "visits",
                "+2",
                tx -> tx.root().counter("visits").increment(2));
        edit(
                phone,
                "creates contact",
                "contact",
                "phone = +43 316 8077",
                tx -> tx.root().map("contact").put("phone", "+43 316 8077"));
        edit(
                phone,
                "adds a task",
                "checklist",
                "new: test run",
                tx -> tx.root()
                        .list("checklist")
                        .insertMap(2)
                        .put("task", "test run")
                        .put("done", false));
        edit(
                phone,
                "corrects the street",
                "site/address",
                "street = Lagergasse 21",
                tx -> tx.root().map("site").map("address").put("street", "Lagergasse 21"));

        status(office, "scheduled");
        edit(
                office,
                "adds the postcode",
                "site/address",
                "postcode = 8020",
                tx -> tx.root().map("site").map("address").put("postcode", "8020"));
        edit(
                office,
                "takes a visit back",
                "visits",
                "-1",
                tx -> tx.root().counter("visits").decrement());
        edit(office, "removes access", "access", "(removed)", tx -> tx.root().remove("access"));
    }

    /** Everybody's clock when they meet again. */
    void meet() {
        long latest = devices().stream()
                .mapToLong(device -> device.clock().worldMillis())
                .max()
                .orElseThrow();
        devices().forEach(device -> device.clock().advanceTo(latest + LONGEST_PAUSE_MILLIS));
    }

    private void status(Device device, String value) {
        edit(device, "sets the status", "status", value, tx -> tx.root().put("status", value));
    }

    private void note(Device device, String line) {
        edit(
                device,
                "adds a note",
                "notes",
                line.strip(),
                tx -> tx.root().text("notes").append(line));
    }

    private void edit(Device device, String what, String field, String value, Consumer<Transaction> body) {
        device.clock().advance(SHORTEST_PAUSE_MILLIS + random.nextInt(LONGEST_PAUSE_MILLIS - SHORTEST_PAUSE_MILLIS));
        VersionVector known = device.document().version();
        edits.add(new Edit(device, what, field, value, known, device.edit(body)));
    }
}
