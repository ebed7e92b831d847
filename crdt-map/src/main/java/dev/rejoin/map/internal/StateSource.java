package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.content.ElementContent;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.sequence.internal.RangeVisitor;
import dev.rejoin.sequence.internal.SequenceView;
import dev.rejoin.sequence.internal.SpanVisitor;
import dev.rejoin.value.Value;
import dev.rejoin.version.OpId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of a document: the live state, for the thread that writes it, or a view, for any thread. All that
 * reads - handles, snapshots, JSON, hashes - is written once against this.
 */
public abstract class StateSource {
    /** No container. */
    public static final int NONE = 0;

    StateSource() {}

    abstract ContainerStates states();

    abstract KeyHash hasher();

    /** Characters of all texts. */
    public abstract TextContent text();

    /** Inserted values of all lists. */
    public abstract ElementContent elements();

    /**
     * Changes with every change of what can be read where, and with every view, after which states are others; negative
     * when nothing ever changes. What was looked up stays right as long as this stays the same.
     */
    public abstract int structure();

    /** The schema that counts of those that were written; null when none was. */
    public abstract @Nullable StoredSchema schema();

    /** Settles what the writer deferred. */
    abstract void settle();

    /** Hash of a key. */
    long hash(String key) {
        return hasher().compute(key);
    }

    /** State of a container that has one. */
    public final ContainerState state(int ordinal) {
        return states().get(ordinal);
    }

    /** The container that is read at a slot: of those shown the one with the largest creation marker, or NONE. */
    final int winner(SlotPage page, int slot) {
        int child = page.child(slot);
        if (child == NONE) {
            return NONE;
        }
        ContainerState best = null;
        for (int at = child; at != NONE; ) {
            ContainerState state = states().get(at);
            if (state.shown && (best == null || state.compareMarkerTo(best) > 0)) {
                best = state;
            }
            at = state.nextSibling;
        }
        return best == null ? NONE : best.ordinal();
    }

    /** Whether any container at a slot is visible, whatever the policies of this device say. */
    final boolean hasVisible(SlotPage page, int slot) {
        for (int at = page.child(slot); at != NONE; at = states().get(at).nextSibling) {
            if (states().get(at).visible) {
                return true;
            }
        }
        return false;
    }

    /** The container of a type that can be read at a key of a map, or NONE. */
    public final int find(MapState map, String key, int type) {
        long hash = hash(key);
        SlotPage page = map.page(hash);
        int slot = page.find(key, hash);
        return slot < 0 ? NONE : ofType(winner(page, slot), type);
    }

    /** The container of a type that can be read in an element of a list, or NONE. */
    public final int find(SequenceState list, long element, int type) {
        if (list.slots == null) {
            return NONE;
        }
        long hash = hasher().of(element);
        SlotPage page = list.page(hash);
        int slot = page.find(element, hash);
        return slot < 0 ? NONE : ofType(winner(page, slot), type);
    }

    /** Whether a container has a state: whether anything was ever applied to it. */
    public final boolean isKnown(int ordinal) {
        return states().find(ordinal) != null;
    }

    /** The container that is read at a key, or NONE. */
    public final int winner(MapState map, String key) {
        long hash = hash(key);
        SlotPage page = map.page(hash);
        int slot = page.find(key, hash);
        return slot < 0 ? NONE : winner(page, slot);
    }

    /** Type code of the container that is read at a key, or 0. */
    public final int winnerType(MapState map, String key) {
        int winner = winner(map, key);
        return winner == NONE ? 0 : states().get(winner).type();
    }

    /** The container that is read in an element, or NONE. */
    public final int winner(SequenceState list, long element) {
        if (list.slots == null) {
            return NONE;
        }
        long hash = hasher().of(element);
        SlotPage page = list.page(hash);
        int slot = page.find(element, hash);
        return slot < 0 ? NONE : winner(page, slot);
    }

    /** The scalar that is read at a key; null when there is none or a container stands there. */
    public final @Nullable Value scalar(MapState map, String key) {
        long hash = hash(key);
        SlotPage page = map.page(hash);
        int slot = page.find(key, hash);
        return slot < 0 || winner(page, slot) != NONE ? null : scalar(map, page, slot);
    }

    /** The scalar that is read at a slot of a map when no container is. */
    private static @Nullable Value scalar(MapState map, SlotPage page, int slot) {
        return map.rules == null
                ? Registers.winner(page, slot)
                : Registers.read(page, slot, FieldRules.scalarAt(map.rules, page.key(slot)));
    }

    /** The value that a live element holds, containers aside. */
    public final Value scalar(SequenceState list, long element) {
        if (list.slots != null) {
            long hash = hasher().of(element);
            SlotPage page = list.page(hash);
            int slot = page.find(element, hash);
            if (slot >= 0) {
                Value value = Registers.winner(page, slot);
                return value == null ? Value.NULL : value;
            }
        }
        return inserted(element);
    }

    /** The value that an element was inserted with. */
    final Value inserted(long element) {
        return (Value) elements().get(ElementId.replica(element), ElementId.seq(element));
    }

    /** All writes that stand at a key, the winner first; null for removals. */
    public final List<@Nullable Value> writes(MapState map, String key) {
        long hash = hash(key);
        SlotPage page = map.page(hash);
        int slot = page.find(key, hash);
        List<@Nullable Value> writes = new ArrayList<>();
        for (int i = slot < 0 ? -1 : Registers.count(page, slot) - 1; i >= 0; i--) {
            writes.add(Registers.value(page, slot, i));
        }
        return writes;
    }

