package dev.rejoin.codec;

import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.Crc32c;
import dev.rejoin.version.DocumentId;

/** The checksum that ends a change: over the id of its document and then the frame, so that it fits in no other document. */
final class DocumentChecksum {
    /** Bytes of a document id. */
    static final int ID_BYTES = 2 * Long.BYTES;

    /** Frames up to this length are put behind the id, since one checksum costs less than two. (TextEditBenchmark.remote) */
    private static final int SHORT_FRAME = 112;

    private final DocumentId document;
    private byte[] idAndFrame = new byte[0];

    DocumentChecksum(DocumentId document) {
        this.document = document;
    }

    void writeId(ByteWriter out) {
        out.u64(document.high());
        out.u64(document.low());
    }

    int of(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length > SHORT_FRAME) {
            return new Crc32c()
                    .updateU64(document.high())
                    .updateU64(document.low())
                    .update(bytes, start, end)
                    .value();
        }
        byte[] joined = idAndFrame;
        if (joined.length == 0) {
            ByteWriter id = new ByteWriter(ID_BYTES);
            writeId(id);
            joined = new byte[ID_BYTES + SHORT_FRAME];
            id.copyTo(0, ID_BYTES, joined, 0);
            idAndFrame = joined;
        }
        System.arraycopy(bytes, start, joined, ID_BYTES, length);
        return Crc32c.of(joined, 0, ID_BYTES + length);
    }
}
