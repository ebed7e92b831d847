package dev.rejoin.document;

/**
 * Reads and writes the text at a place; valid only inside the transaction that gave it. What any write may throw is said
 * in {@link MapEditor}; a range outside of the text gives {@link IndexOutOfBoundsException}. A call that would split or
 * create an unpaired surrogate throws {@link IllegalArgumentException} and changes nothing.
 */
public interface TextEditor extends TextReader {
    /**
     * Inserts characters.
     *
     * @param index where the first one will stand, from 0 to {@code length()}
     * @param text the characters; nothing happens when there are none
     * @return this editor
     */
    TextEditor insert(int index, CharSequence text);

    /**
     * Inserts characters at the end.
     *
     * @param text the characters; nothing happens when there are none
     * @return this editor
     */
    TextEditor append(CharSequence text);

    /**
     * Deletes characters.
     *
     * @param start index of the first, from 0
     * @param end index after the last, at most {@code length()}; nothing happens when it equals {@code start}
     * @return this editor
     */
    TextEditor delete(int start, int end);

    /**
     * Deletes characters and inserts others in their place.
     *
     * @param start index of the first to be deleted, from 0
     * @param end index after the last, at most {@code length()}
     * @param text the characters to insert
     * @return this editor
     */
    TextEditor replace(int start, int end, CharSequence text);

    /**
     * Makes an empty text here when none exists.
     *
     * @return this editor
     */
    TextEditor create();
}
