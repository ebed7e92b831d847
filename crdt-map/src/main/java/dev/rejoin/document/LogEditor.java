package dev.rejoin.document;

import dev.rejoin.value.Value;

/**
 * Reads and writes the log at a place; valid only inside the transaction that gave it. What any write may throw is said
 * in {@link MapEditor}. Entries cannot be taken back, except by deleting the log.
 */
public interface LogEditor extends LogReader {
    /**
     * Adds an entry at the end.
     *
     * @param value the entry
     * @return this editor
     */
    LogEditor append(Value value);

    /**
     * Adds a string, as {@link #append(Value)}.
     *
     * @param value the entry
     * @return this editor
     */
    LogEditor append(String value);

    /**
     * Makes an empty log here when none exists.
     *
     * @return this editor
     */
    LogEditor create();
}
