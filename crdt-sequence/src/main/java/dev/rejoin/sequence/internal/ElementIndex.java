package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ElementId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which leaf holds an element: (replica index, seq) to leaf number, run-length coded.
 *
 * <p>An answer is exact for elements. For a seq that another kind of operation took it names some leaf or none, so the
 * caller looks into the leaf. Only the writer uses the index.
 *
 * <p>Costs: constant time plus the logarithm of the runs in one page of 512 seqs, which is at most 9 steps; four bytes
 * per run of seqs that stand in one leaf.
 */
final class ElementIndex {
    /*
     * Layout      - Per replica a directory of pages of 512 seqs. A page is an int[]: the number of runs, then the runs
     *               in ascending order, each (9 bits offset in the page, 23 bits leaf). A run reaches to the next one or
     *               to the end of the page. Pages and directories come into being with their first element.
     * Invariants  - X1 offsets within a page ascend strictly
     *               X2 no run starts at or after the replica's end
     */

    /** Not the number of any leaf. */
    static final int NO_LEAF = (1 << 23) - 1;

    private static final int LEAF_BITS = 23;
    private static final int PAGE_BITS = 9;
    private static final int PAGE = 1 << PAGE_BITS;

    private @Nullable Directory[] directories = new Directory[1];

    /** The leaf that would hold an element, or -1. */
    int find(long element) {
        int replica = ElementId.replica(element);
        Directory directory = replica < directories.length ? directories[replica] : null;
        if (directory == null) {
            return -1;
        }
        long seq = ElementId.seq(element);
        int[] page = seq < directory.end ? directory.page(seq >>> PAGE_BITS) : null;
        if (page == null) {
            return -1;
        }
        int at = firstAtOrAfter(page, ((int) seq & PAGE - 1) + 1) - 1;
        return at == 0 ? -1 : leaf(page[at]);
    }

    /** Notes elements that are newer than all of their replica. */
    void append(long first, int count, int leaf) {
        Directory directory = directoryOf(ElementId.replica(first));
        long seq = ElementId.seq(first);
        if (seq < directory.end) {
            // Rare: a rollback left the end behind seqs of other operations, which are free again.
            directory.truncate(seq);
        }
        long end = seq + count;
        long number = seq >>> PAGE_BITS;
        long last = end - 1 >>> PAGE_BITS;
        int offset = (int) seq & PAGE - 1;
        while (number <= last) {
            int[] page = directory.page(number);
            if (page == null) {
                directory.put(number, new int[] {1, run(offset, leaf)});
            } else if (leaf(page[page[0]]) != leaf) {
                directory.put(number, replaced(page, page[0] + 1, page[0] + 1, run(offset, leaf), 0, 1));
            }
            offset = 0;
            number++;
        }
        directory.end = end;
    }

    /** Notes that elements stand in another leaf now, or, when a snapshot is loaded, in this one. */
    void assign(long first, int count, int leaf) {
        Directory directory = directoryOf(ElementId.replica(first));
        long seq = ElementId.seq(first);
        long end = seq + count;
        directory.end = Math.max(directory.end, end);
        while (seq < end) {
            long pageEnd = Math.min((seq >>> PAGE_BITS) + 1 << PAGE_BITS, end);
            int from = (int) seq & PAGE - 1;
            assignInPage(
                    directory, seq >>> PAGE_BITS, from, from + (int) (pageEnd - seq), leaf, pageEnd < directory.end);
            seq = pageEnd;
        }
    }

    private static void assignInPage(Directory directory, long number, int from, int to, int leaf, boolean hasMore) {
        int[] page = directory.page(number);
        if (page == null) {
            directory.put(number, new int[] {1, run(from, leaf)});
            return;
        }
        int first = firstAtOrAfter(page, from);
        int next = first;
        while (next <= page[0] && offset(page[next]) < to) {
            next++;
        }
        int before = first > 1 ? leaf(page[first - 1]) : NO_LEAF;
        int covered = next > 1 ? leaf(page[next - 1]) : NO_LEAF;
        boolean nextStartsHere = next <= page[0] && offset(page[next]) == to;
        if (nextStartsHere && leaf(page[next]) == leaf) {
            next++;
        }
        boolean head = before != leaf;
        boolean tail = hasMore && to < PAGE && !nextStartsHere && covered != leaf && covered != NO_LEAF;
        int firstRun = head ? run(from, leaf) : run(to, covered);
        int runs = (head ? 1 : 0) + (tail ? 1 : 0);
        directory.put(number, replaced(page, first, next, firstRun, run(to & PAGE - 1, covered), runs));
    }

