package dev.rejoin.conflict;

import dev.rejoin.io.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which places of a document are meant: keys that are separated by {@code /}, such as {@code orders/*}{@code /status}.
 *
 * <p>{@code *} stands for one step, whatever it is, and is the only way into the elements of a list; {@code **} stands
 * for any number of steps. In keys {@code ~0}, {@code ~1} and {@code ~2} read {@code ~}, {@code /} and {@code *}.
 *
 * <p>Immutable, for any thread. Matching a path costs its length times that of the pattern.
 */
public final class PathPattern {
    private static final String ANY = "*";
    private static final String ANY_NUMBER = "**";

    /** What is left to match; ANY and ANY_NUMBER by identity, everything else is a key. */
    private final List<String> steps;

    private PathPattern(List<String> steps) {
        this.steps = steps;
    }

    /**
     * A pattern.
     *
     * @param pattern at least one step
     * @return the pattern
     * @throws IllegalArgumentException if it is empty, or a step is not well-formed
     */
    public static PathPattern of(String pattern) {
        List<String> steps = new ArrayList<>();
        for (String step : pattern.split("/", -1)) {
            steps.add(step.equals(ANY) ? ANY : step.equals(ANY_NUMBER) ? ANY_NUMBER : key(step, pattern));
        }
        return new PathPattern(List.copyOf(steps));
    }

    private static String key(String step, String pattern) {
        if (step.isEmpty()
                || step.contains(ANY)
                || step.replaceAll("~[012]", "").contains("~")) {
            throw new IllegalArgumentException("Step \"" + step + "\" of the pattern \"" + pattern
                    + "\" is no key: it is empty, or holds a * or ~ that is not written as ~2 or ~0");
        }
        Utf8.requireWellFormed(step);
        return step.replace("~2", ANY).replace("~1", "/").replace("~0", "~");
    }

    /**
     * The pattern of one place: its keys, and {@code *} for each step into an element of a list.
     *
     * @param place keys from the root, null for an element; empty for the root, which no other pattern means
     * @return the pattern
     */
    public static PathPattern ofPlace(List<@Nullable String> place) {
        return new PathPattern(place.stream().map(PathPattern::step).collect(Collectors.toUnmodifiableList()));
    }

    private static String step(@Nullable String key) {
        return key == null ? ANY : isAny(key) || isAnyNumber(key) ? String.valueOf(key.toCharArray()) : key;
    }

    /**
     * Whether a place is meant, or stands below one that is.
     *
     * @param place from {@link #ofPlace}
     * @return whether this pattern leads to it or above it
     */
    public boolean coversPlace(PathPattern place) {
        Set<PathPattern> open = Set.of(this);
        for (String step : place.steps) {
            if (open.stream().anyMatch(PathPattern::isMatched)) {
                return true;
            }
            open = open.stream()
                    .flatMap(pattern -> pattern.after(isAny(step) ? null : step).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
        return open.stream().anyMatch(PathPattern::isMatched);
    }

    /**
     * Whether the place to which the steps so far lead is meant.
     *
     * @return whether nothing is left that needs a step
     */
    public boolean isMatched() {
        return steps.stream().allMatch(step -> isAnyNumber(step));
    }

    /**
     * What is left of the pattern after a step.
     *
     * @param key the key, or null for an element of a list
     * @return one for each way in which the step can be taken; empty if no place there or below can be meant
     */
    public Set<PathPattern> after(@Nullable String key) {
        Set<PathPattern> left = new LinkedHashSet<>();
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i);
            if (isAnyNumber(step)) {
                left.add(new PathPattern(steps.subList(i, steps.size())));
                continue;
            }
            if (isAny(step) || step.equals(key)) {
                left.add(new PathPattern(steps.subList(i + 1, steps.size())));
            }
            break;
        }
        return left;
    }

    @SuppressWarnings("ReferenceEquality") // a key may read the same
    private static boolean isAny(String step) {
        return step == ANY;
    }

    @SuppressWarnings("ReferenceEquality") // a key may read the same
    private static boolean isAnyNumber(String step) {
        return step == ANY_NUMBER;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathPattern that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(toString());
    }

    /** The pattern as it was given. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String step : steps) {
            text.append(text.length() > 0 ? "/" : "")
                    .append(
                            isAny(step) || isAnyNumber(step)
                                    ? step
                                    : step.replace("~", "~0").replace("/", "~1").replace(ANY, "~2"));
        }
        return text.toString();
    }
}
