package dev.rejoin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PageTableTest {
    /** Numbers of all densities, so that gaps are closed in some tables and searched in others. */
    @Test
    void get_afterAnyPutsAndTruncations_isThatOfASortedMap() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int range = 1 + random.nextInt(400);
            PageTable<Integer> table = new PageTable<>();
            TreeMap<Integer, Integer> model = new TreeMap<>();
            for (int step = 0; step < 200; step++) {
                int number = random.nextInt(range);
                if (random.nextInt(20) == 0) {
                    table.truncate(number);
                    model.tailMap(number, true).clear();
                } else {
                    table.put(number, step);
                    model.put(number, step);
                }
                if (random.nextInt(50) == 0) {
                    table = table.copy();
                }
                int asked = random.nextInt(range + 1);
                assertThat(table.get(asked)).as("seed %d, step %d", seed, step).isEqualTo(model.get(asked));
            }
            for (int number = 0; number <= range; number++) {
                assertThat(table.get(number)).as("seed %d, at the end", seed).isEqualTo(model.get(number));
            }
        }
    }

    @Test
    void put_ofANumberFarAway_isFoundBesideTheOthers() {
        PageTable<String> table = new PageTable<>();
        table.put(3, "near");
        table.put(Integer.MAX_VALUE, "far");
        assertThat(table.get(3)).isEqualTo("near");
        assertThat(table.get(4)).isNull();
        assertThat(table.get(Integer.MAX_VALUE)).isEqualTo("far");
    }
}
