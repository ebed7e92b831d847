package dev.rejoin.session;

import dev.rejoin.codec.WireFormat;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.Crc32c;
import dev.rejoin.version.DocumentId;

/**
 * Constants of the session form; docs/FORMAT.md describes it.
 *
 * <pre>
 * message = kind:u8 flags:u8 [more:u8] (number:u8 | session:u64 number:varint back:varint)
 *           [distance:u8 | slot:varint [replica:u64 seq:varint] ] [gap:varint] [count:varint] (ms:u48 | delta:varint)
 *           [counter:varint] [references] [digest:u32] [note] payload check:u32
 * </pre>
 */
final class SessionFormat {
    /** Flags, lowest two bits: the payload is the operations as they are, or one of three shorter forms. */
    static final int PAYLOAD = 3;

    static final int PLAIN = 0;
    /** One insert of text that continues its author's run: only its characters. */
    static final int TYPED = 1;
    /** One deletion of one own element: only the distance to it. */
    static final int ERASED = 2;
    /** The first operation begins with bytes that have a number. */
    static final int PREFIXED = 3;

    static final int COUNT = 4;
    static final int COUNTER = 8;
    static final int AUTHOR = 16;
    static final int REFERENCES = 32;
    static final int DIGEST = 64;
    static final int MORE = 128;

    /** The second byte of flags. */
    static final int OPEN = 1;

    static final int NEW = 2;
    static final int BASE = 4;
    static final int GAP = 8;
    static final int NOTE = 16;
    static final int NO_DIGEST = 32;
    static final int PREFIX = 64;
    static final int KNOWN_MORE = OPEN | NEW | BASE | GAP | NOTE | NO_DIGEST | PREFIX;

    /** How many messages each end remembers; the number of a message takes one byte. */
    static final int WINDOW = 256;

    /** Numbers of replicas and of prefixes are below these. */
    static final int MAX_SLOTS = 4096;

    static final int MAX_PREFIXES = 1024;
    static final int MIN_PREFIX_BYTES = 3;
    static final int MAX_PREFIX_BYTES = 128;

    static final int ACKNOWLEDGED = 0;

    static final int CRC_BYTES = 4;

    private static final int KEYED_WRITE = 0x20;
    private static final int KEYED_ERASURE = 0x21;
    private static final int FIRST_SEQUENCE_KIND = 0x30;
    private static final int LAST_SEQUENCE_KIND = 0x3A;

    private SessionFormat() {}

    /** The checksum of a message over what it stands for; takes the document and the frame without its checksum. */
    static int check(Crc32c frame, long session, long number) {
        return frame.updateU64(session).updateU64(number).value();
    }

    static Crc32c document(Crc32c crc, DocumentId document) {
        return crc.reset().updateU64(document.high()).updateU64(document.low());
    }

    static void sealAnswer(ByteWriter out, Crc32c crc, DocumentId document) {
        out.addTo(document(crc, document), 0, out.position());
        out.u32(crc.value());
    }

    /**
     * How many bytes at the start of the operations name what the first one is about: kind, container, and key of a write
     * at a key. 0 if they are too few or too many, or name an element, whose coding changes from change to change.
     */
    static int prefixLength(ByteReader in) {
        int start = in.offset();
        if (in.remaining() < MIN_PREFIX_BYTES) {
            return 0;
        }
        int kind = in.u8();
        if (kind >= FIRST_SEQUENCE_KIND && kind <= LAST_SEQUENCE_KIND || kind >= 0x80) {
            return 0;
        }
        if (in.u8() != 0) {
            int steps = in.count(2);
            for (int i = 0; i < steps; i++) {
                if (in.u8() >= WireFormat.MADE_ANEW) {
                    return 0;
                }
                in.skip(in.count(1));
            }
        }
        if (kind == KEYED_WRITE || kind == KEYED_ERASURE) {
            in.skip(in.count(1));
        }
        int length = in.offset() - start;
        return length < MIN_PREFIX_BYTES || length > MAX_PREFIX_BYTES ? 0 : length;
    }

    /** How many UTF-16 units well-formed UTF-8 has. */
    static long units(byte[] utf8, int start, int end) {
        long units = 0;
        for (int i = start; i < end; i++) {
            int lead = utf8[i] & 0xFF;
            units += (lead & 0xC0) == 0x80 ? 0 : lead >= 0xF0 ? 2 : 1;
        }
        return units;
    }
}
