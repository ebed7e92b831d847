package dev.rejoin.proptests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.CrdtException;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.session.ChangeSession;
import dev.rejoin.session.SessionForgery;
import dev.rejoin.session.SessionReceiver;
import dev.rejoin.session.SessionResult;
import dev.rejoin.session.SessionTransport;
import dev.rejoin.version.ReplicaId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One end of a session that has sent and received one message. As long as nothing is taken it stays as it is: the same one
 * refuses thousands of inputs in the time of making one.
 */
final class OpenSession implements SessionReceiver {
    private static final int BETWEEN_CHECKS = 64;
    private static final ThreadLocal<Map<SessionTransport, OpenSession>> REFUSING =
            ThreadLocal.withInitial(() -> new EnumMap<>(SessionTransport.class));

    private final SessionTransport transport;
    private final Document document = World.empty();
    private final SessionReceiver receiver = DocumentInvariants.receiver(document);
    private final ChangeSession session;
    private boolean handedOver;
    private int refused;

    private OpenSession(SessionTransport transport) {
        this.transport = transport;
        session = new ChangeSession(World.ID, 5, transport, DecodeLimits.DEFAULT, this);
        session.receive(message(transport, 0));
        session.encode(World.of(7).messages.get(0));
    }

    static OpenSession of(SessionTransport transport) {
        return REFUSING.get().computeIfAbsent(transport, OpenSession::new);
    }

    /** Gives messages the checks that such a session computes. */
    static SessionForgery forgery() {
        return new SessionForgery(
                World.ID, DocumentInvariants.receiver(World.empty()), message(SessionTransport.ORDERED, 0));
    }

    /** What the other end sends for its first changes. */
    private static byte[] message(SessionTransport transport, int number) {
        ChangeSession other = World.session(transport);
        List<byte[]> messages = World.of(7).messages;
        for (byte[] before : messages.subList(0, number)) {
            other.encode(before);
        }
        return other.encode(messages.get(number));
    }

    Document document() {
        return document;
    }

    /** Whether the document took something. */
    boolean receive(byte[] input, Cost cost) {
        handedOver = false;
        boolean lost = false;
        boolean taken = false;
        try {
            SessionResult result = cost.of(input.length, true, () -> session.receive(input));
            lost = result instanceof SessionResult.ContextLost;
            taken = !result.changes().deliveries().isEmpty();
        } catch (CrdtException malformed) {
            lost = !handedOver;
        }
        if (!lost || ++refused % BETWEEN_CHECKS == 0) {
            REFUSING.get().remove(transport);
        }
        if (lost && refused % BETWEEN_CHECKS == 0) {
            assertThat(session.receive(message(transport, 1)).changes().applied())
                    .as("the next good message is taken")
                    .hasSize(1);
        }
        if (!lost) {
            for (byte[] message : World.of(7).messages.subList(1, 3)) {
                session.encode(message);
            }
            if (taken) {
                World.reopen(document);
            }
        }
        return taken;
    }

    @Override
    public ReceiveResult receive(byte[] change) {
        handedOver = true;
        return receiver.receive(change);
    }

    @Override
    public OptionalInt digestBefore(ReplicaId author, long seq) {
        return receiver.digestBefore(author, seq);
    }
}
