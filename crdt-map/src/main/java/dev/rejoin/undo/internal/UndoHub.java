package dev.rejoin.undo.internal;

import dev.rejoin.change.Change;
import dev.rejoin.clock.PhysicalClock;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.RedactOp;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The undo managers of one document: tells them which operations are whose. */
public final class UndoHub implements OpSink, UndoTarget {
    private DocumentState state;
    private int self;
    private final PhysicalClock clock;
    private final Writer writer;
    private final List<UndoStacks> all = new CopyOnWriteArrayList<>();

    /** Makes changes of a document. */
    @FunctionalInterface
    public interface Writer {
        /** Makes one, unless the call is not allowed now. */
        Change write(String call, Consumer<OpenChange> body);
    }

    /** No managers yet. */
    public UndoHub(DocumentState state, int self, PhysicalClock clock, Writer writer) {
        this.state = state;
        this.self = self;
        this.clock = clock;
        this.writer = writer;
    }

    /** Goes on with a state that takes the place of the other one: what was noted does not hold for it. */
    public void moveTo(DocumentState next, int nextSelf) {
        state = next;
        self = nextSelf;
        for (UndoStacks stacks : all) {
            stacks.moveTo(next, nextSelf);
        }
        state.setTap(all.isEmpty() ? null : this);
    }

    /** One more manager. */
    public UndoManager add(UndoOptions options) {
        UndoStacks stacks = new UndoStacks(this, state, self, options);
        all.add(stacks);
        state.setTap(this);
        return stacks;
    }

    @Override
    public void closed(UndoStacks stacks) {
        all.remove(stacks);
        if (all.isEmpty()) {
            state.setTap(null);
        }
    }

    @Override
    public Change write(String call, UndoStacks by, Consumer<OpenChange> body) {
        return writer.write(call, open -> {
            by.begin();
            body.accept(open);
        });
    }

    @Override
    public long millis() {
        return clock.millis();
    }

    /** An edit of an origin begins. */
    public void begin(String origin) {
        for (UndoStacks stacks : all) {
            if (stacks.takes(origin)) {
                stacks.begin();
            }
        }
    }

    /** What began and is not complete is given up. */
    public void rollback() {
        all.forEach(UndoStacks::rollback);
    }

    /** What began is complete. */
    public void commit(boolean edit) {
        for (UndoStacks stacks : all) {
            stacks.commit(edit);
        }
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        for (UndoStacks stacks : all) {
            stacks.sink().insert(container, text, seq, count, parent, left, continues);
        }
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        for (UndoStacks stacks : all) {
            stacks.sink().delete(seq, element, count, step);
        }
    }

    @Override
    public void operation(int container, long seq, Op op) {
        if (op instanceof RedactOp) { // what was redacted must not come back
            all.forEach(UndoStacks::clear);
        }
        for (UndoStacks stacks : all) {
            stacks.sink().operation(container, seq, op);
        }
    }

    /** Throws AssertionError if an invariant does not hold. */
    public void checkInvariants() {
        all.forEach(UndoStacks::checkInvariants);
    }
}
