package dev.rejoin.document;

import dev.rejoin.internal.ElementId;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.sequence.internal.SequenceView;
import dev.rejoin.sequence.internal.SpanVisitor;
import java.util.Arrays;

/** The entries of a text, tombstones included, from left to right; what is left of the present one can be split. */
final class Entries {
    private static final int WORDS = 2;

    /** First id, and count with its sign saying whether it is a tombstone. */
    private long[] spans = new long[16 * WORDS];

    private int used;
    private int at;
    private int offset;

    Entries(SequenceView view) {
        view.forEachSpan(new SpanVisitor() {
            @Override
            public void span(long first, int count, boolean deleted, long headTime) {
                add(first, deleted ? -count : count);
            }

            @Override
            public void marker(long element, long headTime) {
                // A place between entries.
            }
        });
    }

    private void add(long first, int signedCount) {
        if (used == spans.length) {
            spans = Arrays.copyOf(spans, 2 * used);
        }
        spans[used] = first;
        spans[used + 1] = signedCount;
        used += WORDS;
    }

    boolean isAtEnd() {
        return at == used;
    }

    long first() {
        return spans[at] + offset;
    }

    int count() {
        return (int) Math.abs(spans[at + 1]) - offset;
    }

    boolean isVisible() {
        return spans[at + 1] > 0;
    }

    /** Whether the first id of what is left is below a version; if it is not, none behind it is. */
    boolean isKnownIn(long[] ends) {
        int replica = ElementId.replica(first());
        return replica < ends.length && ElementId.seq(first()) < ends[replica];
    }

    void appendTo(StateSource source, int count, StringBuilder text) {
        source.text().appendTo(ElementId.replica(first()), ElementId.seq(first()), count, text);
    }

    void skip(int count) {
        offset += count;
        if (offset == Math.abs(spans[at + 1])) {
            at += WORDS;
            offset = 0;
        }
    }
}
