package dev.rejoin.undo;

import java.time.Duration;
import java.util.Objects;

/**
 * What an {@link UndoManager} keeps and how.
 *
 * @param origin whose edits: the name that was given to {@code Document.edit}, empty for edits without one
 * @param groupWithin edits that follow each other within this time are one group; zero makes each transaction one
 * @param maxGroups how many groups are kept; the oldest are forgotten
 */
public record UndoOptions(String origin, Duration groupWithin, int maxGroups) {
    /** Checks the ranges. */
    public UndoOptions {
        Objects.requireNonNull(origin, "origin");
        if (groupWithin.isNegative()) {
            throw new IllegalArgumentException("groupWithin must not be negative: " + groupWithin);
        }
        if (maxGroups <= 0) {
            throw new IllegalArgumentException("maxGroups must be positive: " + maxGroups);
        }
    }

    /**
     * Edits without an origin, grouped within half a second, at most 200 groups.
     *
     * @return the defaults
     */
    public static UndoOptions defaults() {
        return new UndoOptions("", Duration.ofMillis(500), 200);
    }

    /**
     * Takes the edits of an origin.
     *
     * @param name what is given to {@code Document.edit}
     * @return changed options
     */
    public UndoOptions withOrigin(String name) {
        return new UndoOptions(name, groupWithin, maxGroups);
    }

    /**
     * Says how soon edits must follow each other to be one group.
     *
     * @param within by the document's wall clock; zero for one group per transaction
     * @return changed options
     */
    public UndoOptions withGroupWithin(Duration within) {
        return new UndoOptions(origin, within, maxGroups);
    }

    /**
     * Says how many groups are kept.
     *
     * @param groups positive
     * @return changed options
     */
    public UndoOptions withMaxGroups(int groups) {
        return new UndoOptions(origin, groupWithin, groups);
    }
}
