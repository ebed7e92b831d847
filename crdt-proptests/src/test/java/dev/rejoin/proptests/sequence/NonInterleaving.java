package dev.rejoin.proptests.sequence;

import dev.rejoin.proptests.sequence.SequenceEdit.Dot;
import dev.rejoin.proptests.sequence.SequenceEdit.Insert;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Random schedules of devices that type, forward and backward, and exchange some changes meanwhile; and whether the merged
 * order is maximally non-interleaving by Definition 4 of Weidner and Kleppmann, The art of the Fugue (2023).
 */
public final class NonInterleaving {
    private NonInterleaving() {}

    /** The rule by which lists are merged. */
    public enum Rule {
        ENGINE(ListWriter.Engine::new),
        PLAIN_RGA(ListWriter.PlainRga::new);

        private final LongFunction<ListWriter> writer;

        Rule(LongFunction<ListWriter> writer) {
            this.writer = writer;
        }
    }

    /** In how many schedules an element stands away from its left origin, or from its right origin, without need. */
    public record Violations(int forward, int backward) {}

    /** Runs schedules of that many insertions in all. */
    public static Violations count(Rule rule, int writers, int insertions, int schedules, long seed) {
        int forward = 0;
        int backward = 0;
        for (int i = 0; i < schedules; i++) {
            Schedule schedule = new Schedule(rule, writers, new Random(seed + i));
            schedule.run(insertions);
            List<Dot> order = schedule.merged();
            forward += violatesForward(order, schedule.origins) ? 1 : 0;
            backward += violatesBackward(order, schedule.origins) ? 1 : 0;
        }
        return new Violations(forward, backward);
    }

    /** Neighbours of an element where it was typed, in the author's list. */
    private record Origins(@Nullable Dot left, @Nullable Dot right) {}

    private static final class Schedule {
        final Map<Dot, Origins> origins = new HashMap<>();
        private final Random random;
        private final List<ListWriter> writers = new ArrayList<>();
        private final List<BitSet> known = new ArrayList<>();
        private final List<Insert> edits = new ArrayList<>();
        private final List<BitSet> seen = new ArrayList<>();
        private final int[] carets;

        Schedule(Rule rule, int count, Random random) {
            this.random = random;
            for (int i = 0; i < count; i++) {
                writers.add(rule.writer.apply(i + 1));
                known.add(new BitSet());
            }
            carets = new int[count];
        }

        void run(int insertions) {
            while (edits.size() < insertions) {
                int who = random.nextInt(writers.size());
                if (random.nextInt(10) < 6) {
                    type(who);
                } else if (!edits.isEmpty()) {
                    deliver(who, random.nextInt(edits.size()));
                }
            }
        }

        List<Dot> merged() {
            for (int edit = 0; edit < edits.size(); edit++) {
                deliver(0, edit);
            }
            return writers.get(0).order();
        }

        private void type(int who) {
            ListWriter writer = writers.get(who);
            boolean goesOn = carets[who] <= writer.length() && random.nextInt(10) < 6;
            int index = goesOn ? carets[who] : random.nextInt(writer.length() + 1);
            seen.add((BitSet) known.get(who).clone());
            Insert edit = writer.insert(index);
            known.get(who).set(edits.size());
            edits.add(edit);
            carets[who] = random.nextBoolean() ? index : index + 1; // backward or forward
            List<Dot> order = writer.order();
            origins.put(
                    edit.first(),
                    new Origins(
                            index == 0 ? null : order.get(index - 1),
                            index + 1 == order.size() ? null : order.get(index + 1)));
        }

        private void deliver(int to, int edit) {
            BitSet has = known.get(to);
            if (has.get(edit)) {
                return;
            }
            BitSet before = seen.get(edit);
            for (int i = before.nextSetBit(0); i >= 0; i = before.nextSetBit(i + 1)) {
                deliver(to, i);
            }
            has.set(edit);
            writers.get(to).apply(edits.get(edit));
        }
    }

    /** Of the elements with one left origin, the first stands directly behind it. */
    private static boolean violatesForward(List<Dot> order, Map<Dot, Origins> origins) {
        Map<Dot, Integer> position = positions(order);
        Map<Dot, Dot> firstBehind = new LinkedHashMap<>();
        for (Dot element : order) {
            Dot left = origins.get(element).left();
            if (left != null) {
                firstBehind.putIfAbsent(left, element);
            }
        }
        return firstBehind.entrySet().stream()
                .anyMatch(entry -> position.get(entry.getValue()) != position.get(entry.getKey()) + 1);
    }

    /**
     * Of the elements with one right origin, the last stands directly before it, unless what stands between descends from
     * another left origin, which must be kept first.
     */
    private static boolean violatesBackward(List<Dot> order, Map<Dot, Origins> origins) {
        Map<Dot, Integer> position = positions(order);
        Map<Dot, Dot> lastBefore = new LinkedHashMap<>();
        for (Dot element : order) {
            Dot right = origins.get(element).right();
            if (right != null) {
                lastBefore.put(right, element);
            }
        }
        for (Map.Entry<Dot, Dot> entry : lastBefore.entrySet()) {
            Dot right = entry.getKey();
            Dot element = entry.getValue();
            int end = position.get(right);
            if (position.get(element) + 1 == end) {
                continue;
            }
            Dot left = origins.get(element).left();
            boolean sameLeft = left == null
                    ? origins.get(right).left() == null
                    : left.equals(origins.get(right).left());
            int start = left == null ? 0 : position.get(left) + 1;
            if (sameLeft || order.subList(start, end).stream().allMatch(each -> descends(each, left, origins))) {
                return true;
            }
        }
        return false;
    }

    private static boolean descends(Dot element, @Nullable Dot from, Map<Dot, Origins> origins) {
        for (Dot at = element; at != null; at = origins.get(at).left()) {
            if (at.equals(from)) {
                return true;
            }
        }
        return from == null;
    }

    private static Map<Dot, Integer> positions(List<Dot> order) {
        Map<Dot, Integer> positions = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            positions.put(order.get(i), i);
        }
        return positions;
    }
}
