package dev.rejoin.session;

import dev.rejoin.CrdtException;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.version.DocumentId;

/** Gives damaged messages of a session the check of whatever they stand for now, which is not the one of their bytes. */
public final class SessionForgery {
    private static final int CHECK_BYTES = Integer.BYTES;

    private final SessionDecoder decoder;
    private int difference;

    /** For the messages that follow a first one. */
    public SessionForgery(DocumentId document, SessionReceiver receiver, byte[] first) {
        decoder = new SessionDecoder(document, DecodeLimits.DEFAULT, receiver) {
            @Override
            boolean agree(int computed, int sent) {
                difference = computed ^ sent;
                return computed == sent;
            }
        };
        decoder.decode(first);
        decoder.keep();
    }

    /** The message with a right check; as it is if it stands for nothing. */
    public byte[] sealed(byte[] message) {
        difference = 0;
        try {
            decoder.decode(message);
        } catch (CrdtException malformed) {
            return message;
        }
        byte[] sealed = message.clone();
        for (int i = 0; i < CHECK_BYTES && difference != 0; i++) {
            sealed[sealed.length - 1 - i] ^= (byte) (difference >>> Byte.SIZE * i);
        }
        return sealed;
    }
}
