package dev.rejoin.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers of the format straight in arrays, for the one message in each keystroke: positions stay in registers, where a
 * reader or writer object keeps them in memory. (TextEditBenchmark.live, .remote)
 */
final class Raw {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** What {@link #shortVarint} answers for what it does not read. */
    static final long UNUSUAL = -1;

    private static final int MAX_SHORT_VARINT = 7;
    private static final int LENGTH_BITS = 3;

    private Raw() {}

    static int putU32(byte[] target, int at, int value) {
        INT.set(target, at, value);
        return at + Integer.BYTES;
    }

    static int putU48(byte[] target, int at, long value) {
        SHORT.set(target, at, (short) (value >>> Integer.SIZE));
        INT.set(target, at + Short.BYTES, (int) value);
        return at + Short.BYTES + Integer.BYTES;
    }

    static int putU64(byte[] target, int at, long value) {
        LONG.set(target, at, value);
        return at + Long.BYTES;
    }

    static int putVarint(byte[] target, int at, long value) {
        int to = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            target[to++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[to++] = (byte) rest;
        return to;
    }

    static int u32(byte[] source, int at) {
        return (int) INT.get(source, at);
    }

    static long u48(byte[] source, int at) {
        return ((short) SHORT.get(source, at) & 0xFFFFL) << Integer.SIZE
                | (int) INT.get(source, at + Short.BYTES) & 0xFFFF_FFFFL;
    }

    static long u64(byte[] source, int at) {
        return (long) LONG.get(source, at);
    }

    /**
     * A varint of at most seven bytes with its length, see {@link #value} and {@link #length}.
     *
     * @return {@link #UNUSUAL} if it is longer, cut off at the end or not in its shortest form
     */
    static long shortVarint(byte[] source, int at, int end) {
        long value = 0;
        int stop = Math.min(end, at + MAX_SHORT_VARINT);
        for (int i = at; i < stop; i++) {
            int next = source[i];
            int length = i - at + 1;
            if (next >= 0) {
                boolean overlong = next == 0 && length > 1;
                return overlong ? UNUSUAL : (value | (long) next << 7 * (length - 1)) << LENGTH_BITS | length;
            }
            value |= (next & 0x7FL) << 7 * (length - 1);
        }
        return UNUSUAL;
    }

    static long value(long shortVarint) {
        return shortVarint >>> LENGTH_BITS;
    }

    static int length(long shortVarint) {
        return (int) shortVarint & (1 << LENGTH_BITS) - 1;
    }
}
