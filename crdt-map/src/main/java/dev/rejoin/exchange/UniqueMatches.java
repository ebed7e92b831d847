package dev.rejoin.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Matches the elements that stand once in each of two long lists, as many as keep their order. */
final class UniqueMatches {
    private static final int TWICE = -1;

    private UniqueMatches() {}

    static <T> void match(List<T> before, List<T> after, int offset, int[] matched) {
        Map<T, Integer> oldIndices = unique(before);
        Map<T, Integer> newIndices = unique(after);
        List<int[]> pairs = new ArrayList<>(); // (old, new), ascending by new
        for (int j = 0; j < after.size(); j++) {
            T element = after.get(j);
            int old = oldIndices.getOrDefault(element, TWICE);
            if (old != TWICE && newIndices.getOrDefault(element, TWICE) != TWICE) {
                pairs.add(new int[] {old, j});
            }
        }
        for (int pair : longestAscending(pairs)) {
            matched[offset + pairs.get(pair)[1]] = offset + pairs.get(pair)[0];
        }
    }

    private static <T> Map<T, Integer> unique(List<T> elements) {
        Map<T, Integer> indices = new HashMap<>();
        for (int i = 0; i < elements.size(); i++) {
            indices.merge(elements.get(i), i, (first, second) -> TWICE);
        }
        return indices;
    }

    /** Patience sorting: the pairs of a longest sequence in which the old index ascends too. */
    private static int[] longestAscending(List<int[]> pairs) {
        int[] tops = new int[pairs.size()]; // pair with the smallest old index that ends a sequence of this length
        int[] previous = new int[pairs.size()];
        int length = 0;
        for (int i = 0; i < pairs.size(); i++) {
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (pairs.get(tops[middle])[0] < pairs.get(i)[0]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            previous[i] = low == 0 ? -1 : tops[low - 1];
            tops[low] = i;
            length = Math.max(length, low + 1);
        }
        int[] chosen = new int[length];
        int at = length == 0 ? -1 : tops[length - 1];
        for (int k = length - 1; k >= 0; k--) {
            chosen[k] = at;
            at = previous[at];
        }
        return Arrays.copyOf(chosen, length);
    }
}
