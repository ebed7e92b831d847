package dev.rejoin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReplicaTableTest {
    private final ReplicaTable table = new ReplicaTable();

    @Test
    void intern_manyIds_givesIndicesInOrderOfAppearance() {
        for (int i = 0; i < 100; i++) {
            assertThat(table.intern(idOf(i))).isEqualTo(i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(table.intern(idOf(i))).isEqualTo(i);
            assertThat(table.find(idOf(i))).isEqualTo(i);
            assertThat(table.id(i)).isEqualTo(idOf(i));
        }
        assertThat(table.size()).isEqualTo(100);
        assertThat(table.find(5)).isEqualTo(-1);
    }

    @Test
    void compare_idsWithHighBit_isUnsignedAndNotByIndex() {
        int large = table.intern(-1);
        int small = table.intern(1);

        assertThat(table.compare(large, small)).isPositive();
        assertThat(table.compare(small, large)).isNegative();
        assertThat(table.compare(small, small)).isZero();
    }

    @Test
    void truncate_smallAndLarge_forgetsTheLatest() {
        for (int size = 0; size <= 20; size++) {
            ReplicaTable cut = new ReplicaTable();
            for (int i = 0; i < 20; i++) {
                cut.intern(idOf(i));
            }
            cut.truncate(size);
            for (int i = 0; i < 20; i++) {
                assertThat(cut.find(idOf(i))).isEqualTo(i < size ? i : -1);
            }
            assertThat(cut.intern(99)).isEqualTo(size);
        }
    }

    /** A view keeps the ids of its time, whatever is taken back and added after it. */
    @Test
    void frozen_whileTheTableIsCutAndGrows_staysAsItWas() {
        for (int i = 0; i < 20; i++) {
            table.intern(idOf(i));
        }
        ReplicaTable frozen = table.frozen();
        table.truncate(7);
        for (int i = 0; i < 30; i++) {
            table.intern(i + 1);
        }
        assertThat(frozen.size()).isEqualTo(20);
        for (int i = 0; i < 20; i++) {
            assertThat(frozen.id(i)).isEqualTo(idOf(i));
            assertThat(frozen.find(idOf(i))).isEqualTo(i);
        }
        assertThat(frozen.find(1)).isEqualTo(-1);
    }

    @Test
    void id_truncatedIndex_throws() {
        table.intern(3);
        table.truncate(0);

        assertThatThrownBy(() -> table.id(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> table.truncate(1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long idOf(int i) {
        return i * 0x9E3779B97F4A7C15L;
    }
}
