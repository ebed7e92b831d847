package dev.rejoin.document;

import dev.rejoin.value.Value;

/**
 * Reads and writes the scalar at a key; valid only inside the transaction that gave it. Writing is
 * {@link MapEditor#put(String, Value)} of the map, clearing is {@link MapEditor#remove}.
 */
public interface RegisterEditor extends RegisterReader {
    /**
     * Writes a value and settles all conflicts.
     *
     * @param value the value
     * @return this editor
     */
    RegisterEditor set(Value value);

    /**
     * Writes a string, as {@link #set(Value)}.
     *
     * @param value the value
     * @return this editor
     */
    RegisterEditor set(String value);

    /**
     * Writes an integer, as {@link #set(Value)}.
     *
     * @param value the value
     * @return this editor
     */
    RegisterEditor set(long value);

    /**
     * Removes what stands here.
     *
     * @return this editor
     */
    RegisterEditor clear();
}
