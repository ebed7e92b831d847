package dev.rejoin.undo.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A map from packed ids to packed ids that keeps consecutive ones together: ids of text come in runs. What was put since
 * a mark can be taken back.
 *
 * <p>Invariant: U1 runs do not overlap and are not empty.
 */
final class IdRuns {
    /** Where an id is not mapped. */
    static final long NONE = -1;

    /** A run of ids from the key of the map on. */
    private record Run(int count, long target) {
        Run from(int offset) {
            return new Run(count - offset, target + offset);
        }
    }

    private record Before(long first, int count, List<Piece> pieces) {}

    private record Piece(long first, int count, long target) {}

    private final NavigableMap<Long, Run> runs = new TreeMap<>();
    private @Nullable List<Before> journal;

    int size() {
        return runs.size();
    }

    /** Maps [first, first + count) to [target, target + count). */
    void put(long first, int count, long target) {
        if (journal != null) {
            List<Piece> pieces = new ArrayList<>();
            forEach(first, count, (from, length, to) -> pieces.add(new Piece(from, length, to)));
            journal.add(new Before(first, count, pieces));
        }
        remove(first, count);
        Map.Entry<Long, Run> left = runs.lowerEntry(first);
        if (left != null
                && left.getKey() + left.getValue().count() == first
                && left.getValue().target() + left.getValue().count() == target) {
            runs.put(
                    left.getKey(),
                    new Run(left.getValue().count() + count, left.getValue().target()));
        } else {
            runs.put(first, new Run(count, target));
        }
    }

    private void remove(long first, int count) {
        long end = first + count;
        Map.Entry<Long, Run> left = runs.lowerEntry(first);
        if (left != null && left.getKey() + left.getValue().count() > first) {
            Run run = left.getValue();
            int kept = (int) (first - left.getKey());
            runs.put(left.getKey(), new Run(kept, run.target()));
            runs.put(first, run.from(kept));
        }
        Map.Entry<Long, Run> inside = runs.ceilingEntry(first);
        while (inside != null && inside.getKey() < end) {
            Run run = inside.getValue();
            runs.remove(inside.getKey());
            if (inside.getKey() + run.count() > end) {
                runs.put(end, run.from((int) (end - inside.getKey())));
            }
            inside = runs.ceilingEntry(first);
        }
    }

    /** What an id is mapped to, or NONE. */
    long get(long id) {
        Map.Entry<Long, Run> run = runs.floorEntry(id);
        return run == null || id >= run.getKey() + run.getValue().count()
                ? NONE
                : run.getValue().target() + (id - run.getKey());
    }

    /** Visits [first, first + count) in pieces that are mapped as runs, or to NONE. */
    void forEach(long first, int count, Visitor visitor) {
        long end = first + count;
        long at = first;
        while (at < end) {
            long target = get(at);
            Long next;
            if (target == NONE) {
                next = runs.ceilingKey(at);
            } else {
                Map.Entry<Long, Run> run = runs.floorEntry(at);
                next = run.getKey() + run.getValue().count();
            }
            long until = next == null ? end : Math.min(end, next);
            visitor.run(at, (int) (until - at), target);
            at = until;
        }
    }

    void clear() {
        runs.clear();
    }

    /** Puts what [first, first + count) are mapped to into another map. */
    void copyTo(IdRuns other, long first, int count) {
        forEach(first, count, (from, length, target) -> {
            if (target != NONE) {
                other.put(from, length, target);
            }
        });
    }

    /** From now on what is put can be taken back. */
    void mark() {
        journal = new ArrayList<>();
    }

    /** Keeps what was put since the mark. */
    void keep() {
        journal = null;
    }

    /** Takes back what was put since the mark. */
    void rewind() {
        List<Before> entries = journal == null ? List.of() : journal;
        journal = null;
        for (int i = entries.size() - 1; i >= 0; i--) {
            Before before = entries.get(i);
            remove(before.first(), before.count());
            for (Piece piece : before.pieces()) {
                if (piece.target() != NONE) {
                    runs.put(piece.first(), new Run(piece.count(), piece.target()));
                }
            }
        }
    }

    void checkInvariants() {
        long end = Long.MIN_VALUE;
        for (Map.Entry<Long, Run> run : runs.entrySet()) {
            if (run.getKey() < end || run.getValue().count() <= 0) {
                throw new AssertionError("U1 " + run);
            }
            end = run.getKey() + run.getValue().count();
        }
    }

    /** Sees runs. */
    @FunctionalInterface
    interface Visitor {
        /** A run of ids, and what its first one is mapped to. */
        void run(long first, int count, long target);
    }
}
