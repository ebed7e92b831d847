package dev.rejoin.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DotsTest {
    private static final Dots THREE =
            Dots.builder().add(-1, 4).add(1, 9).add(1, 2).add(1, 9).build();

    @Test
    void build_anyOrderAndDuplicates_isSortedSet() {
        assertThat(THREE).hasToString("[0000000000000001:2, 0000000000000001:9, ffffffffffffffff:4]");
        assertThat(THREE.size()).isEqualTo(3);
        assertThat(THREE.replica(2)).isEqualTo(-1);
        assertThat(THREE.seq(2)).isEqualTo(4);
        assertThat(THREE.id(0)).isEqualTo(OpId.of(1, 2));
        assertThat(THREE)
                .isEqualTo(Dots.ofSorted(new long[] {1, 2, 1, 9, -1, 4}))
                .hasSameHashCodeAs(Dots.ofSorted(new long[] {1, 2, 1, 9, -1, 4}));
        assertThat(Dots.builder().build()).isSameAs(Dots.EMPTY);
        assertThat(Dots.EMPTY.isEmpty()).isTrue();
    }

    @Test
    void contains_membersAndOthers_areToldApart() {
        assertThat(THREE.contains(1, 2)).isTrue();
        assertThat(THREE.contains(1, 9)).isTrue();
        assertThat(THREE.contains(-1, 4)).isTrue();
        assertThat(THREE.contains(1, 3)).isFalse();
        assertThat(THREE.contains(2, 2)).isFalse();
        assertThat(Dots.EMPTY.contains(1, 2)).isFalse();
    }

    @Test
    void withAndMinus_sets_areUnionAndDifference() {
        assertThat(THREE.with(1, 2)).isSameAs(THREE);
        assertThat(Dots.of(1, 9).with(1, 2).with(-1, 4)).isEqualTo(THREE);
        assertThat(THREE.minus(Dots.of(1, 9))).isEqualTo(Dots.of(1, 2).with(-1, 4));
        assertThat(THREE.minus(Dots.of(1, 5))).isSameAs(THREE);
        assertThat(THREE.minus(THREE)).isSameAs(Dots.EMPTY);
    }

    /** Sets that grow out of one share what they have in common, and nothing else. */
    @Test
    void with_largeSetsGrowingApart_areIndependent() {
        List<Dots> sets = new ArrayList<>(List.of(Dots.EMPTY));
        List<Set<OpId>> models = new ArrayList<>(List.of(Set.of()));
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            int from = random.nextInt(4) == 0 ? random.nextInt(sets.size()) : sets.size() - 1;
            OpId added = OpId.of(random.nextInt(20) == 0 ? random.nextInt(3) : 2, i);
            Set<OpId> model = new TreeSet<>(models.get(from));
            model.add(added);
            Dots set = sets.get(from);
            sets.add(set.with(added.replica().value(), added.seq()));
            models.add(model);
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> set.replica(set.size()));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> set.seq(set.size()));
        }
        for (int i = 0; i < sets.size(); i++) {
            Dots.Builder again = Dots.builder();
            models.get(i).forEach(id -> again.add(id.replica().value(), id.seq()));
            assertThat(sets.get(i)).isEqualTo(again.build()).hasSameHashCodeAs(again.build());
            assertThat(sets.get(i).minus(again.build())).isSameAs(Dots.EMPTY);
        }
    }

    @Test
    void minus_coverage_leavesWhatIsNotCovered() {
        assertThat(THREE.minus(VersionVector.of(new ReplicaId(1), 9)))
                .isEqualTo(Dots.of(1, 9).with(-1, 4));
        assertThat(THREE.minus(VersionVector.EMPTY)).isSameAs(THREE);
    }

    @Test
    void ofSorted_wrongPairs_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> Dots.ofSorted(new long[] {1}));
        assertThatIllegalArgumentException().isThrownBy(() -> Dots.ofSorted(new long[] {1, 2, 1, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> Dots.ofSorted(new long[] {-1, 2, 1, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> Dots.ofSorted(new long[] {1, 2, 2, -1}));
        assertThatIllegalArgumentException().isThrownBy(() -> Dots.of(1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Dots.builder().add(1, -1));
        assertThat(Dots.ofSorted(new long[0])).isSameAs(Dots.EMPTY);
    }

    @Test
    void equals_otherSetsAndOtherThings_areUnequal() {
        assertThat(Dots.of(1, 2)).isEqualTo(Dots.ofSorted(new long[] {1, 2})).hasSameHashCodeAs(Dots.of(1, 2));
        assertThat(Dots.of(1, 2))
                .isNotEqualTo(Dots.of(1, 3))
                .isNotEqualTo(Dots.EMPTY)
                .isNotEqualTo("1:2");
    }
}
