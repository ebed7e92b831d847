package dev.rejoin.proptests;

import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.Crc32c;
import dev.rejoin.proptests.sim.Damage;
import dev.rejoin.version.DocumentId;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damaged frames with a right checksum. */
public final class Forgery {
    private static final int CRC_BYTES = Integer.BYTES;

    private Forgery() {}

    /** A frame without its checksum, with one to three faults in it, and room for a checksum behind it. */
    static byte[] damaged(byte[] frame, SplittableRandom random) {
        byte[] body = Arrays.copyOf(frame, frame.length - CRC_BYTES);
        for (int i = random.nextInt(3); i >= 0; i--) {
            body = Damage.of(body, random.nextInt(Integer.MAX_VALUE));
        }
        return Arrays.copyOf(body, body.length + CRC_BYTES);
    }

    /** The checksum of a batch or snapshot is that of its bytes. */
    public static byte[] sealFrame(byte[] frame) {
        return seal(frame, Crc32c.of(frame, 0, frame.length - CRC_BYTES));
    }

    /** The checksum of a single change is that of the document's id and its bytes. */
    public static byte[] sealChange(byte[] change, DocumentId document) {
        Crc32c checksum = new Crc32c().reset().updateU64(document.high()).updateU64(document.low());
        return seal(
                change, checksum.update(change, 0, change.length - CRC_BYTES).value());
    }

    private static byte[] seal(byte[] bytes, int checksum) {
        ByteWriter writer = new ByteWriter(CRC_BYTES);
        writer.u32(checksum);
        byte[] sealed = bytes.clone();
        System.arraycopy(writer.toByteArray(), 0, sealed, sealed.length - CRC_BYTES, CRC_BYTES);
        return sealed;
    }
}
