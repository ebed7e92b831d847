package dev.rejoin.map.internal;

import dev.rejoin.log.GrowOnlyLog;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.OpWriter;
import dev.rejoin.version.Coverage;

/** A log. */
public final class LogState extends ObjectState {
    GrowOnlyLog log;

    LogState(int ordinal, int epoch) {
        super(ordinal, ContainerType.LOG, epoch);
        log = new GrowOnlyLog();
    }

    private LogState(LogState from, int epoch) {
        super(from, epoch);
        log = from.log.copy();
    }

    /** The content, for reading. */
    public GrowOnlyLog log() {
        return log;
    }

    @Override
    LogState copy(int writer) {
        return new LogState(this, writer);
    }

    @Override
    void clear(Coverage covered) {
        log.clear(covered);
    }

    @Override
    Runnable restorer(DocumentState state) {
        GrowOnlyLog kept = log.copy();
        int container = ordinal();
        return () -> ((LogState) state.states().writable(container)).log = kept;
    }

    @Override
    void writeContent(OpWriter writer) {
        log.writeState(writer);
    }

    @Override
    void checkContent() {
        log.checkInvariants();
    }
}
