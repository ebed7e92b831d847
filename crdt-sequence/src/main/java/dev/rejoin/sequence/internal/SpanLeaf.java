package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ReplicaTable;
import java.util.Arrays;

/**
 * A leaf: entries in parallel arrays, each a span of elements or a start marker.
 *
 * <p>Only this class touches the arrays. A slot holds the packed id of the first element, the signed length (negative:
 * tombstones, zero: the start marker of that element) and the timestamp of the run's head. Within a span priorities
 * ascend, so that of its first element is the smallest.
 */
final class SpanLeaf extends SpanNode {
    /** Slots of the first leaf of a sequence: most texts and lists are small. */
    static final int FIRST_SLOTS = 4;

    /** What the element index calls this leaf; copies keep it. */
    final int number;
    /** The sequence that this leaf belongs to. */
    final int container;

    private long[] first;
    private int[] length;
    private long[] time;
    private int size;
    private int markers;
    private int visible;

    SpanLeaf(int number, int container, int epoch, int slots) {
        super(epoch);
        this.number = number;
        this.container = container;
        first = new long[slots];
        length = new int[slots];
        time = new long[slots];
    }

    SpanLeaf copy(int newEpoch) {
        SpanLeaf copy = new SpanLeaf(number, container, newEpoch, withSlack(size));
        copy.parent = parent;
        copy.setMin(minTime(), minElement());
        copy.markers = markers;
        copy.visible = visible;
        copy.appendSlots(this, 0, size);
        return copy;
    }

    @Override
    int size() {
        return size;
    }

    @Override
    int visible() {
        return visible;
    }

    @Override
    boolean hasElements() {
        return markers < size;
    }

    /** First element of a span, or the element of a marker. */
    long first(int slot) {
        return first[slot];
    }

    /** Elements in a slot, 0 for a marker. */
    int count(int slot) {
        return Math.abs(length[slot]);
    }

    /** Visible elements in a slot. */
    int visible(int slot) {
        return Math.max(length[slot], 0);
    }

    long time(int slot) {
        return time[slot];
    }

    boolean isMarker(int slot) {
        return length[slot] == 0;
    }

    boolean isMarkerOf(int slot, long element) {
        return length[slot] == 0 && first[slot] == element;
    }

    boolean isDeleted(int slot) {
        return length[slot] < 0;
    }

    boolean isVisible(int slot) {
        return length[slot] > 0;
    }

    boolean contains(int slot, long element) {
        long offset = element - first[slot];
        return offset >= 0 && offset < Math.abs(length[slot]);
    }

    /** The slot of the span that holds an element, or -1. */
    int slotOf(long element) {
        for (int i = 0; i < size; i++) {
            long offset = element - first[i];
            if (offset >= 0 && offset < Math.abs(length[i])) {
                return i;
            }
        }
        return -1;
    }

    /** The slot of an element's start marker, which is in this leaf. */
    int slotOfMarker(long element) {
        int slot = 0;
        while (!isMarkerOf(slot, element)) {
            slot++;
        }
        return slot;
    }

    /** Visible elements in the slots before {@code slot}. */
    int visibleBefore(int slot) {
        int sum = 0;
        for (int i = 0; i < slot; i++) {
            sum += Math.max(length[i], 0);
        }
        return sum;
    }

    /** Whether the entry in a slot has a smaller priority, all of it, than the given one. */
    boolean isSmaller(int slot, long otherTime, long otherElement, ReplicaTable replicas) {
        return Priority.isSmaller(time[slot], first[slot], otherTime, otherElement, replicas);
    }

    /** Whether the entry in a slot has a larger priority, all of it, than the given one. */
    boolean isLarger(int slot, long otherTime, long otherElement, ReplicaTable replicas) {
        return Priority.isSmaller(otherTime, otherElement, time[slot], first[slot], replicas);
    }

    /** The first slot from {@code slot} on with a priority smaller than the given one, or -1. */
    int nextSmaller(int slot, long otherTime, long otherElement, ReplicaTable replicas) {
        for (int i = slot; i < size; i++) {
            if (isSmaller(i, otherTime, otherElement, replicas)) {
                return i;
            }
        }
        return -1;
    }

    /** The last slot before {@code slot} whose smallest priority is not larger than the given one, or -1. */
    int previousNotLarger(int slot, long otherTime, long otherElement, ReplicaTable replicas) {
        for (int i = slot - 1; i >= 0; i--) {
            if (!isLarger(i, otherTime, otherElement, replicas)) {
                return i;
            }
        }
        return -1;
    }

    /** The first slot from {@code slot} on that holds elements, or -1. */
    int nextElements(int slot) {
        for (int i = slot; i < size; i++) {
            if (length[i] != 0) {
                return i;
            }
        }
        return -1;
    }

    @Override
    void recomputeMin(ReplicaTable replicas) {
        int least = 0;
        for (int i = 1; i < size; i++) {
            if (isSmaller(i, time[least], first[least], replicas)) {
                least = i;
            }
        }
        setMin(time[least], first[least]);
    }

    /** Whether the entries in {@code slot} and the next one are two halves of one span. */
    boolean isJoinable(int slot) {
        return slot >= 0
                && slot + 1 < size
                && (length[slot] ^ length[slot + 1]) >= 0
                && length[slot + 1] != 0
                && continues(slot, first[slot + 1], time[slot + 1])
                && (long) count(slot) + count(slot + 1) <= Integer.MAX_VALUE;
    }

    /** Whether an element would be the next one of the run in a slot. */
    boolean continues(int slot, long element, long headTime) {
        return length[slot] != 0 && first[slot] + Math.abs(length[slot]) == element && time[slot] == headTime;
    }

