package dev.rejoin.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValueOrderTest {
    @Test
    void compare_samples_areAscending() {
        List<Value> samples = Samples.ASCENDING;
        for (int i = 0; i < samples.size(); i++) {
            for (int k = 0; k < samples.size(); k++) {
                assertThat(Integer.signum(Value.compare(samples.get(i), samples.get(k))))
                        .as(samples.get(i) + " and " + samples.get(k))
                        .isEqualTo(Integer.compare(i, k));
                assertThat(samples.get(i).equals(samples.get(k))).isEqualTo(i == k);
            }
        }
    }

    @Test
    void compare_copies_areEqual() {
        for (Value value : Samples.ASCENDING) {
            Value copy = ValueCodec.decode(ValueCodec.encode(value));
            assertThat(Value.compare(value, copy)).isZero();
            assertThat(copy).isEqualTo(value).hasSameHashCodeAs(value);
            assertThat(Value.hash64(copy, 7)).isEqualTo(Value.hash64(value, 7));
        }
    }

    @Test
    void hash64_samples_differAndDependOnTheSeed() {
        Set<Long> hashes = new HashSet<>();
        for (Value value : Samples.ASCENDING) {
            hashes.add(Value.hash64(value, 1));
            hashes.add(Value.hash64(value, 2));
        }
        assertThat(hashes).hasSize(2 * Samples.ASCENDING.size());
    }

    @Test
    void hash64_manyTexts_spreadInEveryByte() {
        int count = 1 << 16;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            int[] buckets = new int[1 << Byte.SIZE];
            for (int i = 0; i < count; i++) {
                buckets[(int) (Value.hash64(Value.of("k" + i), 42) >>> shift) & 0xFF]++;
            }
            for (int bucket : buckets) {
                // 256 expected, standard deviation 16
                assertThat(bucket).isBetween(160, 352);
            }
        }
    }
}
