package dev.rejoin.bench.trace;

import java.util.Objects;

/**
 * A text in one {@code char[]} with a gap where the last edit was: what an editor without any replication does, and so
 * the floor that the engine is measured against. Indices are UTF-16 units.
 */
public final class GapBuffer {
    private char[] buffer;
    private int gapStart;
    private int gapEnd;

    /**
     * A buffer that holds a text.
     *
     * @param content the text
     */
    public GapBuffer(String content) {
        buffer = new char[Math.max(64, content.length() * 2)];
        content.getChars(0, content.length(), buffer, 0);
        gapStart = content.length();
        gapEnd = buffer.length;
    }

    /**
     * The length of the text.
     *
     * @return in UTF-16 units
     */
    public int length() {
        return buffer.length - (gapEnd - gapStart);
    }

    /**
     * A character of the text.
     *
     * @param index from 0 to {@link #length()}, exclusive
     * @return the UTF-16 unit there
     */
    public char charAt(int index) {
        Objects.checkIndex(index, length());
        return buffer[index < gapStart ? index : index + (gapEnd - gapStart)];
    }

    /**
     * Replaces a range of the text.
     *
     * @param start where the range starts
     * @param end where it ends, exclusive
     * @param text what stands there afterwards
     */
    public void replace(int start, int end, String text) {
        Objects.checkFromToIndex(start, end, length());
        if (start != gapStart) {
            moveGap(start);
        }
        gapEnd += end - start;
        int inserted = text.length();
        if (inserted > gapEnd - gapStart) {
            grow(inserted);
        }
        if (inserted == 1) {
            // A typed character: nearly every patch.
            buffer[gapStart] = text.charAt(0);
        } else {
            text.getChars(0, inserted, buffer, gapStart);
        }
        gapStart += inserted;
    }

    private void moveGap(int index) {
        if (index < gapStart) {
            int count = gapStart - index;
            System.arraycopy(buffer, index, buffer, gapEnd - count, count);
            gapStart -= count;
            gapEnd -= count;
        } else if (index > gapStart) {
            int count = index - gapStart;
            System.arraycopy(buffer, gapEnd, buffer, gapStart, count);
            gapStart += count;
            gapEnd += count;
        }
    }

    private void grow(int needed) {
        int tail = buffer.length - gapEnd;
        char[] larger = new char[Math.addExact(gapStart + tail, needed) + (buffer.length >> 1)];
        System.arraycopy(buffer, 0, larger, 0, gapStart);
        System.arraycopy(buffer, gapEnd, larger, larger.length - tail, tail);
        gapEnd = larger.length - tail;
        buffer = larger;
    }

    /** The whole text. */
    @Override
    public String toString() {
        return new StringBuilder(length())
                .append(buffer, 0, gapStart)
                .append(buffer, gapEnd, buffer.length - gapEnd)
                .toString();
    }
}