    /**
     * How many scalar writes stand at a key or, after their insertion, in an element: several if they were concurrent and
     * nobody has decided since.
     *
     * @param key null for an element
     */
    public final int countWrites(SlottedState container, @Nullable String key, long element) {
        if (container.slots == null) {
            return 0;
        }
        long hash = key == null ? hasher().of(element) : hash(key);
        SlotPage page = container.page(hash);
        int slot = key == null ? page.find(element, hash) : page.find(key, hash);
        return slot < 0 ? 0 : Registers.count(page, slot);
    }

    /** What can be read in a map, in ascending order of the keys. */
    public final List<Entry> entries(MapState map) {
        SlotTable slots = map.slots;
        if (slots == null) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>(slots.count());
        slots.forEachPage(page -> {
            for (int slot = 0; slot < page.size(); slot++) {
                int winner = winner(page, slot);
                Value scalar = winner == NONE ? scalar(map, page, slot) : null;
                if (winner != NONE || scalar != null) {
                    entries.add(new Entry(page.key(slot), winner, scalar));
                }
            }
        });
        entries.sort((a, b) -> a.key().compareTo(b.key()));
        return entries;
    }

    /** Number of keys at which something can be read. */
    public final int count(MapState map) {
        return map.shownKeys;
    }

    /** The same number, counted key by key. */
    final int countShown(MapState map) {
        int[] count = {0};
        if (map.slots != null) {
            map.slots.forEachPage(page -> {
                for (int slot = 0; slot < page.size(); slot++) {
                    count[0] += shown(map, page, slot);
                }
            });
        }
        return count[0];
    }

    /** 1 if something can be read at a slot of a map, else 0; a negative slot is none, and elements are not counted. */
    final int shown(SlottedState parent, SlotPage page, int slot) {
        if (slot < 0 || !(parent instanceof MapState map)) {
            return 0;
        }
        boolean scalar = map.rules == null ? Registers.hasValue(page, slot) : scalar(map, page, slot) != null;
        return scalar || winner(page, slot) != NONE ? 1 : 0;
    }

    /** What a run of visible elements of a list holds, from left to right. */
    public final void forEachElement(SequenceState list, int start, int end, ElementVisitor visitor) {
        list.forEachVisibleRange(view(list), start, end, (first, count) -> {
            for (long element = first; element < first + count; element++) {
                visit(list, element, visitor);
            }
        });
    }

    /** What one element of a list holds. */
    public final void visit(SequenceState list, long element, ElementVisitor visitor) {
        int winner = winner(list, element);
        visitor.element(element, winner, winner == NONE ? scalar(list, element) : null);
    }

    /** The element at a visible index. */
    public abstract long elementAt(SequenceState sequence, int index);

    /** Id of an element as the outside names it. */
    public abstract OpId unpack(long element);

    /**
     * The visible index directly before or after an element; where it stood, if it is not visible.
     *
     * @return the index, or -1 if the sequence has no such element as far as known here
     */
    public abstract int indexBeside(SequenceState sequence, OpId element, boolean after);

    /** A stable look at a sequence; valid until the next edit. */
    public final SequenceView view(SequenceState sequence) {
        settle();
        return new SequenceView(sequence.rga);
    }

    /** The elements of a list that are visible on every device, whatever the policies of this one hide; in order. */
    final void forEachAgreed(SequenceState list, RangeVisitor visitor) {
        SequenceView view = view(list);
        Set<Long> hiddenHere = hiddenHere(list);
        if (hiddenHere.isEmpty()) {
            list.forEachVisibleRange(view, 0, view.length(), visitor);
            return;
        }
        view.forEachSpan(new SpanVisitor() {
            @Override
            public void span(long first, int count, boolean deleted, long headTime) {
                for (long entry = first; entry < first + count; entry++) {
                    long element = list.elementOf(entry);
                    boolean hidden = hiddenHere.contains(element) && list.positionOf(element) == entry;
                    if (!deleted || hidden) {
                        visitor.range(element, 1);
                    }
                }
            }

            @Override
            public void marker(long element, long headTime) {
                // A place between elements.
            }
        });
    }

    /** Removed elements that a container would show, if the policies of this device let it. */
    final Set<Long> hiddenHere(SequenceState list) {
        if (list.rules == null || list.slots == null) {
            return Set.of();
        }
        Set<Long> hidden = new HashSet<>();
        list.slots.forEachPage(page -> {
            for (int slot = 0; slot < page.size(); slot++) {
                if (page.cell(slot) == Registers.DEAD && winner(page, slot) == NONE && hasVisible(page, slot)) {
                    hidden.add(page.element(slot));
                }
            }
        });
        return hidden;
    }

    private int ofType(int winner, int type) {
        return winner != NONE && states().get(winner).type() == type ? winner : NONE;
    }

    /**
     * What can be read at a key: a container or a scalar.
     *
     * @param key the key
     * @param container its ordinal, or NONE
     * @param scalar the value, null beside a container
     */
    public record Entry(String key, int container, @Nullable Value scalar) {}

    /** Sees what elements hold. */
    @FunctionalInterface
    public interface ElementVisitor {
        /** One element: a container or a scalar. */
        void element(long element, int container, @Nullable Value scalar);
    }
}
