package dev.rejoin.undo.internal;

import dev.rejoin.change.Change;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.Reversal;
import dev.rejoin.replica.OpSink;
import dev.rejoin.undo.Skipped;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.undo.UndoResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The groups of one origin that can be taken back, and those that can be repeated. */
public final class UndoStacks implements UndoManager {
    /** Below so many table entries nobody looks which are still needed. */
    private static final int FEW = 1 << 10;

    private final UndoTarget target;
    private final UndoOptions options;
    private final Deque<Group> undo = new ArrayDeque<>();
    private final Deque<Group> redo = new ArrayDeque<>();

    private DocumentState state;
    private Reversal facts;
    private Recorder recorder;
    private Others others;
    private Identities identities = new Identities();
    /** Where the group that is being written goes; null while nothing is written. */
    private @Nullable Deque<Group> writingTo;

    private boolean open;
    private int neededAtLast;

    /** Keeps nothing yet. */
    public UndoStacks(UndoTarget target, DocumentState state, int self, UndoOptions options) {
        this.target = target;
        this.state = state;
        this.options = options;
        facts = new Reversal(state);
        others = new Others(facts, state.context().replicas(), state.context().containers(), self, identities);
        recorder = new Recorder(state, facts, self, identities, others);
    }

    /** Forgets all, and goes on with another state. */
    void moveTo(DocumentState next, int self) {
        clear();
        state = next;
        facts = new Reversal(next);
        others = new Others(facts, next.context().replicas(), next.context().containers(), self, identities);
        recorder = new Recorder(next, facts, self, identities, others);
    }

    @Override
    public UndoResult undo() {
        return takeBack("undo", undo, redo);
    }

    @Override
    public UndoResult redo() {
        return takeBack("redo", redo, undo);
    }

    private UndoResult takeBack(String call, Deque<Group> from, Deque<Group> to) {
        List<Skipped> skipped = new ArrayList<>();
        Change change;
        do {
            Group group = from.peekLast();
            List<Skipped> now = new ArrayList<>();
            change = target.write(call, this, opened -> {
                writingTo = to;
                if (group != null) {
                    run(group, opened, now);
                }
            });
            from.pollLast();
            skipped.addAll(now);
        } while (change.isEmpty() && !from.isEmpty());
        open = false;
        return new UndoResult(change, skipped);
    }

    private void run(Group group, OpenChange opened, List<Skipped> skipped) {
        new Undoing(state, facts, opened, identities, others, skipped).run(group);
    }

    @Override
    public boolean canUndo() {
        return !undo.isEmpty();
    }

    @Override
    public boolean canRedo() {
        return !redo.isEmpty();
    }

    @Override
    public void endGroup() {
        open = false;
    }

    @Override
    public void clear() {
        undo.clear();
        redo.clear();
        identities.clear();
        others.clear();
    }

    @Override
    public void close() {
        clear();
        target.closed(this);
    }

    boolean takes(String origin) {
        return options.origin().equals(origin);
    }

    /** Where operations of the open change go, and those of others. */
    OpSink sink() {
        return writingTo != null ? recorder : isIdle() ? OpSink.NOTHING : others;
    }

    private boolean isIdle() {
        return undo.isEmpty() && redo.isEmpty();
    }

    /** A change by this origin begins. */
    void begin() {
        writingTo = undo;
        identities.mark();
        recorder.begin();
    }

    void rollback() {
        writingTo = null;
        identities.rewind();
    }

    void commit(boolean edit) {
        Deque<Group> to = writingTo;
        writingTo = null;
        identities.keep();
        Group group = recorder.group();
        if (to == null || group.isEmpty()) {
            return;
        }
        group.endAt(target.millis());
        if (edit) {
            redo.clear();
        }
        Group last = to.peekLast();
        if (edit && open && last != null && isWithin(last, group)) {
            last.append(group);
        } else {
            to.addLast(group);
        }
        open = edit;
        if (to.size() > options.maxGroups()) {
            to.removeFirst();
        }
        forgetUnneeded();
    }

    private boolean isWithin(Group last, Group next) {
        return next.lastMillis() - last.lastMillis() < options.groupWithin().toMillis();
    }

    /** Now and then: as often as what is kept has doubled. */
    private void forgetUnneeded() {
        if (identities.size() < FEW + 2 * neededAtLast) {
            return;
        }
        List<Step> steps = new ArrayList<>();
        undo.forEach(group -> steps.addAll(group.steps()));
        redo.forEach(group -> steps.addAll(group.steps()));
        identities = identities.only(steps);
        others.setIdentities(identities);
        recorder.setIdentities(identities);
        neededAtLast = identities.size();
    }

    void checkInvariants() {
        identities.checkInvariants();
    }
}
