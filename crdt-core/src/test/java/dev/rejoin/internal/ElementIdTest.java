package dev.rejoin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementIdTest {
    @Test
    void of_limits_areKept() {
        long element = ElementId.of(ElementId.MAX_REPLICAS - 1, ElementId.MAX_SEQ);

        assertThat(ElementId.replica(element)).isEqualTo(ElementId.MAX_REPLICAS - 1);
        assertThat(ElementId.seq(element)).isEqualTo(ElementId.MAX_SEQ);
        assertThat(element).isNotEqualTo(ElementId.NONE).isPositive();
    }

    @Test
    void of_nextSeq_isPlusOne() {
        assertThat(ElementId.of(7, 41) + 1).isEqualTo(ElementId.of(7, 42));
    }

    @Test
    void toString_none_saysSo() {
        assertThat(ElementId.toString(ElementId.NONE)).isEqualTo("none");
        assertThat(ElementId.toString(ElementId.of(2, 17))).isEqualTo("2@17");
    }
}
