package dev.rejoin.exchange;

import dev.rejoin.document.Content;
import dev.rejoin.document.CounterEditor;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.LogEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.SetEditor;
import dev.rejoin.document.TextEditor;
import dev.rejoin.value.Value;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a tree of content over what stands at a place, by the smallest edit: what is equal is not written.
 *
 * <p>Concurrent edits merge with what was written, not with the whole tree: a key that did not change is not touched, a
 * text gets the insertions and deletions by which it differs, a counter the difference (it is set where
 * that is too large), a set its additions and removals;
 * elements of a list that stand in both keep their identity, one that changed in its place is edited there. A key or
 * element of another type is deleted and made anew. A log can only get more entries.
 *
 * <p>Call it inside a transaction. Cost: linear in both trees, but for lists, see {@link Alignment}.
 */
public final class TreeUpdate {
    private TreeUpdate() {}

    /**
     * Makes a map equal to a tree; keys that the tree lacks are removed.
     *
     * @param target the map
     * @param content what it shall hold
     * @throws IllegalArgumentException if a log would have to lose or change an entry
     * @throws ArithmeticException if a counter would have to go beyond what a long can hold
     */
    public static void write(MapEditor target, Content.MapContent content) {
        target.create();
        for (String key : target.keys()) {
            if (!content.entries().containsKey(key)) {
                target.remove(key);
            }
        }
        content.entries().forEach((key, child) -> put(target, key, child));
    }

    /** Makes what stands at a key equal to a tree. */
    static void put(MapEditor target, String key, Content content) {
        if (!(content instanceof Content.Scalar scalar)) {
            new EditSlot.OfKey(target, key).replace(content);
        } else if (!target.get(key).equals(Optional.of(scalar.value()))) {
            target.put(key, scalar.value());
        }
    }

    /**
     * Makes a list equal to a tree.
     *
     * @param target the list
     * @param content what it shall hold
     * @throws IllegalArgumentException if a log would have to lose or change an entry
     * @throws ArithmeticException if a counter would have to go beyond what a long can hold
     */
    public static void write(ListEditor target, Content.ListContent content) {
        target.create();
        List<Content> before = Trees.of(target).elements();
        List<Content> after = content.elements();
        List<Alignment.Gap> gaps = Alignment.of(before, after).gaps();
        for (int i = gaps.size() - 1; i >= 0; i--) { // from the end, so that the indices before stay what they are
            Alignment.Gap gap = gaps.get(i);
            replace(target, gap.oldStart(), gap.oldEnd(), after.subList(gap.newStart(), gap.newEnd()));
        }
    }

    /**
     * Writes what differs between two trees into a map that may have changed since the first was read, and nothing else:
     * keys that both trees have alike, or that neither has, stay as they are. Numbers are added to counters, values to and
     * from sets; texts and lists get the insertions and deletions that lead from one tree to the other, beside what stood
     * there.
     *
     * @param target the map
     * @param before what was read
     * @param after what it was changed to
     * @throws IllegalArgumentException if a log would have to lose or change an entry
     * @throws ArithmeticException if a counter would have to go beyond what a long can hold
     */
    public static void write(MapEditor target, Content.MapContent before, Content.MapContent after) {
        write(target, before, after, Trees.of(target));
    }

    /**
     * As {@link #write(MapEditor, Content.MapContent, Content.MapContent)}, for trees that leave out a part of what stands
     * there: elements of lists are found again by what the trees tell of them.
     *
     * @param target the map
     * @param before what was read
     * @param after what it was changed to
     * @param present what would be read now
     * @throws IllegalArgumentException if a log would have to lose or change an entry
     * @throws ArithmeticException if a counter would have to go beyond what a long can hold
     */
    public static void write(
            MapEditor target, Content.MapContent before, Content.MapContent after, Content.MapContent present) {
        TreeDifference.write(target, before, after, present);
    }

    /** Elements [start, end) become {@code after}: as many as can be are edited in place. */
    private static void replace(ListEditor target, int start, int end, List<Content> after) {
        int common = Math.min(end - start, after.size());
        target.remove(start + common, end);
        for (int i = after.size() - 1; i >= common; i--) {
            insert(target, start + common, after.get(i));
        }
        for (int i = common - 1; i >= 0; i--) {
            set(target, start + i, after.get(i));
        }
    }

    static void set(ListEditor target, int index, Content content) {
        if (content instanceof Content.Scalar scalar) {
            target.set(index, scalar.value());
        } else {
            new EditSlot.OfElement(target, index).replace(content);
        }
    }

    static void insert(ListEditor target, int index, Content content) {
        if (content instanceof Content.Scalar scalar) {
            target.insert(index, scalar.value());
        } else {
            write(new EditSlot.Inserted(target, index), content);
        }
    }

    /** Writes a container. */
    static void write(EditSlot slot, Content content) {
        if (content instanceof Content.MapContent map) {
            write(slot.map(), map);
        } else if (content instanceof Content.ListContent list) {
            write(slot.list(), list);
        } else if (content instanceof Content.TextContent text) {
            write(slot.text(), text);
        } else if (content instanceof Content.CounterContent counter) {
            write(slot.counter(), counter);
        } else if (content instanceof Content.SetContent set) {
            write(slot.set(), set.values());
        } else if (content instanceof Content.RemoveWinsSetContent set) {
            write(slot.removeWinsSet(), set.values());
        } else if (content instanceof Content.LogContent log) {
            write(slot.log(), log.values());
        }
    }

    private static void write(TextEditor target, Content.TextContent content) {
        target.create();
        target.updateTo(content.text());
    }

    private static void write(CounterEditor target, Content.CounterContent content) {
        target.create();
        BigInteger difference = content.value().subtract(target.bigValue());
        if (difference.signum() != 0 && !increment(target, difference)) {
            target.set(content.value().longValueExact());
        }
    }

    /** Whether an increment can do it: neither it nor what this replica counted so far may leave 64 bits. */
    private static boolean increment(CounterEditor target, BigInteger difference) {
        if (difference.bitLength() >= Long.SIZE) {
            return false;
        }
        try {
            target.increment(difference.longValue());
            return true;
        } catch (ArithmeticException overflow) {
            return false;
        }
    }

    private static void write(SetEditor target, List<Value> values) {
        target.create();
        Set<Value> wanted = new LinkedHashSet<>(values);
        for (Value value : target.values()) {
            if (!wanted.remove(value)) {
                target.remove(value);
            }
        }
        wanted.forEach(target::add);
    }

    private static void write(LogEditor target, List<Value> values) {
        target.create();
        List<Value> before = target.values();
        if (values.size() < before.size() || !values.subList(0, before.size()).equals(before)) {
            throw new IllegalArgumentException("A log only grows: it has " + before.size() + " entries, with which the "
                    + values.size() + " to be written do not begin");
        }
        values.subList(before.size(), values.size()).forEach(target::append);
    }
}
