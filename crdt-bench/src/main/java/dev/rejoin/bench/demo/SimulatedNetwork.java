package dev.rejoin.bench.demo;

import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * A network between numbered ends that delays every packet differently, so that later ones overtake earlier ones, and
 * loses and repeats some. One generator decides everything.
 */
final class SimulatedNetwork {
    /** What a packet holds. */
    enum Kind {
        /** A change, or a batch of them. */
        CHANGES,
        /** The version of one who asks for all changes beyond it. */
        REQUEST
    }

    /** Takes what arrives at an end. */
    interface Receiver {
        /** A packet arrived. */
        void arrived(int from, int to, Kind kind, byte[] bytes);
    }

    /**
     * How bad the network is.
     *
     * @param loss part of the packets that never arrive
     * @param repetition part of the packets that arrive twice
     * @param maxDelayMillis longest way of a packet
     */
    record Faults(double loss, double repetition, int maxDelayMillis) {}

    /** One packet under way; the earliest arrival comes first, and of two at one time the one that was sent first. */
    private static final class Packet implements Comparable<Packet> {
        private final long arrivalMillis;
        private final long number;
        private final int from;
        private final int to;
        private final Kind kind;
        private final byte[] bytes;

        Packet(long arrivalMillis, long number, int from, int to, Kind kind, byte[] bytes) {
            this.arrivalMillis = arrivalMillis;
            this.number = number;
            this.from = from;
            this.to = to;
            this.kind = kind;
            this.bytes = bytes;
        }

        @Override
        public int compareTo(Packet other) {
            int byTime = Long.compare(arrivalMillis, other.arrivalMillis);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final RandomGenerator random;
    private final Faults faults;
    private final Receiver receiver;
    private final PriorityQueue<Packet> underWay = new PriorityQueue<>();
    /** The latest packet, by number, that arrived on each way. */
    private final long[][] latest;

    private long nowMillis;
    private long nextNumber = 1;
    private long sent;
    private long lost;
    private long repeated;
    private long delivered;
    private long overtaken;
    private long deliveredBytes;

    SimulatedNetwork(int ends, RandomGenerator random, Faults faults, Receiver receiver) {
        this.random = random;
        this.faults = faults;
        this.receiver = receiver;
        latest = new long[ends][ends];
    }

    void send(int from, int to, Kind kind, byte[] bytes) {
        sent++;
        long number = nextNumber++;
        if (random.nextDouble() < faults.loss()) {
            lost++;
            return;
        }
        put(number, from, to, kind, bytes);
        if (random.nextDouble() < faults.repetition()) {
            repeated++;
            put(number, from, to, kind, bytes);
        }
    }

    private void put(long number, int from, int to, Kind kind, byte[] bytes) {
        long arrival = nowMillis + 1 + random.nextInt(faults.maxDelayMillis());
        underWay.add(new Packet(arrival, number, from, to, kind, bytes));
    }

    /** Lets time pass and delivers what arrives meanwhile. */
    void advance(long millis) {
        long until = nowMillis + millis;
        while (!underWay.isEmpty() && underWay.peek().arrivalMillis <= until) {
            deliver(underWay.remove());
        }
        nowMillis = until;
    }

    /** Delivers all that is under way, and what is sent in answer. */
    void settle() {
        while (!underWay.isEmpty()) {
            deliver(underWay.remove());
        }
    }

    private void deliver(Packet packet) {
        nowMillis = packet.arrivalMillis;
        delivered++;
        deliveredBytes += packet.bytes.length;
        if (packet.number < latest[packet.from][packet.to]) {
            overtaken++;
        }
        latest[packet.from][packet.to] = Math.max(packet.number, latest[packet.from][packet.to]);
        receiver.arrived(packet.from, packet.to, packet.kind, packet.bytes);
    }

    long sent() {
        return sent;
    }

    long lost() {
        return lost;
    }

    long repeated() {
        return repeated;
    }

    long delivered() {
        return delivered;
    }

    /** Packets that arrived after one that was sent later on the same way. */
    long overtaken() {
        return overtaken;
    }

    long deliveredBytes() {
        return deliveredBytes;
    }
}
