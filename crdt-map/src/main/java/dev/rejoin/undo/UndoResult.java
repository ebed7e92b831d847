package dev.rejoin.undo;

import dev.rejoin.change.Change;
import java.util.List;

/**
 * What became of an undo or redo.
 *
 * @param change to be sent as every change; empty if nothing was taken back
 * @param skipped what could not be taken back, the newest first
 */
public record UndoResult(Change change, List<Skipped> skipped) {
    /** Keeps a copy. */
    public UndoResult {
        skipped = List.copyOf(skipped);
    }
}
