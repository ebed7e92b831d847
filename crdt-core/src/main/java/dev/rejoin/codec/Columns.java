package dev.rejoin.codec;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The columns of a batch: like stands beside like, so that runs and compression find it. */
final class Columns {
    /** Runs of changes of one author: author, number of changes. */
    static final int SEGMENTS = 0;
    /** Where a change begins, and per operation its kind. */
    static final int KINDS = 1;
    /** Numbers, per change: milliseconds, counter. */
    static final int TIMES = 2;
    /** Numbers: dependencies of the changes that have them. */
    static final int DEPENDENCIES = 3;
    /** Author and message of the changes that have a note. */
    static final int NOTES = 4;
    /** Per named id: its replica. */
    static final int REPLICAS = 5;
    /** Numbers, per named id: its seq, as a difference. */
    static final int SEQS = 6;
    /** Numbers, per sequence operation: how many elements. */
    static final int COUNTS = 7;
    /** All characters as UTF-8. */
    static final int TEXT = 8;
    /** Containers, values and the fields of registered operations. */
    static final int FIELDS = 9;
    /** What the columns of numbers leave out, one column after the other. */
    static final int BITS = 10;

    static final int NUMBER = 11;

    /** Kinds below this begin a change. */
    static final int CHANGE_KINDS = 8;
    /** Distance from the kind of an operation to its place in the column of kinds. */
    static final int KIND_SHIFT = CHANGE_KINDS - 1;

    static final int HAS_DEPENDENCIES = 1;
    static final int HAS_NOTE = 2;
    static final int HAS_COUNTER = 4;

    /** The pace of typing: milliseconds that a seq is expected to take. */
    static final long PACE = 200;

    private static final int DEFLATE_LEVEL = 6;

    private Columns() {}

    static ByteWriter[] writers() {
        ByteWriter[] writers = new ByteWriter[NUMBER];
        Arrays.setAll(writers, i -> new ByteWriter(64));
        return writers;
    }

    /** Lengths and bytes of all columns. */
    static void write(ByteWriter[] columns, Packing packing, ByteWriter out) {
        for (ByteWriter column : columns) {
            out.varint(column.position());
            if (packing == Packing.PLAIN) {
                out.bytes(column);
            } else if (column.position() > 0) {
                byte[] packed = packing.pack(column.toByteArray());
                out.varint(packed.length);
                out.bytes(packed);
            }
        }
    }

    /** Readers of all columns; what they expand to is limited before anything is allocated. */
    static ByteReader[] read(ByteReader in, Packing packing, DecodeLimits limits) {
        ByteReader[] columns = new ByteReader[NUMBER];
        long expanded = 0;
        for (int i = 0; i < NUMBER; i++) {
            int at = in.offset();
            if (packing == Packing.PLAIN) {
                columns[i] = new ByteReader(in.bytes(in.count(1)));
                continue;
            }
            long length = in.varint();
            expanded += length < 0 || length > Integer.MAX_VALUE ? Integer.MAX_VALUE : length;
            limits.checkExpandedBytes(expanded, at);
            columns[i] = length == 0 ? new ByteReader(new byte[0]) : packing.unpack(in, (int) length);
        }
        return columns;
    }

    /** The shorter of two forms: with repetitions found, and with frequencies only, which suits columns of numbers. */
    static byte[] deflate(byte[] bytes) {
        byte[] usual = deflate(bytes, Deflater.DEFAULT_STRATEGY);
        byte[] frequencies = deflate(bytes, Deflater.HUFFMAN_ONLY);
        return frequencies.length < usual.length ? frequencies : usual;
    }

    private static byte[] deflate(byte[] bytes, int strategy) {
        Deflater deflater = new Deflater(DEFLATE_LEVEL, true);
        try {
            deflater.setStrategy(strategy);
            deflater.setInput(bytes);
            deflater.finish();
            byte[] packed = new byte[Math.max(64, bytes.length / 2)];
            int length = 0;
            while (!deflater.finished()) {
                if (length == packed.length) {
                    packed = Arrays.copyOf(packed, length * 2);
                }
                length += deflater.deflate(packed, length, packed.length - length);
            }
            return Arrays.copyOf(packed, length);
        } finally {
            deflater.end();
        }
    }

    /** Inflates in steps, so that a false length costs no more memory than the bytes really give. */
    static ByteReader inflate(ByteReader in, int length) {
        int at = in.offset();
        byte[] packed = in.bytes(in.count(1));
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            byte[] bytes = new byte[(int) Math.min(length, 64 + 4L * packed.length)];
            int done = 0;
            while (done < length) {
                if (done == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(length, bytes.length * 2L));
                }
                int step = inflater.inflate(bytes, done, bytes.length - done);
                if (step == 0) {
                    throw in.corruptAt(at, Kind.TRUNCATED, length + " inflated bytes", done + " bytes");
                }
                done += step;
            }
            if (!inflater.finished() && inflater.inflate(new byte[1]) != 0 || inflater.getRemaining() > 0) {
                throw in.corruptAt(at, Kind.TRAILING_BYTES, length + " inflated bytes", "more");
            }
            return new ByteReader(bytes, 0, length);
        } catch (DataFormatException malformed) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "a deflated column", String.valueOf(malformed.getMessage()));
        } finally {
            inflater.end();
        }
    }
}
