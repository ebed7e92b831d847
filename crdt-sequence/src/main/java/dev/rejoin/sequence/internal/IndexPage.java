package dev.rejoin.sequence.internal;

import java.util.Arrays;

/**
 * One page of the {@link ElementIndex}: the leaf numbers of 512 consecutive seqs of one replica.
 *
 * <p>A page is a bare {@code int[]}, because there are many and most are tiny; the methods that change it answer the
 * array to keep, the same one if there was room.
 */
final class IndexPage {
    /*
     * Layout      - page[0] = number of runs, then the runs in ascending order, each (9 bits offset, 23 bits leaf). A run
     *               reaches to the next one, or to the end of the page.
     *             - From 257 runs on: page[0] = -1, then the leaf of each offset, NO_LEAF where none is known.
     * Invariants  - X1 offsets of runs ascend strictly
     */

    static final int BITS = 9;
    static final int SIZE = 1 << BITS;

    /** Not the number of any leaf. */
    static final int NO_LEAF = (1 << 23) - 1;

    private static final int LEAF_BITS = 23;
    private static final int MOST_RUNS = 256;
    private static final int FLAT = -1;

    private IndexPage() {}

    /** A page whose seqs from an offset on stand in one leaf. */
    static int[] of(int offset, int leaf) {
        return new int[] {1, run(offset, leaf)};
    }

    /** The leaf at an offset, or NO_LEAF. */
    static int leafAt(int[] page, int offset) {
        if (page[0] == FLAT) {
            return page[1 + offset];
        }
        int at = firstAtOrAfter(page, offset + 1) - 1;
        return at == 0 ? NO_LEAF : leaf(page[at]);
    }

    /** Notes seqs behind all that are known. */
    static int[] append(int[] page, int from, int to, int leaf) {
        if (page[0] == FLAT) {
            Arrays.fill(page, 1 + from, 1 + to, leaf);
            return page;
        }
        int runs = page[0];
        return leaf(page[runs]) == leaf ? page : replace(page, runs + 1, runs + 1, run(from, leaf), 0, 1);
    }

    /** Notes seqs anywhere; {@code hasMore} says whether seqs from {@code to} on are known. */
    static int[] assign(int[] page, int from, int to, int leaf, boolean hasMore) {
        if (page[0] == FLAT) {
            Arrays.fill(page, 1 + from, 1 + to, leaf);
            return page;
        }
        int first = firstAtOrAfter(page, from);
        int next = first;
        while (next <= page[0] && offset(page[next]) < to) {
            next++;
        }
        int before = first > 1 ? leaf(page[first - 1]) : NO_LEAF;
        int covered = next > 1 ? leaf(page[next - 1]) : NO_LEAF;
        boolean nextFollows = next <= page[0] && offset(page[next]) == to;
        if (nextFollows && leaf(page[next]) == leaf) {
            next++;
        }
        boolean head = before != leaf;
        boolean tail = hasMore && to < SIZE && !nextFollows && covered != leaf && covered != NO_LEAF;
        int headRun = run(from, leaf);
        int tailRun = run(to & SIZE - 1, covered);
        return replace(page, first, next, head ? headRun : tailRun, tailRun, (head ? 1 : 0) + (tail ? 1 : 0));
    }

    /** Forgets the seqs from an offset on, and says whether any are left. */
    static boolean truncate(int[] page, int offset) {
        if (page[0] == FLAT) {
            Arrays.fill(page, 1 + offset, page.length, NO_LEAF);
            return true;
        }
        page[0] = firstAtOrAfter(page, offset) - 1;
        return page[0] > 0;
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

    /** Replaces runs {@code [from, to)} by up to two. */
    private static int[] replace(int[] page, int from, int to, int first, int second, int count) {
        int behind = page[0] + 1 - to;
        int runs = from - 1 + count + behind;
        int[] target = page;
        if (runs + 1 > page.length) {
            target = Arrays.copyOf(page, runs + 2 + (runs >> 1));
        }
        if (from + count != to || target != page) {
            System.arraycopy(page, to, target, from + count, behind);
        }
        if (count > 0) {
            target[from] = first;
        }
        if (count > 1) {
            target[from + 1] = second;
        }
        target[0] = runs;
        return runs > MOST_RUNS ? flatten(target) : target;
    }

    private static int[] flatten(int[] page) {
        int[] flat = new int[1 + SIZE];
        flat[0] = FLAT;
        Arrays.fill(flat, 1, 1 + offset(page[1]), NO_LEAF);
        for (int i = 1; i <= page[0]; i++) {
            int end = i < page[0] ? offset(page[i + 1]) : SIZE;
            Arrays.fill(flat, 1 + offset(page[i]), 1 + end, leaf(page[i]));
        }
        return flat;
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

    /** Throws an {@link AssertionError} that names the invariant which does not hold. */
    static void checkInvariants(int[] page) {
        for (int i = 2; i <= page[0]; i++) {
            if (offset(page[i]) <= offset(page[i - 1])) {
                throw new AssertionError("X1 " + Arrays.toString(page));
            }
        }
    }
}
