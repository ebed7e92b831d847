package dev.rejoin.bench.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodePointTextTest {
    private static final String[] PIECES = {"a", "é", "漢", "😀", "x😀y", "😀🧑", ""};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void indexOf_randomEdits_equalsOffsetByCodePoints(long seed) {
        Random random = new Random(seed);
        StringBuilder expected = new StringBuilder("a😀b");
        CodePointText text = new CodePointText(expected.toString());
        for (int i = 0; i < 1_000; i++) {
            int codePoints = expected.codePointCount(0, expected.length());
            assertThat(text.codePoints()).isEqualTo(codePoints);
            int position = random.nextInt(codePoints + 1);
            int count = random.nextInt(Math.min(codePoints - position, 4) + 1);
            int start = expected.offsetByCodePoints(0, position);
            int end = expected.offsetByCodePoints(start, count);
            assertThat(text.indexOf(position)).isEqualTo(start);
            assertThat(text.indexOf(position + count)).isEqualTo(end);
            String inserted = PIECES[random.nextInt(PIECES.length)];
            expected.replace(start, end, inserted);
            text.replace(start, end, inserted);
        }
        assertThat(text).hasToString(expected.toString());
    }

    @Test
    void indexOf_outsideTheText_throws() {
        CodePointText text = new CodePointText("😀");

        assertThat(text.indexOf(1)).isEqualTo(2);
        assertThatThrownBy(() -> text.indexOf(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> text.indexOf(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
