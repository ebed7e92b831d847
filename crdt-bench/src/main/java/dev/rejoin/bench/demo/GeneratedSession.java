package dev.rejoin.bench.demo;

import dev.rejoin.bench.report.Progress;
import dev.rejoin.bench.report.Style;
import dev.rejoin.bench.report.Table;
import dev.rejoin.change.Change;
import dev.rejoin.version.DocumentId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Authors who edit every kind of field at random, over a bad network that never rests, and heal at the end. */
final class GeneratedSession {
    static final int AUTHORS = 4;
    static final int EDITS = 6_000;
    /** 2026-03-02T12:00:00Z. */
    private static final long NOON_MILLIS = 1_772_452_800_000L;

    private static final SimulatedNetwork.Faults FAULTS = new SimulatedNetwork.Faults(0.05, 0.05, 3_000);
    private static final int MEAN_GAP_MILLIS = 120;
    /** Now and then an author asks another for what got lost; until then, what depends on it waits. */
    private static final int ASK_EVERY = 25;

    private final Random random;
    private final Fleet fleet;
    private final RandomEdits edits;

    GeneratedSession(long seed) {
        random = new Random(seed + 1);
        DocumentId id = DocumentId.named("generated-session");
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < AUTHORS; i++) {
            ManualClock clock = new ManualClock(NOON_MILLIS, random.nextInt(20_000) - 10_000);
            devices.add(new Device("author " + (i + 1), id, random.nextLong(), clock));
        }
        fleet = new Fleet(devices, random, FAULTS);
        edits = new RandomEdits(random);
    }

    /** Runs it and prints what happened; whether all ended equal. */
    boolean run(PrintWriter out, Style style) {
        long start = System.nanoTime();
        try (Progress progress = Progress.of("session", EDITS)) {
            for (int i = 0; i < EDITS; i++) {
                step(i);
                progress.step();
            }
        }
        int rounds = fleet.heal();
        double seconds = (System.nanoTime() - start) / 1e9;
        print(out, style, rounds, seconds);
        return fleet.isComplete() && fleet.isEqual();
    }

    private void step(int number) {
        long gap = 1L + random.nextInt(2 * MEAN_GAP_MILLIS);
        fleet.devices().forEach(device -> device.clock().advance(gap));
        fleet.network().advance(gap);
        Device device = fleet.devices().get(random.nextInt(AUTHORS));
        Change change = device.edit(edits::apply);
        if (!change.isEmpty()) {
            fleet.broadcast(device, change);
        }
        if (number % ASK_EVERY == 0) {
            fleet.ask(device, fleet.devices().get(random.nextInt(AUTHORS)));
        }
    }

    private void print(PrintWriter out, Style style, int rounds, double seconds) {
        Table table = new Table(
                        "author", "edits", "bytes", "per edit", "applied", "known already", "too early", "state hash")
                .right(1, 2, 3, 4, 5, 6)
                .indent(3);
        for (Device device : fleet.devices()) {
            table.row(
                    device.name(),
                    number(device.editCount()),
                    number(device.editBytes()),
                    String.format(Locale.ROOT, "%.1f", (double) device.editBytes() / Math.max(device.editCount(), 1)),
                    number(device.appliedCount()),
                    number(device.duplicateCount()),
                    number(device.waitingCount()),
                    device.document().stateHash().toString().substring(0, 16) + "...");
        }
        table.lines(style).forEach(out::println);
        out.println();
        SimulatedNetwork network = fleet.network();
        out.printf(
                Locale.ROOT,
                "   %,d messages sent: %,d lost, %,d repeated, %,d arrived, %,d of them overtaken; %,d answers.%n",
                network.sent(),
                network.lost(),
                network.repeated(),
                network.delivered(),
                network.overtaken(),
                fleet.answers());
        String healed = String.format(Locale.ROOT, "after %d round%s", rounds, rounds == 1 ? "" : "s");
        boolean equal = fleet.isComplete() && fleet.isEqual();
        out.println("   "
                + (equal ? style.good("All are equal " + healed) : style.bad("Not equal " + healed))
                + String.format(Locale.ROOT, ", %.1f s in all.", seconds));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
