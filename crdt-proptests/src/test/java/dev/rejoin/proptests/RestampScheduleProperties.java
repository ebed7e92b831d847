package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.proptests.sim.Workload;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Several devices issue their changes again, again and again, restart, crash and let others join: all end equal. */
class RestampScheduleProperties {
    private static final long YEAR = 365L * 24 * 3_600 * 1_000;
    private static final long HOUR = 3_600 * 1_000;
    private static final int MOST_DEVICES = 7;
    private static final int STEPS = 70;

    private final ManualPhysicalClock right = new ManualPhysicalClock();
    private final ManualPhysicalClock fast = new ManualPhysicalClock();
    private final Carets carets = new Carets();
    private final List<byte[]> made = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private long seeds;

    /** A document, and what is stored of it. */
    private final class Device {
        private final ManualPhysicalClock clock;
        private final List<byte[]> journal = new ArrayList<>();
        private Document document;
        private byte[] checkpoint;

        Device(ManualPhysicalClock clock, long id) {
            this.clock = clock;
            document = Document.create(SimulatedWorld.DOCUMENT_ID, options().withReplica(new ReplicaId(id)));
            checkpoint = document.checkpoint();
        }

        Device(byte[] saved, long id) {
            clock = right;
            document = Document.load(
                    saved, options().withReplica(new ReplicaId(id)).withoutMaxDrift());
            checkpoint = document.checkpoint();
        }

        private DocumentOptions options() {
            return Replicas.options(clock)
                    .withRandom(new SplittableRandom(seeds++))
                    .withWarnings(warning -> {})
                    .withSink(journal::add);
        }

        void restart() {
            checkpoint = document.checkpoint();
            journal.clear();
            document = Document.resume(checkpoint, options());
        }

        /** Who writes goes on behind what it wrote, or as another replica. */
        void crash() {
            ReplicaId replica = document.replica();
            long written = document.version().get(replica);
            document = Document.resume(checkpoint, List.copyOf(journal), options());
            if (document.replica().equals(replica)) {
                assertThat(document.version().get(replica)).isGreaterThanOrEqualTo(written);
            }
        }
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void restampUnsent_manyDevicesManyTimes_allEndEqual(@ForAll long seed) {
        run(seed, false);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void restampUnsent_devicesThatCrash_allEndEqual(@ForAll long seed) {
        run(seed, true);
    }

    private void run(long seed, boolean crashes) {
        Random random = new Random(seed);
        Workload workload = MixedWorkload.bySeed(seed);
        made.clear(); // one object serves all tries
        devices.clear();
        devices.add(new Device(fast, 1));
        for (int id = 2; id < 5; id++) {
            devices.add(new Device(right, id));
        }
        for (int step = 0; step < STEPS; step++) {
            step(random, workload, crashes);
        }
        for (int round = 0; round < 10; round++) { // what is accepted may lead to more that is ahead
            for (Device from : devices) {
                for (Device to : devices) {
                    to.document.receive(from.document.changesSince(to.document.version()));
                    to.document.acceptQuarantined();
                }
            }
        }
        Document first = devices.get(0).document;
        for (Device device : devices) {
            assertThat(device.document.backlog().waiting()).isEmpty();
            assertThat(Fingerprint.of(device.document)).isEqualTo(Fingerprint.of(first));
            assertThat(device.document.save()).isEqualTo(first.save());
            DocumentInvariants.check(device.document);
        }
    }

    private void step(Random random, Workload workload, boolean crashes) {
        Device device = devices.get(random.nextInt(3) == 0 ? 0 : random.nextInt(devices.size()));
        Document document = device.document;
        int kind = random.nextInt(100);
        if (kind < 40) {
            edit(document, workload, random);
            deliver(random, 3);
        } else if (kind < 55) {
            deliver(random, 5);
        } else if (kind < 65) {
            Document other = devices.get(random.nextInt(devices.size())).document;
            other.receive(document.changesSince(other.version()));
        } else if (kind < 70) {
            document.acceptQuarantined();
        } else if (kind < 74) {
            document.retryQuarantined();
        } else if (kind < 78) {
            fast.advance(random.nextBoolean() ? YEAR : HOUR);
        } else if (kind < 82) {
            fast.set(right.millis());
        } else if (kind < 86) {
            document.restampUnsent().forEach(change -> made.add(change.toBytes()));
        } else if (kind < 90) {
            device.restart();
        } else if (kind < 94 && crashes) {
            device.crash();
        } else if (kind < 96) {
            devices.forEach(other -> document.peer(other.document.replica()).acknowledged(other.document.version()));
        } else if (kind < 97 && devices.size() < MOST_DEVICES) {
            devices.add(new Device(document.save(), 100 + devices.size()));
        }
    }

    private void edit(Document document, Workload workload, Random random) {
        right.advance(1);
        fast.advance(1);
        Replicas.edit(document, workload, random, carets).ifPresent(change -> made.add(change.toBytes()));
    }

    private void deliver(Random random, int count) {
        for (int i = 0; i < count && !made.isEmpty(); i++) {
            byte[] message = made.get(random.nextInt(made.size()));
            devices.get(random.nextInt(devices.size())).document.receive(message);
        }
    }
}
