package dev.rejoin.codec;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.Crc32c;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.version.DocumentId;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** What batches, snapshots and checkpoints begin and end with. */
public final class Frames {
    /** First byte of a snapshot. */
    public static final int SNAPSHOT = WireFormat.SNAPSHOT;

    /** First byte of a checkpoint. */
    public static final int CHECKPOINT = WireFormat.CHECKPOINT;

    /** First byte of a change in its session form. */
    public static final int SESSION_MESSAGE = WireFormat.SESSION_MESSAGE;

    /** First byte of what the receiver of a session tells its sender. */
    public static final int SESSION_ANSWER = WireFormat.SESSION_ANSWER;

    /** First byte of what a replica says of itself. */
    public static final int ACKNOWLEDGEMENT = WireFormat.ACKNOWLEDGEMENT;

    /** Flag: what follows is deflated. */
    public static final int DEFLATED = WireFormat.DEFLATED;

    /** Flag: the retained history follows the state. */
    public static final int HAS_HISTORY = WireFormat.HAS_HISTORY;

    /** Flags that say how history is written. */
    public static final int HISTORY_FLAGS = WireFormat.HISTORY_FLAGS;

    private static final int SMALL_COLUMN = 32;

    private Frames() {}

    /** Checks kind and checksum; the reader stands behind the first byte and ends before the checksum. */
    public static ByteReader open(byte[] bytes, int start, int end, int kind) {
        return open(bytes, start, end, kind, new Crc32c());
    }

    /** The same for frames whose checksum is over the id of their document and then the frame. */
    public static ByteReader openOf(DocumentId document, byte[] bytes, int kind) {
        return open(
                bytes,
                0,
                bytes.length,
                kind,
                new Crc32c().updateU64(document.high()).updateU64(document.low()));
    }

    /** The checksum that ends a frame of a document whose reader uses {@link #openOf}. */
    public static int checksumOf(DocumentId document, ByteWriter out) {
        Crc32c crc = new Crc32c().updateU64(document.high()).updateU64(document.low());
        out.addTo(crc, 0, out.position());
        return crc.value();
    }

    private static ByteReader open(byte[] bytes, int start, int end, int kind, Crc32c crc) {
        ByteReader in = new ByteReader(bytes, start, end);
        int first = in.u8();
        if (first != kind) {
            throw new UnsupportedFormatException(
                    "first byte 0x" + Integer.toHexString(first), "0x" + Integer.toHexString(kind));
        }
        int length = end - start;
        if (length < 2 + WireFormat.CRC_BYTES) {
            throw in.corruptAt(length, Kind.TRUNCATED, "a frame", length + " bytes");
        }
        int at = length - WireFormat.CRC_BYTES;
        in.addTo(crc, 0, at);
        int found = crc.value();
        in.seek(at);
        int expected = in.u32();
        if (found != expected) {
            throw in.corruptAt(
                    at, Kind.CHECKSUM, "checksum " + Integer.toHexString(found), Integer.toHexString(expected));
        }
        ByteReader body = new ByteReader(bytes, start, start + at);
        body.u8();
        return body;
    }

    /** Reads the flags; unknown ones are refused. */
    public static int flags(ByteReader in, int known) {
        int flags = in.u8();
        if ((flags & ~known) != 0) {
            throw new UnsupportedFormatException(
                    "flags 0x" + Integer.toHexString(flags), "0x" + Integer.toHexString(known));
        }
        return flags;
    }

    /** Reads the flags of a batch, snapshot or checkpoint. */
    public static int frameFlags(ByteReader in, int known) {
        return flags(in, known | WireFormat.EXTENDED);
    }

    /**
     * Reads the extensions that end a frame, if its flags say so, and then its end.
     *
     * @param known which odd ids the reader knows
     * @throws UnsupportedFormatException if one has another odd id
     */
    public static Extensions end(ByteReader in, int flags, IntPredicate known) {
        return Extensions.read(in, flags, known);
    }

    /** Reads a document id. */
    public static DocumentId documentId(ByteReader in) {
        return new DocumentId(in.u64(), in.u64());
    }

    /** Reads a document id that must be the given one. */
    static void expectDocument(ByteReader in, DocumentId wanted) {
        int at = in.offset();
        DocumentId found = documentId(in);
        if (!found.equals(wanted)) {
            throw in.corruptAt(at, Kind.WRONG_DOCUMENT, "document " + wanted, found.toString());
        }
    }

    /** New columns to write to. */
    public static ByteWriter[] columns(int number) {
        ByteWriter[] columns = new ByteWriter[number];
        Arrays.setAll(columns, i -> new ByteWriter(SMALL_COLUMN));
        return columns;
    }

    /** Writes columns, each with its length, or both its lengths if it is deflated. */
    public static void writeColumns(ByteWriter[] columns, boolean deflated, ByteWriter out) {
        Columns.write(columns, deflated ? Packing.DEFLATE : Packing.PLAIN, out);
    }

    /** Reads columns; what they expand to is limited before anything is allocated. Offsets in plain ones go on. */
    public static ByteReader[] readColumns(ByteReader in, int number, boolean deflated, DecodeLimits limits) {
        ByteReader[] columns = new ByteReader[number];
        long expanded = 0;
        for (int i = 0; i < number; i++) {
            int at = in.offset();
            if (!deflated) {
                columns[i] = in.slice(in.count(1));
                continue;
            }
            int length = in.varintUpTo(Integer.MAX_VALUE - 8, "bytes of a column");
            expanded += length;
            limits.checkExpandedBytes(expanded, at);
            columns[i] = length == 0 ? in.slice(0) : Columns.inflate(in, length);
        }
        return columns;
    }
}
