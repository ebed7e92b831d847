package dev.rejoin.bench.trace;

/**
 * A text that is addressed by code points and says which UTF-16 index that is. It remembers one pair of both positions,
 * at the last edit, and counts from there: an edit costs what its distance to the edit before is, as in the
 * {@link GapBuffer} below it.
 *
 * <p>Edits never leave an unpaired surrogate, so each unit that is no low surrogate starts a code point.
 */
public final class CodePointText {
    private final GapBuffer text;
    private int codePoints;
    /** The remembered pair: the code point {@code markCodePoint} starts at the UTF-16 index {@code mark}. */
    private int mark;

    private int markCodePoint;

    /**
     * A text to be edited.
     *
     * @param content the text at first
     */
    public CodePointText(String content) {
        text = new GapBuffer(content);
        codePoints = content.codePointCount(0, content.length());
    }

    /**
     * The length of the text.
     *
     * @return in code points
     */
    public int codePoints() {
        return codePoints;
    }

    /**
     * The UTF-16 index of a position.
     *
     * @param position code points before it, at most {@link #codePoints()}
     * @return UTF-16 units before it
     */
    public int indexOf(int position) {
        if (position < 0 || position > codePoints) {
            throw new IndexOutOfBoundsException("position " + position + ", code points " + codePoints);
        }
        int index = mark;
        int at = markCodePoint;
        for (; at < position; at++) {
            index += Character.isHighSurrogate(text.charAt(index)) ? 2 : 1;
        }
        for (; at > position; at--) {
            index -= Character.isLowSurrogate(text.charAt(index - 1)) ? 2 : 1;
        }
        mark = index;
        markCodePoint = at;
        return index;
    }

    /**
     * Replaces a range that UTF-16 indices give.
     *
     * @param start where the range starts
     * @param end where it ends, exclusive
     * @param inserted what stands there afterwards
     */
    public void replace(int start, int end, String inserted) {
        moveMark(start);
        for (int i = start; i < end; i++) {
            codePoints -= Character.isLowSurrogate(text.charAt(i)) ? 0 : 1;
        }
        text.replace(start, end, inserted);
        int added = inserted.codePointCount(0, inserted.length());
        codePoints += added;
        // Typing goes on after what was inserted.
        mark += inserted.length();
        markCodePoint += added;
    }

    private void moveMark(int index) {
        while (mark < index) {
            mark += Character.isHighSurrogate(text.charAt(mark)) ? 2 : 1;
            markCodePoint++;
        }
        while (mark > index) {
            mark -= Character.isLowSurrogate(text.charAt(mark - 1)) ? 2 : 1;
            markCodePoint--;
        }
    }

    /** The whole text. */
    @Override
    public String toString() {
        return text.toString();
    }
}
