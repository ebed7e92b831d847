package dev.rejoin.undo;

import dev.rejoin.version.OpIdSpan;

/**
 * Operations that an undo left as they are.
 *
 * @param operations their ids
 * @param reason why
 */
public record Skipped(OpIdSpan operations, Reason reason) {
    /** Why an operation was left as it is. */
    public enum Reason {
        /** Somebody else wrote over it, or deleted the same; what they did stays. */
        OVERWRITTEN,
        /** The container that it was made in is deleted, or was emptied by a recreation. */
        DELETED,
        /** What is needed to take it back was pruned. */
        PRUNED,
        /** It is of a kind that cannot be taken back: entries of logs stay. */
        PERMANENT
    }
}
