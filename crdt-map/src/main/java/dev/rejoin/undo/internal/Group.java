package dev.rejoin.undo.internal;

import dev.rejoin.map.internal.Reversal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is taken back at once: the steps of some transactions, and which containers could be read before. */
final class Group {
    private final List<Step> steps = new ArrayList<>();
    /** The containers that were written in, and those above them, as they were before. */
    private final Map<Integer, Reversal.Before> touched = new LinkedHashMap<>();

    /** When its last transaction was, by the wall clock. */
    private long lastMillis;

    boolean isEmpty() {
        return steps.isEmpty() && touched.isEmpty();
    }

    List<Step> steps() {
        return steps;
    }

    Map<Integer, Reversal.Before> touched() {
        return touched;
    }

    long lastMillis() {
        return lastMillis;
    }

    void endAt(long millis) {
        lastMillis = millis;
    }

    /** Adds a step, or makes the last one longer: typing and erasing are one step. */
    void add(Step step) {
        Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
        Step joined = last == null || last.container() != step.container() ? null : join(last, step);
        if (joined == null) {
            steps.add(step);
        } else {
            steps.set(steps.size() - 1, joined);
        }
    }

    private static @Nullable Step join(Step last, Step step) {
        if (last.operation() + last.operations() != step.operation()) {
            return null;
        }
        int operations = last.operations() + step.operations();
        if (last instanceof Step.Inserted typed && step instanceof Step.Inserted) {
            return new Step.Inserted(typed.container(), typed.text(), typed.operation(), operations);
        }
        if (last instanceof Step.TextDeleted one && step instanceof Step.TextDeleted next) {
            int count = one.count() + next.count();
            if (one.first() + one.count() == next.first()) {
                return new Step.TextDeleted(one.container(), one.operation(), operations, one.first(), count);
            }
            if (next.first() + next.count() == one.first()) {
                return new Step.TextDeleted(one.container(), one.operation(), operations, next.first(), count);
            }
        }
        if (last instanceof Step.Written one
                && step instanceof Step.Written next
                && one.isSamePlace(next)
                && !one.replacedOnly()
                && !next.replacedOnly()) {
            List<Step.Write> before = new ArrayList<>(one.before());
            next.before().stream().filter(write -> !one.isOwn(write.id())).forEach(before::add);
            return new Step.Written(
                    one.container(), one.key(), one.element(), one.operation(), operations, false, before);
        }
        return null;
    }

    /** Takes the steps of a later transaction in. */
    void append(Group later) {
        later.steps.forEach(this::add);
        later.touched.forEach(touched::putIfAbsent);
        lastMillis = later.lastMillis;
    }
}
