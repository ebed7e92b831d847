package dev.rejoin.sequence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.internal.ElementId;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElementIndexTest {
    private final ElementIndex index = new ElementIndex();

    @Test
    void find_nothingNoted_isNothing() {
        assertThat(index.find(ElementId.of(0, 0))).isEqualTo(-1);
        assertThat(index.find(ElementId.of(1000, 77))).isEqualTo(-1);
    }

    @Test
    void append_oneLeaf_isOneRunPerPage() {
        index.append(ElementId.of(2, 100), 2000, 5);

        assertThat(index.find(ElementId.of(2, 99))).isEqualTo(-1);
        assertThat(index.find(ElementId.of(2, 100))).isEqualTo(5);
        assertThat(index.find(ElementId.of(2, 2099))).isEqualTo(5);
        assertThat(index.find(ElementId.of(2, 2100))).isEqualTo(-1);
    }

    @Test
    void randomEdits_areWhatAMapSays() {
        for (long seed = 0; seed < 100; seed++) {
            randomEdits(new Random(seed), "seed " + seed);
        }
    }

    private static void randomEdits(Random random, String name) {
        ElementIndex index = new ElementIndex();
        Map<Long, Integer> model = new HashMap<>();
        long[] ends = {0, 300};
        for (int step = 0; step < 200; step++) {
            int replica = random.nextInt(2);
            int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 1500 : 20);
            int leaf = random.nextInt(6);
            if (random.nextInt(3) > 0) {
                // Other operations take seqs too.
                long seq = ends[replica] + random.nextInt(3);
                index.append(ElementId.of(replica, seq), count, leaf);
                note(model, replica, seq, count, leaf);
                ends[replica] = seq + count;
            } else if (random.nextInt(4) > 0) {
                long seq = random.nextInt((int) ends[replica] + 1);
                int known = (int) Math.min(count, ends[replica] - seq);
                if (known > 0) {
                    index.assign(ElementId.of(replica, seq), known, leaf);
                    note(model, replica, seq, known, leaf);
                }
            } else {
                long end = Math.max(0, ends[replica] - random.nextInt(40));
                index.truncate(replica, end);
                model.keySet().removeIf(id -> ElementId.replica(id) == replica && ElementId.seq(id) >= end);
                ends[replica] = end;
            }
            index.checkInvariants();
        }
        model.forEach((id, leaf) -> assertThat(index.find(id)).as(name).isEqualTo(leaf));
        for (int replica = 0; replica < ends.length; replica++) {
            for (long seq = ends[replica]; seq < ends[replica] + 60; seq++) {
                assertThat(index.find(ElementId.of(replica, seq)))
                        .as(name + ", beyond the end")
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void assign_anyOrder_findsEverything() {
        Random random = new Random(5);
        Map<Long, Integer> model = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            long seq = random.nextInt(300) * 10L;
            index.assign(ElementId.of(0, seq), 10, i % 7);
            note(model, 0, seq, 10, i % 7);
            index.checkInvariants();
        }
        model.forEach((id, leaf) -> assertThat(index.find(id)).isEqualTo(leaf));
    }

    @Test
    void truncate_manyShortRuns_forgetsTheRest() {
        index.append(ElementId.of(0, 0), 2_000, 1);
        for (int seq = 0; seq < 2_000; seq += 2) {
            index.assign(ElementId.of(0, seq), 1, 2);
        }
        index.truncate(0, 501);
        index.checkInvariants();
        index.append(ElementId.of(0, 501), 5, 3);

        for (int seq = 0; seq < 700; seq++) {
            int leaf = seq < 501 ? 2 - seq % 2 : seq < 506 ? 3 : -1;
            assertThat(index.find(ElementId.of(0, seq))).as("seq " + seq).isEqualTo(leaf);
        }
    }

    private static void note(Map<Long, Integer> model, int replica, long seq, int count, int leaf) {
        for (int i = 0; i < count; i++) {
            model.put(ElementId.of(replica, seq + i), leaf);
        }
    }
}
