package dev.rejoin.sequence.internal;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;

/**
 * The columns that hold the structure of all sequences of a document, in saved form.
 *
 * <p>A piece is a run of consecutive ids of one replica with one head time that stands together in its sequence, deleted
 * elements included. Pieces are described in the order of their ids, and listed in the order of the sequences. Start
 * markers follow from the order and the priorities, but for a number where concurrent edits met.
 */
public final class SequenceColumns {
    /** Pieces per replica; then per piece 0 if it goes on with the one before, else 1 + the seqs between them. */
    static final int GAPS = 0;
    /** Per piece: its elements. */
    static final int LENGTHS = 1;
    /** Per piece that does not go on: its time; the lower parts. */
    static final int TIMES = 2;
    /** The upper parts of times, and counters. */
    static final int TIMES_ABOVE = 3;
    /** Per place in a sequence: which piece stands there; the lower parts. */
    static final int ORDER = 4;
    /** The upper parts of places. */
    static final int ORDER_ABOVE = 5;
    /** How many elements are visible, deleted, visible … */
    static final int FATES = 6;
    /** Left children, where they are not all that could be: how many entries need no mention before, and how many. */
    static final int CHILDREN = 7;

    /** How many columns there are. */
    public static final int NUMBER = 8;

    /** Milliseconds that a seq is expected to take. (snapshotDeflatedBytes: 59.5 kB, 61.2 kB without) */
    static final long PACE = 200;

    private static final int LOW_BITS = 7;
    private static final int MORE = 1 << LOW_BITS;

    private SequenceColumns() {}

    /** Writes a number in two parts: seven bits and whether there are more, and those. */
    static void write(long value, ByteWriter low, ByteWriter above) {
        long rest = value >>> LOW_BITS;
        low.u8((int) value & MORE - 1 | (rest != 0 ? MORE : 0));
        if (rest != 0) {
            above.varint(rest);
        }
    }

    static long read(ByteReader low, ByteReader above) {
        int value = low.u8();
        if (value < MORE) {
            return value;
        }
        int offset = above.offset();
        long rest = above.varint();
        if (rest <= 0 || rest >>> Long.SIZE - LOW_BITS != 0) {
            throw above.corruptAt(offset, Kind.NOT_CANONICAL, "what seven bits cannot hold", Long.toHexString(rest));
        }
        return rest << LOW_BITS | value & MORE - 1;
    }

    static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}
