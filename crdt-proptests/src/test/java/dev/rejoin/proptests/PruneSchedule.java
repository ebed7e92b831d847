package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.TextEditor;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Members that write, acknowledge and prune at any moment that they may, each with a twin that gets the very same changes
 * and never drops anything. By a seed. Some prune often, some only at the end; they must come to the same bytes.
 */
final class PruneSchedule {
    private static final class Device {
        Document document;
        final Document twin;
        final boolean prunes;
        int caret;

        Device(Document document, Document twin, boolean prunes) {
            this.document = document;
            this.twin = twin;
            this.prunes = prunes;
        }
    }

    private final Random random;
    private final ManualPhysicalClock clock = new ManualPhysicalClock();
    private final List<Device> devices = new ArrayList<>();
    private final List<byte[]> made = new ArrayList<>();
    private final boolean withoutHistory;
    private int written;
    int prunings;

    /** Newcomers start with history or without. */
    PruneSchedule(long seed, boolean withoutHistory) {
        random = new Random(seed);
        this.withoutHistory = withoutHistory;
    }

    void run() {
        int members = 2 + random.nextInt(3);
        for (int i = 0; i < members; i++) {
            devices.add(
                    new Device(Replicas.create(i + 1, clock), Replicas.create(i + 101, clock), random.nextInt(5) < 3));
        }
        ReplicaId[] ids =
                devices.stream().map(device -> device.document.replica()).toArray(ReplicaId[]::new);
        made(devices.get(0), devices.get(0).document.membership().join(ids));
        for (int i = 1; i < members; i++) {
            deliver(devices.get(i), made.get(0));
        }
        int steps = 10 + random.nextInt(120);
        for (int i = 0; i < steps; i++) {
            step();
        }
        finish();
    }

    private void step() {
        clock.advance(random.nextInt(3));
        Device device = devices.get(random.nextInt(devices.size()));
        Device other = devices.get(random.nextInt(devices.size()));
        int kind = random.nextInt(100);
        if (kind < 38) {
            edit(device);
        } else if (kind < 56) {
            deliver(device, made.get(random.nextInt(made.size())));
        } else if (kind < 64) {
            sync(device, other);
        } else if (kind < 68) {
            for (Device from : devices) {
                sync(device, from);
                device.document.receiveAcknowledgement(from.document.acknowledgement());
                sync(from, device);
                from.document.receiveAcknowledgement(device.document.acknowledgement());
            }
        } else if (kind < 80) {
            device.document.receiveAcknowledgement(other.document.acknowledgement());
        } else if (kind < 83) {
            device.document = Document.resume(device.document.checkpoint(), Replicas.options(clock));
        } else if (kind < 84 && devices.size() < 6) {
            join(device);
        } else if (device.prunes) {
            prune(device);
        }
        compare(device);
    }

    private void prune(Device device) {
        boolean whole = random.nextBoolean();
        VersionVector before = device.document.base();
        device.document.prune(whole ? Long.MAX_VALUE : 1 + random.nextInt(20));
        if (!device.document.base().equals(before)) {
            prunings++;
        }
    }

    private void join(Device device) {
        ReplicaId newcomer = new ReplicaId(devices.size() + 1L);
        byte[] saved = device.document.save(withoutHistory ? SaveOptions.withoutHistory() : SaveOptions.withHistory());
        Change join = device.document.membership().join(newcomer);
        made(device, join);
        Document twin = Replicas.create(devices.size() + 101L, clock);
        twin.receive(device.twin.changesSince(twin.version()));
        Document document = Document.load(saved, Replicas.options(clock).withReplica(newcomer));
        document.receive(join.toBytes());
        devices.add(new Device(document, twin, random.nextInt(5) < 3));
    }

    private void made(Device device, Change change) {
        if (!change.isEmpty()) {
            made.add(change.toBytes());
            assertThat(device.twin.receive(change.toBytes()).isComplete()).isTrue();
        }
    }

    private void deliver(Device device, byte[] change) {
        ReceiveResult result = device.document.receive(change);
        assertThat(result.rejected()).isEmpty();
        assertThat(result.belowBase())
                .as("%s base %s", result, device.document.base())
                .isEmpty();
        device.twin.receive(change);
    }

