package dev.rejoin.session;

import java.util.Arrays;

/** What the first operation of a change is about, as bytes that both ends give a number. */
final class Prefix {
    final byte[] bytes;
    final int number;
    boolean known;

    Prefix(byte[] bytes, int number) {
        this.bytes = bytes;
        this.number = number;
    }

    /** Equal bytes make equal prefixes, whatever their numbers. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Prefix prefix && Arrays.equals(bytes, prefix.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
