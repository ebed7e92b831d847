package dev.rejoin.document;

/** What stands at a key of a map or in an element of a list. */
public enum SlotKind {
    /** Nothing that can be read. */
    ABSENT,
    /** A value of its own: a register. */
    SCALAR,
    /** A nested map. */
    MAP,
    /** A nested list. */
    LIST,
    /** A text. */
    TEXT,
    /** A counter. */
    COUNTER,
    /** A set. */
    SET,
    /** A set in which removing wins. */
    REMOVE_WINS_SET,
    /** A log, which only grows. */
    LOG
}
