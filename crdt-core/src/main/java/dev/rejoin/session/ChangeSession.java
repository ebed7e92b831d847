package dev.rejoin.session;

import dev.rejoin.CrdtException;
import dev.rejoin.change.Change;
import dev.rejoin.codec.Frames;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.session.SessionResult.Reason;
import dev.rejoin.version.DocumentId;
import java.util.ArrayList;
import java.util.List;

/**
 * One end of a connection over which two devices send each other changes in a short form: what the other end knows is
 * left out, and a typed character takes about ten bytes.
 *
 * <p>What is received gives what the changes themselves give: the checksum of a message is that of the self-contained
 * form, computed over what the receiver put together, so a message that is misread is never applied. What cannot be put
 * together, after messages were lost, repeated or swapped, or one end started anew, changes nothing; the answer asks for
 * it again, and {@link #receive} at the other end gives it in a form that builds on nothing. Send what
 * {@link SessionResult#answers()} holds, and both ends agree again.
 *
 * <p>A session sends what it is given. What was edited before the connection, or was lost with its last message, is
 * brought by {@code Document.changesSince}, or sent again by {@link #unacknowledged()}.
 *
 * <p>One thread at a time, the document's. Keeps at most 256 messages and 4 MiB to send again. Costs O(size of the
 * change).
 *
 * <pre>{@code
 * ChangeSession session = document.openSession(SessionTransport.ORDERED);
 * document.onLocalChange(change -> connection.send(session.encode(change)));
 * connection.onMessage(bytes -> session.receive(bytes).answers().forEach(connection::send));
 * }</pre>
 */
public final class ChangeSession {
    /** So many messages are received until one is acknowledged that could do without; half of what a base may lie back. */
    private static final int ACKNOWLEDGE_EVERY = 16;

    private static final byte[] NOTHING = new byte[0];

    private final DocumentId document;
    private final long id;
    private final SessionTransport transport;
    private final DecodeLimits limits;
    private final SessionReceiver receiver;
    private final SessionEncoder encoder;
    private final SessionDecoder decoder;
    private int unacknowledgedHere;

    /**
     * One end of a connection.
     *
     * @param document which document's changes are exchanged
     * @param id must differ from those of earlier sessions with the same other end, so a random number
     * @param transport what can be expected of the connection; both ends choose the same
     * @param limits what one message may cost
     * @param receiver takes the changes of the other end
     */
    public ChangeSession(
            DocumentId document, long id, SessionTransport transport, DecodeLimits limits, SessionReceiver receiver) {
        this(document, id, transport, limits, receiver, new SessionDecoder(document, limits, receiver));
    }

    ChangeSession(
            DocumentId document,
            long id,
            SessionTransport transport,
            DecodeLimits limits,
            SessionReceiver receiver,
            SessionDecoder decoder) {
        this.document = document;
        this.id = id;
        this.transport = transport;
        this.limits = limits;
        this.receiver = receiver;
        this.encoder = new SessionEncoder(document, id, transport == SessionTransport.ORDERED);
        this.decoder = decoder;
    }

    /**
     * What tells this session from others.
     *
     * @return its id
     */
    public long id() {
        return id;
    }

    /**
     * The message for a change, made here or passed on. To be sent in the order of these calls.
     *
     * @param change an own change, or an empty one
     * @return bytes for {@link #receive} at the other end; none for an empty change
     */
    public byte[] encode(Change change) {
        return encode(change.toBytes());
    }

    /**
     * The message for a change, made here or passed on. To be sent in the order of these calls.
     *
     * @param change its self-contained form
     * @return bytes for {@link #receive} at the other end; none for none
     * @throws CorruptDataException if it is damaged or of another document
     * @throws UnsupportedFormatException if it is no change of this version of the format
     */
    public byte[] encode(byte[] change) {
        return change.length == 0 ? NOTHING : encoder.encode(change);
    }

    /**
     * Takes what the other end sent: messages and answers of its session, and changes and batches in their own form.
     *
     * @param message the bytes
     * @return what became of it, and what to send back
     * @throws CorruptDataException if it is malformed, or of another document; nothing was changed
     * @throws UnsupportedFormatException if it is of a later version of the format; nothing was changed
     */
    public SessionResult receive(byte[] message) {
        int kind = message.length == 0 ? -1 : message[0] & 0xFF;
        if (kind == Frames.SESSION_MESSAGE) {
            return receiveMessage(message);
        }
        if (kind == Frames.SESSION_ANSWER) {
            return receiveAnswer(message);
        }
        return new SessionResult.Received(receiver.receive(message), List.of());
    }

    private SessionResult receiveMessage(byte[] message) {
        Reason lost = decoder.decode(message);
        if (lost != null) {
            return new SessionResult.ContextLost(lost, List.of(decoder.answer(lost)));
        }
        if (decoder.isRepeated()) {
            return new SessionResult.Repeated(acknowledgement(true));
        }
        boolean soon = decoder.buildsOnNothing();
        byte[] change = decoder.frame();
        try {
            ReceiveResult changes = receiver.receive(change);
            decoder.keep();
            return new SessionResult.Received(changes, acknowledgement(soon));
        } catch (CrdtException refused) {
            // It was read well; that the change itself is refused for good does not concern what comes after it.
            decoder.keep();
            throw refused;
        }
    }

    private List<byte[]> acknowledgement(boolean now) {
        if (transport == SessionTransport.ORDERED) {
            return List.of();
        }
        unacknowledgedHere++;
        if (!now && unacknowledgedHere < ACKNOWLEDGE_EVERY) {
            return List.of();
        }
        unacknowledgedHere = 0;
        return List.of(decoder.answer(null));
    }

    private SessionResult receiveAnswer(byte[] message) {
        limits.checkMessageBytes(message.length);
        ByteReader in = Frames.openOf(document, message, Frames.SESSION_ANSWER);
        List<byte[]> again = new ArrayList<>();
        boolean complete = encoder.answered(in, again);
        return new SessionResult.Answered(complete, again);
    }

    /**
     * What the other end may lack, in a form that builds on nothing: to be sent again after some time, over a transport
     * that loses messages. Over an ordered one, the last 256 messages.
     *
     * @return messages, oldest first
     */
    public List<byte[]> unacknowledged() {
        return List.copyOf(encoder.sendAgain());
    }
}
