package dev.rejoin.sequence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KnownRangesTest {
    private static final int MANY = 2;
    private static final int IDS = 40;

    private final KnownRanges ranges = new KnownRanges(TreeShape.TINY);

    @Test
    void add_afterFewSteps_isNotNoted() {
        ranges.add(1, 3, 9);
        assertThat(ranges.skip(MANY, 4)).isEqualTo(4);
        ranges.add(MANY, 3, 9);
        assertThat(ranges.skip(1, 4)).isEqualTo(4);
        assertThat(ranges.skip(MANY, 4)).isEqualTo(9);
    }

    @Test
    void addAndRemove_anyRanges_knowWhatASetOfIdsKnows() {
        SplittableRandom random = new SplittableRandom(1);
        BitSet model = new BitSet();
        for (int i = 0; i < 20_000; i++) {
            int first = random.nextInt(IDS);
            int end = first + 1 + random.nextInt(random.nextInt(10) == 0 ? IDS : 4);
            if (random.nextInt(20) == 0) {
                ranges.clear();
                model.clear();
            } else if (random.nextInt(2) == 0) {
                ranges.remove(first, end);
                model.clear(first, end);
            } else {
                ranges.add(MANY, first, end);
                model.set(first, end);
            }
            for (int id = 0; id < 2 * IDS; id++) {
                assertThat(end(id)).as("from %d after %d", id, i).isEqualTo(model.nextClearBit(id));
            }
        }
    }

    /** Ranges that only touch stay apart: what holds of each need not hold of both together. */
    @Test
    void add_rangesThatTouch_stayApart() {
        ranges.add(MANY, 0, 5);
        ranges.add(MANY, 5, 9);
        assertThat(ranges.skip(MANY, 2)).isEqualTo(5);
        ranges.add(MANY, 4, 6);
        assertThat(ranges.skip(MANY, 2)).isEqualTo(9);
    }

    private long end(long id) {
        long end = id;
        for (long next = ranges.skip(MANY, end); next > end; next = ranges.skip(MANY, end)) {
            end = next;
        }
        return end;
    }
}
