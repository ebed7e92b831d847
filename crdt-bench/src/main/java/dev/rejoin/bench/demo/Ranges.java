package dev.rejoin.bench.demo;

import dev.rejoin.version.OpIdSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Ranges of operations, joined where they touch or overlap, less others. */
final class Ranges {
    private final TreeSet<OpIdSpan> added = new TreeSet<>();
    private final List<OpIdSpan> removed = new ArrayList<>();

    void add(OpIdSpan span) {
        added.add(span);
    }

    void remove(OpIdSpan span) {
        removed.add(span);
    }

    /** What was added and not removed, by replica and start. */
    List<OpIdSpan> spans() {
        List<OpIdSpan> spans = joined();
        for (OpIdSpan gone : removed) {
            List<OpIdSpan> rest = new ArrayList<>();
            for (OpIdSpan span : spans) {
                subtract(span, gone, rest);
            }
            spans = rest;
        }
        return spans;
    }

    private static void subtract(OpIdSpan span, OpIdSpan gone, List<OpIdSpan> rest) {
        if (!span.replica().equals(gone.replica()) || gone.end() <= span.start() || span.end() <= gone.start()) {
            rest.add(span);
            return;
        }
        if (span.start() < gone.start()) {
            rest.add(new OpIdSpan(span.replica(), span.start(), gone.start()));
        }
        if (gone.end() < span.end()) {
            rest.add(new OpIdSpan(span.replica(), gone.end(), span.end()));
        }
    }

    private List<OpIdSpan> joined() {
        List<OpIdSpan> joined = new ArrayList<>();
        for (OpIdSpan span : added) {
            OpIdSpan last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && last.replica().equals(span.replica()) && last.end() >= span.start()) {
                long end = Math.max(last.end(), span.end());
                joined.set(joined.size() - 1, new OpIdSpan(span.replica(), last.start(), end));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }
}
