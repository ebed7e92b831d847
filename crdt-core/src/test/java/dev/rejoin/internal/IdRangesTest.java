package dev.rejoin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sets of ids against a set of bits. */
class IdRangesTest {
    private static final int IDS = 120;

    private static void fill(IdRanges ranges, BitSet model, Random random) {
        int at = random.nextInt(IDS);
        for (int i = random.nextInt(24); i > 0; i--) {
            int count = 1 + random.nextInt(5);
            switch (random.nextInt(4)) {
                case 0 -> at += random.nextInt(3); // typing on
                case 1 -> at -= count + random.nextInt(2); // erasing backwards
                default -> at = random.nextInt(IDS);
            }
            at = Math.max(0, Math.min(IDS - count, at));
            ranges.add(at, count);
            model.set(at, at + count);
            at += random.nextBoolean() ? count : 0;
        }
    }

    private static void check(IdRanges ranges, BitSet model, String name) {
        BitSet visited = new BitSet();
        int[] runs = {0};
        long[] before = {-1};
        ranges.forEach((first, count) -> {
            assertThat(first).as(name + ": ascending, not touching").isGreaterThan(before[0]);
            assertThat(count).as(name).isPositive();
            visited.set((int) first, (int) (first + count));
            before[0] = first + count;
            runs[0]++;
        });
        assertThat(visited).as(name).isEqualTo(model);
        assertThat(ranges.runs()).as(name).isEqualTo(runs[0]);
        assertThat(ranges.isEmpty()).as(name).isEqualTo(model.isEmpty());
        for (int id = 0; id < IDS; id++) {
            assertThat(ranges.contains(id)).as(name).isEqualTo(model.get(id));
            for (int count = 1; count <= 9; count += 4) {
                int next = model.nextSetBit(id);
                assertThat(ranges.containsAny(id, count)).as(name).isEqualTo(next >= 0 && next < id + count);
                boolean in = model.get(id);
                int other = in ? model.nextClearBit(id) : next < 0 ? IDS : next;
                int limit = Math.min(id + count, other);
                assertThat(ranges.boundary(id, id + count)).as(name).isEqualTo(in ? ~limit : limit(id + count, next));
            }
        }
    }

    private static int limit(int limit, int next) {
        return next < 0 ? limit : Math.min(limit, next);
    }

    @Test
    void randomSets_areWhatBitsSay() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            String name = "seed " + seed;
            IdRanges one = new IdRanges();
            IdRanges other = new IdRanges();
            BitSet oneModel = new BitSet();
            BitSet otherModel = new BitSet();
            fill(one, oneModel, random);
            fill(other, otherModel, random);
            check(one, oneModel, name);
            BitSet both = (BitSet) oneModel.clone();
            both.and(otherModel);
            check(one.and(other), both, name + " and");
            BitSet either = (BitSet) oneModel.clone();
            either.or(otherModel);
            check(one.plus(other), either, name + " plus");
            BitSet only = (BitSet) oneModel.clone();
            only.andNot(otherModel);
            check(one.minus(other), only, name + " minus");
            check(one, oneModel, name + " is unchanged");
            fill(one, oneModel, random);
            check(one, oneModel, name + " with more");
        }
    }
}
