package dev.rejoin.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MediansTest {
    @Test
    void of_oddCount_givesTheMiddle() {
        assertThat(Medians.of(9, 1, 5)).isEqualTo(5);
    }

    @Test
    void of_evenCount_givesTheMeanOfBothMiddles() {
        assertThat(Medians.of(4, 1, 2, 100)).isEqualTo(3);
    }

    @Test
    void of_noValues_throws() {
        assertThatThrownBy(Medians::of).isInstanceOf(IllegalArgumentException.class);
    }
}
