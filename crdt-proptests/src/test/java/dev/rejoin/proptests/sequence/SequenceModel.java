package dev.rejoin.proptests.sequence;

import dev.rejoin.proptests.sequence.SequenceEdit.Delete;
import dev.rejoin.proptests.sequence.SequenceEdit.Dot;
import dev.rejoin.proptests.sequence.SequenceEdit.Insert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sequence as a flat list of elements and start markers, each operation one scan: slow, and obvious.
 *
 * <p>It also remembers who hangs on whom, so that the list can be compared with the tree in depth-first order.
 */
final class SequenceModel {
    record Entry(boolean marker, Dot dot) {}

    record Place(@Nullable Dot parent, boolean left, boolean continues) {}

    private record Priority(long time, long replica, long seq) implements Comparable<Priority> {
        private static final Comparator<Priority> ORDER = Comparator.comparing(Priority::time, Long::compareUnsigned)
                .thenComparing(Priority::replica, Long::compareUnsigned)
                .thenComparing(Priority::seq);

        @Override
        public int compareTo(Priority other) {
            return ORDER.compare(this, other);
        }
    }

    private record Side(@Nullable Dot parent, boolean left) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<Dot, Priority> priorities = new HashMap<>();
    private final Map<Dot, Character> characters = new HashMap<>();
    private final Map<Side, List<Dot>> children = new HashMap<>();
    private final Set<Dot> deleted = new HashSet<>();

    SequenceModel copy() {
        SequenceModel copy = new SequenceModel();
        copy.entries.addAll(entries);
        copy.priorities.putAll(priorities);
        copy.characters.putAll(characters);
        children.forEach((side, dots) -> copy.children.put(side, new ArrayList<>(dots)));
        copy.deleted.addAll(deleted);
        return copy;
    }

    List<Dot> order() {
        return entries.stream().filter(entry -> !entry.marker()).map(Entry::dot).toList();
    }

    List<Dot> visible() {
        return order().stream().filter(dot -> !deleted.contains(dot)).toList();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        visible().forEach(dot -> text.append(characters.get(dot)));
        return text.toString();
    }

    boolean isVisible(Dot dot) {
        return !deleted.contains(dot);
    }

    long headTime(Dot dot) {
        return priorities.get(dot).time();
    }

    /** Visible elements before an element. */
    int indexOf(Dot dot) {
        List<Dot> order = order();
        return (int) order.subList(0, order.indexOf(dot)).stream()
                .filter(this::isVisible)
                .count();
    }

    Place locate(int index, long replica, long nextSeq) {
        Dot left = index == 0 ? null : visible().get(index - 1);
        int at = left == null ? 0 : entries.indexOf(new Entry(false, left)) + 1;
        Entry following = at < entries.size() ? entries.get(at) : null;
        boolean hasRightChild = following != null && (left == null || isLarger(following, priorities.get(left)));
        if (hasRightChild) {
            int next = at;
            while (entries.get(next).marker()) {
                next++;
            }
            return new Place(entries.get(next).dot(), true, false);
        }
        return new Place(left, false, left != null && left.equals(new Dot(replica, nextSeq - 1)));
    }

    private boolean isLarger(Entry entry, Priority priority) {
        return priorities.get(entry.dot()).compareTo(priority) > 0;
    }

    void insert(Insert edit) {
        Dot parent = edit.parent();
        boolean left = edit.left();
        for (int i = 0; i < edit.text().length(); i++) {
            Dot dot = edit.first().plus(i);
            insert(parent, left, dot, edit.time(), edit.text().charAt(i));
            parent = dot;
            left = false;
        }
    }

    private void insert(@Nullable Dot parent, boolean left, Dot dot, long time, char character) {
        Priority priority = new Priority(time, dot.replica(), dot.seq());
        priorities.put(dot, priority);
        characters.put(dot, character);
        children.computeIfAbsent(new Side(parent, left), side -> new ArrayList<>())
                .add(dot);
        int start;
        if (parent == null) {
            start = -1;
        } else if (left) {
            Entry marker = new Entry(true, parent);
            if (!entries.contains(marker)) {
                entries.add(entries.indexOf(new Entry(false, parent)), marker);
            }
            start = entries.indexOf(marker);
        } else {
            start = entries.indexOf(new Entry(false, parent));
        }
        int at = start + 1;
        while (at < entries.size() && isLarger(entries.get(at), priority)) {
            at++;
        }
        entries.add(at, new Entry(false, dot));
    }

    /** Elements that were visible before. */
    List<Dot> delete(Delete edit) {
        List<Dot> removed = new ArrayList<>();
        for (int i = 0; i < edit.count(); i++) {
            if (deleted.add(edit.first().plus(i))) {
                removed.add(edit.first().plus(i));
            }
        }
        return removed;
    }

    /** The entries as maximal spans, in words. */
    List<String> spans() {
        List<String> spans = new ArrayList<>();
        int i = 0;
        while (i < entries.size()) {
            Entry first = entries.get(i);
            int next = i + 1;
            while (!first.marker() && next < entries.size() && isOneSpan(first, next - i, entries.get(next))) {
                next++;
            }
            spans.add(inWords(first, next - i));
            i = next;
        }
        return spans;
    }

    private boolean isOneSpan(Entry first, int distance, Entry next) {
        return !next.marker()
                && next.dot().equals(first.dot().plus(distance))
                && deleted.contains(next.dot()) == deleted.contains(first.dot())
                && headTime(next.dot()) == headTime(first.dot());
    }

    private String inWords(Entry first, int count) {
        Dot dot = first.dot();
        return first.marker() ? marker(dot, headTime(dot)) : span(dot, count, deleted.contains(dot), headTime(dot));
    }

    static String marker(Dot dot, long time) {
        return "m(" + dot.replica() + "." + dot.seq() + ")@" + time;
    }

    static String span(Dot dot, int count, boolean isDeleted, long time) {
        return (isDeleted ? "-" : "+") + dot.replica() + "." + dot.seq() + "x" + count + "@" + time;
    }

    /** The elements in the order of the tree. */
    List<Dot> depthFirst() {
        List<Dot> order = new ArrayList<>();
        visit(null, order);
        return order;
    }

    private void visit(@Nullable Dot dot, List<Dot> order) {
        visitChildren(new Side(dot, true), order);
        if (dot != null) {
            order.add(dot);
        }
        visitChildren(new Side(dot, false), order);
    }

    private void visitChildren(Side side, List<Dot> order) {
        children.getOrDefault(side, List.of()).stream()
                .sorted(Comparator.comparing(priorities::get).reversed())
                .forEach(child -> visit(child, order));
    }
}
