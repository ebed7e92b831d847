package dev.rejoin.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.op.ByteOpReader;
import dev.rejoin.op.ByteOpWriter;
import dev.rejoin.op.OpMeta;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegisterStateTest {
    private static final Value ONE = Value.of(1);
    private static final Value TWO = Value.of(2);
    private static final Value THREE = Value.of(3);
    private static final long A = 1;
    private static final long B = 2;
    private static final long Z = -1;

    private static byte[] bytes(RegisterState state) {
        ByteWriter writer = new ByteWriter();
        state.write(new ByteOpWriter(writer));
        return writer.toByteArray();
    }

    private static RegisterState read(byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        RegisterState state = RegisterState.read(new ByteOpReader(reader));
        reader.expectEnd();
        return state;
    }

    private static RegisterState three() {
        return RegisterState.EMPTY
                .apply(ONE, Dots.EMPTY, 10, A, 0)
                .apply(null, Dots.EMPTY, 30, B, 0)
                .apply(THREE, Dots.EMPTY, 20, Z, 0);
    }

    @Test
    void apply_concurrentWrites_allStayInDescendingOrder() {
        RegisterState state = three();
        state.checkInvariants();
        assertThat(state.entries())
                .containsExactly(
                        new RegisterEntry(new OpMeta(B, 0, 30), null),
                        new RegisterEntry(new OpMeta(Z, 0, 20), THREE),
                        new RegisterEntry(new OpMeta(A, 0, 10), ONE));
        assertThat(state.values()).containsExactly(THREE, ONE);
        assertThat(state.winner()).isNull();
        assertThat(state.conflicts()).hasSize(2);
        assertThat(state.dots())
                .isEqualTo(Dots.builder().add(A, 0).add(B, 0).add(Z, 0).build());
    }

    @Test
    void apply_writeThatSawOthers_replacesExactlyThose() {
        RegisterState state = three().apply(TWO, Dots.of(A, 0).with(B, 0), 15, A, 1);
        assertThat(state.values()).containsExactly(THREE, TWO);
        assertThat(state.apply(ONE, state.dots(), 40, B, 1)).isEqualTo(RegisterState.of(40, B, 1, ONE));
        assertThat(RegisterState.of(10, A, 0, ONE).apply(TWO, Dots.of(A, 0), 5, B, 0))
                .isEqualTo(RegisterState.of(5, B, 0, TWO));
    }

    @Test
    void apply_equalTimes_largerReplicaUnsignedWins() {
        RegisterState state = RegisterState.of(10, A, 0, ONE).apply(TWO, Dots.EMPTY, 10, Z, 0);
        assertThat(state.winner()).isEqualTo(TWO);
    }

    @Test
    void apply_anyOrderOfConcurrentWrites_givesEqualBytes() {
        RegisterState other = RegisterState.EMPTY
                .apply(THREE, Dots.EMPTY, 20, Z, 0)
                .apply(ONE, Dots.EMPTY, 10, A, 0)
                .apply(null, Dots.EMPTY, 30, B, 0);
        assertThat(bytes(other)).isEqualTo(bytes(three()));
        assertThat(other).isEqualTo(three()).hasSameHashCodeAs(three());
    }

    @Test
    void clear_coveredWrites_go() {
        RegisterState state = three();
        assertThat(state.clear(VersionVector.of(new ReplicaId(B), 1)).values()).containsExactly(THREE, ONE);
        assertThat(state.clear(VersionVector.EMPTY)).isSameAs(state);
        assertThat(state.clear(replica -> Long.MAX_VALUE)).isSameAs(RegisterState.EMPTY);
        assertThat(state.clear(replica -> replica == A ? 0 : 1)).isEqualTo(RegisterState.of(10, A, 0, ONE));
    }

    @Test
    void collapse_belowTheBase_keepsThePick() {
        RegisterState state = three().apply(TWO, Dots.EMPTY, 50, A, 5);
        VersionVector base = VersionVector.builder()
                .set(new ReplicaId(A), 1)
                .set(new ReplicaId(B), 1)
                .set(new ReplicaId(Z), 1)
                .build();
        assertThat(state.collapse(RegisterPolicy.FIRST_WRITER, base).values()).containsExactly(TWO, ONE);
        assertThat(state.collapse(RegisterPolicy.MAX, base).values()).containsExactly(TWO, THREE);
        assertThat(state.collapse(RegisterPolicy.MIN, base).values()).containsExactly(TWO, ONE);
        assertThat(state.collapse(RegisterPolicy.LAST_WRITER, base)).isSameAs(state);
        assertThat(state.collapse(RegisterPolicy.MAX, VersionVector.EMPTY)).isSameAs(state);
        for (RegisterPolicy policy : RegisterPolicy.Standard.values()) {
            assertThat(policy.read(state.collapse(policy, base))).isEqualTo(policy.read(state));
        }
    }

    @Test
    void collapse_equalValuesUnderFirstWriter_keepsTheFirst() {
        RegisterState state = RegisterState.of(10, A, 0, ONE).apply(ONE, Dots.EMPTY, 20, B, 0);
        assertThat(state.collapse(RegisterPolicy.FIRST_WRITER, replica -> 1))
                .isEqualTo(RegisterState.of(10, A, 0, ONE));
        RegisterState erased = RegisterState.of(10, A, 0, null).apply(null, Dots.EMPTY, 20, B, 0);
        assertThat(erased.collapse(RegisterPolicy.FIRST_WRITER, replica -> 1).size())
                .isEqualTo(1);
    }

    @Test
    void write_states_areReadBack() {
        for (RegisterState state : List.of(
                RegisterState.EMPTY,
                RegisterState.of(-1, Z, 5, TWO),
                RegisterState.of(7, A, 0, null),
                three(),
                RegisterState.of(10, A, 0, ONE).apply(TWO, Dots.EMPTY, 10, Z, 0))) {
            assertThat(read(bytes(state))).isEqualTo(state);
        }
    }

    @Test
    void read_otherThanCanonical_isRefused() {
        byte[] erasureAnnounced = bytes(RegisterState.of(7, A, 0, null));
        byte[] flagWithoutErasure = erasureAnnounced.clone();
        flagWithoutErasure[flagWithoutErasure.length - 1] = 1;
        byte[] present = java.util.Arrays.copyOf(flagWithoutErasure, flagWithoutErasure.length + 1);
        assertThatThrownBy(() -> read(present)).hasMessageContaining("NOT_CANONICAL");
        byte[] badFlag = erasureAnnounced.clone();
        badFlag[badFlag.length - 1] = 2;
        assertThatThrownBy(() -> read(badFlag)).hasMessageContaining("BAD_VALUE");

        ByteWriter bytes = new ByteWriter();
        ByteOpWriter writer = new ByteOpWriter(bytes);
        writer.count(4);
        for (int time = 1; time <= 2; time++) {
            writer.time(time);
            writer.dot(A, 0);
            writer.value(ONE);
        }
        assertThatThrownBy(() -> read(bytes.toByteArray())).hasMessageContaining("UNSORTED");
        bytes.reset();
        writer.count(4);
        for (int time = 2; time >= 1; time--) {
            writer.time(time);
            writer.dot(A, 0);
            writer.value(ONE);
        }
        assertThatThrownBy(() -> read(bytes.toByteArray())).hasMessageContaining("DUPLICATE");
        bytes.reset();
        writer.count(Long.MAX_VALUE);
        assertThatThrownBy(() -> read(bytes.toByteArray())).hasMessageContaining("TRUNCATED");
    }
}
