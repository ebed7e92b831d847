package dev.rejoin.document;

import java.util.Arrays;

/**
 * The few replacements that turn one text into another: what both have in common at the start, at the end, and along a
 * shortest edit script in between stays as it is. Code points are compared, so no surrogate pair is ever cut.
 *
 * <p>Costs: linear space; time O(n + m) for the common start and end, and O(d * (d + s)) between them, where d is the
 * number of code points that differ and s the length of what stays beside them, as long as d is below
 * {@link #MAX_STEPS}. Beyond that the search takes the way that has led furthest so far, which makes it O(d) searches of
 * bounded size; when {@link #BUDGET} is used up, what is left is replaced as a whole. The result is always right, and
 * smallest if neither bound was met.
 *
 * <p>Myers, An O(ND) difference algorithm and its variations, Algorithmica 1, 1986: the linear-space variation.
 */
final class TextDiff {
    /** Insertions and deletions that one search for a middle looks ahead from either side. */
    private static final int MAX_STEPS = 256;

    /** Comparisons in all, some 50 ms. */
    private static final long BUDGET = 20_000_000;

    /** More replacements than this are made one, far below the limit of operations in a change. */
    private static final int MAX_HUNKS = 1 << 16;

    private static final int HUNK = 4;
    /** Of a diagonal that no way has come to. */
    private static final int NOWHERE = Integer.MIN_VALUE / 4;

    private final int[] old;
    private final int[] now;
    private final int[] forward = new int[2 * MAX_STEPS + 3];
    private final int[] backward = new int[2 * MAX_STEPS + 3];
    private long budget = BUDGET;
    /** Old start and end, new start and end of each replacement; code points first, UTF-16 units in the end. */
    private int[] hunks = new int[HUNK];

    private int size;

    /** Where the last search divided its box. */
    private int middleOld;

    private int middleNew;

    TextDiff(String old, String now) {
        this.old = old.codePoints().toArray();
        this.now = now.codePoints().toArray();
        compare(0, this.old.length, 0, this.now.length);
        if (size > MAX_HUNKS) {
            hunks[1] = hunks[HUNK * size - 3];
            hunks[3] = hunks[HUNK * size - 1];
            size = 1;
        }
        toUnits(this.old, 0);
        toUnits(this.now, 2);
    }

    /** How many replacements there are; from left to right, not touching each other. */
    int size() {
        return size;
    }

    int oldStart(int hunk) {
        return hunks[HUNK * hunk];
    }

    int oldEnd(int hunk) {
        return hunks[HUNK * hunk + 1];
    }

    int newStart(int hunk) {
        return hunks[HUNK * hunk + 2];
    }

    int newEnd(int hunk) {
        return hunks[HUNK * hunk + 3];
    }

    private void compare(int oldFrom, int oldTo, int newFrom, int newTo) {
        int oldStart = oldFrom;
        int newStart = newFrom;
        while (true) {
            while (oldStart < oldTo && newStart < newTo && old[oldStart] == now[newStart]) {
                oldStart++;
                newStart++;
            }
            int oldEnd = oldTo;
            int newEnd = newTo;
            while (oldEnd > oldStart && newEnd > newStart && old[oldEnd - 1] == now[newEnd - 1]) {
                oldEnd--;
                newEnd--;
            }
            if (oldStart == oldEnd && newStart == newEnd) {
                return;
            }
            if (oldStart == oldEnd || newStart == newEnd || budget <= 0) {
                add(oldStart, oldEnd, newStart, newEnd);
                return;
            }
            divide(oldStart, oldEnd, newStart, newEnd);
            int x = middleOld;
            int y = middleNew;
            compare(oldStart, x, newStart, y);
            oldStart = x; // the rest in a loop: there may be more boxes than the stack is deep
            newStart = y;
        }
    }

    /**
     * Searches from both corners of a box, which has nothing in common at either, until the ways meet: on a shortest
     * edit script. After {@link #MAX_STEPS} takes where the way from the first corner came furthest.
     */
    private void divide(int oldStart, int oldEnd, int newStart, int newEnd) {
        int width = oldEnd - oldStart;
        int height = newEnd - newStart;
        int delta = width - height;
        boolean odd = (delta & 1) != 0;
        int centre = MAX_STEPS + 1;
        Arrays.fill(forward, NOWHERE);
        Arrays.fill(backward, NOWHERE);
        forward[centre + 1] = 0;
        backward[centre + 1] = 0;
        for (int d = 0; d <= MAX_STEPS; d++) {
            for (int k = -d; k <= d; k += 2) {
                int x = next(forward, centre + k, k == -d, k == d);
                int y = x - k;
                if (x < 0 || x > width || y > height) {
                    forward[centre + k] = NOWHERE;
                    continue;
                }
                int from = x;
                while (x < width && y < height && old[oldStart + x] == now[newStart + y]) {
                    x++;
                    y++;
                }
                budget -= 1 + x - from;
                forward[centre + k] = x;
                int other = delta - k;
                if (odd && other >= 1 - d && other <= d - 1 && x + backward[centre + other] >= width) {
                    middle(oldStart + x, newStart + y);
                    return;
                }
            }
            for (int k = -d; k <= d; k += 2) {
                int x = next(backward, centre + k, k == -d, k == d);
                int y = x - k;
                if (x < 0 || x > width || y > height) {
                    backward[centre + k] = NOWHERE;
                    continue;
                }
                int from = x;
                while (x < width && y < height && old[oldEnd - 1 - x] == now[newEnd - 1 - y]) {
                    x++;
                    y++;
                }
                budget -= 1 + x - from;
                backward[centre + k] = x;
                int other = delta - k;
                if (!odd && other >= -d && other <= d && x + forward[centre + other] >= width) {
                    middle(oldEnd - x, newEnd - y);
                    return;
                }
            }
        }
        furthest(oldStart, newStart, centre);
    }

    /** How far on a diagonal whose neighbours are known; first and last say that one of them is beyond. */
    private static int next(int[] reached, int at, boolean first, boolean last) {
        return first || !last && reached[at - 1] < reached[at + 1] ? reached[at + 1] : reached[at - 1] + 1;
    }

    private void furthest(int oldStart, int newStart, int centre) {
        int best = 0;
        for (int k = -MAX_STEPS; k <= MAX_STEPS; k += 2) {
            int x = forward[centre + k];
            if (2 * x - k > best) {
                best = 2 * x - k;
                middle(oldStart + x, newStart + x - k);
            }
        }
    }

    private void middle(int atOld, int atNew) {
        middleOld = atOld;
        middleNew = atNew;
    }

    private void add(int oldStart, int oldEnd, int newStart, int newEnd) {
        int last = HUNK * (size - 1);
        if (size > 0 && hunks[last + 1] == oldStart && hunks[last + 3] == newStart) {
            hunks[last + 1] = oldEnd;
            hunks[last + 3] = newEnd;
            return;
        }
        if (HUNK * size == hunks.length) {
            hunks = Arrays.copyOf(hunks, 2 * hunks.length);
        }
        int at = HUNK * size++;
        hunks[at] = oldStart;
        hunks[at + 1] = oldEnd;
        hunks[at + 2] = newStart;
        hunks[at + 3] = newEnd;
    }

    /** Turns counts of code points, which ascend, into counts of UTF-16 units. */
    private void toUnits(int[] points, int field) {
        int point = 0;
        int unit = 0;
        for (int i = 0; i < HUNK * size; i++) {
            if ((i & 2) == field) {
                while (point < hunks[i]) {
                    unit += Character.charCount(points[point++]);
                }
                hunks[i] = unit;
            }
        }
    }
}
