package dev.rejoin.schema;

import java.util.Objects;

/**
 * Something in a document that is not as its schema says.
 *
 * @param place where: a path as text, such as {@code /orders/42/status}
 * @param rule which rule
 * @param expected what the rule asks for
 * @param found what is there, shortened
 */
public record Violation(String place, Rule rule, String expected, String found) {
    /** Checks that nothing is missing. */
    public Violation {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(found, "found");
    }

    /** Such as {@code /hours: RANGE, expected 0 to 24, found 25}. */
    @Override
    public String toString() {
        return place + ": " + rule + ", expected " + expected + ", found " + found;
    }
}
