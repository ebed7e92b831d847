package dev.rejoin.bench.demo;

import dev.rejoin.change.Change;
import dev.rejoin.version.VersionVector;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Devices on one network and how they talk: a change goes to everybody as soon as it is made; who wants to be sure tells
 * the others its version and is answered with what it lacks.
 */
final class Fleet {
    /** A device that would need more answers than this is told of, not waited for. */
    private static final int MAX_ROUNDS = 40;

    private final List<Device> devices;
    private final SimulatedNetwork network;
    private final Set<Device> silent = new HashSet<>();
    private long answers;
    private long answerBytes;

    Fleet(List<Device> devices, RandomGenerator random, SimulatedNetwork.Faults faults) {
        this.devices = List.copyOf(devices);
        network = new SimulatedNetwork(devices.size(), random, faults, this::arrived);
    }

    List<Device> devices() {
        return devices;
    }

    SimulatedNetwork network() {
        return network;
    }

    /** A device that sends its own changes but answers nobody any more. */
    void silence(Device device) {
        silent.add(device);
    }

    void broadcast(Device from, Change change) {
        byte[] bytes = change.toBytes();
        for (Device to : devices) {
            if (to != from) {
                network.send(devices.indexOf(from), devices.indexOf(to), SimulatedNetwork.Kind.CHANGES, bytes);
            }
        }
    }

    /** A device asks another for what it lacks. */
    void ask(Device asking, Device asked) {
        byte[] version = asking.document().version().toBytes();
        network.send(devices.indexOf(asking), devices.indexOf(asked), SimulatedNetwork.Kind.REQUEST, version);
    }

    /**
     * Lets all devices ask all others until all have everything.
     *
     * @return how many rounds it took
     */
    int heal() {
        network.settle();
        int rounds = 0;
        while (!isComplete() && rounds < MAX_ROUNDS) {
            rounds++;
            for (Device asking : devices) {
                devices.stream().filter(asked -> asked != asking).forEach(asked -> ask(asking, asked));
            }
            network.settle();
        }
        return rounds;
    }

    /** Whether all devices have the same changes. */
    boolean isComplete() {
        VersionVector first = devices.get(0).document().version();
        return devices.stream().allMatch(device -> device.document().version().equals(first));
    }

    /** Whether all devices have the same state. */
    boolean isEqual() {
        return devices.stream()
                        .map(device -> device.document().stateHash())
                        .distinct()
                        .count()
                == 1;
    }

    /** How often somebody was answered. */
    long answers() {
        return answers;
    }

    /** The bytes of those answers. */
    long answerBytes() {
        return answerBytes;
    }

    private void arrived(int from, int to, SimulatedNetwork.Kind kind, byte[] bytes) {
        Device device = devices.get(to);
        if (kind == SimulatedNetwork.Kind.CHANGES) {
            device.receive(bytes);
        } else if (!silent.contains(device)) {
            VersionVector known = VersionVector.fromBytes(bytes);
            device.document().peer(devices.get(from).document().replica()).acknowledged(known);
            if (!known.covers(device.document().version())) {
                byte[] answer = device.document().changesSince(known);
                answers++;
                answerBytes += answer.length;
                network.send(to, from, SimulatedNetwork.Kind.CHANGES, answer);
            }
        }
    }
}