    /** Appends visible elements to the visible span in a slot. */
    void extend(int slot, int count) {
        length[slot] += count;
        visible += count;
    }

    /** Appends an entry behind the last one. */
    void append(long element, int signedLength, long headTime) {
        insert(size, element, signedLength, headTime);
    }

    /** Inserts an entry before {@code slot}. */
    void insert(int slot, long element, int signedLength, long headTime) {
        open(slot, 1);
        put(slot, element, signedLength, headTime);
    }

    /** Splits the span in a slot before its element {@code offset}, leaving {@code gap} slots to be put in between. */
    void split(int slot, int offset, int gap) {
        int sign = Integer.signum(length[slot]);
        int rest = length[slot] - sign * offset;
        open(slot + 1, gap + 1);
        length[slot] = sign * offset;
        int right = slot + gap + 1;
        first[right] = first[slot] + offset;
        length[right] = rest;
        time[right] = time[slot];
    }

    /** Fills a slot that was opened. */
    void put(int slot, long element, int signedLength, long headTime) {
        first[slot] = element;
        length[slot] = signedLength;
        time[slot] = headTime;
        if (signedLength > 0) {
            visible += signedLength;
        } else if (signedLength == 0) {
            markers++;
        }
    }

    /** Opens slots that are to be filled with {@link #put}. */
    void open(int slot, int count) {
        if (size + count > first.length) {
            resize(withSlack(size + count));
        }
        shift(slot, slot + count);
        size += count;
    }

    /** Removes the entry in a slot. */
    void remove(int slot) {
        if (length[slot] == 0) {
            markers--;
        }
        visible -= visible(slot);
        close(slot);
    }

    private void close(int slot) {
        shift(slot + 1, slot);
        size--;
    }

    private void shift(int from, int to) {
        int count = size - from;
        System.arraycopy(first, from, first, to, count);
        System.arraycopy(length, from, length, to, count);
        System.arraycopy(time, from, time, to, count);
    }

    /** Takes the last {@code count} elements off the span in a slot, fewer than it has. */
    void dropTail(int slot, int count) {
        int sign = Integer.signum(length[slot]);
        visible -= sign > 0 ? count : 0;
        length[slot] -= sign * count;
    }

    /** Joins the halves in {@code slot} and the next one. */
    void join(int slot) {
        length[slot] += length[slot + 1];
        close(slot + 1);
    }

    /**
     * Turns elements {@code [offset, offset + count)} of a span into tombstones, or back, if that needs no more slots
     * because they are the whole span or join with what stands beside it.
     *
     * @return the slot that holds the turned elements, or -1 if the span must be split
     */
    int tryFlip(int slot, int offset, int count) {
        int signed = length[slot] > 0 ? count : -count;
        boolean fromStart = offset == 0;
        boolean toEnd = offset + count == count(slot);
        if (fromStart && toEnd) {
            return flipWhole(slot);
        }
        if (fromStart && slot > 0 && isOtherHalf(slot - 1)) {
            length[slot - 1] -= signed;
            first[slot] += count;
            length[slot] -= signed;
            visible -= signed;
            return slot - 1;
        }
        if (toEnd && slot + 1 < size && isOtherHalf(slot)) {
            length[slot] -= signed;
            first[slot + 1] -= count;
            length[slot + 1] -= signed;
            visible -= signed;
            return slot + 1;
        }
        return -1;
    }

    /** Whether the spans in {@code slot} and the next one are of one run, one visible and the other deleted. */
    private boolean isOtherHalf(int slot) {
        return length[slot + 1] != 0
                && (length[slot] ^ length[slot + 1]) < 0
                && continues(slot, first[slot + 1], time[slot + 1]);
    }

    private int flipWhole(int slot) {
        visible -= length[slot];
        length[slot] = -length[slot];
        if (isJoinable(slot)) {
            join(slot);
        }
        if (isJoinable(slot - 1)) {
            join(slot - 1);
            return slot - 1;
        }
        return slot;
    }

    /** Does what {@link #tryFlip} could not; there must be room for the one or two parts that keep their state. */
    int flipBySplitting(int slot, int offset, int count) {
        int at = slot;
        if (offset > 0) {
            split(at, offset, 0);
            at++;
        }
        if (count < count(at)) {
            split(at, count, 0);
        }
        visible -= length[at];
        length[at] = -length[at];
        return at;
    }

    /** Gives back slots that no entry will need soon. */
    void trim() {
        if (withSlack(size) < first.length) {
            resize(withSlack(size));
        }
    }

    /** Moves the entries from {@code slot} on to the end of another leaf. */
    void moveTail(int slot, SpanLeaf target) {
        int moved = size - slot;
        target.resize(withSlack(target.size + moved));
        target.appendSlots(this, slot, moved);
        int movedMarkers = 0;
        int movedVisible = 0;
        for (int i = slot; i < size; i++) {
            movedMarkers += length[i] == 0 ? 1 : 0;
            movedVisible += visible(i);
        }
        markers -= movedMarkers;
        visible -= movedVisible;
        target.markers += movedMarkers;
        target.visible += movedVisible;
        size = slot;
        resize(withSlack(size));
    }

    /** Slots for so many entries and a few more: most leaves are filled once and then only read. */
    private static int withSlack(int entries) {
        return entries + 2 + entries / 8;
    }

    private void resize(int slots) {
        first = Arrays.copyOf(first, slots);
        length = Arrays.copyOf(length, slots);
        time = Arrays.copyOf(time, slots);
    }

    private void appendSlots(SpanLeaf source, int from, int count) {
        System.arraycopy(source.first, from, first, size, count);
        System.arraycopy(source.length, from, length, size, count);
        System.arraycopy(source.time, from, time, size, count);
        size += count;
    }
}