    private void sync(Device device, Device other) {
        if (device != other && other.document.version().covers(other.document.base())) {
            byte[] batch = other.twin.changesSince(device.document.version());
            ReceiveResult result = device.document.receive(batch);
            assertThat(result.rejected()).isEmpty();
            assertThat(result.belowBase())
                    .as("%s base %s", result, device.document.base())
                    .isEmpty();
            device.twin.receive(batch);
        }
    }

    private void edit(Device device) {
        String before = text(device.document);
        int kind = random.nextInt(20);
        if (kind < 9) {
            int at = device.caret <= before.length() && random.nextInt(10) < 7
                    ? device.caret
                    : random.nextInt(before.length() + 1);
            String typed = String.valueOf((char) ('a' + written++ % 26)).repeat(1 + random.nextInt(2));
            made(device, device.document.edit(tx -> tx.root().text("t").insert(at, typed)));
            assertThat(text(device.document)).isEqualTo(before.substring(0, at) + typed + before.substring(at));
            device.caret = random.nextInt(10) < 7 ? at + typed.length() : at;
        } else if (kind < 13 && !before.isEmpty()) {
            int start = random.nextInt(before.length());
            int end = Math.min(before.length(), start + 1 + random.nextInt(3));
            made(device, device.document.edit(tx -> tx.root().text("t").delete(start, end)));
            device.caret = start;
        } else if (kind < 14) {
            made(device, device.document.edit(tx -> {
                TextEditor text = tx.root().text("t");
                for (int i = 0; i < 3; i++) {
                    int length = text.length();
                    if (length > 0 && random.nextBoolean()) {
                        int start = random.nextInt(length);
                        text.delete(start, start + 1);
                    } else {
                        text.insert(random.nextInt(length + 1), String.valueOf((char) ('A' + written++ % 26)));
                    }
                }
            }));
        } else if (kind < 16) {
            made(device, device.document.edit(tx -> {
                ListEditor list = tx.root().list("l");
                int length = list.size();
                int which = random.nextInt(4);
                if (which == 0 && length > 0) {
                    list.remove(random.nextInt(length));
                } else if (which == 1 && length > 0) {
                    list.set(random.nextInt(length), written++);
                } else {
                    list.insert(random.nextInt(length + 1), written++);
                }
            }));
        } else if (kind < 17) {
            made(device, device.document.edit(tx -> tx.root().counter("c").increment(random.nextInt(9) - 4)));
        } else if (kind < 18) {
            made(device, device.document.edit(tx -> tx.root().put("r", written++)));
        } else if (kind < 19) {
            made(device, device.document.edit(tx -> tx.root().map("m").text("n").insert(0, "x" + written++)));
        } else {
            String key = random.nextBoolean() ? "m" : random.nextBoolean() ? "t" : "c";
            made(device, device.document.edit(tx -> tx.root().remove(key)));
        }
    }

    private static String text(Document document) {
        return document.root().kindOf("t") == SlotKind.TEXT
                ? document.root().text("t").toString()
                : "";
    }

    private static void compare(Device device) {
        assertThat(device.document.toJson()).isEqualTo(device.twin.toJson());
        assertThat(device.document.version()).isEqualTo(device.twin.version());
        assertThat(device.document.stateHash()).isEqualTo(device.twin.stateHash());
    }

    private void finish() {
        for (int round = 0; round < 4; round++) {
            for (Device device : devices) {
                for (Device other : devices) {
                    sync(device, other);
                    device.document.receiveAcknowledgement(other.document.acknowledgement());
                }
                compare(device);
            }
        }
        Document first = devices.get(0).document;
        for (Device device : devices) {
            Document document = device.document;
            assertThat(document.prune(Long.MAX_VALUE)).isTrue();
            compare(device);
            assertThat(document.base()).isEqualTo(document.version());
            assertThat(document.statistics().changes()).isZero();
            document.prune(Long.MAX_VALUE);
            assertThat(document.save()).isEqualTo(first.save());
            Document again =
                    Document.load(document.save(), Replicas.options(clock).withReplica(new ReplicaId(999)));
            assertThat(again.toJson()).isEqualTo(document.toJson());
            assertThat(again.save()).isEqualTo(document.save());
        }
    }
}
