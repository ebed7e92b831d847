package dev.rejoin.map.internal;

import dev.rejoin.object.ContainerType;
import dev.rejoin.op.OpWriter;
import dev.rejoin.set.OrSet;
import dev.rejoin.version.Coverage;

/** A set. */
public final class SetState extends ValuesState {
    OrSet set;

    SetState(int ordinal, int epoch, long secret) {
        super(ordinal, ContainerType.SET, epoch);
        set = new OrSet(secret);
    }

    private SetState(SetState from, int epoch) {
        super(from, epoch);
        set = from.set.copy();
    }

    @Override
    public OrSet set() {
        return set;
    }

    @Override
    SetState copy(int writer) {
        return new SetState(this, writer);
    }

    @Override
    void clear(Coverage covered) {
        set.clear(covered);
    }

    @Override
    Runnable restorer(DocumentState state) {
        OrSet kept = set.copy();
        int container = ordinal();
        return () -> ((SetState) state.states().writable(container)).set = kept;
    }

    @Override
    void writeContent(OpWriter writer) {
        set.writeState(writer);
    }

    @Override
    void checkContent() {
        set.checkInvariants();
    }
}
