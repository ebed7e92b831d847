package dev.rejoin.bench.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapBufferTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void replace_randomEdits_equalsStringBuilder(long seed) {
        Random random = new Random(seed);
        StringBuilder expected = new StringBuilder("some text");
        GapBuffer buffer = new GapBuffer(expected.toString());
        for (int i = 0; i < 2_000; i++) {
            int start = random.nextInt(expected.length() + 1);
            int end = start + random.nextInt(Math.min(expected.length() - start, 12) + 1);
            String text = "abcdefghijklmnopqrstuvwxyz".substring(0, random.nextInt(14));
            expected.replace(start, end, text);
            buffer.replace(start, end, text);
            assertThat(buffer.length()).isEqualTo(expected.length());
        }
        assertThat(buffer).hasToString(expected.toString());
        for (int i = 0; i < expected.length(); i++) {
            assertThat(buffer.charAt(i)).isEqualTo(expected.charAt(i));
        }
    }

    @Test
    void replace_textLargerThanTheGap_grows() {
        GapBuffer buffer = new GapBuffer("ab");

        buffer.replace(1, 1, "x".repeat(10_000));

        assertThat(buffer).hasToString("a" + "x".repeat(10_000) + "b");
    }

    @Test
    void replace_outsideTheText_throws() {
        GapBuffer buffer = new GapBuffer("ab");

        assertThatThrownBy(() -> buffer.replace(3, 3, "x")).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> buffer.replace(1, 3, "x")).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> buffer.charAt(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(buffer).hasToString("ab");
    }
}
