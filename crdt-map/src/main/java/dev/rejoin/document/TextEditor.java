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
     * Makes the text read something else by few insertions and deletions, so that what stays keeps its identity: carets,
     * and edits that others make to it meanwhile, stay in place. For user interfaces that only tell the new text.
     *
     * <p>A common start and end are left alone, and what lies between is compared by a shortest edit script: O(n) time and
     * space plus O(d * n), where d is how much differs, but never more than some 20 million comparisons; what is not
     * compared by then is replaced. Code points stay whole.
     *
     * @param text the whole new text; nothing happens when it is the same
     * @return this editor
     */
    TextEditor updateTo(CharSequence text);

    /**
     * Makes an empty text here when none exists.
     *
     * @return this editor
     */
    TextEditor create();
}
