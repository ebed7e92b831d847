package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.delivery.PrunedContentException;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.FirstValueStandsException;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.TextEditor;
import dev.rejoin.document.Transaction;
import dev.rejoin.engine.AcknowledgementFrame;
import dev.rejoin.member.Acknowledgement;
import dev.rejoin.member.Member;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Five members and newcomers that edit every type while apart, acknowledge, prune, squash, crash while they prune, join from
 * every kind of snapshot and retire, each beside a twin that gets the very same changes and drops nothing. Each step has a
 * source of chance of its own, so that a schedule stays one when some of its steps are left out.
 */
final class TwinSchedule {
    private static final int MEMBERS = 5;
    private static final int MOST_DEVICES = 8;
    private static final List<RegisterPolicy> SCALARS = List.of(
            RegisterPolicy.LAST_WRITER,
            RegisterPolicy.MULTI_VALUE,
            RegisterPolicy.FIRST_WRITER,
            RegisterPolicy.MAX,
            RegisterPolicy.MIN);
    private static final SlotKind[] KINDS = {
        SlotKind.MAP, SlotKind.TEXT, SlotKind.LIST, SlotKind.COUNTER, SlotKind.SET, SlotKind.LOG
    };

    private static final class Device {
        final DocumentOptions options;
        Document document;
        final Document twin;
        final boolean prunes;
        final List<VersionVector> versions = new ArrayList<>();
        int side;
        /** Whether nothing was ever taken out of its history. */
        boolean hasAllContent = true;

        Device(DocumentOptions options, Document document, Document twin, boolean prunes) {
            this.options = options;
            this.document = document;
            this.twin = twin;
            this.prunes = prunes;
        }
    }

    private final long seed;
    private final boolean deletesContainers;
    /** Whether deleting containers, making them again and bringing them back is much of what is done. */
    private final boolean recreates;

    private final ManualPhysicalClock clock = new ManualPhysicalClock();
    private final List<Device> devices = new ArrayList<>();
    private final List<Change> made = new ArrayList<>();
    private Random random;
    private int written;
    private int ids;
    int prunings;
    int crashes;
    int compared;
    int comparedWithOnePrune;

    TwinSchedule(long seed) {
        this.seed = seed;
        random = new Random(seed);
        deletesContainers = random.nextInt(4) > 0;
        recreates = deletesContainers && random.nextBoolean();
    }

    /** How many steps there are. */
    int steps() {
        return 20 + new Random(seed).nextInt(120);
    }

    /** Runs some of the steps, in ascending order, then all exchange everything, and then a few more of the steps. */
    void run(int... chosen) {
        for (int i = 0; i < MEMBERS; i++) {
            DocumentOptions options = nextOptions();
            add(options, Document.create(SimulatedWorld.DOCUMENT_ID, options));
        }
        Device first = devices.get(0);
        ReplicaId[] all =
                devices.stream().map(device -> device.document.replica()).toArray(ReplicaId[]::new);
        Change join = first.document.membership().join(all);
        published(first, join);
        devices.stream().skip(1).forEach(device -> receive(device, join.toBytes()));
        for (int step : chosen) {
            step(step);
        }
        finish();
        int again = chosen.length / 4;
        for (int i = 0; i < again; i++) {
            step(-1 - chosen[i]);
        }
        finish();
    }

    /** Runs all steps. */
    void run() {
        run(IntStream.range(0, steps()).toArray());
    }

    private DocumentOptions nextOptions() {
        ConflictPolicies policies = ConflictPolicies.defaults()
                .onDelete("**", random.nextInt(3) == 0 ? DeletePolicy.DELETE_WINS : DeletePolicy.UPDATE_WINS)
                .scalar("**/p", SCALARS.get(random.nextInt(SCALARS.size())));
        return Replicas.options(clock).withReplica(new ReplicaId(++ids)).withPolicies(policies);
    }

    private Device add(DocumentOptions options, Document document) {
        Document twin = Document.create(document.id(), options.withReplica(new ReplicaId(100L + ids)));
        Device device = new Device(options, document, twin, random.nextInt(4) < 3);
        devices.add(device);
        return device;
    }

