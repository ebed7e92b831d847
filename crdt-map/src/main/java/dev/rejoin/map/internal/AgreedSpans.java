package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.sequence.internal.SpanVisitor;
import java.util.Set;

/**
 * Shows a sequence as every device must write it: elements that only the policies of this device hide are visible, and an
 * element that was moved is visible where it was inserted, not at its position. Spans are divided where that makes a
 * difference, and joined again as far as they can be. For the document's writer only.
 */
final class AgreedSpans implements SpanVisitor {
    private final SequenceState list;
    private final Set<Long> hiddenHere;
    private final SpanVisitor target;

    private long first = ElementId.NONE;
    private int count;
    private boolean deleted;
    private long headTime;

    AgreedSpans(SequenceState list, Set<Long> hiddenHere, SpanVisitor target) {
        this.list = list;
        this.hiddenHere = hiddenHere;
        this.target = target;
    }

    @Override
    public void span(long start, int length, boolean isDeleted, long head) {
        for (int i = 0; i < length; i++) {
            add(start + i, isDeleted(start + i, isDeleted), head);
        }
    }

    @Override
    public void marker(long element, long head) {
        flush();
        target.marker(element, head);
    }

    /** After the last entry. */
    void flush() {
        if (first != ElementId.NONE) {
            target.span(first, count, deleted, headTime);
            first = ElementId.NONE;
        }
    }

    private boolean isDeleted(long entry, boolean isDeletedThere) {
        if (list.isPosition(entry)) {
            return true;
        }
        if (hiddenHere.contains(entry)) {
            return false;
        }
        long position = list.positionOf(entry);
        return position == entry ? isDeletedThere : !list.rga.isVisible(position);
    }

    private void add(long element, boolean isDeleted, long head) {
        if (first != ElementId.NONE && element == first + count && isDeleted == deleted && head == headTime) {
            count++;
            return;
        }
        flush();
        first = element;
        count = 1;
        deleted = isDeleted;
        headTime = head;
    }
}
