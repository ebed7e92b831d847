package dev.rejoin.session;

import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.version.ReplicaId;
import java.util.OptionalInt;

/** Where a session takes the changes that it receives: a document, or a relay. */
public interface SessionReceiver {
    /**
     * Takes a change in its self-contained form, or a batch.
     *
     * @param message what another replica made
     * @return what became of it
     */
    ReceiveResult receive(byte[] message);

    /**
     * The low half of a replica's chain digest before a seq, which a session leaves out of a message where the other end
     * can be expected to know it.
     *
     * @param replica whose
     * @param seq of the operation behind it
     * @return empty if it is not known; the message is then asked for again, with the digest in it
     */
    OptionalInt digestBefore(ReplicaId replica, long seq);
}
