package dev.rejoin.map.internal;

/**
 * Seeded 64-bit hash of map keys and element ids: SipHash-1-3 over UTF-16 units, four to a block.
 *
 * <p>The seed is secret and differs between documents, so that keys from outside cannot be chosen to collide. Nothing
 * that can be observed depends on it: it only decides in which page of a {@link SlotTable} an entry stands.
 *
 * <p>Aumasson &amp; Bernstein, SipHash: a fast short-input PRF, INDOCRYPT 2012.
 */
final class KeyHash {
    private final long key0;
    private final long key1;

    /** Remembers the last key, because an operation is prepared and applied with the same String object. */
    private String lastKey = "";

    private long lastHash;

    KeyHash(long seed) {
        key0 = mix(seed + 0x9E3779B97F4A7C15L);
        key1 = mix(seed + 0x3C6EF372FE94F82AL);
        lastHash = compute("");
    }

    /** A secret for other tables of the same document. */
    long secret() {
        return mix(key0 ^ key1);
    }

    /** Hash of a map key. Only for the thread that writes the document. */
    @SuppressWarnings("ReferenceEquality") // a cache by identity; equal strings merely miss it
    long of(String key) {
        if (key == lastKey) {
            return lastHash;
        }
        long hash = compute(key);
        lastKey = key;
        lastHash = hash;
        return hash;
    }

    /** Hash of a map key, for any thread. */
    long compute(String key) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int length = key.length();
        int whole = length & ~3;
        for (int i = 0; i <= whole; i += 4) {
            long block;
            if (i < whole) {
                block = key.charAt(i)
                        | (long) key.charAt(i + 1) << 16
                        | (long) key.charAt(i + 2) << 32
                        | (long) key.charAt(i + 3) << 48;
            } else {
                block = (long) length << 48;
                for (int k = i; k < length; k++) {
                    block |= (long) key.charAt(k) << ((k - i) << 4);
                }
            }
            v3 ^= block;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= block;
        }
        v2 ^= 0xff;
        for (int round = 0; round < 3; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Hash of a packed element id, for any thread. */
    long of(long element) {
        return mix(mix(element ^ key0) + key1);
    }

    private static long mix(long x) {
        long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
