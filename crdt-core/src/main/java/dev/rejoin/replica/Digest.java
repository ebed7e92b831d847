package dev.rejoin.replica;

/**
 * Rolling 64-bit digest of one replica's operations in seq order.
 *
 * <p>It finds two contents under one (replica, seq) that come from a copied or restored replica id; it is no defence
 * against somebody who looks for collisions. Text is mixed character by character, so the value does not depend on how a
 * run was cut into operations or changes.
 */
public final class Digest {
    /** Odd multiplier of the golden ratio, as in Fibonacci hashing. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Digest() {}

    /** The digest after one more word. */
    public static long mix(long digest, long word) {
        long mixed = (digest ^ word) * GOLDEN;
        return mixed ^ (mixed >>> 29);
    }

    /** The digest after the length and the characters of a text. */
    public static long mixText(long digest, CharSequence text) {
        long mixed = mix(digest, text.length());
        for (int i = 0; i < text.length(); i++) {
            mixed = mix(mixed, text.charAt(i));
        }
        return mixed;
    }

    /** The digest after the length and the bytes of a range. */
    public static long mixBytes(long digest, byte[] bytes, int offset, int length) {
        long mixed = mix(digest, length);
        for (int i = offset; i < offset + length; i++) {
            mixed = mix(mixed, bytes[i]);
        }
        return mixed;
    }
}
