package dev.rejoin.map.internal;

import dev.rejoin.counter.PnCounter;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.OpWriter;
import dev.rejoin.version.Coverage;

/** A counter. */
public final class CounterState extends ObjectState {
    PnCounter counter;

    CounterState(int ordinal, int epoch) {
        super(ordinal, ContainerType.COUNTER, epoch);
        counter = new PnCounter();
    }

    private CounterState(CounterState from, int epoch) {
        super(from, epoch);
        counter = from.counter.copy();
    }

    /** The content, for reading. */
    public PnCounter counter() {
        return counter;
    }

    @Override
    CounterState copy(int writer) {
        return new CounterState(this, writer);
    }

    @Override
    void clear(Coverage covered) {
        counter.clear(covered);
    }

    @Override
    Runnable restorer(DocumentState state) {
        PnCounter kept = counter.copy();
        int container = ordinal();
        return () -> ((CounterState) state.states().writable(container)).counter = kept;
    }

    @Override
    void writeContent(OpWriter writer) {
        counter.writeState(writer);
    }

    @Override
    void checkContent() {
        counter.checkInvariants();
    }
}
