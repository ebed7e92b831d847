package dev.rejoin.document;

import dev.rejoin.value.Value;
import java.util.List;

/**
 * Reads the log at a place. Places: see {@link MapReader}.
 *
 * <p>Concurrent edits: all entries stay, each behind everything that its author saw; concurrent ones stand by their clocks.
 * So a new entry may appear before entries that were there.
 */
public interface LogReader {
    /**
     * Whether a log can be read here.
     *
     * @return false where nobody created one, where it was deleted, or where something else stands
     */
    boolean exists();

    /**
     * How many entries there are.
     *
     * @return the size, 0 when the log does not exist
     */
    int size();

    /**
     * One entry.
     *
     * @param index from 0, the oldest, to {@code size() - 1}
     * @return the entry
     * @throws IndexOutOfBoundsException if there is none
     */
    Value get(int index);

    /**
     * All entries, the oldest first.
     *
     * @return a snapshot, unmodifiable
     */
    List<Value> values();
}
