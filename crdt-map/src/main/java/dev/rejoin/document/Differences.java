package dev.rejoin.document;

import dev.rejoin.internal.ElementId;
import dev.rejoin.map.internal.ContainerState;
import dev.rejoin.map.internal.CounterState;
import dev.rejoin.map.internal.LogState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.map.internal.ValuesState;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What leads from one state of a document to another, as events: both know containers and elements by the same local
 * numbers, so that what is the same is told from what reads the same.
 *
 * <p>The events of a container come before those of the containers in it, which stand at their new places by then. Linear
 * in what is read in both, tombstones of texts included.
 */
final class Differences {
    private final StateSource before;
    private final StateSource after;
    private final long[] beforeEnds;
    private final long[] afterEnds;
    private final List<DocumentEvent> events = new ArrayList<>();

    private Differences(StateSource before, long[] beforeEnds, StateSource after, long[] afterEnds) {
        this.before = before;
        this.after = after;
        this.beforeEnds = beforeEnds;
        this.afterEnds = afterEnds;
    }

    /**
     * The events that turn one state into the other.
     *
     * @param beforeEnds version of the first, by index in the replica table; replicas behind its end have nothing in it
     * @param afterEnds version of the second
     */
    static List<DocumentEvent> between(StateSource before, long[] beforeEnds, StateSource after, long[] afterEnds) {
        Differences differences = new Differences(before, beforeEnds, after, afterEnds);
        differences.container(Path.root(), ContainerTable.ROOT);
        return differences.events;
    }

    /** Whether that led to events; a log that lost entries gives none, and answers false. */
    private boolean container(Path path, int ordinal) {
        ContainerState then = before.state(ordinal);
        ContainerState now = after.state(ordinal);
        if (then instanceof MapState map) {
            map(path, map, (MapState) now);
        } else if (then instanceof SequenceState sequence) {
            if (sequence.type() == ContainerType.TEXT) {
                new TextDifference(path, sequence, (SequenceState) now).compare();
            } else {
                new ListDifference(path, sequence, (SequenceState) now).compare();
            }
        } else if (then instanceof CounterState counter) {
            BigInteger was = counter.counter().value();
            BigInteger is = ((CounterState) now).counter().value();
            if (!was.equals(is)) {
                events.add(new DocumentEvent.CounterChanged(path, was, is));
            }
        } else if (then instanceof ValuesState set) {
            values(path, set.set().values(), ((ValuesState) now).set().values());
        } else if (then instanceof LogState log) {
            return log(path, log.log().values(), ((LogState) now).log().values());
        }
        return true;
    }

    private void map(Path path, MapState then, MapState now) {
        List<StateSource.Entry> was = before.entries(then);
        List<StateSource.Entry> is = after.entries(now);
        int i = 0;
        int j = 0;
        while (i < was.size() || j < is.size()) {
            int order = i == was.size()
                    ? 1
                    : j == is.size() ? -1 : was.get(i).key().compareTo(is.get(j).key());
            slot(path, order <= 0 ? was.get(i++) : null, order >= 0 ? is.get(j++) : null);
        }
    }

    private void slot(Path map, StateSource.@Nullable Entry then, StateSource.@Nullable Entry now) {
        if (then != null && now != null) {
            boolean same = then.container() == now.container();
            if (same && then.container() != StateSource.NONE && container(map.key(now.key()), now.container())) {
                return;
            }
            if (same && then.scalar() != null && then.scalar().equals(now.scalar())) {
                return;
            }
        }
        String key = then != null ? then.key() : now != null ? now.key() : "";
        SlotChange.describe(map, key, content(before, then), content(after, now), events);
    }

    private static @Nullable Content content(StateSource source, StateSource.@Nullable Entry entry) {
        return entry == null ? null : Contents.of(source, entry.container(), entry.scalar());
    }

