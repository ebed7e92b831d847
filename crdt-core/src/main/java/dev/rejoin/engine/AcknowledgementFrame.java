package dev.rejoin.engine;

import dev.rejoin.codec.Frames;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.member.Acknowledgement;
import dev.rejoin.member.Stability;
import dev.rejoin.version.DocumentId;

/** An acknowledgement to bytes and back; as with a change, the checksum is over the id of the document, too. */
public final class AcknowledgementFrame {
    private AcknowledgementFrame() {}

    /** Whether bytes begin as an acknowledgement does. */
    static boolean isAcknowledgement(byte[] bytes) {
        return bytes.length > 0 && (bytes[0] & 0xFF) == Frames.ACKNOWLEDGEMENT;
    }

    /** The bytes. */
    public static byte[] write(DocumentId document, Acknowledgement acknowledgement) {
        ByteWriter out = new ByteWriter(64);
        out.u8(Frames.ACKNOWLEDGEMENT);
        out.u8(0);
        out.u64(acknowledgement.replica().value());
        acknowledgement.version().write(out);
        acknowledgement.floor().write(out);
        out.u32(Frames.checksumOf(document, out));
        return out.toByteArray();
    }

    /** What the bytes say; checked. */
    public static Acknowledgement read(DocumentId document, byte[] bytes) {
        ByteReader in = Frames.openOf(document, bytes, Frames.ACKNOWLEDGEMENT);
        Frames.flags(in, 0);
        Acknowledgement read = Stability.readAcknowledgement(in);
        in.expectEnd();
        return read;
    }
}
