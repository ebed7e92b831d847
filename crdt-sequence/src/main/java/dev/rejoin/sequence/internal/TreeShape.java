package dev.rejoin.sequence.internal;

/**
 * The node capacities of a {@link SpanTree}.
 *
 * @param leafCapacity entries per leaf, from 4 to 256
 * @param innerCapacity children per inner node, from 4 to 64
 */
public record TreeShape(int leafCapacity, int innerCapacity) {
    /**
     * What production uses. Leaves of 32, 64 and 128 entries differ by less than a tenth in time, typed or anywhere
     * ({@code SpanTreeBenchmark}); a text of 18,000 entries and 260,000 seqs takes 839, 745 and 684 kB with its
     * characters. Larger leaves make the copy dearer that the first edit after a view costs.
     */
    public static final TreeShape DEFAULT = new TreeShape(64, 32);

    /** As small as nodes can be: tests split and merge all the time. */
    public static final TreeShape TINY = new TreeShape(4, 4);

    /**
     * Checks the bounds: a leaf must take three entries after a split, an inner node has one bit per child.
     *
     * @param leafCapacity entries per leaf, from 4 to 256
     * @param innerCapacity children per inner node, from 4 to 64
     */
    public TreeShape {
        if (leafCapacity < 4 || leafCapacity > 256 || innerCapacity < 4 || innerCapacity > Long.SIZE) {
            throw new IllegalArgumentException("leaf " + leafCapacity + ", inner " + innerCapacity);
        }
    }
}
