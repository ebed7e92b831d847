package dev.rejoin.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlignmentTest {
    @Test
    void gaps_ofSmallLists_leaveALongestCommonSubsequence() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            List<Integer> before = random.ints(random.nextInt(7), 0, 4).boxed().toList();
            List<Integer> after = random.ints(random.nextInt(7), 0, 4).boxed().toList();
            assertThat(matches(before, after)).as(before + " " + after).isEqualTo(longest(before, after));
        }
    }

    @Test
    void gaps_ofListsTooLargeForQuadraticWork_keepUniqueElementsInOrder() {
        List<Integer> before = IntStream.range(0, 5_000).boxed().collect(Collectors.toList());
        List<Integer> after = new ArrayList<>(before);
        after.set(0, -1);
        after.set(4_999, -2);
        after.add(2_500, -3);
        after.subList(1_000, 1_100).clear();
        after.add(10, after.remove(3_000)); // moved: cannot be matched together with all it passed
        after.addAll(100, List.of(-4, -4)); // twice: new anyway
        assertThat(matches(before, after)).isEqualTo(5_000 - 2 - 100 - 1);
    }

    @Test
    void gaps_whereNothingIsLeft_areOne() {
        List<Integer> before = IntStream.range(0, 100_000).boxed().toList();
        assertThat(Alignment.of(before, List.of()).gaps()).containsExactly(new Alignment.Gap(0, 100_000, 0, 0));
        assertThat(Alignment.of(List.of(), before).gaps()).containsExactly(new Alignment.Gap(0, 0, 0, 100_000));
        assertThat(Alignment.of(before, before).gaps()).isEmpty();
    }

    /** How many elements stay, after checking that the gaps turn one list into the other. */
    private static int matches(List<Integer> before, List<Integer> after) {
        Alignment alignment = Alignment.of(before, after);
        List<Integer> edited = new ArrayList<>(before);
        List<Alignment.Gap> gaps = alignment.gaps();
        for (int i = gaps.size() - 1; i >= 0; i--) {
            Alignment.Gap gap = gaps.get(i);
            List<Integer> replaced = edited.subList(gap.oldStart(), gap.oldEnd());
            replaced.clear();
            replaced.addAll(after.subList(gap.newStart(), gap.newEnd()));
        }
        assertThat(edited).isEqualTo(after);
        return (int) IntStream.range(0, after.size())
                .filter(j -> alignment.oldIndexOf(j) >= 0)
                .count();
    }

    private static int longest(List<Integer> before, List<Integer> after) {
        int[] lengths = new int[after.size() + 1];
        for (Integer element : before) {
            int[] previous = Arrays.copyOf(lengths, lengths.length);
            for (int j = 1; j <= after.size(); j++) {
                lengths[j] =
                        element.equals(after.get(j - 1)) ? previous[j - 1] + 1 : Math.max(previous[j], lengths[j - 1]);
            }
        }
        return lengths[after.size()];
    }
}
