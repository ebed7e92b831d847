package dev.rejoin.bench.demo;

import dev.rejoin.bench.demo.WorkOrder.Edit;
import dev.rejoin.bench.report.Style;
import dev.rejoin.bench.report.Table;
import dev.rejoin.change.Change;
import dev.rejoin.document.Backlog;
import dev.rejoin.document.DocumentChange;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.Preview;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells the story of one work order and three devices, with what the engine says at each step. */
public final class Demonstration {
    private static final SimulatedNetwork.Faults BAD = new SimulatedNetwork.Faults(0.35, 0.25, 4_000);
    /** The edit that --break withholds: its device makes some before it and some after it. */
    private static final int WITHHELD = 2;
    /** How often a device sends again what may have been lost. */
    private static final int MAX_REPEATS = 40;

    private final long seed;
    private final boolean breaking;
    private final PrintWriter out;
    private final Style style;
    private final WorkOrder story;
    private final Fleet fleet;
    private int section;
    private boolean isAsExpected = true;
    private @Nullable Edit withheld;

    /**
     * A demonstration to be run once.
     *
     * @param seed decides clocks, ids, pauses and the network
     * @param breaking whether one change is withheld
     * @param out where to tell
     * @param style how to set things off
     */
    public Demonstration(long seed, boolean breaking, PrintWriter out, Style style) {
        this.seed = seed;
        this.breaking = breaking;
        this.out = out;
        this.style = style;
        story = new WorkOrder(seed);
        fleet = new Fleet(story.devices(), new Random(seed), BAD);
    }

    /**
     * Runs it.
     *
     * @return whether all devices ended equal, as the rules say
     */
    public boolean run() {
        out.println(style.heading("Rejoin: three devices edit one work order while apart")
                + style.dim("   --seed " + seed));
        Change created = story.create();
        story.editApart();
        story.meet();
        if (breaking) {
            withheld = story.edits().get(WITHHELD);
        }
        printEdits(created);
        printViews("What each device saw before they met again");
        printPreviews();
        exchange();
        if (!fleet.isComplete()) {
            printMissing();
            out.flush();
            return false;
        }
        printOutcomes();
        printHashes();
        out.flush();
        if (!fleet.isEqual() || !isAsExpected) {
            return false;
        }
        heading("Conflicts: why it reads so, and what a person decides");
        if (!new ConflictDesk(story.devices(), seed, out, style).run()) {
            out.flush();
            return false;
        }
        heading(String.format(
                Locale.ROOT,
                "A generated session: %d authors, %,d edits of all types, a network that never rests",
                GeneratedSession.AUTHORS,
                GeneratedSession.EDITS));
        out.flush();
        boolean equal = new GeneratedSession(seed).run(out, style);
        out.flush();
        return equal;
    }

    private void heading(String text) {
        section++;
        out.println();
        out.println(style.heading(section + "  " + text));
        out.println();
    }

    private void printEdits(Change created) {
        heading("What each device did, and the bytes of each edit");
        Table table = new Table("device", "its clock", "edit", "field", "what", "seqs", "bytes")
                .right(5, 6)
                .indent(3);
        table.row(
                "office",
                Times.of(created.timestamp()),
                "writes the order",
                "",
                "",
                number(created.count()),
                number(created.size()));
        for (Edit edit : story.edits()) {
            Change change = edit.change();
            table.row(
                    edit.device().name(),
                    Times.of(change.timestamp()),
                    edit.what(),
                    edit.field(),
                    edit.value(),
                    number(change.count()),
                    number(change.size()));
        }
        print(table);
        out.println();
        say("Each edit is one message that any other device can take on its own: checksum, time, author and what it");
        say("depends on are in it. Clocks differ: "
                + fleet.devices().stream()
                        .map(device -> device.name() + " "
                                + String.format(
                                        Locale.ROOT, "%+.1f s", device.clock().skewMillis() / 1000.0))
                        .collect(Collectors.joining(", "))
                + ".");
    }

