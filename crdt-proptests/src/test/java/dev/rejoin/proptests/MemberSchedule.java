package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.NotAMemberException;
import dev.rejoin.member.Member;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * Devices that write, hear of each other late and seldom, join others and retire others, by a seed. What is demanded is
 * written down here from the definitions: whatever a member takes was made after everything that it may have pruned by
 * then, and members that remain come to the same end.
 */
final class MemberSchedule {
    /** What is known of a change: all that was there when it was made, itself included. */
    private record Made(Change change, VersionVector past) {}

    private static final class Device {
        Document document;
        /** All that it may have pruned so far. */
        VersionVector pruned;
        /** Its acknowledgements, the older ones too. */
        final List<byte[]> acknowledgements = new ArrayList<>();

        Device(Document document, VersionVector pruned) {
            this.document = document;
            this.pruned = pruned;
        }
    }

    private final Random random;
    private final List<Device> devices = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();
    private final Set<ReplicaId> retired = new HashSet<>();
    /** Members that retire each other while they are apart never agree: whoever retires somebody is not retired here. */
    private final Set<ReplicaId> retirers = new HashSet<>();

    private final int retirements;
    private int edits;
    private int founders;
    int refused;
    int prunings;

    MemberSchedule(long seed, int retirements) {
        this.random = new Random(seed);
        this.retirements = retirements;
    }

    void run() {
        founders = 2 + random.nextInt(3);
        for (int i = 0; i < founders; i++) {
            devices.add(new Device(Replicas.create(i + 1), VersionVector.EMPTY));
        }
        ReplicaId[] ids =
                devices.stream().map(device -> device.document.replica()).toArray(ReplicaId[]::new);
        if (random.nextBoolean()) {
            edit(devices.get(random.nextInt(founders)));
        }
        Device founder = devices.get(random.nextInt(founders));
        made(founder, founder.document.membership().join(ids));
        int steps = 20 + random.nextInt(120);
        for (int i = 0; i < steps; i++) {
            step();
        }
        finish();
    }

    private void step() {
        Device device = devices.get(random.nextInt(devices.size()));
        Device other = devices.get(random.nextInt(devices.size()));
        int kind = random.nextInt(100);
        if (kind < 25) {
            edit(device);
        } else if (kind < 50) {
            receive(device, made.get(random.nextInt(made.size())).change().toBytes());
        } else if (kind < 58) {
            receive(device, other.document.changesSince(device.document.version()));
        } else if (kind < 70) {
            device.acknowledgements.add(device.document.acknowledgement());
        } else if (kind < 84) {
            hear(device, other);
        } else if (kind < 88 && devices.size() < 7) {
            join(device);
        } else if (kind < 91 && retired.size() < retirements) {
            retire(device, other);
        } else if (kind < 94) {
            device.document = Document.resume(
                    device.document.checkpoint(), Replicas.options().withReplica(device.document.replica()));
        } else {
            prune(device);
        }
        device.document.membership().members();
    }

    private void edit(Device device) {
        try {
            made(device, device.document.edit(tx -> tx.root().put("k" + random.nextInt(3), edits++)));
        } catch (NotAMemberException notYet) {
            assertThat(isJoined(device)).isFalse();
        }
    }

    private static boolean isJoined(Device device) {
        return device.document.membership().members().stream()
                .anyMatch(member -> member.id().equals(device.document.replica()));
    }

    private static boolean isActive(Device device) {
        return device.document.membership().members().stream()
                .anyMatch(member -> member.id().equals(device.document.replica()) && !member.retired());
    }

    private void made(Device device, Change change) {
        made.add(new Made(change, device.document.version()));
    }

    private void hear(Device device, Device other) {
        if (!other.acknowledgements.isEmpty()) {
            int which = random.nextInt(other.acknowledgements.size());
            check(device, device.document.receiveAcknowledgement(other.acknowledgements.get(which)));
        }
    }

