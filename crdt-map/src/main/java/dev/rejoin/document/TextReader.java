package dev.rejoin.document;

import java.io.IOException;

/**
 * Reads the text at a place. Places: see {@link MapReader}. Indices and lengths are UTF-16 code units, ranges half-open
 * (start, end), as in {@link StringBuilder}.
 *
 * <p>Concurrent edits: runs typed by different devices at one place stand one after the other, in the same order
 * everywhere; they never mix. Deletes take away what their author saw, and no more.
 *
 * <p>An index is found in O(log n).
 */
public interface TextReader {
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
    int length();

    /**
     * One code unit.
     *
     * @param index from 0 to {@code length() - 1}
     * @return the code unit there
     * @throws IndexOutOfBoundsException if there is none
     */
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
     * Appends the whole text to something.
     *
     * @param target where to
     * @throws IOException if the target throws it
     */
    void appendTo(Appendable target) throws IOException;

    /**
     * The whole text.
     *
     * @return all code units, empty when the text does not exist
     */
    @Override
    String toString();
}
