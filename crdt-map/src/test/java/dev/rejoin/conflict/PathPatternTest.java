package dev.rejoin.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Patterns against a slow matcher that tries out how many steps each {@code **} stands for. */
class PathPatternTest {
    private static final @Nullable String ELEMENT = null;

    private static PathPattern place(@Nullable String... keys) {
        return PathPattern.ofPlace(Arrays.asList(keys));
    }

    @Test
    void ofPlace_keys_areKeysWhateverTheyRead() {
        assertThat(place("a", "b/c", "~", ELEMENT)).hasToString("a/b~1c/~0/*");
        assertThat(place("*")).hasToString("~2");
        assertThat(place("**")).hasToString("~2~2");
        assertThat(place("*", "**", ELEMENT)).isEqualTo(PathPattern.of("~2/~2~2/*"));
        assertThat(PathPattern.of("x").coversPlace(place("*"))).isFalse();
        assertThat(PathPattern.of("~2").coversPlace(place("*"))).isTrue();
        assertThat(PathPattern.of("~2").coversPlace(place(ELEMENT))).isFalse();
        assertThat(PathPattern.of("~2~2").coversPlace(place("a"))).isFalse();
    }

    @Test
    void of_steps_areReadWithTheirEscapes() {
        assertThat(PathPattern.of("~0~1~2").after("~/*")).hasSize(1);
        assertThat(PathPattern.of("~01").after("~1")).hasSize(1); // not a slash
        for (String pattern : new String[] {"a", "*", "**", "a/*/**/~0~1~2", "~01", "**/**"}) {
            assertThat(PathPattern.of(pattern)).hasToString(pattern);
        }
        for (String malformed : new String[] {"", "/", "a/", "/a", "a//b", "a*", "***", "~", "~3", "a~", "~0~"}) {
            assertThatIllegalArgumentException().as(malformed).isThrownBy(() -> PathPattern.of(malformed));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.of("\uD800"));
    }

    @Test
    void equals_samePattern_isEqual() {
        assertThat(PathPattern.of("a/*")).isEqualTo(PathPattern.of("a/*")).hasSameHashCodeAs(PathPattern.of("a/*"));
        assertThat(PathPattern.of("a/*")).isNotEqualTo(PathPattern.of("a/**"));
        assertThat(PathPattern.of("a")).isNotEqualTo("a").isNotEqualTo(null);
    }

    @Test
    void after_step_leavesWhatIsToBeMatched() {
        assertThat(PathPattern.of("a/b").after("a")).containsExactly(PathPattern.of("b"));
        assertThat(PathPattern.of("a/b").after("b")).isEmpty();
        assertThat(PathPattern.of("a/b").after(ELEMENT)).isEmpty();
        assertThat(PathPattern.of("*/b").after(ELEMENT)).containsExactly(PathPattern.of("b"));
        assertThat(PathPattern.of("**/b").after("b")).containsExactly(PathPattern.of("**/b"), place());
        assertThat(PathPattern.of("**/b").after("c")).containsExactly(PathPattern.of("**/b"));
        assertThat(PathPattern.of("**/**/b").after("b"))
                .containsExactlyInAnyOrder(PathPattern.of("**/**/b"), PathPattern.of("**/b"), place());
    }

    @Test
    void isMatched_nothingLeftThatNeedsAStep() {
        assertThat(place().isMatched()).isTrue();
        assertThat(PathPattern.of("**").isMatched()).isTrue();
        assertThat(PathPattern.of("**/**").isMatched()).isTrue();
        assertThat(PathPattern.of("*").isMatched()).isFalse();
        assertThat(PathPattern.of("**/a").isMatched()).isFalse();
    }

    @Test
    void coversPlace_randomPatternsAndPlaces_isAsTriedOut() {
        Random random = new Random(5);
        int covered = 0;
        for (int i = 0; i < 3_000; i++) {
            List<String> pattern = new ArrayList<>();
            for (int k = 1 + random.nextInt(4); k > 0; k--) {
                pattern.add(new String[] {"a", "b", "*", "**"}[random.nextInt(4)]);
            }
            List<@Nullable String> keys = new ArrayList<>();
            for (int k = random.nextInt(5); k > 0; k--) {
                keys.add(new @Nullable String[] {"a", "b", ELEMENT}[random.nextInt(3)]);
            }
            PathPattern compiled = PathPattern.of(String.join("/", pattern));
            boolean expected = false;
            for (int length = 0; length <= keys.size(); length++) {
                boolean means = matches(pattern, keys.subList(0, length));
                assertThat(walk(compiled, keys.subList(0, length))).isEqualTo(means);
                expected |= means;
            }
            assertThat(compiled.coversPlace(PathPattern.ofPlace(keys)))
                    .as(compiled + " and " + keys)
                    .isEqualTo(expected);
            covered += expected ? 1 : 0;
        }
        assertThat(covered).isBetween(500, 2_500);
    }

    private static boolean matches(List<String> pattern, List<@Nullable String> keys) {
        if (pattern.isEmpty()) {
            return keys.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        String step = pattern.get(0);
        if (step.equals("**")) {
            for (int taken = 0; taken <= keys.size(); taken++) {
                if (matches(rest, keys.subList(taken, keys.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !keys.isEmpty()
                && (step.equals("*") || step.equals(keys.get(0)))
                && matches(rest, keys.subList(1, keys.size()));
    }

    private static boolean walk(PathPattern pattern, List<@Nullable String> keys) {
        Set<PathPattern> open = Set.of(pattern);
        for (String key : keys) {
            Set<PathPattern> next = new LinkedHashSet<>();
            open.forEach(left -> next.addAll(left.after(key)));
            open = next;
        }
        return open.stream().anyMatch(PathPattern::isMatched);
    }
}