    private void join(Device device) {
        if (!isActive(device)) {
            return;
        }
        ReplicaId newcomer = new ReplicaId(devices.size() + 1L);
        byte[] snapshot = device.document.save();
        VersionVector pruned = device.pruned;
        Change join = device.document.membership().join(newcomer);
        made(device, join);
        Document joined = Document.load(snapshot, Replicas.options().withReplica(newcomer));
        Device next = new Device(joined, pruned);
        devices.add(next);
        if (random.nextBoolean()) {
            receive(next, join.toBytes());
        }
    }

    private void retire(Device device, Device other) {
        ReplicaId target = other.document.replica();
        boolean isMember = device.document.membership().members().stream()
                .anyMatch(member -> member.id().equals(target) && !member.retired());
        if (isMember
                && isActive(device)
                && device != other
                && !retirers.contains(target)
                && !retired.contains(device.document.replica())) {
            retired.add(target);
            retirers.add(device.document.replica());
            made(device, device.document.membership().retire(target));
        }
    }

    private void prune(Device device) {
        VersionVector stable = device.document.membership().stable();
        if (!stable.isEmpty()) {
            prunings++;
            device.pruned = device.pruned.merge(stable);
            assertThat(device.document.version().covers(stable)).isTrue();
        }
    }

    private void receive(Device device, byte[] bytes) {
        check(device, device.document.receive(bytes));
    }

    private void check(Device device, ReceiveResult result) {
        for (OpIdSpan span : result.applied()) {
            for (Made each : made) {
                OpIdSpan own = each.change().span();
                boolean within =
                        own.replica().equals(span.replica()) && own.start() < span.end() && span.start() < own.end();
                if (within && isActive(device)) {
                    assertThat(each.past().covers(device.pruned))
                            .as(
                                    "%s has pruned %s, which %s has not seen: %s",
                                    device.document.replica(), device.pruned, own, each.past())
                            .isTrue();
                }
            }
        }
        refused += result.retired().size();
        assertThat(result.rejected()).isEmpty();
    }

    /** All that remain exchange everything, until nothing changes any more. */
    private void finish() {
        List<Device> remaining = new ArrayList<>(devices);
        // Whom nobody retired, and who was there from the start, can say who the others are.
        Device judge = devices.stream()
                .limit(founders)
                .filter(device -> !retired.contains(device.document.replica()))
                .findFirst()
                .orElse(null);
        if (judge == null) {
            return;
        }
        for (int round = 0; round < 8; round++) {
            for (Device device : remaining) {
                for (Device other : remaining) {
                    if (device != other) {
                        receive(device, other.document.changesSince(device.document.version()));
                        check(device, device.document.receiveAcknowledgement(other.document.acknowledgement()));
                    }
                }
            }
            if (round < 4) {
                continue;
            }
            remaining.removeIf(device -> judge.document.membership().members().stream()
                    .noneMatch(member -> member.id().equals(device.document.replica()) && !member.retired()));
        }
        Document first = judge.document;
        Map<ReplicaId, Object> ends = new HashMap<>();
        for (Device device : remaining) {
            Document document = device.document;
            assertThat(document.version()).isEqualTo(first.version());
            assertThat(document.stateHash()).isEqualTo(first.stateHash());
            for (Member member : document.membership().members()) {
                assertThat(member.closed().isPresent())
                        .as("%s is settled", member)
                        .isEqualTo(member.retired());
                Object before = ends.putIfAbsent(member.id(), member.closed());
                assertThat(Objects.requireNonNullElse(before, member.closed())).isEqualTo(member.closed());
            }
            assertThat(document.membership().stable())
                    .as("nobody is waited for")
                    .isEqualTo(document.version());
        }
        for (Made each : made) {
            OpIdSpan span = each.change().span();
            long end = first.version().get(span.replica());
            ReceiveResult again = first.receive(each.change().toBytes());
            if (span.end() <= end) {
                assertThat(again.duplicates()).containsExactly(span);
            } else {
                assertThat(again.deliveries()).allMatch(delivery -> delivery instanceof Delivery.Retired);
            }
        }
    }
}
