package dev.rejoin.proptests.model;

import dev.rejoin.version.OpId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A text or list as a flat list of entries: elements, and zero-width start markers of elements that have a left child.
 * Each insert scans to the right past every entry of larger priority. Deleted elements stay.
 *
 * @param <T> what an element holds
 */
public final class SequenceModel<T> {
    /** On which side of its parent an element hangs. */
    public enum Side {
        /** Before the parent. */
        LEFT,
        /** After the parent. */
        RIGHT
    }

    /**
     * Where a new element belongs.
     *
     * @param parent the element that it hangs on; empty for the start of the sequence
     * @param side the side of the parent
     */
    public record Place(Optional<OpId> parent, Side side) {}

    /**
     * What stands in the list.
     *
     * @param marker whether it is the start marker of an element, which nobody reads, and not the element
     * @param id the element
     */
    public record Entry(boolean marker, OpId id) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<OpId, Stamp> priorities = new HashMap<>();
    private final Map<OpId, T> values = new HashMap<>();
    private final Set<OpId> deleted = new HashSet<>();

    /**
     * The same elements in a model of their own.
     *
     * @return a copy; what is done to one is not seen in the other
     */
    public SequenceModel<T> copy() {
        SequenceModel<T> copy = new SequenceModel<>();
        copy.entries.addAll(entries);
        copy.priorities.putAll(priorities);
        copy.values.putAll(values);
        copy.deleted.addAll(deleted);
        return copy;
    }

    /**
     * Finds the place of an element that shall stand at a visible index; changes nothing.
     *
     * @param index visible position, from 0 to the visible length
     * @return parent and side
     */
    public Place placeAt(int index) {
        return placeAfter(
                index == 0 ? Optional.empty() : Optional.of(visibleIds().get(index - 1)));
    }

    /**
     * Finds the place of an element that shall stand right behind another one; changes nothing.
     *
     * @param left an element that was inserted before; empty for the start of the sequence
     * @return parent and side
     */
    public Place placeAfter(Optional<OpId> left) {
        int next = left.map(id -> indexOf(false, id)).orElse(-1) + 1;
        boolean leftHasRightChild =
                next < entries.size() && (left.isEmpty() || priorityAt(next).compareTo(priorityOf(left.get())) > 0);
        if (!leftHasRightChild) {
            return new Place(left, Side.RIGHT);
        }
        while (entries.get(next).marker()) {
            next++;
        }
        return new Place(Optional.of(entries.get(next).id()), Side.LEFT);
    }

    /**
     * Integrates an element.
     *
     * @param id identity of the element
     * @param priority decides among siblings; larger than the parent's
     * @param place parent and side
     * @param value what the element holds
     */
    public void insert(OpId id, Stamp priority, Place place, T value) {
        if (priorities.putIfAbsent(id, priority) != null) {
            throw new IllegalArgumentException("element " + id + " is there already");
        }
        values.put(id, value);
        int at = startOf(place) + 1;
        while (at < entries.size() && priorityAt(at).compareTo(priority) > 0) {
            at++;
        }
        entries.add(at, new Entry(false, id));
    }

    /**
     * Deletes an element; deleting it again changes nothing.
     *
     * @param id an element that was inserted before
     * @return whether it was visible
     */
    public boolean delete(OpId id) {
        if (!priorities.containsKey(id)) {
            throw new IllegalArgumentException("element " + id + " is unknown");
        }
        return deleted.add(id);
    }

    /**
     * Whether an element can be read.
     *
     * @param id an element that was inserted before
     * @return false if it was deleted
     */
    public boolean isVisible(OpId id) {
        return !deleted.contains(id);
    }

    /**
     * The priority of an element, which the next element of the same run inherits.
     *
     * @param id an element that was inserted before
     * @return its priority
     */
    public Stamp priorityOf(OpId id) {
        return Objects.requireNonNull(priorities.get(id), "element was not inserted");
    }

    /**
     * Elements and markers in order.
     *
     * @return a new list
     */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /**
     * All elements in order, deleted ones included.
     *
     * @return a new list
     */
    public List<OpId> ids() {
        return entries.stream().filter(entry -> !entry.marker()).map(Entry::id).toList();
    }

    /**
     * The elements that are not deleted, in order.
     *
     * @return a new list
     */
    public List<OpId> visibleIds() {
        return ids().stream().filter(this::isVisible).toList();
    }

    /**
     * What a reader sees.
     *
     * @return the values of the visible elements, a new list
     */
    public List<T> values() {
        return visibleIds().stream().map(values::get).toList();
    }

    /** The entry after which the children on that side begin; -1 for the start of the sequence. */
    private int startOf(Place place) {
        if (place.parent().isEmpty()) {
            return -1;
        }
        OpId parent = place.parent().get();
        if (place.side() == Side.RIGHT) {
            return indexOf(false, parent);
        }
        int marker = entries.indexOf(new Entry(true, parent));
        if (marker < 0) {
            marker = indexOf(false, parent);
            entries.add(marker, new Entry(true, parent));
        }
        return marker;
    }

    private int indexOf(boolean marker, OpId id) {
        int index = entries.indexOf(new Entry(marker, id));
        if (index < 0) {
            throw new IllegalArgumentException("element " + id + " is unknown");
        }
        return index;
    }

    private Stamp priorityAt(int index) {
        return priorityOf(entries.get(index).id());
    }
}
