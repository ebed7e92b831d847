package dev.rejoin.bench.demo;

import dev.rejoin.bench.report.Style;
import dev.rejoin.conflict.Candidate;
import dev.rejoin.conflict.ConflictKind;
import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.document.Conflict;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.Path;
import java.io.PrintWriter;
import java.util.List;
import java.util.Random;

/**
 * The desk where somebody looks at what rules decided while the devices were apart: why each place reads as it does, what
 * is in conflict there, and what a person chooses instead.
 */
final class ConflictDesk {
    private final List<Device> devices;
    private final Document desk;
    private final PrintWriter out;
    private final Style style;

    /** A desk that opens the document of the first device; there a removal of the access data wins over an edit. */
    ConflictDesk(List<Device> devices, long seed, PrintWriter out, Style style) {
        this.devices = devices;
        this.out = out;
        this.style = style;
        Device first = devices.get(0);
        desk = Document.load(
                first.document().save(),
                DocumentOptions.defaults()
                        .withRandom(new Random(~seed))
                        .withClock(first.clock())
                        .withPolicies(ConflictPolicies.defaults().onDelete("access", DeletePolicy.DELETE_WINS)));
    }

    /** Tells what the devices explain, what the desk lists, and settles it; whether all end equal and without conflicts. */
    boolean run() {
        Document device = devices.get(0).document();
        out.println("   " + devices.get(0).name() + " explains:");
        say(device.explain(Path.root().key("status")));
        say(device.explain(Path.root().key("access")));
        out.println("   A desk, where a removal of the access data wins, lists:");
        List<Conflict> conflicts = desk.conflicts();
        conflicts.forEach(this::say);
        out.println("   It keeps the access data, and of the others what the first writer meant:");
        for (Conflict conflict : conflicts) {
            Candidate choice = conflict.choices().get(conflict.choices().size() - 1);
            byte[] change =
                    desk.edit(tx -> tx.author("desk").resolve(conflict, choice)).toBytes();
            devices.forEach(other -> other.receive(change));
            say(desk.explain(conflict.path()));
        }
        boolean settled = desk.conflicts().isEmpty() && !conflicts.isEmpty();
        boolean equal = settled;
        for (Device other : devices) {
            equal &= other.document().conflicts().isEmpty()
                    && other.document().stateHash().equals(desk.stateHash());
        }
        boolean sawBoth = conflicts.stream().anyMatch(conflict -> conflict.kind() == ConflictKind.DELETED_AND_UPDATED)
                && conflicts.stream().anyMatch(conflict -> conflict.kind() == ConflictKind.VALUES);
        out.println("   "
                + (equal && sawBoth
                        ? style.good("No conflict is left anywhere, and all have the same state.")
                        : style.bad("Not everything was settled.")));
        return equal && sawBoth;
    }

    /** With names for the ids of replicas. */
    private void say(Object text) {
        String told = text.toString();
        for (Device device : devices) {
            told = told.replace(device.document().replica().toString(), device.name());
        }
        told.replace(desk.replica().toString(), "desk").lines().forEach(line -> out.println("      " + line));
    }
}
