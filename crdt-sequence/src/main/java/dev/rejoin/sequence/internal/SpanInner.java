package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ReplicaTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An inner node: children, and for each of them its visible length, smallest priority and whether it has elements.
 *
 * <p>Structure only: who owns a node and when sums are due is the tree's business.
 */
final class SpanInner extends SpanNode {
    private final @Nullable SpanNode[] child;
    private final int[] visible;
    private final long[] minTime;
    private final long[] minElement;
    /** Bit i: child i has an element. */
    private long elementBits;

    private int size;

    SpanInner(int epoch, int capacity) {
        super(epoch);
        child = new SpanNode[capacity];
        visible = new int[capacity];
        minTime = new long[capacity];
        minElement = new long[capacity];
    }

    private SpanInner(SpanInner original, int epoch) {
        super(epoch);
        parent = original.parent;
        setMin(original.minTime(), original.minElement());
        child = original.child.clone();
        visible = original.visible.clone();
        minTime = original.minTime.clone();
        minElement = original.minElement.clone();
        elementBits = original.elementBits;
        size = original.size;
    }

    /** A copy that the children know as their parent. */
    SpanInner copy(int newEpoch) {
        SpanInner copy = new SpanInner(this, newEpoch);
        for (int i = 0; i < size; i++) {
            copy.child(i).parent = copy;
        }
        return copy;
    }

    @Override
    int size() {
        return size;
    }

    boolean isFull() {
        return size == child.length;
    }

    SpanNode child(int slot) {
        SpanNode node = child[slot];
        assert node != null : slot;
        return node;
    }

    int visible(int slot) {
        return visible[slot];
    }

    long minTime(int slot) {
        return minTime[slot];
    }

    long minElement(int slot) {
        return minElement[slot];
    }

    boolean hasElements(int slot) {
        return (elementBits >>> slot & 1) != 0;
    }

    /** The first child from {@code slot} on that has elements, or -1. */
    int firstWithElements(int slot) {
        long bits = slot >= Long.SIZE ? 0 : elementBits >>> slot << slot;
        return bits == 0 ? -1 : Long.numberOfTrailingZeros(bits);
    }

    int slotOf(SpanNode node) {
        for (int i = 0; i < size; i++) {
            if (child[i] == node) {
                return i;
            }
        }
        throw new AssertionError("not a child: " + node);
    }

    int visibleBefore(int slot) {
        int sum = 0;
        for (int i = 0; i < slot; i++) {
            sum += visible[i];
        }
        return sum;
    }

    void addVisible(int slot, int delta) {
        visible[slot] += delta;
    }

    void setMin(int slot, long time, long element) {
        minTime[slot] = time;
        minElement[slot] = element;
    }

    /** Notes that child {@code slot} has elements; true if no child had any before. */
    boolean markElements(int slot) {
        boolean first = elementBits == 0;
        elementBits |= 1L << slot;
        return first;
    }

    /** Takes over what the child says of itself. */
    void refresh(int slot) {
        SpanNode node = child(slot);
        visible[slot] = node.visible();
        minTime[slot] = node.minTime();
        minElement[slot] = node.minElement();
        long bit = 1L << slot;
        elementBits = node.hasElements() ? elementBits | bit : elementBits & ~bit;
    }

    void replace(int slot, SpanNode node) {
        child[slot] = node;
        node.parent = this;
    }

    /** Inserts a child before {@code slot}; there must be room. */
    void insert(int slot, SpanNode node) {
        shift(slot, slot + 1, size - slot);
        long below = (1L << slot) - 1;
        elementBits = elementBits & below | (elementBits & ~below) << 1;
        size++;
        replace(slot, node);
        refresh(slot);
    }

    void remove(int slot) {
        shift(slot + 1, slot, size - slot - 1);
        long below = (1L << slot) - 1;
        elementBits = elementBits & below | elementBits >>> 1 & ~below;
        size--;
        child[size] = null;
    }

    /** Moves the children from {@code slot} on to the end of another node. */
    void moveTail(int slot, SpanInner target) {
        for (int i = slot; i < size; i++) {
            target.insert(target.size, child(i));
        }
        Arrays.fill(child, slot, size, null);
        elementBits &= (1L << slot) - 1;
        size = slot;
    }

    private void shift(int from, int to, int count) {
        System.arraycopy(child, from, child, to, count);
        System.arraycopy(visible, from, visible, to, count);
        System.arraycopy(minTime, from, minTime, to, count);
        System.arraycopy(minElement, from, minElement, to, count);
    }

    @Override
    int visible() {
        return visibleBefore(size);
    }

    @Override
    void recomputeMin(ReplicaTable replicas) {
        int least = 0;
        for (int i = 1; i < size; i++) {
            if (Priority.isSmaller(minTime[i], minElement[i], minTime[least], minElement[least], replicas)) {
                least = i;
            }
        }
        setMin(minTime[least], minElement[least]);
    }

    @Override
    boolean hasElements() {
        return elementBits != 0;
    }
}
