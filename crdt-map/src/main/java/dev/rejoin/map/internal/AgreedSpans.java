package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.sequence.internal.SpanVisitor;
import java.util.Set;

/**
 * Shows a sequence as every device must see it: elements that only the policies of this device hide are visible. Spans
 * are divided where that makes a difference, and joined again as far as they can be.
 */
final class AgreedSpans implements SpanVisitor {
    private final Set<Long> hiddenHere;
    private final SpanVisitor target;

    private long first = ElementId.NONE;
    private int count;
    private boolean deleted;
    private long headTime;

    AgreedSpans(Set<Long> hiddenHere, SpanVisitor target) {
        this.hiddenHere = hiddenHere;
        this.target = target;
    }

    @Override
    public void span(long start, int length, boolean isDeleted, long head) {
        for (int i = 0; i < length; i++) {
            add(start + i, isDeleted && !hiddenHere.contains(start + i), head);
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
