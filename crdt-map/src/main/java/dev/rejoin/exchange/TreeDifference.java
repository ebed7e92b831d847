package dev.rejoin.exchange;

import dev.rejoin.document.Content;
import dev.rejoin.document.CounterEditor;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.LogEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.SetEditor;
import dev.rejoin.document.TextEditor;
import dev.rejoin.value.Value;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes the difference of two trees over a place that may have changed since the first of them was read there. */
final class TreeDifference {
    private static final Content.MapContent NOTHING = new Content.MapContent(Map.of());

    private TreeDifference() {}

    static void write(
            MapEditor target, Content.MapContent before, Content.MapContent after, Content.MapContent present) {
        target.create();
        TreeSet<String> keys = new TreeSet<>(before.entries().keySet());
        keys.addAll(after.entries().keySet());
        for (String key : keys) {
            Content old = before.entries().get(key);
            Content now = after.entries().get(key);
            if (now == null) {
                target.remove(key);
            } else if (!now.equals(old)) {
                write(
                        new EditSlot.OfKey(target, key),
                        old,
                        now,
                        present.entries().get(key));
            }
        }
    }

    /** Two contents that are not equal. */
    private static void write(EditSlot slot, @Nullable Content before, Content after, @Nullable Content present) {
        if (after instanceof Content.Scalar scalar) {
            slot.put(scalar.value());
        } else if (slot.kind() != after.kind()) {
            slot.replace(after);
        } else if (after instanceof Content.MapContent map) {
            write(
                    slot.map(),
                    before instanceof Content.MapContent old ? old : NOTHING,
                    map,
                    present instanceof Content.MapContent there ? there : NOTHING);
        } else if (before == null || before.kind() != after.kind()) {
            add(slot, after);
        } else if (after instanceof Content.ListContent list) {
            write(slot.list(), ((Content.ListContent) before).elements(), list.elements(), present);
        } else if (after instanceof Content.TextContent text) {
            write(slot.text(), ((Content.TextContent) before).text(), text.text());
        } else if (after instanceof Content.CounterContent count) {
            increment(slot.counter(), (Content.CounterContent) before, count);
        } else if (after instanceof Content.SetContent set) {
            write(slot.set(), ((Content.SetContent) before).values(), set.values());
        } else if (after instanceof Content.RemoveWinsSetContent set) {
            write(slot.removeWinsSet(), ((Content.RemoveWinsSetContent) before).values(), set.values());
        } else if (after instanceof Content.LogContent log) {
            write(slot.log(), ((Content.LogContent) before).values(), log.values());
        }
    }

    /** Something is to stand where nothing of its kind was read, and meanwhile something of its kind does. */
    private static void add(EditSlot slot, Content content) {
        if (content instanceof Content.SetContent set) {
            set.values().forEach(slot.set()::add);
        } else if (content instanceof Content.RemoveWinsSetContent set) {
            set.values().forEach(slot.removeWinsSet()::add);
        } else if (content instanceof Content.LogContent log) {
            log.values().forEach(slot.log()::append);
        } else {
            TreeUpdate.write(slot, content);
        }
    }

    private static void increment(CounterEditor counter, Content.CounterContent before, Content.CounterContent after) {
        counter.increment(after.value().subtract(before.value()).longValueExact());
    }

    private static void write(SetEditor set, List<Value> before, List<Value> after) {
        Set<Value> gone = new LinkedHashSet<>(before);
        Set<Value> added = new LinkedHashSet<>(after);
        gone.removeAll(new HashSet<>(after));
        added.removeAll(new HashSet<>(before));
        gone.forEach(set::remove);
        added.forEach(set::add);
    }

    private static void write(LogEditor log, List<Value> before, List<Value> after) {
        if (after.size() < before.size() || !after.subList(0, before.size()).equals(before)) {
            throw new IllegalArgumentException("A log only grows: " + before.size()
                    + " entries were read, with which the " + after.size() + " to be written do not begin");
        }
        after.subList(before.size(), after.size()).forEach(log::append);
    }

