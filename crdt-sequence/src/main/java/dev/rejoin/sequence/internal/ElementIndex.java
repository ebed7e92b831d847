package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.PageTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which leaf holds an element: (replica index, seq) to leaf number, run-length coded.
 *
 * <p>An answer is exact for elements. For a seq that another kind of operation took it names some leaf or none, so the
 * caller looks into the leaf. Only the writer uses the index.
 *
 * <p>Costs: constant time plus the logarithm of the runs in one page of 512 seqs, which is at most 8 steps; four bytes
 * per run of seqs that stand in one leaf, and never more than four per seq.
 */
final class ElementIndex {
    private @Nullable Directory[] directories = new Directory[1];

    /** The pages of one replica; each comes into being with its first element. */
    private static final class Directory {
        final PageTable<int[]> pages = new PageTable<>();
        /** One past the last seq that is, or was, an element. */
        long end;
    }

    /** The leaf that would hold an element, or -1. */
    int find(long element) {
        int replica = ElementId.replica(element);
        Directory directory = replica < directories.length ? directories[replica] : null;
        if (directory == null) {
            return -1;
        }
        long seq = ElementId.seq(element);
        int[] page = seq < directory.end ? directory.pages.get(number(seq)) : null;
        int leaf = page == null ? IndexPage.NO_LEAF : IndexPage.leafAt(page, offset(seq));
        return leaf == IndexPage.NO_LEAF ? -1 : leaf;
    }

    /** Notes elements that are newer than all of their replica. */
    void append(long first, int count, int leaf) {
        Directory directory = directoryOf(ElementId.replica(first));
        long seq = ElementId.seq(first);
        if (seq < directory.end) {
            // Rare: a rollback left the end behind seqs of other operations, which are free again.
            truncate(directory, seq);
        }
        long end = seq + count;
        directory.end = end;
        while (seq < end) {
            int[] page = directory.pages.get(number(seq));
            int from = offset(seq);
            int to = (int) Math.min(IndexPage.SIZE, from + end - seq);
            int[] changed = page == null ? IndexPage.of(from, leaf) : IndexPage.append(page, from, to, leaf);
            if (changed != page) {
                directory.pages.put(number(seq), changed);
            }
            seq += to - from;
        }
    }

    /** Notes that elements stand in another leaf now, or, when a snapshot is loaded, in this one. */
    void assign(long first, int count, int leaf) {
        Directory directory = directoryOf(ElementId.replica(first));
        long seq = ElementId.seq(first);
        long end = seq + count;
        directory.end = Math.max(directory.end, end);
        while (seq < end) {
            int[] page = directory.pages.get(number(seq));
            int from = offset(seq);
            int to = (int) Math.min(IndexPage.SIZE, from + end - seq);
            seq += to - from;
            int[] changed = page == null
                    ? IndexPage.of(from, leaf)
                    : IndexPage.assign(page, from, to, leaf, seq < directory.end);
            if (changed != page) {
                directory.pages.put(number(seq - 1), changed);
            }
        }
    }

    /** Forgets the elements of a replica from a seq on, for rollback. */
    void truncate(int replica, long endSeq) {
        Directory directory = replica < directories.length ? directories[replica] : null;
        if (directory != null && directory.end > endSeq) {
            truncate(directory, endSeq);
        }
    }

    private static void truncate(Directory directory, long endSeq) {
        directory.end = endSeq;
        int kept = offset(endSeq);
        int number = number(endSeq);
        int[] page = kept == 0 ? null : directory.pages.get(number);
        boolean staysInPart = page != null && IndexPage.truncate(page, kept);
        directory.pages.truncate(staysInPart ? number + 1 : number);
    }

    private static int number(long seq) {
        return (int) (seq >>> IndexPage.BITS);
    }

    private static int offset(long seq) {
        return (int) seq & IndexPage.SIZE - 1;
    }

    private Directory directoryOf(int replica) {
        if (replica >= directories.length) {
            directories = Arrays.copyOf(directories, replica + (replica >> 1) + 1);
        }
        Directory directory = directories[replica];
        if (directory == null) {
            directory = new Directory();
            directories[replica] = directory;
        }
        return directory;
    }

    /** Throws an {@link AssertionError} that names the invariant which does not hold. */
    void checkInvariants() {
        for (Directory directory : directories) {
            if (directory != null && directory.end > 0) {
                for (int number = 0; number <= number(directory.end - 1); number++) {
                    int[] page = directory.pages.get(number);
                    if (page != null) {
                        IndexPage.checkInvariants(page);
                    }
                }
            }
        }
    }
}
