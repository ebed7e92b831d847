package dev.rejoin.map.internal;

import dev.rejoin.object.ContainerType;
import dev.rejoin.op.OpWriter;
import dev.rejoin.set.RemoveWinsSet;
import dev.rejoin.version.Coverage;

/** A set in which removing wins. */
public final class RemoveWinsSetState extends ValuesState {
    RemoveWinsSet set;

    RemoveWinsSetState(int ordinal, int epoch, long secret) {
        super(ordinal, ContainerType.REMOVE_WINS_SET, epoch);
        set = new RemoveWinsSet(secret);
    }

    private RemoveWinsSetState(RemoveWinsSetState from, int epoch) {
        super(from, epoch);
        set = from.set.copy();
    }

    @Override
    public RemoveWinsSet set() {
        return set;
    }

    @Override
    RemoveWinsSetState copy(int writer) {
        return new RemoveWinsSetState(this, writer);
    }

    @Override
    void clear(Coverage covered) {
        set.clear(covered);
    }

    @Override
    Runnable restorer(DocumentState state) {
        RemoveWinsSet kept = set.copy();
        int container = ordinal();
        return () -> ((RemoveWinsSetState) state.states().writable(container)).set = kept;
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
