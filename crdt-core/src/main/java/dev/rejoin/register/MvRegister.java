package dev.rejoin.register;

import dev.rejoin.object.CrdtObject;
import dev.rejoin.op.OpMeta;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.value.Value;
import dev.rejoin.version.Coverage;
import dev.rejoin.version.Dots;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A register that keeps all concurrent values and reads them through a policy.
 *
 * <p>Of two writes of which one saw the other, the later stays; concurrent writes both stay until a write that saw
 * them. A concurrent write and erasure both stay, and the value is read.
 *
 * <p>Why it converges: see {@link RegisterState}. One thread at a time. All methods cost O(n) in the number n of
 * concurrent writes, which is nearly always one.
 */
public final class MvRegister implements CrdtObject<RegisterOp, RegisterEvent> {
    private final RegisterPolicy policy;
    private RegisterState state;

    /** An empty register that reads all values. */
    public MvRegister() {
        this(RegisterPolicy.MULTI_VALUE);
    }

    /**
     * An empty register.
     *
     * @param policy how it is read
     */
    public MvRegister(RegisterPolicy policy) {
        this(policy, RegisterState.EMPTY);
    }

    /**
     * A register with given writes.
     *
     * @param policy how it is read
     * @param state the writes
     */
    public MvRegister(RegisterPolicy policy, RegisterState state) {
        this.policy = policy;
        this.state = state;
    }

    /**
     * Reads the state that {@link #writeState(OpWriter)} writes.
     *
     * @param reader gives the parts
     * @param policy how the register is read
     * @return a register
     */
    public static MvRegister readState(OpReader reader, RegisterPolicy policy) {
        return new MvRegister(policy, RegisterState.read(reader));
    }

    /**
     * A write of a value over all that is seen here.
     *
     * @param value the new value
     * @return the operation, not applied yet
     * @throws IllegalStateException under {@link RegisterPolicy#FIRST_WRITER} if there is a value
     */
    public RegisterOp.Write prepareWrite(Value value) {
        if (policy == RegisterPolicy.FIRST_WRITER && state.firstValue() != null) {
            throw new IllegalStateException("The first value stays: " + policy.read(state));
        }
        return new RegisterOp.Write(value, policy.replacesSeen() ? state.dots() : Dots.EMPTY);
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
        return new RegisterOp.Write(policy.read(state), state.dots());
    }

    @Override
    public RegisterEvent apply(RegisterOp op, OpMeta meta) {
        Value before = policy.read(state);
        state = state.apply((RegisterOp.Write) op, meta.time(), meta.replica(), meta.seq());
        return event(before, policy.read(state), state);
    }

    static RegisterEvent event(@Nullable Value before, @Nullable Value after, RegisterState state) {
        return Objects.equals(before, after)
                ? new RegisterEvent.Kept(after, state.values())
                : new RegisterEvent.Changed(before, after, state.values());
    }

    /**
     * The value under the policy.
     *
     * @return the value; empty if nothing or only erasures were written
     */
    public Optional<Value> value() {
        return Optional.ofNullable(policy.read(state));
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
     * The writes beside the largest one.
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

    /**
     * How the register is read.
     *
     * @return the policy
     */
    public RegisterPolicy policy() {
        return policy;
    }

    @Override
    public void writeState(OpWriter writer) {
        state.write(writer);
    }

    @Override
    public MvRegister copy() {
        return new MvRegister(policy, state);
    }

    @Override
    public void checkInvariants() {
        state.checkInvariants();
    }

    @Override
    public String toString() {
        return "MvRegister" + state;
    }
}
