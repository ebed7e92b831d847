package dev.rejoin.document;

import dev.rejoin.value.Value;

/**
 * Reads and writes the set at a place; valid only inside the transaction that gave it. What any write may throw is said
 * in {@link MapEditor}.
 */
public interface SetEditor extends SetReader {
    /**
     * Adds a value. Adding one that is there already is a write too: it survives a concurrent removal of the old one,
     * unless removing wins.
     *
     * @param value the value
     * @return this editor
     */
    SetEditor add(Value value);

    /**
     * Adds a string, as {@link #add(Value)}.
     *
     * @param value the value
     * @return this editor
     */
    SetEditor add(String value);

    /**
     * Adds an integer, as {@link #add(Value)}.
     *
     * @param value the value
     * @return this editor
     */
    SetEditor add(long value);

    /**
     * Removes a value; nothing happens when it is not there.
     *
     * @param value the value
     * @return this editor
     */
    SetEditor remove(Value value);

    /**
     * Removes a string, as {@link #remove(Value)}.
     *
     * @param value the value
     * @return this editor
     */
    SetEditor remove(String value);

    /**
     * Removes an integer, as {@link #remove(Value)}.
     *
     * @param value the value
     * @return this editor
     */
    SetEditor remove(long value);

    /**
     * Makes an empty set here when none exists.
     *
     * @return this editor
     */
    SetEditor create();
}