    private static void write(ListEditor list, List<Content> before, List<Content> after, @Nullable Content present) {
        List<Content> now =
                present instanceof Content.ListContent told && told.elements().size() == list.size()
                        ? told.elements()
                        : Trees.of(list).elements();
        int[] places = places(before, now, true);
        List<Alignment.Gap> gaps = Alignment.of(before, after).gaps();
        for (int i = gaps.size() - 1; i >= 0; i--) { // from the end, so that the places before stay what they are
            Alignment.Gap gap = gaps.get(i);
            int common = Math.min(gap.oldEnd() - gap.oldStart(), gap.newEnd() - gap.newStart());
            for (int at = gap.oldEnd() - 1; at >= gap.oldStart() + common; at--) {
                if (places[at] >= 0) {
                    list.remove(places[at]);
                }
            }
            int behind = behind(places, gap.oldStart() + common);
            for (int at = gap.newEnd() - 1; at >= gap.newStart() + common; at--) {
                TreeUpdate.insert(list, behind, after.get(at));
            }
            for (int at = common - 1; at >= 0; at--) {
                int place = places[gap.oldStart() + at];
                if (place >= 0) { // else somebody removed it, which wins
                    Content old = before.get(gap.oldStart() + at);
                    write(new EditSlot.OfElement(list, place), old, after.get(gap.newStart() + at), now.get(place));
                }
            }
        }
    }

    private static void write(TextEditor text, String before, String after) {
        String now = text.toString();
        if (now.equals(before)) {
            text.updateTo(after);
            return;
        }
        List<Integer> old = before.codePoints().boxed().toList();
        List<Integer> wanted = after.codePoints().boxed().toList();
        List<Integer> present = now.codePoints().boxed().toList();
        int[] units = new int[present.size() + 1];
        for (int i = 0; i < present.size(); i++) {
            units[i + 1] = units[i] + Character.charCount(present.get(i));
        }
        int[] places = places(old, present, false);
        List<Alignment.Gap> gaps = Alignment.of(old, wanted).gaps();
        for (int i = gaps.size() - 1; i >= 0; i--) {
            Alignment.Gap gap = gaps.get(i);
            for (int at = gap.oldEnd() - 1; at >= gap.oldStart(); at--) {
                if (places[at] >= 0) {
                    text.delete(units[places[at]], units[places[at] + 1]);
                }
            }
            StringBuilder inserted = new StringBuilder();
            wanted.subList(gap.newStart(), gap.newEnd()).forEach(inserted::appendCodePoint);
            if (inserted.length() > 0) {
                text.insert(units[behind(places, gap.oldStart())], inserted.toString());
            }
        }
    }

    /**
     * Where each element of a list that was read stands in what is there now; -1 for those that went.
     *
     * @param edited whether one that is another now, in its place, is the same one, edited
     */
    private static <T> int[] places(List<T> before, List<T> present, boolean edited) {
        int[] places = new int[before.size()];
        Arrays.fill(places, -1);
        Alignment alignment = Alignment.of(before, present);
        for (int i = 0; i < present.size(); i++) {
            int old = alignment.oldIndexOf(i);
            if (old >= 0) {
                places[old] = i;
            }
        }
        for (Alignment.Gap gap : edited ? alignment.gaps() : List.<Alignment.Gap>of()) {
            int common = Math.min(gap.oldEnd() - gap.oldStart(), gap.newEnd() - gap.newStart());
            for (int i = 0; i < common; i++) {
                places[gap.oldStart() + i] = gap.newStart() + i;
            }
        }
        return places;
    }

    /** The place behind the last element before an index that is still there. */
    private static int behind(int[] places, int index) {
        for (int at = index - 1; at >= 0; at--) {
            if (places[at] >= 0) {
                return places[at] + 1;
            }
        }
        return 0;
    }
}
