package dev.rejoin.version;

import java.util.Locale;

/** Fixed-width hexadecimal text of ids. */
final class Hex {
    static final int DIGITS = Long.SIZE / 4;

    private Hex() {}

    static String of(long bits) {
        return String.format(Locale.ROOT, "%016x", bits);
    }

    /** Parses sixteen lower- or upper-case digits that begin at {@code start}. */
    static long parse(String text, int start) {
        long bits = 0;
        for (int i = start; i < start + DIGITS; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new IllegalArgumentException("Not a hexadecimal digit at index " + i + ": " + text);
            }
            bits = bits << 4 | digit;
        }
        return bits;
    }
}
