package dev.rejoin.register;

import dev.rejoin.object.CrdtObject;
import dev.rejoin.op.OpMeta;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.value.Value;
import dev.rejoin.version.Coverage;
import java.util.List;
import java.util.Optional;

/**
 * A register in which the last writer wins.
 *
 * <p>Of concurrent writes, erasures included, the largest in the {@linkplain dev.rejoin.op.TotalOrder total order} is
 * read; the others stay readable as conflicts until a write that saw them. A write always wins over one that it saw.
 *
 * <p>Why it converges: see {@link RegisterState}. One thread at a time. All methods cost O(n) in the number n of
 * concurrent writes, which is nearly always one.
 */
public final class LwwRegister implements CrdtObject<RegisterOp, RegisterEvent> {
    private RegisterState state;

    /** An empty register. */
    public LwwRegister() {
        this(RegisterState.EMPTY);
    }

    /**
     * A register with given writes.
     *
     * @param state the writes
     */
    public LwwRegister(RegisterState state) {
        this.state = state;
    }

    /**
     * Reads the state that {@link #writeState(OpWriter)} writes.
     *
     * @param reader gives the parts
     * @return a register
     */
    public static LwwRegister readState(OpReader reader) {
        return new LwwRegister(RegisterState.read(reader));
    }

    /**
     * A write of a value over all that is seen here.
     *
     * @param value the new value
     * @return the operation, not applied yet
     */
    public RegisterOp.Write prepareWrite(Value value) {
        return new RegisterOp.Write(value, state.dots());
    }

    /**
     * An erasure of all that is seen here.
     *
     * @return the operation, not applied yet
     */
    public RegisterOp.Write prepareErase() {
        return new RegisterOp.Write(null, state.dots());
    }

    /**
     * A write of the value that is read now over all concurrent ones, which ends the conflict.
     *
     * @return the operation, not applied yet
     */
    public RegisterOp.Write prepareResolve() {
        return new RegisterOp.Write(state.winner(), state.dots());
    }

    @Override
    public RegisterEvent apply(RegisterOp op, OpMeta meta) {
        Value before = state.winner();
        state = state.apply((RegisterOp.Write) op, meta.time(), meta.replica(), meta.seq());
        return MvRegister.event(before, state.winner(), state);
    }

    /**
     * The value of the largest write.
     *
     * @return the value; empty if nothing was written or the largest write erased
     */
    public Optional<Value> value() {
        return Optional.ofNullable(state.winner());
    }

    /**
     * All values that stand side by side.
     *
     * @return an unmodifiable list in descending total order of their writes
     */
    public List<Value> values() {
        return state.values();
    }

    /**
     * The writes that lost.
     *
     * @return an unmodifiable list, the best first
     */
    public List<RegisterEntry> conflicts() {
        return state.conflicts();
    }

    @Override
    public void clear(Coverage covered) {
        state = state.clear(covered);
    }

    /**
     * All that the register holds.
     *
     * @return the writes
     */
    public RegisterState state() {
        return state;
    }

    @Override
    public void writeState(OpWriter writer) {
        state.write(writer);
    }

    @Override
    public LwwRegister copy() {
        return new LwwRegister(state);
    }

    @Override
    public void checkInvariants() {
        state.checkInvariants();
    }

    @Override
    public String toString() {
        return "LwwRegister" + state;
    }
}
