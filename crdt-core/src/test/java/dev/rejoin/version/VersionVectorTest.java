package dev.rejoin.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionVectorTest {
    private static final ReplicaId A = new ReplicaId(1);
    private static final ReplicaId B = new ReplicaId(2);
    /** Largest unsigned, smallest signed but one. */
    private static final ReplicaId Z = new ReplicaId(-1);

    private static VersionVector vector(long a, long b, long z) {
        return VersionVector.builder().set(Z, z).set(B, b).set(A, a).build();
    }

    @Test
    void get_presentAndAbsent_isEndOrZero() {
        VersionVector vector = vector(3, 0, 5);
        assertThat(vector.get(A)).isEqualTo(3);
        assertThat(vector.get(B)).isZero();
        assertThat(vector.end(-1)).isEqualTo(5);
        assertThat(vector.size()).isEqualTo(2);
        assertThat(vector.replicaAt(1)).isEqualTo(-1);
        assertThat(vector.endAt(1)).isEqualTo(5);
        assertThat(vector.isEmpty()).isFalse();
        assertThat(VersionVector.EMPTY.isEmpty()).isTrue();
    }

    @Test
    void contains_exclusiveEnd_isNotIn() {
        VersionVector vector = VersionVector.of(A, 3);
        assertThat(vector.contains(new OpId(A, 2))).isTrue();
        assertThat(vector.contains(new OpId(A, 3))).isFalse();
        assertThat(vector.contains(new OpId(B, 0))).isFalse();
        assertThat(vector.covers(1, 2)).isTrue();
    }

    @Test
    void compare_allRelations_areTold() {
        assertThat(vector(1, 2, 3).compare(vector(1, 2, 3))).isEqualTo(CausalOrder.EQUAL);
        assertThat(vector(1, 2, 0).compare(vector(1, 2, 3))).isEqualTo(CausalOrder.BEFORE);
        assertThat(vector(1, 2, 3).compare(vector(0, 2, 3))).isEqualTo(CausalOrder.AFTER);
        assertThat(vector(1, 0, 3).compare(vector(0, 2, 3))).isEqualTo(CausalOrder.CONCURRENT);
        assertThat(VersionVector.EMPTY.compare(VersionVector.EMPTY)).isEqualTo(CausalOrder.EQUAL);
    }

    @Test
    void mergeAndMeet_anyTwo_arePointwise() {
        assertThat(vector(1, 0, 3).merge(vector(0, 2, 4))).isEqualTo(vector(1, 2, 4));
        assertThat(vector(5, 0, 3).meet(vector(2, 2, 4))).isEqualTo(vector(2, 0, 3));
        assertThat(vector(5, 0, 3).meet(VersionVector.EMPTY)).isSameAs(VersionVector.EMPTY);
        assertThat(vector(1, 0, 0).merge(vector(2, 0, 0))).isEqualTo(vector(2, 0, 0));
    }

    @Test
    void missing_otherVersion_givesSpans() {
        assertThat(vector(1, 2, 0).missing(vector(3, 1, 2)))
                .containsExactly(new OpIdSpan(A, 1, 3), new OpIdSpan(Z, 0, 2));
        assertThat(vector(3, 1, 2).missing(vector(3, 0, 2))).isEmpty();
    }

    @Test
    void with_largerAndSmallerEnd_onlyRises() {
        assertThat(vector(1, 0, 3).with(B, 2)).isEqualTo(vector(1, 2, 3));
        assertThat(vector(1, 0, 3).with(A, 2)).isEqualTo(vector(2, 0, 3));
        assertThat(vector(1, 0, 3).with(A, 1)).isEqualTo(vector(1, 0, 3));
        assertThat(vector(1, 0, 3).with(B, 0)).isEqualTo(vector(1, 0, 3));
        assertThat(VersionVector.EMPTY.with(Z, 1).with(A, 1)).isEqualTo(vector(1, 0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1, 0, 3).with(A, -1))
                .withMessageContaining("-1");
    }

    @Test
    void equals_zeroEntries_doNotCount() {
        assertThat(vector(1, 0, 0)).isEqualTo(VersionVector.of(A, 1)).hasSameHashCodeAs(VersionVector.of(A, 1));
        assertThat(VersionVector.ofSorted(new long[] {1, 2}, new long[] {1, 0})).isEqualTo(VersionVector.of(A, 1));
        assertThat(VersionVector.of(Map.of(A, 1L, B, 0L))).isEqualTo(VersionVector.of(A, 1));
        assertThat(VersionVector.of(A, 0)).isSameAs(VersionVector.EMPTY);
    }

    @Test
    void ofSorted_notSorted_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VersionVector.ofSorted(new long[] {-1, 1}, new long[] {1, 1}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VersionVector.ofSorted(new long[] {1, 1}, new long[] {1, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> VersionVector.ofSorted(new long[1], new long[2]));
        assertThatIllegalArgumentException().isThrownBy(() -> VersionVector.ofSorted(new long[] {1}, new long[] {-1}));
    }

    @Test
    void builder_setRaiseAdd_keepTheirRules() {
        VersionVector vector = VersionVector.of(A, 5).toBuilder()
                .raise(A, 3)
                .add(new OpId(B, 7))
                .set(Z, 2)
                .set(Z, 0)
                .build();
        assertThat(vector).isEqualTo(vector(5, 8, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VersionVector.builder().set(A, -1));
    }

    @Test
    void toBytes_documentedForm_isReadBack() {
        VersionVector vector = vector(1, 0, 300);
        assertThat(HexFormat.of().formatHex(vector.toBytes()))
                .isEqualTo("02" + "000000000000000101" + "ffffffffffffffffac02");
        assertThat(VersionVector.fromBytes(vector.toBytes())).isEqualTo(vector);
        assertThat(VersionVector.fromBytes(new byte[] {0})).isSameAs(VersionVector.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
        "'', TRUNCATED",
        "01, TRUNCATED",
        "ffffffff0f, TRUNCATED",
        "01000000000000000100, BAD_VALUE",
        "010000000000000001ffffffffffffffffff01, BAD_VALUE",
        "02000000000000000201000000000000000101, UNSORTED",
        "02ffffffffffffffff01000000000000000101, UNSORTED",
        "02000000000000000101000000000000000101, DUPLICATE",
        "0000, TRAILING_BYTES",
    })
    void fromBytes_otherForms_areRefused(String hex, Kind kind) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        CorruptDataException error =
                catchThrowableOfType(CorruptDataException.class, () -> VersionVector.fromBytes(bytes));
        assertThat(error).as(hex).isNotNull();
        assertThat(error.kind()).isEqualTo(kind);
    }

    @Test
    void toString_vector_listsEntries() {
        assertThat(vector(3, 0, 1)).hasToString("{0000000000000001=3, ffffffffffffffff=1}");
    }
}
