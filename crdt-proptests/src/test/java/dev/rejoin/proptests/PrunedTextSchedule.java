package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Members that write a few characters and delete a few of one short text while apart, agree on a base, and prune to it
 * while some of this is here and the rest is still to come: what is left of the text below the base stands between what is
 * above it, again and again. Beside each a twin that never prunes. By a seed.
 */
final class PrunedTextSchedule {
    /** A longer text is not written on: what is done at one place is not done at another. */
    private static final int LONG = 6;

    private static final class Device {
        final Document document;
        final Document twin;
        final List<byte[]> inbox = new ArrayList<>();
        int caret;

        Device(Document document, Document twin) {
            this.document = document;
            this.twin = twin;
        }
    }

    private final Random random;
    private final List<ManualPhysicalClock> clocks = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private int written;

    PrunedTextSchedule(long seed) {
        random = new Random(seed);
    }

    void run() {
        int members = 2 + random.nextInt(3);
        for (int i = 0; i < members; i++) {
            ManualPhysicalClock clock = new ManualPhysicalClock();
            clock.advance(random.nextInt(2_000));
            clocks.add(clock);
            devices.add(new Device(Replicas.create(i + 1, clock), Replicas.create(i + 101, clock)));
        }
        publish(
                devices.get(0),
                devices.get(0)
                        .document
                        .membership()
                        .join(devices.stream()
                                .map(device -> device.document.replica())
                                .toArray(ReplicaId[]::new)));
        devices.forEach(this::receiveAll);
        int rounds = 2 + random.nextInt(4);
        for (int round = 0; round < rounds; round++) {
            agree();
            writeApart(2 + random.nextInt(12));
        }
        finish();
    }

    /** All know everything, and most that all know it; some write in between, who still name what is deleted. */
    private void agree() {
        devices.forEach(this::receiveAll);
        devices.forEach(this::acknowledge);
        writeApart(random.nextInt(4));
        devices.stream().filter(device -> random.nextInt(5) > 0).forEach(this::acknowledge);
    }

    private void writeApart(int steps) {
        for (int i = 0; i < steps; i++) {
            int who = random.nextInt(devices.size());
            Device device = devices.get(who);
            clocks.get(who).advance(random.nextInt(3));
            int kind = random.nextInt(10);
            if (kind < 6) {
                edit(device);
            } else if (kind < 8) {
                receive(device);
            } else {
                prune(device);
            }
            compare(device);
        }
    }

    private void acknowledge(Device from) {
        byte[] acknowledgement = from.document.acknowledgement();
        devices.forEach(to -> to.document.receiveAcknowledgement(acknowledgement));
    }

    private void prune(Device device) {
        assertThat(device.document.prune(Long.MAX_VALUE)).isTrue();
    }

    private void edit(Device device) {
        String text = device.document.root().text("t").toString();
        if (text.isEmpty() || text.length() < LONG && random.nextInt(5) < 3) {
            int at = device.caret <= text.length() && random.nextBoolean()
                    ? device.caret
                    : random.nextInt(text.length() + 1);
            String typed =
                    String.valueOf((char) ('a' + written++ % 26)).repeat(1 + random.nextInt(2) * random.nextInt(2));
            publish(device, device.document.edit(tx -> tx.root().text("t").insert(at, typed)));
            device.caret = at + (random.nextBoolean() ? typed.length() : 0);
        } else {
            int start = random.nextInt(text.length());
            int end = Math.min(text.length(), start + 1 + random.nextInt(4));
            publish(device, device.document.edit(tx -> tx.root().text("t").delete(start, end)));
            device.caret = start;
        }
    }

    private void publish(Device author, Change change) {
        byte[] bytes = change.toBytes();
        author.twin.receive(bytes);
        for (Device device : devices) {
            if (device != author) {
                device.inbox.add(bytes);
            }
        }
    }

    private void receive(Device device) {
        if (!device.inbox.isEmpty()) {
            byte[] bytes = device.inbox.remove(random.nextInt(device.inbox.size()));
            assertThat(device.document.receive(bytes).rejected()).isEmpty();
            device.twin.receive(bytes);
        }
    }

    private void receiveAll(Device device) {
        while (!device.inbox.isEmpty()) {
            receive(device);
        }
        compare(device);
    }

    private static void compare(Device device) {
        assertThat(device.document.root().text("t").toString())
                .isEqualTo(device.twin.root().text("t").toString());
        assertThat(device.document.version()).isEqualTo(device.twin.version());
    }

    private void finish() {
        devices.forEach(this::receiveAll);
        devices.forEach(this::acknowledge);
        devices.forEach(this::acknowledge);
        Document first = devices.get(0).document;
        for (Device device : devices) {
            prune(device);
            compare(device);
            assertThat(device.document.base()).isEqualTo(device.document.version());
            assertThat(device.document.save()).isEqualTo(first.save());
        }
    }
}