    private void step(int step) {
        random = new Random(seed * 1_000_003 + step);
        clock.advance(random.nextInt(3));
        Device device = devices.get(random.nextInt(devices.size()));
        Device other = devices.get(random.nextInt(devices.size()));
        int kind = random.nextInt(100);
        if (kind < 40) {
            edit(device);
        } else if (kind < 52) {
            sendOne(other, device);
        } else if (kind < 60) {
            sync(device, other);
        } else if (kind < 66) {
            agree(device);
        } else if (kind < 73) {
            hear(device, other);
        } else if (kind < 76) {
            device.document = Document.resume(device.document.checkpoint(), device.options);
        } else if (kind < 78) {
            devices.forEach(each -> each.side = random.nextInt(2));
        } else if (kind < 80) {
            devices.forEach(each -> each.side = 0);
        } else if (kind < 82) {
            join(device);
        } else if (kind < 83) {
            retire(device, other);
        } else if (kind < 86) {
            squash(device);
        } else if (kind < 90) {
            crashWhilePruning(device, other);
        } else {
            prune(device);
        }
        if (devices.contains(device)) {
            compare(device);
        }
    }

    private static boolean meet(Device device, Device other) {
        return device != other && device.side == other.side;
    }

    /** All know everything, and most of them that all know it. */
    private void agree(Device device) {
        devices.forEach(each -> each.side = 0);
        devices.forEach(each -> sync(device, each));
        devices.forEach(each -> sync(each, device));
        for (int round = 0; round < 2; round++) {
            for (Device from : devices) {
                byte[] told = from.document.acknowledgement();
                devices.stream()
                        .filter(to -> random.nextInt(12) > 0)
                        .forEach(to -> to.document.receiveAcknowledgement(told));
            }
        }
    }

    private void hear(Device device, Device other) {
        if (meet(device, other)) {
            device.document.receiveAcknowledgement(other.document.acknowledgement());
        }
    }

    private void sendOne(Device from, Device to) {
        Change change = made.get(random.nextInt(made.size()));
        if (meet(from, to)
                && from.document.version().get(change.span().replica())
                        >= change.span().end()) {
            receive(to, change.toBytes());
        }
    }

    private void receive(Device device, byte[] bytes) {
        check(device, device.document.receive(bytes));
        device.twin.receive(bytes);
    }

    private static void check(Device device, ReceiveResult result) {
        assertThat(result.rejected()).isEmpty();
        assertThat(result.belowBase())
                .as("%s base %s", result, device.document.base())
                .isEmpty();
    }

    private void sync(Device device, Device other) {
        if (!meet(device, other)) {
            return;
        }
        byte[] whole = other.twin.changesSince(device.document.version());
        byte[] batch = whole;
        if (random.nextBoolean()) {
            try {
                BatchOptions options = random.nextBoolean() ? BatchOptions.plain() : BatchOptions.compressed();
                options = random.nextBoolean() ? options.withoutDeletedText() : options;
                batch = other.document.changesSince(device.document.version(), options);
                device.hasAllContent &= options.deletedText() && other.hasAllContent;
            } catch (HistoryCutException pruned) {
                batch = whole;
            }
        }
        check(device, device.document.receive(batch));
        device.twin.receive(whole);
    }

    private void prune(Device device) {
        if (device.prunes) {
            VersionVector before = device.document.base();
            device.document.prune(random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(20));
            prunings += device.document.base().equals(before) ? 0 : 1;
        }
    }

