package dev.rejoin.session;

import dev.rejoin.delivery.ReceiveResult;
import java.util.List;

/**
 * What a session made of one message from the other end.
 *
 * <p>Immutable, except that the answers are arrays, which are not copied.
 */
public sealed interface SessionResult {
    /**
     * What to send to the other end, in this order.
     *
     * @return an unmodifiable list, often empty
     */
    List<byte[]> answers();

    /**
     * What became of the changes.
     *
     * @return a result without deliveries if the message brought none
     */
    default ReceiveResult changes() {
        return ReceiveResult.of(List.of());
    }

    /**
     * The message brought changes.
     *
     * @param changes what became of them, as {@code Document.receive} tells it
     * @param answers what to send
     */
    record Received(ReceiveResult changes, List<byte[]> answers) implements SessionResult {
        /** The list is copied. */
        public Received {
            answers = List.copyOf(answers);
        }
    }

    /**
     * The message was received before.
     *
     * @param answers what to send
     */
    record Repeated(List<byte[]> answers) implements SessionResult {
        /** The list is copied. */
        public Repeated {
            answers = List.copyOf(answers);
        }
    }

    /**
     * The message builds on something that is not known here, or was damaged. Nothing was applied; the answer asks for it
     * in a form that builds on nothing.
     *
     * @param reason what is lacking
     * @param answers what to send
     */
    record ContextLost(Reason reason, List<byte[]> answers) implements SessionResult {
        /** The list is copied. */
        public ContextLost {
            answers = List.copyOf(answers);
        }
    }

    /**
     * The other end told what it has, or what it lacks.
     *
     * @param complete whether everything that it lacks is still here; if not, ask it for its version and send
     *     {@code Document.changesSince}
     * @param answers what it lacks, in a form that builds on nothing
     */
    record Answered(boolean complete, List<byte[]> answers) implements SessionResult {
        /** The list is copied. */
        public Answered {
            answers = List.copyOf(answers);
        }
    }

    /** Why a message could not be read. */
    enum Reason {
        /** The session that it belongs to was never opened here. */
        UNKNOWN_SESSION(1),
        /** Messages before it are missing. */
        MISSING_MESSAGE(2),
        /** It names a message, replica or prefix that is not known here. */
        UNKNOWN_CONTEXT(3),
        /** It leaves out a chain digest that is not known here. */
        UNKNOWN_DIGEST(4),
        /** What it gives is not what its sender had: messages before it are missing, or it was damaged. */
        CHECKSUM(5);

        /** As it stands in answers. */
        final int code;

        Reason(int code) {
            this.code = code;
        }
    }
}
