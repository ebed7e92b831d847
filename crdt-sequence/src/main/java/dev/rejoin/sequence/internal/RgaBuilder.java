package dev.rejoin.sequence.internal;

import java.util.ArrayList;
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

    private SpanLeaf leaf;

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
        this.leaf = tree.newLeaf(fill);
    }

    /**
     * Adds a run of elements at the right end.
     *
     * @param first packed id of the first
     * @param count how many, at least one
     * @param deleted whether they are tombstones
     * @param headTime timestamp of the run's head, or 0 for elements at or below the base
     * @return this
     */
    public RgaBuilder span(long first, int count, boolean deleted, long headTime) {
        if (count <= 0) {
            throw new IllegalArgumentException("a span of " + count + " elements");
        }
        append(first, deleted ? -count : count, headTime);
        if (leaf.isJoinable(leaf.size() - 2)) {
            leaf.join(leaf.size() - 2);
        }
        tree.addLength(deleted ? 0 : count);
        return this;
    }

    /**
     * Adds a start marker at the right end.
     *
     * @param element packed id of the marked element
     * @param headTime timestamp of that element's run, or 0 for an element at or below the base
     * @return this
     */
    public RgaBuilder marker(long element, long headTime) {
        append(element, 0, headTime);
        store.markers.added(element, headTime, leaf);
        return this;
    }

    /** Visible elements so far. */
    int length() {
        return tree.length();
    }

    /**
     * Finishes the sequence.
     *
     * @return the sequence; this builder is of no use any more
     */
    public Rga build() {
        if (leaf.size() > 0) {
            leaf.trim();
            leaves.add(leaf);
        } else {
            store.leaves.release(leaf);
        }
        tree.adopt(leaves);
        store.indexLater(tree);
        return new Rga(store, tree);
    }

    private void append(long element, int signedLength, long headTime) {
        if (leaf.size() == fill) {
            leaves.add(leaf);
            leaf = tree.newLeaf(fill);
        }
        leaf.append(element, signedLength, headTime);
    }
}
