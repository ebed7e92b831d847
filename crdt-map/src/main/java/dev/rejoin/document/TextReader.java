package dev.rejoin.document;

import dev.rejoin.sequence.Anchor;
import dev.rejoin.sequence.AnchorBias;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Reads the text at a place. Places: see {@link MapReader}. Indices and lengths are UTF-16 code units, ranges half-open
 * (start, end), as in {@link StringBuilder}.
 *
 * <p>Concurrent edits: runs typed by different devices at one place stand one after the other, in the same order
 * everywhere; they never mix. Deletes take away what their author saw, and no more.
 *
 * <p>A character sequence for every method that takes one; like a {@link StringBuilder}, and unlike a string, it is equal
 * to nothing but itself. An index is found in O(log n); what takes longer says so.
 */
public interface TextReader extends CharSequence {
    /**
     * Whether a text can be read here.
     *
     * @return false where nobody created one, where it was deleted, or where something else stands
     */
    boolean exists();

    /**
     * The length of the text.
     *
     * @return UTF-16 code units, 0 when the text does not exist
     */
    @Override
    int length();

    /**
     * One code unit.
     *
     * @param index from 0 to {@code length() - 1}
     * @return the code unit there
     * @throws IndexOutOfBoundsException if there is none
     */
    @Override
    char charAt(int index);

    /**
     * A part of the text.
     *
     * @param start index of the first code unit, from 0
     * @param end index after the last, at most {@code length()}
     * @return the code units from start to end
     * @throws IndexOutOfBoundsException if the range is not within the text
     */
    String substring(int start, int end);

    /**
     * A part of the text as it is now, the same as {@link #substring}.
     *
     * @param start index of the first code unit, from 0
     * @param end index after the last, at most {@code length()}
     * @return a copy
     * @throws IndexOutOfBoundsException if the range is not within the text
     */
    @Override
    CharSequence subSequence(int start, int end);

    /**
     * Copies a part of the text, for reading piece by piece.
     *
     * @param start index of the first code unit, from 0
     * @param end index after the last, at most {@code length()}
     * @param target where to
     * @param at index in {@code target} of the first
     * @throws IndexOutOfBoundsException if one of the ranges is not within the text or the array
     */
    void getChars(int start, int end, char[] target, int at);

    /**
     * Appends the whole text to something, piece by piece: no string of the whole length is built. To a
     * {@link java.io.Writer}, for example.
     *
     * @param target where to; it must not edit the document
     * @throws IOException if the target throws it
     */
    void appendTo(Appendable target) throws IOException;

    /**
     * The code point at an index.
     *
     * @param index from 0 to {@code length() - 1}
     * @return the code point whose first, or only, code unit stands there; in the middle of a pair its second half
     * @throws IndexOutOfBoundsException if there is none
     */
    int codePointAt(int index);

    /**
     * How many code points a part of the text has. O(end - start).
     *
     * @param start index of the first code unit, from 0
     * @param end index after the last, at most {@code length()}
     * @return the number of code points; half a pair counts as one
     * @throws IndexOutOfBoundsException if the range is not within the text
     */
    int codePointCount(int start, int end);

    /**
     * The index that is so many code points away. O(count).
     *
     * @param index from 0 to {@code length()}
     * @param count how many code points to the right, or to the left if negative
     * @return an index from 0 to {@code length()}
     * @throws IndexOutOfBoundsException if there are not so many
     */
    int offsetByCodePoints(int index, int count);

    /**
     * The code units of the text as it is now. O(length).
     *
     * @return a stream of them
     */
    @Override
    IntStream chars();

    /**
     * The code points of the text as it is now. O(length).
     *
     * @return a stream of them
     */
    @Override
    IntStream codePoints();

    /**
     * A position that stays where it is while the text is edited, for a caret or one end of a selection. Tied to the code
     * unit before or behind it: with {@link AnchorBias#AFTER} what is inserted there lands right of the position, with
     * {@link AnchorBias#BEFORE} left of it. A position that bias ties to nothing is the start or the end.
     *
     * @param index from 0 to {@code length()}
     * @param bias which neighbour it stays with
     * @return the position
     * @throws IndexOutOfBoundsException if the index is not within the text
     * @throws IllegalArgumentException if the index is in the middle of a surrogate pair
     */
    Anchor anchorAt(int index, AnchorBias bias);

    /**
     * Where a position is now. In a view O(spans), else O(log n).
     *
     * @param anchor a position in this text
     * @return an index from 0 to {@code length()}; empty when this text has no such element, or did not receive it yet
     */
    OptionalInt indexOf(Anchor anchor);

    /**
     * The whole text. O(length).
     *
     * @return all code units, empty when the text does not exist
     */
    @Override
    String toString();
}
