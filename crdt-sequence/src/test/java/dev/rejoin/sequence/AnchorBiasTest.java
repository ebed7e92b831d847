package dev.rejoin.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnchorBiasTest {
    @Test
    void values_areTheTwoSides() {
        assertThat(AnchorBias.values()).containsExactly(AnchorBias.BEFORE, AnchorBias.AFTER);
    }
}