    /** The process ends somewhere in a prune; what was received since the last checkpoint comes from a journal. */
    private void crashWhilePruning(Device device, Device other) {
        if (!device.prunes) {
            return;
        }
        hear(device, other);
        byte[] saved = device.document.checkpoint();
        VersionVector since = device.document.version();
        int parts = 1 + random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            device.document.prune(1 + random.nextInt(6));
            compare(device);
            if (random.nextInt(3) == 0) {
                sync(device, other);
            }
        }
        crashes++;
        device.document = Document.resume(saved, device.options);
        check(device, device.document.receive(device.twin.changesSince(since)));
        compare(device);
        if (random.nextBoolean()) {
            prune(device);
        }
    }

    private void squash(Device device) {
        VersionVector version = device.versions.isEmpty() || random.nextBoolean()
                ? device.document.version()
                : device.versions.get(random.nextInt(device.versions.size()));
        try {
            device.document.squash(version);
            device.hasAllContent = false;
        } catch (HistoryCutException pruned) {
            assertThat(device.document.base().isEmpty()
                            && device.document.timeline().base().isEmpty())
                    .isFalse();
        }
    }

    private void join(Device device) {
        if (devices.size() == MOST_DEVICES) {
            return;
        }
        DocumentOptions options = nextOptions();
        SaveOptions kind = random.nextInt(3) == 0 ? SaveOptions.withoutHistory() : SaveOptions.withHistory();
        kind = random.nextBoolean() ? kind.compressed() : kind;
        kind = kind.history() && random.nextBoolean() ? kind.withoutDeletedText() : kind;
        kind = kind.history() && random.nextBoolean() ? kind.withoutNotes() : kind;
        byte[] snapshot = device.document.save(kind);
        Change join = device.document.membership().join(new ReplicaId(ids));
        published(device, join);
        Device newcomer = add(options, Document.load(snapshot, options));
        newcomer.twin.receive(device.twin.changesSince(VersionVector.EMPTY));
        newcomer.side = device.side;
        newcomer.hasAllContent = device.hasAllContent && kind.equals(SaveOptions.withHistory());
        check(newcomer, newcomer.document.receive(join.toBytes()));
        compare(newcomer);
    }

    /** Whoever is retired has given everything away before, and is not heard of again. */
    private void retire(Device device, Device other) {
        sync(device, other);
        boolean knowsAll = device.document.version().covers(other.document.version());
        if (meet(device, other) && knowsAll && devices.size() > 3) {
            published(device, device.document.membership().retire(other.document.replica()));
            devices.remove(other);
        }
    }

    private void published(Device device, Change change) {
        if (!change.isEmpty()) {
            made.add(change);
            assertThat(device.twin.receive(change.toBytes()).isComplete()).isTrue();
            device.versions.add(device.document.version());
        }
    }

    private void edit(Device device) {
        int edits = random.nextInt(4) == 0 ? 3 : 1;
        Consumer<Transaction> body = tx -> {
            if (random.nextInt(6) == 0) {
                tx.message("m" + written++);
            }
            for (int i = 0; i < edits; i++) {
                MapEditor map = tx.root();
                for (int depth = random.nextInt(3); depth > 0; depth--) {
                    map = map.map("m" + random.nextInt(2));
                }
                edit(map);
            }
        };
        try {
            published(device, device.document.edit(body));
        } catch (PrunedContentException pruned) {
            assertThat(device.document.membership().floor().isEmpty()).isFalse();
        }
    }

    private void edit(MapEditor map) {
        if (recreates && random.nextInt(3) == 0) {
            recreate(map);
            return;
        }
        int kind = random.nextInt(20);
        if (kind < 4) {
            editText(map.text("t"));
        } else if (kind < 10) {
            editList(map.list("l"));
        } else if (kind < 12) {
            try {
                map.put(random.nextBoolean() ? "p" : "r", random.nextInt(3) == 0 ? random.nextInt(3) : written++);
            } catch (FirstValueStandsException refused) {
                map.put("r", written++);
            }
        } else if (kind < 13) {
            map.counter("c").increment(random.nextInt(9) - 4);
        } else if (kind < 15) {
            long value = random.nextInt(3);
            if (random.nextBoolean()) {
                map.set("s").add(value);
            } else if (random.nextBoolean()) {
                map.set("s").remove(value);
            } else if (random.nextBoolean()) {
                map.removeWinsSet("w").add(value);
            } else {
                map.removeWinsSet("w").remove(value);
            }
        } else if (kind < 16) {
            map.log("o").append("e" + written++);
        } else if (kind < 19) {
            List<String> keys = List.of("p", "r", "m0", "m1", "t", "l", "c", "s", "w", "o");
            map.remove(keys.get(random.nextInt(deletesContainers ? keys.size() : 2)));
        } else {
            restore(map);
        }
    }

    private void recreate(MapEditor map) {
        List<String> keys = List.of("m0", "t", "l", "c", "s", "o");
        String key = keys.get(random.nextInt(random.nextBoolean() ? 3 : keys.size()));
        int kind = random.nextInt(8);
        if (kind < 3) {
            map.remove(key);
        } else if (kind < 4) {
            map.put(key, written++).remove(key); // hides what stands there, deleted or not
        } else if (kind < 5) {
            map.remove("m0").map("m0").put("r", written++);
        } else if (kind < 6) {
            editText(map.remove("t").text("t"));
        } else if (kind < 7) {
            MapEditor inner = map.map("m0");
            inner.remove("l").list("l").insert(0, written++);
            inner.remove(key);
        } else {
            restore(map);
        }
    }

    private void restore(MapEditor map) {
        try {
            SlotKind kind = KINDS[random.nextInt(KINDS.length)];
            map.restore(
                    List.of("m0", "t", "l", "c", "s", "o").get(List.of(KINDS).indexOf(kind)), kind);
        } catch (IllegalStateException notDeleted) {
            map.put("r", written++);
        }
    }

    private void editText(TextEditor text) {
        int length = text.length();
        if (length > 0 && random.nextInt(5) < 2) {
            int start = random.nextInt(length);
            text.delete(start, Math.min(length, start + 1 + random.nextInt(3)));
        } else {
            text.insert(random.nextInt(length + 1), String.valueOf((char) ('a' + written++ % 26)));
        }
    }

    private void editList(ListEditor list) {
        int size = list.size();
        int which = size == 0 ? 0 : random.nextInt(12);
        int at = size == 0 ? 0 : random.nextInt(size);
        if (which < 3) {
            list.insert(random.nextInt(size + 1), written++);
        } else if (which < 7) {
            list.move(at, random.nextInt(size));
        } else if (which < 9) {
            list.remove(at);
        } else if (which < 10) {
            list.set(at, written++);
        } else if (which < 11) {
            list.insertMap(at).put("r", written++).text("t").insert(0, "x");
        } else {
            editElement(list, at);
        }
    }

    private void editElement(ListEditor list, int at) {
        if (list.kindOf(at) == SlotKind.MAP) {
            MapEditor map = list.map(at);
            if (recreates && random.nextInt(3) == 0) {
                map.remove(random.nextBoolean() ? "t" : "l");
            } else if (random.nextBoolean()) {
                editText(map.text("t"));
            } else {
                editList(map.list("l"));
            }
        } else {
            list.set(at, written++);
        }
    }

    private void compare(Device device) {
        assertThat(device.document.toJson()).isEqualTo(device.twin.toJson());
        assertThat(device.document.version()).isEqualTo(device.twin.version());
        assertThat(device.document.stateHash()).isEqualTo(device.twin.stateHash());
        if (random.nextInt(4) == 0) {
            assertThat(device.document.conflicts()).hasSameSizeAs(device.twin.conflicts());
            DocumentInvariants.check(device.document);
            DocumentInvariants.checkVectors(device.document);
            compareBytes(device);
        }
    }

    /** Whoever has the same changes and base has the same bytes, whatever it pruned before. */
    private void compareBytes(Device device) {
        byte[] saved = device.document.save(SaveOptions.withoutHistory());
        for (Device other : devices) {
            Document document = other.document;
            if (other != device
                    && document.base().equals(device.document.base())
                    && document.version().equals(device.document.version())) {
                compared++;
                assertThat(document.save(SaveOptions.withoutHistory())).isEqualTo(saved);
            }
        }
        if (random.nextInt(4) == 0) {
            compareWithOnePrune(device);
        }
    }

    /** What the twin kept, pruned at once to the base to which the document came in many steps. */
    private void compareWithOnePrune(Device device) {
        Document document = device.document;
        if (document.base().isEmpty()) {
            return;
        }
        Document once = Document.load(device.twin.save(), device.options);
        for (Member member : document.membership().members()) {
            Acknowledgement told = new Acknowledgement(member.id(), document.version(), document.base());
            once.receiveAcknowledgement(AcknowledgementFrame.write(document.id(), told));
        }
        once.acknowledgement();
        once.prune(Long.MAX_VALUE);
        if (once.base().equals(document.base())) {
            comparedWithOnePrune++;
            assertThat(once.save(SaveOptions.withoutHistory())).isEqualTo(document.save(SaveOptions.withoutHistory()));
            if (device.hasAllContent) {
                assertThat(once.save()).isEqualTo(document.save());
            }
        }
    }

    private void finish() {
        devices.forEach(device -> device.side = 0);
        for (int round = 0; round < 4; round++) {
            for (Device device : devices) {
                for (Device other : devices) {
                    sync(device, other);
                    hear(device, other);
                }
                compare(device);
            }
        }
        byte[] first = null;
        for (Device device : devices) {
            Document document = device.document;
            assertThat(document.prune(Long.MAX_VALUE)).isTrue();
            compare(device);
            assertThat(document.base()).isEqualTo(document.version());
            assertThat(document.statistics().changes()).isZero();
            byte[] saved = document.save();
            first = first == null ? saved : first;
            assertThat(saved).isEqualTo(first);
            Document again = Document.load(saved, device.options.withReplica(new ReplicaId(999)));
            assertThat(again.toJson()).isEqualTo(document.toJson());
            assertThat(again.save()).isEqualTo(saved);
            DocumentInvariants.check(again);
        }
    }
}
