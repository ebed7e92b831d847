package dev.rejoin.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Test
    void everyCodePoint_encoded_equalsTheJdk() {
        byte[] target = new byte[16];
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                continue;
            }
            String text = Character.toString(point);
            byte[] expected = text.getBytes(UTF_8);
            int end = Utf8.encode(text, target, 1);
            if (end != 1 + expected.length || !Arrays.equals(target, 1, end, expected, 0, expected.length)) {
                throw new AssertionError("U+" + Integer.toHexString(point));
            }
            if (Utf8.length(text) != expected.length || Utf8.firstMalformed(target, 1, end) != -1) {
                throw new AssertionError("U+" + Integer.toHexString(point));
            }
        }
    }

    @Test
    void length_mixedText_equalsTheJdk() {
        assertThat(Utf8.length("")).isZero();
        assertThat(Utf8.length("aé€😀z")).isEqualTo("aé€😀z".getBytes(UTF_8).length);
    }

    @Test
    void requireWellFormed_unpairedSurrogate_namesItsIndex() {
        Utf8.requireWellFormed("a😀b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Utf8.requireWellFormed("a😀\uDE00"))
                .withMessage("Unpaired surrogate U+DE00 at index 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Utf8.length("é\uD83D"))
                .withMessage("Unpaired surrogate U+D83D at index 1");
    }

    @Test
    void compare_anyTexts_isOrderOfBytes() {
        String[] texts = {"", "a", "ab", "b", "é", "\uE000", "\uFFFD", "😀", "😁", "a😀", "a\uFFFD", "\uD7FF"};
        for (String a : texts) {
            for (String b : texts) {
                int expected = Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
                assertThat(Integer.signum(Utf8.compare(a, b))).as(a + " " + b).isEqualTo(Integer.signum(expected));
            }
        }
    }

    @Test
    void endOfAscii_everyLengthAndPlace_isFirstHighByte() {
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 0; length < 40; length++) {
            byte[] bytes = new byte[length + 2];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) random.nextInt(128);
            }
            assertThat(Utf8.endOfAscii(bytes, 1, length + 1)).isEqualTo(length + 1);
            for (int at = 1; at <= length; at++) {
                byte before = bytes[at];
                bytes[at] = (byte) 0x80;
                assertThat(Utf8.endOfAscii(bytes, 1, length + 1)).isEqualTo(at);
                bytes[at] = before;
            }
        }
    }
}
