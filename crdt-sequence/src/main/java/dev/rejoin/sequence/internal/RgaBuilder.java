package dev.rejoin.sequence.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds a sequence from its entries, as {@link Rga#forEachSpan} visits them, in O(n).
 *
 * <p>Leaves are filled to seven eighths, so that the first edits split nothing.
 */
public final class RgaBuilder {
    private final SequenceStore store;
    private final SpanTree tree;
    private final int fill;
    private final List<SpanLeaf> leaves = new ArrayList<>();
    private final List<SpanLeaf> untimedLeaves = new ArrayList<>();
    private int[] untimedSlots = new int[4];

    /**
     * Starts an empty sequence.
     *
     * @param store what the sequences of the document share
     * @param container the number under which the document knows this sequence
     */
    public RgaBuilder(SequenceStore store, int container) {
        this.store = store;
        this.tree = new SpanTree(store, container);
        this.fill = store.shape.leafCapacity() - store.shape.leafCapacity() / 8;
    }

    /**
     * Adds a run of elements at the right end.
     *
     * @param first packed id of the first
     * @param count how many, at least one
     * @param deleted whether they are tombstones
     * @param headTime timestamp of the run's head
     * @return this
     */
    public RgaBuilder span(long first, int count, boolean deleted, long headTime) {
        if (count <= 0) {
            throw new IllegalArgumentException("a span of " + count + " elements");
        }
        SpanLeaf leaf = leafToFill();
        leaf.append(first, deleted ? -count : count, headTime);
        if (leaf.isJoinable(leaf.size() - 2)) {
            leaf.join(leaf.size() - 2);
        }
        store.index.assign(first, count, leaf.number);
        tree.addLength(deleted ? 0 : count);
        return this;
    }

    /**
     * Adds a start marker at the right end.
     *
     * @param element packed id of the marked element
     * @param headTime timestamp of that element's run
     * @return this
     */
    public RgaBuilder marker(long element, long headTime) {
        leafToFill().append(element, 0, headTime);
        return this;
    }

    /**
     * Adds the start marker of an element that is still to come, and whose timestamp it takes then.
     *
     * @param element packed id of the marked element
     * @return this
     */
    public RgaBuilder marker(long element) {
        SpanLeaf leaf = leafToFill();
        leaf.append(element, 0, 0);
        if (untimedLeaves.size() == untimedSlots.length) {
            untimedSlots = Arrays.copyOf(untimedSlots, 2 * untimedSlots.length);
        }
        untimedSlots[untimedLeaves.size()] = leaf.size() - 1;
        untimedLeaves.add(leaf);
        return this;
    }

    /**
     * Finishes the sequence.
     *
     * @return the sequence; this builder is of no use any more
     * @throws IllegalArgumentException if a start marker's element never came
     */
    public Rga build() {
        for (int i = 0; i < untimedLeaves.size(); i++) {
            SpanLeaf leaf = untimedLeaves.get(i);
            long element = leaf.first(untimedSlots[i]);
            leaf.setTime(untimedSlots[i], store.headTime(element));
        }
        tree.adopt(leaves);
        return new Rga(store, tree);
    }

    private SpanLeaf leafToFill() {
        SpanLeaf last = leaves.isEmpty() ? null : leaves.get(leaves.size() - 1);
        if (last != null && last.size() < fill) {
            return last;
        }
        SpanLeaf leaf = tree.newLeaf();
        leaves.add(leaf);
        return leaf;
    }
}
