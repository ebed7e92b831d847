package dev.rejoin.bench.demo;

import dev.rejoin.bench.demo.WorkOrder.Edit;
import dev.rejoin.document.MapReader;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says of each field what was concurrent and why it ended as it did. What it says is checked against the document: the
 * rule is applied to the edits that were made, and the document must read what that gives.
 */
final class Merge {
    /**
     * What became of one field.
     *
     * @param field the field
     * @param outcome how it reads now
     * @param rule why
     * @param details one line per edit that matters
     * @param isAsExpected whether the document reads what the rule gives
     */
    record Outcome(String field, String outcome, String rule, List<Detail> details, boolean isAsExpected) {}

    /**
     * An edit and what became of it.
     *
     * @param edit the edit
     * @param fate what became of it
     */
    record Detail(Edit edit, String fate) {}

    /** Largest first: the one order that decides between writers. */
    private static final Comparator<Edit> ORDER = Comparator.comparing(
                    (Edit edit) -> edit.change().timestamp())
            .thenComparing(edit -> edit.change().replica())
            .thenComparing(edit -> edit.change().firstSeq())
            .reversed();

    private final WorkOrder story;
    private final Device device;
    private final MapReader order;

    /** What became of the story, as one of its devices has it. */
    Merge(WorkOrder story, Device device) {
        this.story = story;
        this.device = device;
        order = device.document().root();
    }

    List<Outcome> outcomes() {
        return List.of(status(), notes(), visits(), tags(), checklist(), address(), contact(), access());
    }

    private Outcome status() {
        List<Edit> edits = sorted("status");
        List<Detail> details = new ArrayList<>();
        for (Edit edit : edits) {
            details.add(new Detail(edit, edit.equals(edits.get(0)) ? "wins" : "stays readable as a conflict"));
        }
        List<String> values =
                order.register("status").values().stream().map(Views::text).toList();
        boolean expected = areConcurrent(edits)
                && order.register("status").hasConflict()
                && values.equals(edits.stream().map(Edit::value).toList());
        return outcome("status", "a register keeps the write with the largest time stamp", details, expected);
    }

    private Outcome notes() {
        List<Edit> edits = sorted("notes");
        List<Detail> details = new ArrayList<>();
        for (Edit edit : edits) {
            details.add(new Detail(edit, edit.equals(edits.get(0)) ? "stands first" : "stands behind it, whole"));
        }
        String text = order.text("notes").toString();
        int at = 0;
        for (Edit edit : edits) {
            at = at < 0 ? at : text.indexOf(edit.value() + "\n", at);
        }
        return outcome(
                "notes",
                "typed at one place: both stay whole, the larger time stamp stands first",
                details,
                areConcurrent(edits) && at >= 0);
    }

    private Outcome visits() {
        List<Edit> edits = sorted("visits");
        long sum =
                edits.stream().mapToLong(edit -> Long.parseLong(edit.value())).sum();
        List<Detail> details =
                edits.stream().map(edit -> new Detail(edit, "counts")).toList();
        return outcome(
                "visits",
                "a counter is the sum of what every device added",
                details,
                areConcurrent(edits) && order.counter("visits").value() == sum);
    }

    private Outcome tags() {
        List<Edit> edits = sorted("tags");
        Set<String> tags = new HashSet<>();
        for (Value value : order.set("tags").values()) {
            tags.add(Views.text(value));
        }
        List<Detail> details = edits.stream()
                .map(edit -> new Detail(
                        edit,
                        edit.value().startsWith("-")
                                ? "removes only the tag that it had seen"
                                : "this add it had not seen"))
                .toList();
        return outcome(
                "tags",
                "in a set an add wins over a removal that had not seen it",
                details,
                areConcurrent(edits) && tags.equals(Set.of("pump", "urgent", "warranty")));
    }

    private Outcome checklist() {
        List<Edit> edits = sorted("checklist");
        List<Detail> details =
                edits.stream().map(edit -> new Detail(edit, "stays")).toList();
        Set<String> tasks = new HashSet<>();
        for (int i = 0; i < order.list("checklist").size(); i++) {
            order.list("checklist").map(i).getString("task").ifPresent(tasks::add);
        }
        boolean expected = order.list("checklist").size() == 4
                && tasks.equals(Set.of("isolate pump", "check seal", "replace seal", "test run"))
                && order.list("checklist").map(0).getBoolean("done", false);
        return outcome(
                "checklist",
                "elements have an identity: new ones stay, edits go into the element they meant",
                details,
                areConcurrent(edits) && expected);
    }

    private Outcome address() {
        List<Edit> edits = sorted("site/address");
        MapReader address = order.map("site").map("address");
        boolean expected = address.getString("street").equals(Optional.of("Lagergasse 21"))
                && address.getString("postcode").equals(Optional.of("8020"))
                && address.getString("city").equals(Optional.of("Graz"));
        return outcome(
                "site/address",
                "different keys of one nested map do not touch each other",
                edits.stream().map(edit -> new Detail(edit, "stays")).toList(),
                areConcurrent(edits) && expected);
    }

    private Outcome contact() {
        List<Edit> edits = sorted("contact");
        MapReader contact = order.map("contact");
        boolean expected = contact.keys().equals(Set.of("name", "phone"));
        return outcome(
                "contact",
                "created twice at one place: it is one object, with the fields of both",
                edits.stream().map(edit -> new Detail(edit, "stays")).toList(),
                areConcurrent(edits) && expected);
    }

    private Outcome access() {
        List<Edit> edits = sorted("access");
        MapReader access = order.map("access");
        boolean expected = access.getString("code").equals(Optional.of("4712"))
                && access.getString("hint").equals(Optional.of("ring twice"));
        List<Detail> details = edits.stream()
                .map(edit -> new Detail(
                        edit, edit.value().startsWith("(") ? "had not seen the edit" : "brings it back, whole"))
                .toList();
        return outcome(
                "access",
                "an edit wins over a removal that had not seen it",
                details,
                areConcurrent(edits) && expected);
    }

    private List<Edit> sorted(String field) {
        return story.editsOf(field).stream().sorted(ORDER).toList();
    }

    private static boolean areConcurrent(List<Edit> edits) {
        return edits.stream()
                .allMatch(edit -> edits.stream().allMatch(other -> other.equals(edit) || edit.isConcurrentWith(other)));
    }

    private Outcome outcome(String field, String rule, List<Detail> details, boolean expected) {
        return new Outcome(field, Views.line(device, field), rule, details, expected);
    }
}
