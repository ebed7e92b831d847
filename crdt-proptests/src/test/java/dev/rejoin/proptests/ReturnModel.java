package dev.rejoin.proptests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a return should give, slowly and obviously: of things that all differ, so that each is its own name.
 *
 * <p>A sequence: what the device inserted goes directly behind the last of all that is there and was ever seen to the left
 * of it; what it deleted goes. A set and a counter: what it did is done again. A register: the later write counts, by the
 * time at which it was made.
 */
final class ReturnModel {
    private ReturnModel() {}

    /**
     * One edit of a sequence.
     *
     * @param each what was inserted or deleted
     * @param left what was seen to the left of it, at any time; null if it was deleted
     */
    record Step(Object each, @Nullable Set<Object> left) {}

    /** A text or list after the return: what the device comes back to, and what it did that nobody else had. */
    static List<Object> sequence(List<Object> base, List<Step> steps) {
        List<Object> result = new ArrayList<>(base);
        for (Step step : steps) {
            if (step.left() == null) {
                result.remove(step.each());
                continue;
            }
            int at = result.size();
            while (at > 0 && !step.left().contains(result.get(at - 1))) {
                at--;
            }
            result.add(at, step.each());
        }
        return result;
    }

    /** A write to a register, or a removal if it has no value. */
    record Write(String key, @Nullable Object value, long time) {}

    /** Registers after the return: who wrote when is known of every value that stands in the base. */
    static Map<String, Object> registers(Map<String, Write> base, List<Write> unsent) {
        Map<String, Write> latest = new HashMap<>(base);
        for (Write write : unsent) {
            latest.merge(write.key(), write, (a, b) -> a.time() > b.time() ? a : b);
        }
        Map<String, Object> values = new HashMap<>();
        latest.forEach((key, write) -> {
            if (write.value() != null) {
                values.put(key, write.value());
            }
        });
        return values;
    }
}
