package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotTableTest {
    private final KeyHash hasher = new KeyHash(42);

    private static void put(SlotTable table, KeyHash hasher, String key, long number) {
        long hash = hasher.of(key);
        SlotPage page = table.writablePage(hash);
        int slot = page.find(key, hash);
        if (slot < 0) {
            page = table.pageForNew(hash);
            slot = page.add(key, hash);
        }
        page.setCell(slot, Registers.INTEGER, number, number, number);
    }

    private static long get(SlotTable table, KeyHash hasher, String key) {
        long hash = hasher.of(key);
        SlotPage page = table.page(hash);
        int slot = page.find(key, hash);
        return slot < 0 ? -1 : page.number(slot);
    }

    @Test
    void put_manyKeys_findsEach() {
        SlotTable table = new SlotTable(0);
        for (int i = 0; i < 20_000; i++) {
            put(table, hasher, key(i), i);
        }
        table.checkInvariants(hasher, false);
        assertThat(table.count()).isEqualTo(20_000);
        for (int i = 0; i < 20_000; i++) {
            assertThat(get(table, hasher, key(i))).isEqualTo(i);
        }
        assertThat(get(table, hasher, "absent")).isEqualTo(-1);
    }

    private static String key(int i) {
        return i % 3 == 0 ? "schlüssel " + i : i % 7 == 0 ? "\uD83D\uDE00" + i : "" + i;
    }

    @Test
    void remove_randomKeys_leavesTheOthers() {
        Random random = new Random(5);
        SlotTable table = new SlotTable(0);
        Map<String, Long> model = new HashMap<>();
        for (int i = 0; i < 30_000; i++) {
            String key = key(random.nextInt(3_000));
            if (random.nextInt(3) > 0) {
                put(table, hasher, key, i);
                model.put(key, (long) i);
            } else if (model.remove(key) != null) {
                long hash = hasher.of(key);
                SlotPage page = table.writablePage(hash);
                table.remove(page, page.find(key, hash));
            }
        }
        table.checkInvariants(hasher, false);
        assertThat(table.count()).isEqualTo(model.size());
        model.forEach((key, number) -> assertThat(get(table, hasher, key)).isEqualTo(number));
    }

    @Test
    void remove_slotWithContainer_leavesNothingForTheNext() {
        SlotPage page = new SlotPage(0, 0, 2);
        page.add("a", 1);
        page.setChild(page.add("b", 2), 7);
        page.remove(1);
        int next = page.add("c", 3);
        assertThat(page.child(next)).isZero();
        assertThat(page.isVacant(next)).isTrue();
    }

    @Test
    void writable_laterEpoch_leavesTheOlderTableAlone() {
        SlotTable old = new SlotTable(0);
        for (int i = 0; i < 1_000; i++) {
            put(old, hasher, "k" + i, i);
        }
        SlotTable now = old.writable(1);
        for (int i = 0; i < 2_000; i++) {
            put(now, hasher, "k" + i, -5 - i);
        }
        assertThat(old.count()).isEqualTo(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(get(old, hasher, "k" + i)).isEqualTo(i);
            assertThat(get(now, hasher, "k" + i)).isEqualTo(-5 - i);
        }
        assertThat(get(old, hasher, "k1500")).isEqualTo(-1);
        old.checkInvariants(hasher, false);
        now.checkInvariants(hasher, false);
    }

    @Test
    void add_elements_findsEachById() {
        SlotTable table = new SlotTable(0);
        for (long element = 0; element < 500; element++) {
            long id = element * 0x1_0000_0001L;
            table.pageForNew(hasher.of(id)).add(id, hasher.of(id));
        }
        table.checkInvariants(hasher, true);
    }

    @Test
    void of_otherSeed_hashesOtherwise() {
        KeyHash other = new KeyHash(43);
        Set<Long> hashes = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            hashes.add(hasher.of("key" + i));
            assertThat(hasher.of("key" + i))
                    .isEqualTo(hasher.compute("key" + i))
                    .isNotEqualTo(other.of("key" + i));
        }
        assertThat(hashes).hasSize(10_000);
        assertThat(hasher.compute("ab")).isNotEqualTo(hasher.compute("ab\0"));
    }
}
