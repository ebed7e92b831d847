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

    @Test
    void classes_takeTheCodePointsThatThoseOfThePlatformTake() {
        for (String regex : new String[] {
            "\\d",
            "\\w",
            "[^\\w]",
            ".",
            "\\n",
            "\\t",
            "[\\t-\\n]",
            "[a-fx-z]",
            "[^a-c]",
            "[a-]",
            "[-a]",
            "[a-a]",
            "[+--]",
            "[\\]]",
            "[\\\\]",
            "[\\d-x]",
            "[&]",
            "[a&b]",
            "[x&]",
            "\\\u00e9",
            "\\-",
            "[.*+]",
            "\ud83d\ude00",
            "[^\\s\\d]"
        }) {
            LinearPattern ours = LinearPattern.of(regex);
            Pattern theirs = Pattern.compile(regex);
            for (int codePoint = 0; codePoint < 0x2100; codePoint++) {
                if (regex.contains("\\s") && (codePoint == 0x0b || codePoint == 0x0c)) {
                    continue; // not told apart on purpose
                }
                String text = Character.toString(codePoint);
                assertThat(ours.matches(text))
                        .as("%s on %x", regex, codePoint)
                        .isEqualTo(theirs.matcher(text).matches());
            }
            assertThat(ours.matches("\ud83d\ude00"))
                    .as(regex)
                    .isEqualTo(theirs.matcher("\ud83d\ude00").matches());
            assertThat(ours.matches("")).isFalse();
        }
        assertThat(LinearPattern.of("[]a]").matches("]")).isTrue();
        assertThat(LinearPattern.of("[^]a]").matches("]")).isFalse();
        for (char space : new char[] {' ', '\t', '\n', '\r'}) {
            assertThat(LinearPattern.of("\\s").matches(String.valueOf(space))).isTrue();
        }
        assertThat(LinearPattern.of("\\s").matches("\u00a0")).isFalse();
    }

    @Test
    void repetitions_matchAllShortTextsThatThoseOfThePlatformDo() {
        for (String regex : new String[] {
            "",
            "a",
            "a|",
            "|a",
            "a|b|ab",
            "(a|b)*",
            "a*b+",
            "a?b?",
            "a{0}",
            "a{1}",
            "a{0,1}b",
            "a{2,2}",
            "a{1,3}",
            "a{2,}",
            "a{0,}",
            "(ab){1,2}",
            "(a|ab)(b|a)",
            "(a*)+",
            "(a+b?)*",
            "((a|b)b){2}",
            "()",
            "(|a)b",
            "a{3}|b{2}",
            "(a{1,2}){2}",
            "(a?){3}b",
            "a(b|(a|b)a)*",
            "(a|b){0}",
            "(a{0,1}b){0,2}"
        }) {
            LinearPattern ours = LinearPattern.of(regex);
            Pattern theirs = Pattern.compile(regex);
            for (int length = 0; length <= 5; length++) {
                for (int bits = 0; bits < 1 << length; bits++) {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < length; i++) {
                        text.append((bits >> i & 1) == 0 ? 'a' : 'b');
                    }
                    assertThat(ours.matches(text.toString()))
                            .as("%s on %s", regex, text)
                            .isEqualTo(theirs.matcher(text).matches());
                }
            }
        }
    }

    @Test
    void limits_areAllowedAndNothingBeyond() {
        assertThat(LinearPattern.of("a*").matches("a".repeat(4_096))).isTrue();
        assertThat(LinearPattern.of("a".repeat(256)).matches("a".repeat(256))).isTrue();
        assertThat(LinearPattern.of("a{600}").matches("a".repeat(600))).isTrue();
        assertThat(LinearPattern.of("a{600}").matches("a".repeat(599))).isFalse();
        refused("a{1001}", "more than 1000 repetitions at character 6");
        refused("a{1000}", "too large");
        int small = LinearPattern.of("a{10}").size();
        assertThat(LinearPattern.of("a{20}").size()).isGreaterThan(small);
        assertThat(LinearPattern.of("a{600}").size()).isBetween(600, 2_000);
    }

    /** Sizes one after the other, of which the last that are allowed fill the limit. */
    @Test
    void sizes_upToTheLimit_areAllowed() {
        int largest = 0;
        for (int repeated = 660; repeated < 668; repeated++) {
            for (int more = 0; more < 8; more++) {
                try {
                    LinearPattern pattern = LinearPattern.of("a{" + repeated + "}" + "a".repeat(more));
                    largest = Math.max(largest, pattern.size());
                } catch (SchemaException tooLarge) {
                    assertThat(tooLarge).hasMessageContaining("too large");
                }
            }
        }
        assertThat(largest).isEqualTo(LinearPattern.MAX_STATES);
    }

    @Test
    void whatIsMalformed_isNamedWithItsPlace() {
        refused("a)", "an unexpected ) at character 1");
        refused("ab(?:c)", "a group that begins with ? at character 3");
        refused("ab(c", "a group without its end at character 4");
        refused("ab[c", "a class without its end at character 4");
        refused("[]", "a class without its end at character 2");
        refused("[^", "a class without its end at character 2");
        refused("ab[c[d]]", "a class inside a class at character 4");
        refused("[a&&b]", "a class inside a class at character 2");
        refused("[a-\\d]", "a range that does not ascend at character 5");
        refused("[b-a]", "a range that does not ascend at character 4");
        refused("ab\\", "a \\ at the end at character 3");
        refused("ab\\p", "\\p, which is not supported at character 3");
        refused("ab\\1", "\\1, which is not supported at character 3");
        refused("ab[\\b]", "\\b, which is not supported at character 4");
        for (String special : new String[] {"*", "+", "?", "{", "}", "]", "^", "$"}) {
            refused("a|" + special, "a " + special + " that must be written with \\");
            refused("a|" + special, "at character 2");
        }
        for (String repetition :
                new String[] {"{", "{1", "{1,", "{1,2", "{}", "{,", "{x}", "{1,x}", "{2,1}", "{1;2}"}) {
            refused("a" + repetition, "a repetition that is not {m}, {m,} or {m,n}");
        }
        for (String repetition : new String[] {"*", "+", "?", "{2}"}) {
            for (String again : new String[] {"*", "+", "?", "{2}"}) {
                refused("a" + repetition + again, "a repetition of a repetition");
            }
        }
    }

    private static void refused(String regex, String reason) {
        assertThatExceptionOfType(SchemaException.class)
                .as(regex)
                .isThrownBy(() -> LinearPattern.of(regex))
                .withMessageContaining(reason);
    }
}
