package dev.rejoin.proptests.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages on their way between peers. Nothing moves by itself: whoever drives the network takes messages out in any
 * order, or never. Peers in different halves of a partition do not reach each other; what is on its way between them
 * waits.
 */
public final class SimulatedNetwork {
    /** Compared by identity: the same bytes may be on their way twice. */
    private static final class Message {
        private final int from;
        private final byte[] bytes;

        Message(int from, byte[] bytes) {
            this.from = from;
            this.bytes = bytes;
        }
    }

    private final List<List<Message>> inboxes = new ArrayList<>();
    private int halves;

    /** Adds a peer; peers count from 0. */
    public void join() {
        inboxes.add(new ArrayList<>());
    }

    /**
     * Sends a message.
     *
     * @param from sender
     * @param to receiver
     * @param bytes what is sent; not copied
     */
    public void send(int from, int to, byte[] bytes) {
        inboxes.get(to).add(new Message(from, bytes));
    }

    /**
     * Sends a message to everybody else.
     *
     * @param from sender
     * @param bytes what is sent; not copied
     */
    public void broadcast(int from, byte[] bytes) {
        for (int to = 0; to < inboxes.size(); to++) {
            if (to != from) {
                send(from, to, bytes);
            }
        }
    }

    /**
     * Takes a message out, be it to deliver or to lose it.
     *
     * @param to receiver
     * @param raw any number; selects among the messages that can arrive
     * @return the bytes, or empty when nothing can arrive
     */
    public Optional<byte[]> take(int to, int raw) {
        return select(to, raw).map(message -> {
            inboxes.get(to).remove(message);
            return message.bytes;
        });
    }

    /**
     * Looks at a message and leaves it on its way.
     *
     * @param to receiver
     * @param raw any number; selects among the messages that can arrive
     * @return the bytes, or empty when nothing can arrive
     */
    public Optional<byte[]> peek(int to, int raw) {
        return select(to, raw).map(message -> message.bytes);
    }

    /**
     * Divides the network into two halves.
     *
     * @param mask bit i (modulo 32) says in which half peer i is
     */
    public void partition(int mask) {
        halves = mask;
    }

    /** Makes the network whole. */
    public void heal() {
        halves = 0;
    }

    /**
     * Whether a message can pass now.
     *
     * @param from sender
     * @param to receiver
     * @return whether both are in the same half
     */
    public boolean reaches(int from, int to) {
        return ((halves >>> from) & 1) == ((halves >>> to) & 1);
    }

    private Optional<Message> select(int to, int raw) {
        List<Message> reachable = inboxes.get(to).stream()
                .filter(message -> reaches(message.from, to))
                .toList();
        return reachable.isEmpty() ? Optional.empty() : Optional.of(reachable.get(OpSpec.clamp(raw, reachable.size())));
    }
}