    private void printViews(String title) {
        heading(title);
        Table table = new Table("", "tablet", "phone", "office").indent(3);
        for (String field : Views.FIELDS) {
            List<String> cells = new ArrayList<>(List.of(field));
            fleet.devices().forEach(device -> cells.add(Views.field(device, field)));
            table.row(cells);
        }
        print(table);
    }

    /** What would happen to the phone if it took what another device has. */
    private void printPreviews() {
        heading("What the edits of the others would change on the phone, before it takes them");
        Table table = new Table("from", "place", "would change in", "new conflict")
                .right(2)
                .indent(3);
        Device phone = story.phone();
        for (Device other : fleet.devices()) {
            if (other == phone) {
                continue;
            }
            byte[] news = other.document().changesSince(phone.document().version());
            Preview preview = phone.document().preview(news);
            Map<String, Integer> steps = new TreeMap<>();
            for (DocumentChange change : preview.changes()) {
                change.events().forEach(event -> steps.merge(placeOf(event), 1, Integer::sum));
            }
            preview.conflicts().forEach(conflict -> steps.putIfAbsent(conflict.toString(), 0));
            steps.forEach((place, count) -> table.row(
                    other.name(),
                    place,
                    count == 1 ? "1 step" : number(count) + " steps",
                    preview.conflicts().stream()
                                    .anyMatch(conflict -> conflict.toString().equals(place))
                            ? "yes"
                            : ""));
        }
        print(table);
        out.println();
        say("Nothing was changed by looking: the phone reads what it read before.");
    }

    private static String placeOf(DocumentEvent event) {
        if (event instanceof DocumentEvent.ValueChanged changed) {
            return event.path().key(changed.key()).toString();
        }
        return event.path().toString();
    }

    /** What each device says of itself while messages are missing. */
    private void printBacklog() {
        Table table = new Table("device", "waiting", "to ask for", "of its own not known elsewhere")
                .right(1)
                .indent(3);
        List<String> blocked = new ArrayList<>();
        for (Device device : fleet.devices()) {
            Backlog backlog = device.document().backlog();
            table.row(
                    device.name(),
                    number(backlog.waiting().size()),
                    missing(device),
                    backlog.unsent()
                            .map(unsent -> number(unsent.changes()) + " changes, " + number(unsent.bytes()) + " bytes")
                            .orElse(""));
            for (OpIdSpan missing : backlog.missing()) {
                blocked.add(device.name() + ": " + range(missing) + " blocks "
                        + backlog.blockedBy(missing).stream().map(this::range).collect(Collectors.joining(", ")));
            }
        }
        say("The backlog of each device:");
        out.println();
        print(table);
        out.println();
        blocked.forEach(this::say);
        if (!blocked.isEmpty()) {
            out.println();
        }
    }

    private void exchange() {
        heading("They exchange bytes over a network that loses, repeats and reorders");
        for (Edit edit : story.edits()) {
            if (!edit.equals(withheld)) {
                fleet.broadcast(edit.device(), edit.change());
            }
        }
        fleet.network().settle();
        if (withheld != null) {
            sendAllBut(withheld);
        }
        SimulatedNetwork network = fleet.network();
        say(String.format(
                Locale.ROOT,
                "%d messages sent: %d lost, %d repeated, %d arrived, %d of them after one that was sent later.",
                network.sent(),
                network.lost(),
                network.repeated(),
                network.delivered(),
                network.overtaken()));
        out.println();
        Table table = new Table("device", "applied", "known already", "came too early", "waits now for")
                .right(1, 2, 3)
                .indent(3);
        for (Device device : fleet.devices()) {
            table.row(
                    device.name(),
                    number(device.appliedCount()),
                    number(device.duplicateCount()),
                    number(device.waitingCount()),
                    missing(device));
        }
        print(table);
        out.println();
        printBacklog();
        int rounds = fleet.heal();
        say(String.format(
                Locale.ROOT,
                "To heal, each tells the others its version and gets what it lacks, over the same network:"
                        + " %d round%s, %d answers, %,d bytes.",
                rounds,
                rounds == 1 ? "" : "s",
                fleet.answers(),
                fleet.answerBytes()));
    }

