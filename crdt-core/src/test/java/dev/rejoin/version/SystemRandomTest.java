package dev.rejoin.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SystemRandomTest {
    @Test
    void nextLong_manyTimes_neverRepeatsAndMovesEveryBit() {
        Set<Long> drawn = new HashSet<>();
        long everSet = 0;
        long alwaysSet = -1;
        for (int i = 0; i < 1_000; i++) {
            long bits = new SystemRandom().nextLong();
            drawn.add(bits);
            everSet |= bits;
            alwaysSet &= bits;
        }
        assertThat(drawn).hasSize(1_000);
        assertThat(everSet).isEqualTo(-1);
        assertThat(alwaysSet).isZero();
    }
}
