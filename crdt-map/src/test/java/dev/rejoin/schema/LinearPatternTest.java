package dev.rejoin.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LinearPatternTest {
    private static final String[] ATOMS = {
        "a", "b", ".", "[ab]", "[^a]", "\\d", "\\w", "\\.", "[a-c1]", "1", "\\s", "[-a]", "\ud83d\ude00"
    };
    private static final String[] REPETITIONS = {"", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}"};
    private static final String[] CHARACTERS = {"a", "b", "c", "1", ".", " ", "-", "\n", "\ud83d\ude00"};

    @Test
    void randomPatterns_matchAsThoseOfThePlatformDo() {
        long seed = 20260;
        Random random = new Random(seed);
        int matches = 0;
        for (int i = 0; i < 20_000; i++) {
            String regex = regex(random, 3);
            LinearPattern ours = LinearPattern.of(regex);
            Pattern theirs = Pattern.compile(regex);
            for (int k = 0; k < 5; k++) {
                String text = text(random);
                boolean expected = theirs.matcher(text).matches();
                assertThat(ours.matches(text))
                        .as("%s on \"%s\", seed %s", regex, text, seed)
                        .isEqualTo(expected);
                matches += expected ? 1 : 0;
            }
        }
        assertThat(matches).isBetween(10_000, 90_000);
    }

    private static String regex(Random random, int depth) {
        StringBuilder regex = new StringBuilder();
        int parts = random.nextInt(3) + (depth == 3 ? 1 : 0);
        for (int i = 0; i < parts; i++) {
            String atom = depth > 0 && random.nextInt(3) == 0
                    ? "(" + regex(random, depth - 1) + (random.nextBoolean() ? "|" + regex(random, depth - 1) : "")
                            + ")"
                    : ATOMS[random.nextInt(ATOMS.length)];
            regex.append(atom).append(REPETITIONS[random.nextInt(REPETITIONS.length)]);
        }
        return regex.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    @Test
    void patternsThatTakeOthersForever_areMatchedAtOnce() {
        assertThat(LinearPattern.of("(a*)*b").matches("a".repeat(4_000))).isFalse();
        assertThat(LinearPattern.of("(a|aa)+").matches("a".repeat(4_000) + "c")).isFalse();
        assertThat(LinearPattern.of("(a?){60}a{60}").matches("a".repeat(60))).isTrue();
        assertThat(LinearPattern.of("a*").matches("a".repeat(4_097))).isFalse();
    }

    @Test
    void whatIsNotSupported_isRefusedWithItsPlace() {
        for (String regex : new String[] {
            "(?=a)",
            "(a)\\1",
            "a**",
            "a*?",
            "a++",
            "^a",
            "a$",
            "[a",
            "(a",
            "a)",
            "a{2,1}",
            "a{,2}",
            "a{x}",
            "\\",
            "\\p",
            "[b-a]",
            "[a&&b]",
            "[[a]]",
            "*a",
            "a{1001}",
            "((((((a{100}){100}){100}){100}){100}){100})",
            "(((){1000}){1000}){1000}",
            "a".repeat(257)
        }) {
            assertThatExceptionOfType(SchemaException.class)
                    .as(regex)
                    .isThrownBy(() -> LinearPattern.of(regex))
                    .withMessageContaining("attern");
        }
    }
}