    /** The device of one change sends all its others until they have arrived, and answers nobody. */
    private void sendAllBut(Edit withheld) {
        Device device = withheld.device();
        fleet.silence(device);
        for (int i = 0; i < MAX_REPEATS && !lackOnly(withheld); i++) {
            story.edits().stream()
                    .filter(edit -> edit.device() == device && !edit.equals(withheld))
                    .forEach(edit -> fleet.broadcast(device, edit.change()));
            fleet.network().settle();
        }
    }

    private boolean lackOnly(Edit withheld) {
        return fleet.devices().stream()
                .filter(device -> device != withheld.device())
                .allMatch(device -> missingRanges(device).stream()
                        .filter(span -> span.replica().equals(withheld.change().replica()))
                        .toList()
                        .equals(List.of(withheld.change().span())));
    }

    private void printOutcomes() {
        heading("What was concurrent, and why it ended like this");
        say("Each field was written by devices that had not seen each other's writes. Largest time stamp first:");
        out.println();
        for (Merge.Outcome outcome : new Merge(story, story.phone()).outcomes()) {
            out.println("   " + style.heading(outcome.field()) + "  " + outcome.outcome());
            say("  " + outcome.rule()
                    + (outcome.isAsExpected() ? "" : style.bad("  but the document does not read so")));
            Table table = new Table("", "", "", "").indent(5);
            for (Merge.Detail detail : outcome.details()) {
                Edit edit = detail.edit();
                table.row(edit.device().name(), Times.of(edit.change().timestamp()), edit.value(), detail.fate());
            }
            print(table);
            isAsExpected &= outcome.isAsExpected();
        }
    }

    private void printHashes() {
        heading("The state hash of each device, computed from its own state");
        for (Device device : fleet.devices()) {
            say(String.format(
                    Locale.ROOT, "%-6s  %s", device.name(), device.document().stateHash()));
        }
        out.println();
        say(fleet.isEqual() ? style.good("All three are equal.") : style.bad("They are not equal."));
    }

    /** The end of a demonstration that was broken: who lacks what. */
    private void printMissing() {
        heading("Not healed");
        if (withheld != null) {
            say("One change was withheld, and its device answers nobody (--break): "
                    + range(withheld.change().span()) + ", " + withheld.what() + ".");
            out.println();
        }
        for (Device device : fleet.devices()) {
            String missing = missing(device);
            if (!missing.isEmpty()) {
                long waiting = device.document().backlog().waiting().size();
                say(style.bad(device.name() + " lacks " + missing) + ", for which " + waiting
                        + (waiting == 1 ? " change waits." : " changes wait."));
            }
        }
        out.println();
        for (Device device : fleet.devices()) {
            say(String.format(
                    Locale.ROOT, "%-6s  %s", device.name(), device.document().stateHash()));
        }
    }

    /** The ranges that a device waits for, by its own account. */
    private String missing(Device device) {
        return missingRanges(device).stream().map(this::range).collect(Collectors.joining(", "));
    }

    private static List<OpIdSpan> missingRanges(Device device) {
        return device.document().backlog().missing();
    }

    private String range(OpIdSpan span) {
        String last = span.length() == 1 ? "" : "-" + (span.end() - 1);
        return nameOf(span.replica()) + " " + span.start() + last;
    }

    private String nameOf(ReplicaId replica) {
        return fleet.devices().stream()
                .filter(device -> device.document().replica().equals(replica))
                .map(Device::name)
                .findFirst()
                .orElse(replica.toString());
    }

    private void print(Table table) {
        table.lines(style).forEach(out::println);
    }

    private void say(String line) {
        out.println("   " + line);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
