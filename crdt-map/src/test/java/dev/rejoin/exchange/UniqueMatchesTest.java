package dev.rejoin.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against all ways to choose among the elements that both lists have once. */
class UniqueMatchesTest {
    private static final int OFFSET = 3;

    @Test
    void match_uniqueElements_keepsAsManyAsKeepTheirOrder() {
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            List<Integer> before = random.ints(random.nextInt(9), 0, 12).boxed().toList();
            List<Integer> after = random.ints(random.nextInt(9), 0, 12).boxed().toList();
            int[] matched = new int[OFFSET + after.size()];
            Arrays.fill(matched, -1);
            UniqueMatches.match(before, after, OFFSET, matched);
            int last = -1;
            int count = 0;
            for (int j = 0; j < after.size(); j++) {
                int old = matched[OFFSET + j];
                if (old >= 0) {
                    assertThat(old).isGreaterThan(last);
                    assertThat(before.get(old - OFFSET)).isEqualTo(after.get(j));
                    assertThat(isUnique(before, after, after.get(j))).isTrue();
                    last = old;
                    count++;
                }
            }
            assertThat(count).as("%s %s", before, after).isEqualTo(most(before, after));
            for (int j = 0; j < OFFSET; j++) {
                assertThat(matched[j]).isEqualTo(-1);
            }
        }
    }

    private static boolean isUnique(List<Integer> before, List<Integer> after, int element) {
        return Collections.frequency(before, element) == 1 && Collections.frequency(after, element) == 1;
    }

    private static int most(List<Integer> before, List<Integer> after) {
        List<Integer> places = new ArrayList<>();
        for (int element : after) {
            if (isUnique(before, after, element)) {
                places.add(before.indexOf(element));
            }
        }
        int most = 0;
        for (int chosen = 0; chosen < 1 << places.size(); chosen++) {
            int last = -1;
            boolean ascends = true;
            for (int j = 0; j < places.size(); j++) {
                if ((chosen & 1 << j) != 0) {
                    ascends &= places.get(j) > last;
                    last = places.get(j);
                }
            }
            most = ascends ? Math.max(most, Integer.bitCount(chosen)) : most;
        }
        return most;
    }
}
