package dev.rejoin.bench.trace;

/**
 * One editing history: transactions, each of some patches, each of which deletes characters at a position and inserts
 * others there. Positions and counts are Unicode code points. In a sequential trace every transaction follows the one
 * before; in a concurrent one it names its parents, all of which stand before it in the file.
 */
public final class EditingTrace {
    /** What {@link #time} returns for a transaction without a time. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /*
     * Layout: parallel arrays. Transaction t has the patches [patchStarts[t], patchStarts[t + 1]) and, in a concurrent
     * trace, the parents [parentStarts[t], parentStarts[t + 1]).
     */
    private final String file;
    private final String name;
    private final boolean concurrent;
    private final String startContent;
    private final String endContent;
    private final int agents;
    private final int[] patchStarts;
    private final int[] positions;
    private final int[] deletedCounts;
    private final String[] insertions;
    private final int[] writers;
    private final int[] parentStarts;
    private final int[] parentList;
    private final long[] times;
    private final boolean wide;

    EditingTrace(TraceBuilder parts) {
        file = parts.file;
        name = parts.name;
        concurrent = parts.concurrent;
        startContent = parts.startContent;
        endContent = parts.endContent;
        agents = concurrent ? parts.agents : 1;
        patchStarts = parts.patchStarts.toArray();
        positions = parts.positions.toArray();
        deletedCounts = parts.deletedCounts.toArray();
        insertions = parts.insertions.toArray(String[]::new);
        writers = parts.writers.toArray();
        parentStarts = parts.parentStarts.toArray();
        parentList = parts.parentList.toArray();
        times = parts.times.build().toArray();
        wide = parts.wide;
    }

    /**
     * The file that holds the trace, for messages.
     *
     * @return the path as the user gave it
     */
    public String file() {
        return file;
    }

    /**
     * The trace's name.
     *
     * @return the file's name without folder and ending
     */
    public String name() {
        return name;
    }

    /**
     * Whether transactions name their parents.
     *
     * @return false for a trace in which each transaction follows the one before
     */
    public boolean isConcurrent() {
        return concurrent;
    }

    /**
     * The text before the first transaction.
     *
     * @return possibly empty
     */
    public String startContent() {
        return startContent;
    }

    /**
     * The text that all transactions lead to.
     *
     * @return possibly empty
     */
    public String endContent() {
        return endContent;
    }

    /**
     * The number of authors.
     *
     * @return 1 for a sequential trace
     */
    public int agents() {
        return agents;
    }

    /**
     * The number of transactions.
     *
     * @return at least 0
     */
    public int transactions() {
        return patchStarts.length - 1;
    }

    /**
     * The number of patches of all transactions together.
     *
     * @return at least 0
     */
    public int patches() {
        return positions.length;
    }

    /**
     * The first patch of a transaction.
     *
     * @param transaction from 0
     * @return an index of the patches of the whole trace
     */
    public int patchStart(int transaction) {
        return patchStarts[transaction];
    }

    /**
     * The end of a transaction's patches.
     *
     * @param transaction from 0
     * @return the index after its last patch
     */
    public int patchEnd(int transaction) {
        return patchStarts[transaction + 1];
    }

    /**
     * Where a patch works.
     *
     * @param patch index of the patch in the whole trace
     * @return code points before that place, at the time of the patch
     */
    public int position(int patch) {
        return positions[patch];
    }

    /**
     * How much a patch deletes.
     *
     * @param patch index of the patch in the whole trace
     * @return code points after the position that go
     */
    public int deleted(int patch) {
        return deletedCounts[patch];
    }

    /**
     * What a patch inserts at its position, after it has deleted.
     *
     * @param patch index of the patch in the whole trace
     * @return possibly empty; never with an unpaired surrogate
     */
    public String inserted(int patch) {
        return insertions[patch];
    }

    /**
     * Who made a transaction.
     *
     * @param transaction from 0
     * @return an author from 0 to {@link #agents()}, exclusive
     */
    public int agent(int transaction) {
        return concurrent ? writers[transaction] : 0;
    }

    /**
     * What a transaction of a concurrent trace follows. With the parents of those, and so on, they are all that its
     * author had seen.
     *
     * @param transaction from 0
     * @return smaller transactions, in a new array; empty at a root
     */
    public int[] parents(int transaction) {
        if (!concurrent) {
            return transaction == 0 ? new int[0] : new int[] {transaction - 1};
        }
        int[] parents = new int[parentStarts[transaction + 1] - parentStarts[transaction]];
        System.arraycopy(parentList, parentStarts[transaction], parents, 0, parents.length);
        return parents;
    }

    /**
     * When a transaction was made.
     *
     * @param transaction from 0
     * @return milliseconds since the epoch, or {@link #NO_TIME}
     */
    public long time(int transaction) {
        return times[transaction];
    }

    /**
     * Whether some character of the trace lies beyond the basic multilingual plane. Without one, a code point position
     * is an index of a Java string.
     *
     * @return false when no conversion is needed
     */
    public boolean hasWideCharacters() {
        return wide;
    }

    /**
     * Checks that a patch stays inside the text that it works on.
     *
     * @param transaction the patch's transaction
     * @param patch index of the patch in the whole trace
     * @param length code points of the text before the patch
     * @throws TraceException when it does not
     */
    public void checkPatch(int transaction, int patch, int length) {
        int position = positions[patch];
        int deleted = deletedCounts[patch];
        if (position > length || deleted > length - position) {
            throw new TraceException(
                    file,
                    "txns[" + transaction + "].patches[" + (patch - patchStarts[transaction]) + "]",
                    (position > length ? "position " + position : "deleting " + deleted + " at position " + position)
                            + " is outside the text, which has " + length + " code points there");
        }
    }

    @Override
    public String toString() {
        return name + " (" + transactions() + " transactions, " + patches() + " patches, " + agents + " authors)";
    }
}
