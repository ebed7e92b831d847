package dev.rejoin.sequence;

/** On which side of its element a stable position stands. */
public enum AnchorBias {
    /** Before the element: what is inserted directly before the position's element lands left of the position. */
    BEFORE,
    /** After the element: what is inserted directly after the position's element lands right of the position. */
    AFTER
}
