package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against SipHash as its paper defines it, word by word, and the generator of the platform that mixes in the same way. */
class KeyHashTest {
    private static final long SEED = 0x0123_4567_89AB_CDEFL;
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private final KeyHash hash = new KeyHash(SEED);

    /** The vector of the paper, appendix A: or the slow hash below would prove nothing. */
    @Test
    void slowHash_vectorOfThePaper_isAsPublished() {
        long[] message = {0x0706_0504_0302_0100L, 0x0F0E_0D0C_0B0A_0908L}; // 15 bytes and their number
        assertThat(sipHash(2, 4, message[0], message[1], message)).isEqualTo(0xA129_CA61_49BE_45E5L);
    }

    @Test
    void compute_keysOfEveryLength_isSipHashOfTheirUnits() {
        SplittableRandom keys = new SplittableRandom(SEED);
        long key0 = keys.nextLong();
        long key1 = keys.nextLong();
        SplittableRandom random = new SplittableRandom(7);
        for (int length = 0; length < 40; length++) {
            StringBuilder key = new StringBuilder();
            for (int i = 0; i < length; i++) {
                key.append((char) random.nextInt(1 << 16));
            }
            long expected = sipHash(1, 3, key0, key1, blocks(key.toString()));
            assertThat(hash.compute(key.toString())).as("length " + length).isEqualTo(expected);
            assertThat(hash.of(key.toString())).isEqualTo(expected);
        }
    }

    /** Four units to a block; the last has the length in the place of the fourth. */
    private static long[] blocks(String key) {
        long[] blocks = new long[key.length() / 4 + 1];
        for (int i = 0; i < key.length(); i++) {
            blocks[i / 4] += (long) key.charAt(i) << 16 * (i % 4);
        }
        blocks[blocks.length - 1] += (long) key.length() << 48;
        return blocks;
    }

    @Test
    void of_keyAskedForAgainAndAnother_isThatOfEach() {
        String one = "one";
        long ofOne = hash.of(one);
        assertThat(hash.of("")).isEqualTo(hash.compute(""));
        assertThat(hash.of(one)).isEqualTo(ofOne).isEqualTo(hash.compute("one"));
        assertThat(hash.of(one)).isEqualTo(ofOne);
        assertThat(hash.of("two")).isEqualTo(hash.compute("two")).isNotEqualTo(ofOne);
    }

    @Test
    void ofElement_anyId_isMixedWithBothKeys() {
        SplittableRandom keys = new SplittableRandom(SEED);
        long key0 = keys.nextLong();
        long key1 = keys.nextLong();
        for (long element : new long[] {0, 1, -1, 1L << 40, 0x0000_0300_0000_0011L}) {
            assertThat(hash.of(element)).isEqualTo(mix(mix(element ^ key0) + key1));
        }
        assertThat(hash.secret()).isEqualTo(mix(key0 ^ key1));
    }

    /** What somebody finds out about one document says nothing of another. */
    @Test
    void hashes_ofOtherSeeds_areOthers() {
        Set<Long> secrets = new HashSet<>();
        Set<Long> keys = new HashSet<>();
        Set<Long> elements = new HashSet<>();
        for (long seed = -50; seed < 50; seed++) {
            KeyHash seeded = new KeyHash(seed);
            secrets.add(seeded.secret());
            keys.add(seeded.of("key"));
            elements.add(seeded.of(1L));
        }
        assertThat(secrets).hasSize(100);
        assertThat(keys).hasSize(100);
        assertThat(elements).hasSize(100);
    }

    private static long mix(long state) {
        return new SplittableRandom(state - STEP).nextLong();
    }

    private static long sipHash(int compressions, int finalizations, long key0, long key1, long[] blocks) {
        long[] v = {
            key0 ^ 0x736f_6d65_7073_6575L,
            key1 ^ 0x646f_7261_6e64_6f6dL,
            key0 ^ 0x6c79_6765_6e65_7261L,
            key1 ^ 0x7465_6462_7974_6573L
        };
        for (long block : blocks) {
            v[3] ^= block;
            rounds(v, compressions);
            v[0] ^= block;
        }
        v[2] ^= 0xff;
        rounds(v, finalizations);
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void rounds(long[] v, int count) {
        for (int i = 0; i < count; i++) {
            add(v, 0, 1, 13);
            add(v, 2, 3, 16);
            v[0] = Long.rotateLeft(v[0], 32);
            add(v, 0, 3, 21);
            add(v, 2, 1, 17);
            v[2] = Long.rotateLeft(v[2], 32);
        }
    }

    private static void add(long[] v, int to, int from, int rotation) {
        v[to] += v[from];
        v[from] = Long.rotateLeft(v[from], rotation) ^ v[to];
    }
}
