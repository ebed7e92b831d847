package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.content.TextContent;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence as it was at one moment, for readers on any thread while the writer goes on.
 *
 * <p>To take one: {@link SequenceStore#flush()}, capture the {@link Rga} (and the content), advance the edit epoch. From
 * then on the captured sequence never changes, and views of it can be made at any time.
 *
 * <p>Costs: O(log n) per position, constant time per span after the first.
 */
public final class SequenceView {
    private static final char REPLACEMENT = '\uFFFD';

    private final @Nullable SpanNode root;
    private final int length;

    /**
     * Creates a view.
     *
     * @param captured a sequence of an epoch that is over, or one that is not edited while this view is in use
     */
    public SequenceView(Rga captured) {
        this.root = captured.tree().root();
        this.length = captured.length();
    }

    /**
     * Visible elements; in a text, UTF-16 code units.
     *
     * @return the length
     */
    public int length() {
        return length;
    }

    /**
     * The element at a visible index.
     *
     * @param index from 0 to {@code length() - 1}
     * @return its packed id
     */
    public long elementAt(int index) {
        Objects.checkIndex(index, length);
        return Spans.elementAt(root, index);
    }

    /**
     * The visible index of an element. O(spans): the index of elements is the writer's.
     *
     * @param element packed id
     * @return how many visible elements stand before it, or -1 if this view has no such element
     */
    public int indexOf(long element) {
        return (int) (Spans.find(root, element) >> 1);
    }

    /**
     * Whether an element is visible. O(spans).
     *
     * @param element packed id
     * @return false if it is a tombstone, or not here
     */
    public boolean isVisible(long element) {
        long found = Spans.find(root, element);
        return found != Spans.NOT_THERE && (found & 1) != 0;
    }

    /**
     * Visits the visible elements of a range as runs of consecutive ids, from left to right; neighbouring runs may
     * continue each other.
     *
     * @param start visible index of the first
     * @param end visible index after the last
     * @param visitor told of each run
     */
    public void forEachVisibleRange(int start, int end, RangeVisitor visitor) {
        Objects.checkFromToIndex(start, end, length);
        Spans.forEachVisible(root, start, end, visitor);
    }

    /**
     * Visits all entries from left to right, spans maximally joined; see {@link Rga#forEachSpan}.
     *
     * @param visitor told of each entry
     */
    public void forEachSpan(SpanVisitor visitor) {
        Spans.forEachSpan(root, visitor);
    }

    /**
     * A part of the text. A surrogate without its partner in the text reads as U+FFFD.
     *
     * @param content the characters as they were when this view was taken
     * @param start visible index of the first
     * @param end visible index after the last
     * @return the characters in between
     */
    public String text(TextContent content, int start, int end) {
        Objects.checkFromToIndex(start, end, length);
        if (content.hasOnlyLatin1()) {
            byte[] bytes = new byte[end - start];
            int[] at = {0};
            Spans.forEachVisible(root, start, end, (first, count) -> {
                content.copyLatin1To(ElementId.replica(first), ElementId.seq(first), count, bytes, at[0]);
                at[0] += count;
            });
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        char[] chars = new char[end - start];
        copyTo(content, start, end, chars, 0);
        return new String(chars);
    }

    /**
     * Copies a part of the text. A surrogate without its partner in the text is copied as U+FFFD.
     *
     * @param content the characters as they were when this view was taken
     * @param start visible index of the first
     * @param end visible index after the last
     * @param target where to
     * @param at index in {@code target} of the first
     */
    public void copyTo(TextContent content, int start, int end, char[] target, int at) {
        Objects.checkFromToIndex(start, end, length);
        int[] to = {at};
        Spans.forEachVisible(root, start, end, (first, count) -> {
            content.copyTo(ElementId.replica(first), ElementId.seq(first), count, target, to[0]);
            to[0] += count;
        });
        if (!content.hasOnlyLatin1()) {
            replaceLoneSurrogates(content, start, target, at, to[0]);
        }
    }

    /**
     * One character. A surrogate without its partner in the text reads as U+FFFD.
     *
     * @param content the characters as they were when this view was taken
     * @param index from 0 to {@code length() - 1}
     * @return the UTF-16 code unit
     */
    public char charAt(TextContent content, int index) {
        char c = unitAt(content, index);
        if (!Character.isSurrogate(c)) {
            return c;
        }
        boolean paired = Character.isHighSurrogate(c)
                ? index + 1 < length && Character.isLowSurrogate(unitAt(content, index + 1))
                : index > 0 && Character.isHighSurrogate(unitAt(content, index - 1));
        return paired ? c : REPLACEMENT;
    }

    private char unitAt(TextContent content, int index) {
        long element = elementAt(index);
        return content.charAt(ElementId.replica(element), ElementId.seq(element));
    }

    /** Within the range by looking at neighbours, at its edges by looking into the text. */
    private void replaceLoneSurrogates(TextContent content, int start, char[] target, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isSurrogate(target[i])) {
                continue;
            }
            if (Character.isHighSurrogate(target[i]) && i + 1 < to && Character.isLowSurrogate(target[i + 1])) {
                i++;
            } else if (i == from || i + 1 == to) {
                target[i] = charAt(content, start + i - from);
            } else {
                target[i] = REPLACEMENT;
            }
        }
    }
}
