package dev.rejoin.proptests.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes other inputs from good ones. It knows where numbers stand, and takes pieces of other inputs of its kind. */
final class Mutator {
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        63,
        64,
        127,
        128,
        255,
        256,
        16383,
        16384,
        65535,
        1 << 20,
        (1 << 20) + 1,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 40,
        (1L << 40) - 1,
        1L << 47,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1
    };

    private final SplittableRandom random;
    private final List<byte[]> seeds;

    Mutator(SplittableRandom random, List<byte[]> seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    /** The bytes between `from` and the last `tail`, changed in one to four places. */
    byte[] mutated(byte[] input, int from, int tail) {
        byte[] bytes = input;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int to = Math.max(from, bytes.length - tail);
            bytes = once(bytes, from, to);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes, int from, int to) {
        if (from >= to) {
            return replaced(bytes, from, from, new byte[] {(byte) random.nextInt(256)});
        }
        int at = from + random.nextInt(to - from);
        int length = 1 + random.nextInt(Math.min(to - at, 1 + random.nextInt(16)));
        return switch (random.nextInt(9)) {
            case 0 -> replaced(bytes, at, at + 1, new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))});
            case 1 -> replaced(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 2 -> replaced(bytes, at, endOfVarint(bytes, at, to), varint(number(bytes, at, to)));
            case 3 -> replaced(bytes, at, at, varint(NUMBERS[random.nextInt(NUMBERS.length)]));
            case 4 -> replaced(bytes, at, at + length, new byte[0]);
            case 5 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
            case 6 -> replaced(bytes, at, at + length, piece());
            case 7 -> replaced(bytes, at, at, piece());
            default -> swapped(bytes, from, to);
        };
    }

    private byte[] piece() {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        if (other.length == 0) {
            return other;
        }
        int at = random.nextInt(other.length);
        return Arrays.copyOfRange(other, at, at + 1 + random.nextInt(Math.min(24, other.length - at)));
    }

    private byte[] swapped(byte[] bytes, int from, int to) {
        byte[] copy = bytes.clone();
        int a = from + random.nextInt(to - from);
        int b = from + random.nextInt(to - from);
        copy[a] = bytes[b];
        copy[b] = bytes[a];
        return copy;
    }

    /** A neighbour of the number that stands there, or one that is often a bound. */
    private long number(byte[] bytes, int at, int to) {
        if (random.nextInt(3) == 0) {
            return NUMBERS[random.nextInt(NUMBERS.length)];
        }
        long value = 0;
        int end = endOfVarint(bytes, at, to);
        for (int i = end - 1; i >= at; i--) {
            value = value << 7 | bytes[i] & 0x7F;
        }
        return value + random.nextInt(5) - 2;
    }

    private static int endOfVarint(byte[] bytes, int at, int to) {
        int end = at;
        while (end < to - 1 && bytes[end] < 0 && end - at < 9) {
            end++;
        }
        return end + 1;
    }

    private static byte[] varint(long value) {
        List<Byte> bytes = new ArrayList<>();
        long rest = value;
        while (rest >>> 7 != 0) {
            bytes.add((byte) (rest | 0x80));
            rest >>>= 7;
        }
        bytes.add((byte) rest);
        byte[] array = new byte[bytes.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = bytes.get(i);
        }
        return array;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] result = new byte[bytes.length - (to - from) + by.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
        return result;
    }
}
