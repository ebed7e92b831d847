package dev.rejoin.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which elements of an old list stand in a new one, in the same order.
 *
 * <p>A longest common subsequence, after what both lists begin and end with is set aside. Where the rest is too large for
 * quadratic work, only elements that stand once in each list and keep their order are matched. Cost: O(n + m) for equal
 * ends, at most {@value #MAX_CELLS} comparisons between, else O(n log n).
 */
final class Alignment {
    private static final int MAX_CELLS = 1 << 20;

    /** For each element of the new list its index in the old one, or -1; ascending. */
    private final int[] oldIndex;

    private final int oldSize;

    private Alignment(int[] oldIndex, int oldSize) {
        this.oldIndex = oldIndex;
        this.oldSize = oldSize;
    }

    /** Where the lists differ: old elements [oldStart, oldEnd) became new elements [newStart, newEnd). */
    record Gap(int oldStart, int oldEnd, int newStart, int newEnd) {}

    /** Where an element of the new list stood in the old one; -1 for a new element. */
    int oldIndexOf(int newIndex) {
        return oldIndex[newIndex];
    }

    /** All gaps in ascending order, none empty on both sides. */
    List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        int oldStart = 0;
        int newStart = 0;
        for (int j = 0; j <= oldIndex.length; j++) {
            int kept = j == oldIndex.length ? oldSize : oldIndex[j];
            if (kept >= 0) {
                if (oldStart < kept || newStart < j) {
                    gaps.add(new Gap(oldStart, kept, newStart, j));
                }
                oldStart = kept + 1;
                newStart = j + 1;
            }
        }
        return gaps;
    }

    static <T> Alignment of(List<T> before, List<T> after) {
        int[] matched = new int[after.size()];
        Arrays.fill(matched, -1);
        int start = 0;
        int shorter = Math.min(before.size(), after.size());
        while (start < shorter && before.get(start).equals(after.get(start))) {
            matched[start] = start;
            start++;
        }
        int oldEnd = before.size();
        int newEnd = after.size();
        while (oldEnd > start && newEnd > start && before.get(oldEnd - 1).equals(after.get(newEnd - 1))) {
            matched[--newEnd] = --oldEnd;
        }
        List<T> oldRest = before.subList(start, oldEnd);
        List<T> newRest = after.subList(start, newEnd);
        if (oldRest.isEmpty() || newRest.isEmpty()) {
            return new Alignment(matched, before.size());
        }
        if ((long) oldRest.size() * newRest.size() <= MAX_CELLS) {
            matchLongest(oldRest, newRest, start, matched);
        } else {
            UniqueMatches.match(oldRest, newRest, start, matched);
        }
        return new Alignment(matched, before.size());
    }

    private static <T> void matchLongest(List<T> before, List<T> after, int offset, int[] matched) {
        int n = before.size();
        int m = after.size();
        int[][] longest = new int[n + 1][m + 1]; // of the lists from i and from j on
        for (int i = n - 1; i >= 0; i--) {
            for (int j = m - 1; j >= 0; j--) {
                longest[i][j] = before.get(i).equals(after.get(j))
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < n && j < m) {
            if (longest[i][j] == longest[i + 1][j]) {
                i++;
            } else if (longest[i][j] == longest[i][j + 1]) {
                j++;
            } else {
                matched[offset + j++] = offset + i++;
            }
        }
    }
}
