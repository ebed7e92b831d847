package dev.rejoin.schema;

/** What a {@link Violation} is a violation of. */
public enum Rule {
    /** Another type stands there. */
    TYPE,
    /** Nothing stands there. */
    REQUIRED,
    /** A number or time is too small or too large. */
    RANGE,
    /** Something is too short or too long, or holds too much. */
    LENGTH,
    /** A value is not among those that are listed. */
    ENUMERATION,
    /** A string does not match. */
    PATTERN
}