    /** Forgets the elements of a replica from a seq on, for rollback. */
    void truncate(int replica, long endSeq) {
        Directory directory = replica < directories.length ? directories[replica] : null;
        if (directory == null || directory.end <= endSeq) {
            return;
        }
        directory.truncate(endSeq);
    }

    /** Position of the first run that starts at or after an offset, one past the last run if there is none. */
    private static int firstAtOrAfter(int[] page, int offset) {
        int low = 1;
        int high = page[0] + 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (offset(page[middle]) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Replaces runs {@code [from, to)} by up to two; the page itself if there is room, otherwise a larger one. */
    private static int[] replaced(int[] page, int from, int to, int first, int second, int count) {
        int behind = page[0] + 1 - to;
        int runs = from - 1 + count + behind;
        int[] target = page;
        if (runs + 1 > page.length) {
            target = Arrays.copyOf(page, runs + 2 + (runs >> 1));
        }
        System.arraycopy(page, to, target, from + count, behind);
        if (count > 0) {
            target[from] = first;
        }
        if (count > 1) {
            target[from + 1] = second;
        }
        target[0] = runs;
        return target;
    }

    private static int run(int offset, int leaf) {
        return offset << LEAF_BITS | leaf;
    }

    private static int offset(int run) {
        return run >>> LEAF_BITS;
    }

    private static int leaf(int run) {
        return run & NO_LEAF;
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
        for (int replica = 0; replica < directories.length; replica++) {
            Directory directory = directories[replica];
            if (directory != null) {
                directory.checkInvariants(replica);
            }
        }
    }

    /** The pages of one replica; those before the first one that ever had an element are not there. */
    private static final class Directory {
        private long firstPage;
        private int[] @Nullable [] pages = new int[0][];
        /** One past the last seq that is, or was, an element. */
        private long end;

        int @Nullable [] page(long number) {
            long at = number - firstPage;
            return at >= 0 && at < pages.length ? pages[(int) at] : null;
        }

        void put(long number, int[] page) {
            if (pages.length == 0) {
                firstPage = number;
            } else if (number < firstPage) {
                int more = Math.toIntExact(firstPage - number);
                int[][] larger = new int[pages.length + more][];
                System.arraycopy(pages, 0, larger, more, pages.length);
                pages = larger;
                firstPage = number;
            }
            int at = Math.toIntExact(number - firstPage);
            if (at >= pages.length) {
                pages = Arrays.copyOf(pages, Math.max(at + 1, pages.length + (pages.length >> 2)));
            }
            pages[at] = page;
        }

        void truncate(long endSeq) {
            end = endSeq;
            int kept = (int) endSeq & PAGE - 1;
            long number = endSeq >>> PAGE_BITS;
            dropPages(kept == 0 ? number : number + 1);
            int[] page = kept == 0 ? null : page(number);
            if (page != null) {
                page[0] = firstAtOrAfter(page, kept) - 1;
                if (page[0] == 0) {
                    dropPages(number);
                }
            }
        }

        private void dropPages(long number) {
            long at = Math.max(number - firstPage, 0);
            if (at < pages.length) {
                pages = Arrays.copyOf(pages, (int) at);
            }
        }

        void checkInvariants(int replica) {
            for (int i = 0; i < pages.length; i++) {
                int[] page = pages[i];
                for (int run = 1; page != null && run <= page[0]; run++) {
                    if (run > 1 && offset(page[run]) <= offset(page[run - 1])) {
                        throw new AssertionError("X1 replica " + replica + " page " + i + ": " + Arrays.toString(page));
                    }
                    if ((firstPage + i << PAGE_BITS) + offset(page[run]) >= end) {
                        throw new AssertionError("X2 replica " + replica + " page " + i + " end " + end);
                    }
                }
            }
        }
    }
}
