package dev.rejoin.sequence.internal;

import java.util.Map;
import java.util.TreeMap;
import org.eclipse.collections.api.block.procedure.primitive.LongLongProcedure;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of ids of which something was found to hold throughout and will go on to hold: whoever asks about them again
 * need not go through them once more. Only what took many steps is noted, so that nobody pays for it whose questions are
 * short, and what is noted takes less than what was gone through.
 *
 * <p>O(log n) with n ranges, and constant on average for those that join.
 */
public final class KnownRanges {
    private final int fewSteps;
    /** First ids with the ends; ranges that share an id are one. */
    private @Nullable TreeMap<Long, Long> ends;

    /**
     * Nothing is known yet.
     *
     * @param shape a question that takes no more steps than a quarter of the slots of a leaf is answered without this
     */
    public KnownRanges(TreeShape shape) {
        fewSteps = shape.leafCapacity() / 4;
    }

    /**
     * Where what is known goes on to from an id.
     *
     * @param steps how many the question took so far, this one included; the first is taken without looking here
     * @param id packed id
     * @return the end of the range that holds it, or the id itself if none does
     */
    public long skip(int steps, long id) {
        if (ends == null || steps <= 1) {
            return id;
        }
        Map.Entry<Long, Long> range = ends.floorEntry(id);
        return range == null ? id : Math.max(id, range.getValue());
    }

    /**
     * Notes a range, if it took many steps to find out about it.
     *
     * @param steps how many
     * @param first packed id
     * @param end packed id of the same replica behind the last
     */
    public void add(int steps, long first, long end) {
        if (steps <= fewSteps) {
            return;
        }
        if (ends == null) {
            ends = new TreeMap<>();
        }
        long from = first;
        long to = end;
        Map.Entry<Long, Long> range = ends.lowerEntry(end);
        while (range != null && range.getValue() > first) {
            from = Math.min(from, range.getKey());
            to = Math.max(to, range.getValue());
            ends.remove(range.getKey());
            range = ends.lowerEntry(end);
        }
        ends.put(from, to);
    }

    /**
     * Forgets what is known of a range.
     *
     * @param first packed id
     * @param end packed id of the same replica behind the last
     */
    public void remove(long first, long end) {
        if (ends == null) {
            return;
        }
        Map.Entry<Long, Long> range = ends.lowerEntry(end);
        while (range != null && range.getValue() > first) {
            ends.remove(range.getKey());
            if (range.getKey() < first) {
                ends.put(range.getKey(), first);
            }
            if (range.getValue() > end) {
                ends.put(end, range.getValue());
            }
            range = ends.lowerEntry(end);
        }
    }

    /** Visits all ranges, for checks. */
    void forEach(LongLongProcedure visitor) {
        if (ends != null) {
            ends.forEach(visitor::value);
        }
    }

    /** Forgets everything. */
    public void clear() {
        ends = null;
    }
}
