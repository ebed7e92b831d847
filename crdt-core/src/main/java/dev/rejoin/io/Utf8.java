package dev.rejoin.io;

import java.util.Locale;

/**
 * Strict UTF-8: what is written is always well-formed, and what is read is refused otherwise. The JDK's own
 * conversions replace what is wrong without a word, which would let two replicas hold different text.
 */
public final class Utf8 {
    /** Bytes that are looked at together. */
    private static final int BLOCK = 32;

    private Utf8() {}

    /**
     * How many bytes a text takes in UTF-8.
     *
     * @param text well-formed UTF-16
     * @return its length in bytes
     * @throws IllegalArgumentException if the text has an unpaired surrogate; the message names its index
     */
    public static long length(CharSequence text) {
        int units = text.length();
        int ascii = 0;
        while (ascii < units && text.charAt(ascii) < 0x80) {
            ascii++;
        }
        return ascii == units ? units : ascii + lengthFrom(text, ascii);
    }

    /**
     * Checks that a text has no unpaired surrogate.
     *
     * @param text any text
     * @throws IllegalArgumentException if it has one; the message names its index
     */
    public static void requireWellFormed(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                checkPair(text, i);
                i++;
            }
        }
    }

    /**
     * Compares two texts by code point, which is the order of their UTF-8 bytes taken unsigned.
     * {@link String#compareTo} differs from it beyond the basic plane.
     *
     * @param a a well-formed text
     * @param b a well-formed text
     * @return negative, zero or positive
     */
    public static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return compareUnits(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int compareUnits(char x, char y) {
        // Surrogates stand for code points above all others, but their units lie below U+E000..U+FFFF.
        boolean surrogateX = Character.isSurrogate(x);
        boolean surrogateY = Character.isSurrogate(y);
        return surrogateX == surrogateY ? Character.compare(x, y) : surrogateX ? 1 : -1;
    }

    private static long lengthFrom(CharSequence text, int start) {
        long bytes = 0;
        for (int i = start; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                bytes++;
            } else if (unit < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(unit)) {
                bytes += 3;
            } else {
                checkPair(text, i);
                i++;
                bytes += 4;
            }
        }
        return bytes;
    }

    /** Throws unless the surrogate at {@code index} begins a pair. */
    private static void checkPair(CharSequence text, int index) {
        boolean pair = Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
        if (!pair) {
            throw new IllegalArgumentException("Unpaired surrogate U+"
                    + Integer.toHexString(text.charAt(index)).toUpperCase(Locale.ROOT) + " at index "
                    + index);
        }
    }

    /**
     * Encodes into an array that has room, at least three bytes for each unit of the text.
     *
     * @return one past the last byte written
     */
    public static int encode(CharSequence text, byte[] target, int at) {
        int position = at;
        int units = text.length();
        for (int i = 0; i < units; i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                target[position++] = (byte) unit;
            } else if (unit < 0x800) {
                target[position++] = (byte) (0xC0 | unit >> 6);
                target[position++] = (byte) (0x80 | unit & 0x3F);
            } else if (!Character.isSurrogate(unit)) {
                target[position++] = (byte) (0xE0 | unit >> 12);
                target[position++] = (byte) (0x80 | unit >> 6 & 0x3F);
                target[position++] = (byte) (0x80 | unit & 0x3F);
            } else {
                checkPair(text, i);
                int point = Character.toCodePoint(unit, text.charAt(++i));
                target[position++] = (byte) (0xF0 | point >> 18);
                target[position++] = (byte) (0x80 | point >> 12 & 0x3F);
                target[position++] = (byte) (0x80 | point >> 6 & 0x3F);
                target[position++] = (byte) (0x80 | point & 0x3F);
            }
        }
        return position;
    }

    /**
     * The first byte that is not ASCII.
     *
     * @return its position, or {@code end}
     */
    static int endOfAscii(byte[] bytes, int start, int end) {
        int i = start;
        while (end - i >= BLOCK && isAscii(bytes, i)) {
            i += BLOCK;
        }
        while (i < end && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    /** Whether a block is ASCII; a method, because a process that just started only compiles those. */
    private static boolean isAscii(byte[] bytes, int start) {
        int all = 0;
        for (int i = start; i < start + BLOCK; i += 4) {
            all |= bytes[i] | bytes[i + 1] | bytes[i + 2] | bytes[i + 3];
        }
        return all >= 0;
    }

    /**
     * The first byte of the first sequence that is not well-formed (Unicode standard, table 3-7).
     *
     * @return its position, or -1
     */
    static int firstMalformed(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end) {
            int lead = bytes[i];
            if (lead >= 0) {
                i++;
                continue;
            }
            int length = sequenceLength(lead & 0xFF);
            if (length == 0 || end - i < length || !isSecondByte(lead & 0xFF, bytes[i + 1] & 0xFF)) {
                return i;
            }
            for (int k = 2; k < length; k++) {
                if ((bytes[i + k] & 0xC0) != 0x80) {
                    return i;
                }
            }
            i += length;
        }
        return -1;
    }

    private static int sequenceLength(int lead) {
        if (lead < 0xC2 || lead > 0xF4) {
            return 0; // a continuation, an over-long form, or beyond U+10FFFF
        }
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }

    private static boolean isSecondByte(int lead, int second) {
        switch (lead) {
            case 0xE0: // below U+0800 is over-long
                return second >= 0xA0 && second <= 0xBF;
            case 0xED: // surrogates
                return second >= 0x80 && second <= 0x9F;
            case 0xF0: // below U+10000 is over-long
                return second >= 0x90 && second <= 0xBF;
            case 0xF4: // beyond U+10FFFF
                return second >= 0x80 && second <= 0x8F;
            default:
                return (second & 0xC0) == 0x80;
        }
    }
}
