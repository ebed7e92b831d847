package dev.rejoin.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.op.ByteOpReader;
import dev.rejoin.op.ByteOpWriter;
import dev.rejoin.op.OpMeta;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistersTest {
    private static final Value ONE = Value.of(1);
    private static final Value TWO = Value.of(2);
    private static final Value FIVE = Value.of(5);

    private static OpMeta meta(long replica, long seq, long time) {
        return new OpMeta(replica, seq, time);
    }

    @Test
    void lww_concurrentWrites_largestIsReadAndLosersStayReadable() {
        LwwRegister register = new LwwRegister();
        RegisterOp.Write one = register.prepareWrite(ONE);
        RegisterOp.Write two = register.prepareWrite(TWO);
        assertThat(register.apply(two, meta(2, 0, 20))).isEqualTo(new RegisterEvent.Changed(null, TWO, List.of(TWO)));
        assertThat(register.apply(one, meta(1, 0, 10))).isEqualTo(new RegisterEvent.Kept(TWO, List.of(TWO, ONE)));
        assertThat(register.value()).contains(TWO);
        assertThat(register.conflicts()).containsExactly(new RegisterEntry(meta(1, 0, 10), ONE));

        register.apply(register.prepareResolve(), meta(1, 1, 30));
        assertThat(register.values()).containsExactly(TWO);
        assertThat(register.conflicts()).isEmpty();
        register.checkInvariants();
    }

    @Test
    void lww_erasureWins_readsEmptyAndKeepsTheLoser() {
        LwwRegister register = new LwwRegister();
        register.apply(register.prepareWrite(ONE), meta(1, 0, 10));
        RegisterOp.Write concurrent = register.prepareWrite(TWO);
        register.apply(register.prepareErase(), meta(1, 1, 30));
        assertThat(register.value()).isEmpty();
        register.apply(concurrent, meta(2, 0, 20));
        assertThat(register.value()).isEmpty();
        assertThat(register.values()).containsExactly(TWO);
    }

    @Test
    void mv_concurrentWriteAndErasure_keepsTheWrite() {
        MvRegister register = new MvRegister();
        register.apply(register.prepareWrite(ONE), meta(1, 0, 10));
        RegisterOp.Write concurrent = register.prepareWrite(TWO);
        register.apply(register.prepareErase(), meta(1, 1, 30));
        register.apply(concurrent, meta(2, 0, 20));
        assertThat(register.value()).contains(TWO);
        assertThat(register.conflicts()).hasSize(1);
        register.checkInvariants();
    }

    private static MvRegister conflicted(RegisterPolicy policy) {
        MvRegister register = new MvRegister(policy);
        register.apply(new RegisterOp.Write(TWO, Dots.EMPTY), meta(2, 0, 20));
        register.apply(new RegisterOp.Write(FIVE, Dots.EMPTY), meta(5, 0, 10));
        register.apply(new RegisterOp.Write(ONE, Dots.EMPTY), meta(1, 0, 15));
        return register;
    }

    @Test
    void mv_resolve_keepsWhatThePolicyReadsAndEndsTheConflict() {
        MvRegister register = conflicted(RegisterPolicy.MIN);
        assertThat(register.apply(register.prepareResolve(), meta(9, 0, 30)))
                .isEqualTo(new RegisterEvent.Kept(ONE, List.of(ONE)));
        assertThat(register.value()).contains(ONE);
        assertThat(register.conflicts()).isEmpty();
    }

    @Test
    void policies_sameWrites_readDifferently() {
        assertThat(conflicted(RegisterPolicy.LAST_WRITER).value()).contains(TWO);
        assertThat(conflicted(RegisterPolicy.MULTI_VALUE).values()).containsExactly(TWO, ONE, FIVE);
        assertThat(conflicted(RegisterPolicy.FIRST_WRITER).value()).contains(FIVE);
        assertThat(conflicted(RegisterPolicy.MAX).value()).contains(FIVE);
        assertThat(conflicted(RegisterPolicy.MIN).value()).contains(ONE);
        RegisterPolicy sum =
                RegisterPolicy.merge("sum", (a, b) -> Value.of(((Value.Int64) a).value() + ((Value.Int64) b).value()));
        assertThat(conflicted(sum).value()).contains(Value.of(8));
        assertThat(new MvRegister(sum).value()).isEmpty();
    }

    @Test
    void merge_singleValue_isNotAskedFor() {
        MvRegister register = new MvRegister(new RegisterPolicy.Merge("never", values -> {
            throw new AssertionError("called");
        }));
        register.apply(register.prepareWrite(ONE), meta(1, 0, 1));
        assertThat(register.value()).contains(ONE);
        assertThat(register.policy().replacesSeen()).isTrue();
    }

    @Test
    void prepareWrite_underMaximum_leavesSeenWrites() {
        MvRegister register = new MvRegister(RegisterPolicy.MAX);
        register.apply(register.prepareWrite(FIVE), meta(1, 0, 1));
        register.apply(register.prepareWrite(ONE), meta(1, 1, 2));
        assertThat(register.value()).contains(FIVE);
        assertThat(register.values()).containsExactly(ONE, FIVE);
        register.apply(register.prepareErase(), meta(1, 2, 3));
        assertThat(register.value()).isEmpty();
    }

    @Test
    void prepareWrite_overFirstValue_isRefused() {
        MvRegister register = new MvRegister(RegisterPolicy.FIRST_WRITER);
        register.apply(register.prepareWrite(ONE), meta(1, 0, 1));
        assertThatIllegalStateException().isThrownBy(() -> register.prepareWrite(TWO));
        register.apply(register.prepareErase(), meta(1, 1, 2));
        register.apply(register.prepareWrite(TWO), meta(1, 2, 3));
        assertThat(register.value()).contains(TWO);
    }

    @Test
    void prepare_anything_changesNothing() {
        MvRegister register = conflicted(RegisterPolicy.MULTI_VALUE);
        RegisterState before = register.state();
        register.prepareWrite(ONE);
        register.prepareErase();
        register.prepareResolve();
        assertThat(register.state()).isSameAs(before);
    }

    @Test
    void copy_thenApply_isIndependent() {
        LwwRegister register = new LwwRegister();
        LwwRegister copy = register.copy();
        register.apply(register.prepareWrite(ONE), meta(1, 0, 1));
        assertThat(copy.value()).isEmpty();
        MvRegister conflicted = conflicted(RegisterPolicy.MAX);
        MvRegister twin = conflicted.copy();
        conflicted.apply(conflicted.prepareErase(), meta(9, 0, 99));
        assertThat(twin.value()).contains(FIVE);
        assertThat(twin.policy()).isEqualTo(RegisterPolicy.MAX);
    }

    @Test
    void writeState_register_isReadBack() {
        MvRegister register = conflicted(RegisterPolicy.MAX);
        ByteWriter writer = new ByteWriter();
        register.writeState(writer);
        byte[] bytes = writer.toByteArray();
        MvRegister read = MvRegister.readState(new ByteOpReader(new ByteReader(bytes)), RegisterPolicy.MAX);
        assertThat(read.state()).isEqualTo(register.state());
        LwwRegister lww = LwwRegister.readState(new ByteOpReader(new ByteReader(bytes)));
        assertThat(lww.value()).contains(TWO);
        assertThat(lww.state()).isEqualTo(register.state());
    }

    @Test
    void codec_writes_areReadBack() {
        OpRegistry registry = OpRegistry.of(new RegisterOpCodec());
        for (RegisterOp.Write op : List.of(
                new RegisterOp.Write(ONE, Dots.EMPTY),
                new RegisterOp.Write(null, Dots.of(1, 2)),
                new RegisterOp.Write(TWO, Dots.of(1, 2).with(-1, 0)))) {
            ByteWriter writer = new ByteWriter();
            registry.write(op, new ByteOpWriter(writer));
            ByteReader reader = new ByteReader(writer.toByteArray());
            assertThat(registry.read(op.tag(), new ByteOpReader(reader))).isEqualTo(op);
            reader.expectEnd();
        }
    }
}
