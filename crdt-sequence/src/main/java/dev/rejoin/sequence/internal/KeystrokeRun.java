package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ElementId;
import org.jspecify.annotations.Nullable;

/**
 * An edit that goes on keystroke by keystroke at one slot: typing, backspacing or deleting forward.
 *
 * <p>Such keystrokes are nine tenths of all. Each of them is a comparison with what would be next and a count; the
 * cursor notes them in the leaf, the index and the sums when anything else is asked for. (SpanTreeBenchmark.type,
 * .backspace)
 */
final class KeystrokeRun {
    /*
     * Invariants  - R1 while typing, the slot is visible and its last element has no right child; next is the id that
     *               would continue it, index the visible index there, keystrokes included
     *               R2 while erasing, the slot is visible, and a tombstone of the same run stands beside the edge where
     *               elements go; next is the one at the edge, index its visible index; the slot keeps one element
     */
    private @Nullable SpanTree typing;
    private @Nullable SpanTree erasing;
    private long next;
    private int index;
    /** How next moves when one is erased: -1 backward, 1 forward. */
    private int step;
    /** Elements that may still be erased. */
    private int erasable;
    /** Elements that are not yet noted. */
    private int count;

    void startTyping(SpanTree tree, long newNext, int newIndex) {
        typing = tree;
        next = newNext;
        index = newIndex;
    }

    void startErasing(SpanTree tree, long edge, int edgeIndex, int newStep, int mayErase) {
        if (mayErase > 0) {
            erasing = tree;
            next = edge;
            index = edgeIndex;
            step = newStep;
            erasable = mayErase;
        }
    }

    /** Ends the run; what it counted must have been noted. */
    void end() {
        typing = null;
        erasing = null;
        count = 0;
    }

    int count() {
        return count;
    }

    boolean isTyping() {
        return typing != null;
    }

    boolean isBackward() {
        return step < 0;
    }

    /** Whether an insert at that index of that tree goes behind the last element typed. */
    boolean isTypingAt(SpanTree tree, int insertIndex) {
        return index == insertIndex && typing == tree;
    }

    /** Whether a run goes on with that element. */
    boolean isTyping(SpanTree tree, long first) {
        return next == first && typing == tree;
    }

    /** Whether the one visible element at that index is the next to go. */
    boolean isErasingAt(SpanTree tree, int start, int end) {
        return index == start && erasing == tree && end - start == 1;
    }

    /** Whether that one element is the next to go. */
    boolean isErasing(SpanTree tree, long first, int elements) {
        return next == first && erasing == tree && elements == 1;
    }

    /** The id that would be typed, or the element that would be erased. */
    long next() {
        return next;
    }

    /** Types so many elements, and answers the visible index of the first. */
    int type(SpanTree tree, int elements) {
        int at = index;
        index = at + elements;
        next += elements;
        count += elements;
        tree.addLength(elements);
        return at;
    }

    /** Erases the next element, and answers the visible index that it had. */
    int erase(SpanTree tree) {
        int at = index;
        next += step;
        index = at + (step >> 1);
        count++;
        tree.addLength(-1);
        if (--erasable == 0) {
            next = ElementId.NONE;
            index = -1;
        }
        return at;
    }
}
