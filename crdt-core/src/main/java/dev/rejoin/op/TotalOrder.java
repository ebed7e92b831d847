package dev.rejoin.op;

/**
 * The one comparator of the engine: (timestamp of the change, replica, number), the first two unsigned. The larger
 * operation wins.
 *
 * <p>It is total, because two operations of one replica differ in their number; it is the same on every device,
 * because nothing in it is local; and it respects causality, because a change's timestamp is larger than those of all
 * changes it depends on.
 */
public final class TotalOrder {
    private TotalOrder() {}

    /**
     * Compares two operations.
     *
     * @param time1 packed timestamp of the first
     * @param replica1 replica of the first
     * @param seq1 number of the first
     * @param time2 packed timestamp of the second
     * @param replica2 replica of the second
     * @param seq2 number of the second
     * @return positive if the first wins, negative if the second does, zero if they are the same operation
     */
    public static int compare(long time1, long replica1, long seq1, long time2, long replica2, long seq2) {
        if (time1 != time2) {
            return Long.compareUnsigned(time1, time2);
        }
        if (replica1 != replica2) {
            return Long.compareUnsigned(replica1, replica2);
        }
        return Long.compare(seq1, seq2);
    }
}
