package dev.rejoin.conflict;

import dev.rejoin.value.Value;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why something is read at one place of a document, and what is not read because of it. {@link #toString} is for people.
 *
 * <p>It follows from the state alone, so a document that was loaded without history explains the same.
 *
 * @param place where: a path as text
 * @param rule what decided
 * @param read the candidate that is read; empty if nothing is, or if a value is read that was made of several
 * @param value the value that is read; empty if nothing or a container is read
 * @param beside candidates that lost and stand beside it, the largest stamp first, containers before scalars
 * @param hidden containers that were deleted and are not read
 */
public record Explanation(
        String place,
        Rule rule,
        Optional<Candidate> read,
        Optional<Value> value,
        List<Candidate> beside,
        List<Candidate.Container> hidden) {
    /** Keeps copies. */
    public Explanation {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(read, "read");
        Objects.requireNonNull(value, "value");
        beside = List.copyOf(beside);
        hidden = List.copyOf(hidden);
    }

    /** Several lines without a line end at the end. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(place).append(": ").append(rule.text);
        read.ifPresent(candidate -> line(text, "read", candidate));
        if (read.isEmpty()) {
            value.ifPresent(made -> line(text, "read", made));
        }
        beside.forEach(candidate -> line(text, "beside", candidate));
        hidden.forEach(candidate -> line(text, "hidden", candidate));
        return text.toString();
    }

    private static void line(StringBuilder text, String what, Object candidate) {
        text.append("\n  ").append(what).append("  ").append(candidate);
    }

    /** What decides which candidate is read. */
    public enum Rule {
        /** There is no candidate. */
        NOTHING("nothing stands here"),
        /** There is one candidate. */
        ONLY_ONE("nothing competes with it"),
        /** Of concurrent writes the largest stamp is read. */
        LAST_WRITER("of concurrent writes the last one is read"),
        /** All concurrent values are read; as a single value that of the largest stamp. */
        MULTI_VALUE("all concurrent values are read, the last one first"),
        /** The smallest stamp is read. */
        FIRST_WRITER("the first value is read"),
        /** The largest value is read. */
        MAX("the largest value is read"),
        /** The smallest value is read. */
        MIN("the smallest value is read"),
        /** The application makes one value of several. */
        MERGE("the application merges concurrent values"),
        /** A container is read rather than a scalar. */
        CONTAINER_FIRST("a container is read rather than a value"),
        /** Of several containers the one that was created last is read. */
        LAST_CREATED("of several containers the one that was created last is read"),
        /** Something above the place is not read, or is of another type. */
        NOT_REACHED("something on the way is not read, or is of another type");

        private final String text;

        Rule(String text) {
            this.text = text;
        }
    }
}