    private void values(Path path, List<Value> then, List<Value> now) {
        Set<Value> left = new HashSet<>(then);
        Set<Value> kept = new HashSet<>();
        for (Value value : now) {
            if (left.contains(value)) {
                kept.add(value);
            }
        }
        for (Value value : then) {
            if (!kept.contains(value)) {
                events.add(new DocumentEvent.SetRemoved(path, value));
            }
        }
        for (Value value : now) {
            if (!kept.contains(value)) {
                events.add(new DocumentEvent.SetAdded(path, value));
            }
        }
    }

    /** Entries that came, if none went: no event can say that a log lost one. */
    private boolean log(Path path, List<Value> then, List<Value> now) {
        int known = 0;
        List<DocumentEvent> appended = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            if (known < then.size() && then.get(known).equals(now.get(i))) {
                known++;
            } else {
                appended.add(new DocumentEvent.LogAppended(path, i, now.get(i)));
            }
        }
        if (known < then.size()) {
            return false;
        }
        events.addAll(appended);
        return true;
    }

    /**
     * Merges the entries of a text: those that both states know stand in one order in both, and those that one of them
     * does not know are told by its version.
     */
    private final class TextDifference {
        private final Path path;
        private final Entries then;
        private final Entries now;
        private final StringBuilder deleted = new StringBuilder();
        private final StringBuilder inserted = new StringBuilder();
        private int index;

        TextDifference(Path path, SequenceState then, SequenceState now) {
            this.path = path;
            this.then = new Entries(before.view(then));
            this.now = new Entries(after.view(now));
        }

        void compare() {
            while (!then.isAtEnd() || !now.isAtEnd()) {
                if (then.isAtEnd() || !now.isAtEnd() && !now.isKnownIn(beforeEnds)) {
                    came(now.count());
                } else if (now.isAtEnd() || !then.isKnownIn(afterEnds)) {
                    went(then.count());
                } else if (then.first() == now.first()) {
                    both(Math.min(then.count(), now.count()));
                } else {
                    throw new AssertionError("entries in another order: " + then.first() + ", " + now.first());
                }
            }
            flush();
        }

        private void both(int count) {
            if (then.isVisible() && now.isVisible()) {
                flush();
                index += count;
                then.skip(count);
                now.skip(count);
                return;
            }
            if (now.isVisible()) {
                came(count);
                then.skip(count);
            } else {
                went(count);
                now.skip(count);
            }
        }

        private void came(int count) {
            if (now.isVisible()) {
                now.appendTo(after, count, inserted);
            }
            now.skip(count);
        }

        private void went(int count) {
            if (then.isVisible()) {
                then.appendTo(before, count, deleted);
            }
            then.skip(count);
        }

        /** What reads the same at both ends of what went and what came there is not told. */
        private void flush() {
            int shorter = Math.min(deleted.length(), inserted.length());
            int same = 0;
            while (same < shorter && deleted.charAt(same) == inserted.charAt(same)) {
                same++;
            }
            if (same > 0 && same < inserted.length() && Character.isHighSurrogate(deleted.charAt(same - 1))) {
                same--;
            }
            int last = 0;
            while (last < shorter - same && fromEnd(deleted, last) == fromEnd(inserted, last)) {
                last++;
            }
            if (last > 0 && Character.isLowSurrogate(fromEnd(deleted, last - 1))) {
                last--;
            }
            if (deleted.length() > same + last) {
                String went = deleted.substring(same, deleted.length() - last);
                events.add(new DocumentEvent.TextDeleted(path, index + same, went));
            }
            if (inserted.length() > same + last) {
                String came = inserted.substring(same, inserted.length() - last);
                events.add(new DocumentEvent.TextInserted(path, index + same, came));
            }
            index += inserted.length();
            deleted.setLength(0);
            inserted.setLength(0);
        }

        private static char fromEnd(CharSequence text, int back) {
            return text.charAt(text.length() - 1 - back);
        }
    }

    /**
     * Compares what is read in a list; an element that stands at another place was moved, and one that came where another
     * one went which held the same stands for that one.
     */
    private final class ListDifference {
        private final Path path;
        private final SequenceState then;
        private final SequenceState now;
        private final Elements was;
        private final Elements is;

        ListDifference(Path path, SequenceState then, SequenceState now) {
            this.path = path;
            this.then = then;
            this.now = now;
            was = new Elements(before, then);
            is = new Elements(after, now);
        }

        void compare() {
            pair();
            List<Long> kept = remove();
            move(kept);
            insert();
            for (int i = 0; i < is.size(); i++) {
                int old = was.indexOf(is.element(i));
                if (old >= 0) {
                    element(old, i);
                }
            }
        }

        private void pair() {
            int i = 0;
            int j = 0;
            while (i < was.size() && j < is.size()) {
                int goneFrom = i;
                while (i < was.size() && is.indexOf(was.element(i)) < 0) {
                    i++;
                }
                int comeFrom = j;
                while (j < is.size() && was.indexOf(is.element(j)) < 0) {
                    j++;
                }
                pair(goneFrom, i, comeFrom, j);
                if (i < was.size() && j < is.size() && was.element(i) != is.element(j)) {
                    return; // behind a move, places do not correspond
                }
                i++;
                j++;
            }
        }

        private void pair(int goneFrom, int goneTo, int comeFrom, int comeTo) {
            int shorter = Math.min(goneTo - goneFrom, comeTo - comeFrom);
            int left = 0;
            while (left < shorter && pairIfEqual(goneFrom + left, comeFrom + left)) {
                left++;
            }
            int right = 1;
            while (right <= shorter - left && pairIfEqual(goneTo - right, comeTo - right)) {
                right++;
            }
        }

        private boolean pairIfEqual(int gone, int come) {
            if (!was.content(gone).equals(is.content(come))) {
                return false;
            }
            was.alias(is.element(come), gone);
            is.alias(was.element(gone), come);
            return true;
        }

        /** Takes out what is gone; what stays, as it is called now. */
        private List<Long> remove() {
            List<Long> kept = new ArrayList<>();
            List<Content> gone = new ArrayList<>();
            for (int i = 0; i <= was.size(); i++) {
                boolean stays = i == was.size() || is.indexOf(was.element(i)) >= 0;
                if (!stays) {
                    gone.add(was.content(i));
                    continue;
                }
                if (!gone.isEmpty()) {
                    events.add(new DocumentEvent.ElementsRemoved(path, kept.size(), gone));
                    gone.clear();
                }
                if (i < was.size()) {
                    kept.add(is.element(is.indexOf(was.element(i))));
                }
            }
            return kept;
        }

        /** Puts each moved element right behind the one that stands before it now, from left to right. */
        private void move(List<Long> kept) {
            long left = ElementId.NONE;
            for (int i = 0; i < is.size(); i++) {
                long element = is.element(i);
                if (was.indexOf(element) < 0) {
                    continue;
                }
                if (was.element(was.indexOf(element)) == element
                        && then.positionOf(element) != now.positionOf(element)) {
                    int from = kept.indexOf(element);
                    kept.remove(from);
                    int place = kept.indexOf(left) + 1; // -1 when there is none
                    kept.add(place, element);
                    if (from != place) {
                        events.add(new DocumentEvent.ElementMoved(path, from, place));
                    }
                }
                left = element;
            }
        }

        private void insert() {
            List<Content> come = new ArrayList<>();
            for (int i = 0; i <= is.size(); i++) {
                if (i < is.size() && was.indexOf(is.element(i)) < 0) {
                    come.add(is.content(i));
                } else if (!come.isEmpty()) {
                    events.add(new DocumentEvent.ElementsInserted(path, i - come.size(), come));
                    come.clear();
                }
            }
        }

        private void element(int old, int index) {
            boolean same = was.container(old) == is.container(index);
            if (same && is.container(index) != StateSource.NONE && container(path.index(index), is.container(index))) {
                return;
            }
            Content content = was.content(old);
            if (!content.equals(is.content(index))) {
                events.add(new DocumentEvent.ElementSet(path, index, content, is.content(index)));
            }
        }
    }
}
