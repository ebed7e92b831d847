package dev.rejoin.codec;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;

/**
 * A column of unsigned numbers in two parts: for each number a byte that says how large it is, and the bits below its
 * leading ones. The bytes repeat, so they compress; the bits do not, and so they are kept apart from what does.
 *
 * <p>Numbers below 16 are their own byte. From there on each power of two has four bytes, which hold the leading one and
 * the two bits behind it. There is exactly one form for each number.
 */
final class NumberColumn {
    private static final int DIRECT = 16;
    /** Bits behind the leading one that stand in the byte. */
    private static final int SHOWN = 2;
    /** Position of the leading one of DIRECT. */
    private static final int DIRECT_LOG = 4;

    private static final long[] NOTHING = {};

    private final ByteWriter classes = new ByteWriter(64);
    private final ByteWriter bits = new ByteWriter(64);
    private long pending;
    private int pendingBits;

    /** Appends a number. */
    void add(long value) {
        if (value >= 0 && value < DIRECT) {
            classes.u8((int) value);
            return;
        }
        int log = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        int hidden = log - SHOWN;
        classes.u8(DIRECT + (log - DIRECT_LOG << SHOWN) + (int) (value >>> hidden & (1 << SHOWN) - 1));
        addBits(value & (1L << hidden) - 1, hidden);
    }

    /** Appends a signed number as an unsigned one. */
    void addSigned(long value) {
        add((value << 1) ^ (value >> 63));
    }

    private void addBits(long value, int count) {
        long rest = value;
        int left = count;
        while (left > 0) {
            int step = Math.min(left, Byte.SIZE);
            pending |= (rest & (1L << step) - 1) << pendingBits;
            pendingBits += step;
            rest >>>= step;
            left -= step;
            if (pendingBits >= Byte.SIZE) {
                bits.u8((int) pending & 0xFF);
                pending >>>= Byte.SIZE;
                pendingBits -= Byte.SIZE;
            }
        }
    }

    /** Bytes so far. */
    int size() {
        return classes.position() + bits.position() + 1;
    }

    /** The bytes that say how large the numbers are. */
    ByteWriter classes() {
        return classes;
    }

    /** Appends the other bits, filled up with zeros to whole bytes. */
    void writeBits(ByteWriter out) {
        out.bytes(bits);
        if (pendingBits > 0) {
            out.u8((int) pending);
        }
    }

    /**
     * Reads all numbers of a column.
     *
     * @param classes their bytes, to the end
     * @param bits the other bits, as many as the bytes ask for
     */
    static long[] read(ByteReader classes, ByteReader bits) {
        int count = classes.remaining();
        if (count == 0) {
            return NOTHING;
        }
        long[] values = new long[count];
        long pending = 0;
        int pendingBits = 0;
        for (int i = 0; i < count; i++) {
            int coded = classes.u8();
            if (coded < DIRECT) {
                values[i] = coded;
                continue;
            }
            int hidden = (coded - DIRECT >>> SHOWN) + DIRECT_LOG - SHOWN;
            long value = 1L << SHOWN | coded & (1 << SHOWN) - 1;
            value <<= hidden;
            for (int have = 0; have < hidden; ) {
                if (pendingBits == 0) {
                    pending = bits.u8();
                    pendingBits = Byte.SIZE;
                }
                int step = Math.min(hidden - have, pendingBits);
                value |= (pending & (1L << step) - 1) << have;
                pending >>>= step;
                pendingBits -= step;
                have += step;
            }
            values[i] = value;
        }
        if (pending != 0) {
            throw bits.corrupt(Kind.NOT_CANONICAL, "zeros up to the next byte", "ones");
        }
        return values;
    }

    /** A signed number from its unsigned form. */
    static long signed(long value) {
        return (value >>> 1) ^ -(value & 1);
    }
}
