package dev.rejoin.map.internal;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.counter.PnCounter;
import dev.rejoin.internal.ElementId;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.log.LogAppended;
import dev.rejoin.map.MapOp;
import dev.rejoin.member.MemberOp;
import dev.rejoin.member.ReturnOp;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpMeta;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.sequence.internal.ChangeVisitor;
import dev.rejoin.sequence.internal.KnownRanges;
import dev.rejoin.set.OrSet;
import dev.rejoin.set.RemoveWinsSet;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetEvent;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import java.math.BigInteger;
import java.util.function.Consumer;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The one place where operations change the state of a document, local and remote alike. What reaches it has passed the
 * {@link Checker}. Kinds of operations that this version does not know change nothing.
 */
final class Applier implements OpSink {
    private final DocumentState state;
    private final Visibility visibility;
    private final OpenConflicts conflicts;

    /** For the callback of a deletion, so that it needs no object of its own. */
    private int deletingIn;

    private final ChangeVisitor whenDeleted = this::removed;
    /** Ranges of elements whose deletion was applied, one by one; applying another one touches and changes nothing else. */
    private final KnownRanges deleted;
    /** Such deletions of the open change, each with a step: first id, end id, first seq, step. */
    private final LongArrayList repeated = new LongArrayList(0);

    private @Nullable SequenceState lastSequence;
    private int lastStructure;

    Applier(DocumentState state) {
        this.state = state;
        this.visibility = state.visibility();
        this.conflicts = state.conflicts();
        this.deleted = new KnownRanges(state.shape());
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        int target = container < 0 ? state.sequences().containerOf(parent) : container;
        OpSink tap = state.tap();
        if (tap != null) {
            tap.insert(target, text, seq, count, parent, left, continues);
        }
        ChangeObserver observer = state.observer();
        if (observer != null) {
            observer.before(target, null, ElementId.NONE, false);
        }
        visibility.touch(target, seq + count);
        long first = ElementId.of(state.author(), seq);
        int index = sequence(target).rga.insert(parent, left, continues, first, count, state.time());
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.inserted(target, first, count);
        }
        if (observer != null) {
            observer.inserted(target, index, first, count);
            observer.after();
        }
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        OpSink tap = state.tap();
        if (tap != null) {
            tap.delete(seq, element, count, step);
        }
        if (step == 0) {
            delete(seq + 1, element, count);
            return;
        }
        long first = step > 0 ? element : element - (count - 1L);
        long end = first + count;
        boolean isSeen = tap != null || state.observer() != null || state.undo() != null;
        int parts = 0;
        for (long at = first; at < end; ) {
            long next = isSeen ? at : Math.min(deleted.skip(Integer.MAX_VALUE, at), end);
            if (next > at) {
                repeated.addAll(at, next, step > 0 ? seq + (at - first) : seq + (end - next), step);
            } else {
                // Single deletions of neighbours leave what one deletion of the range leaves.
                next = state.sequences().endInSequence(at, end);
                delete(endOfDeletions(first, end, seq, step, at, next), at, (int) (next - at));
                parts++;
            }
            at = next;
        }
        deleted.add(parts, first, end);
    }

    /** The seq behind the last deletion of a part of what a run of them deletes with a step. */
    private static long endOfDeletions(long first, long end, long seq, int step, long from, long to) {
        return seq + (step > 0 ? to - first : end - from);
    }

    /** The change is complete: touches what repeated deletions name, the newest first, so that none is looked up twice. */
    void end() {
        if (repeated.isEmpty()) {
            return;
        }
        KnownRanges touched = new KnownRanges(state.shape());
        for (int i = repeated.size() - 4; i >= 0; i -= 4) {
            long first = repeated.get(i);
            long end = repeated.get(i + 1);
            for (long at = first; at < end; ) {
                long known = touched.skip(Integer.MAX_VALUE, at);
                if (known == at) {
                    known = state.sequences().endInSequence(at, end);
                    long seq = repeated.get(i + 2);
                    int step = (int) repeated.get(i + 3);
                    visibility.touch(
                            state.sequences().containerOf(at), endOfDeletions(first, end, seq, step, at, known));
                }
                at = known;
            }
            touched.add(Integer.MAX_VALUE, first, end);
        }
        repeated.clear();
    }

    @Override
    public void operation(int container, long seq, Op op) {
        OpSink tap = state.tap();
        if (tap != null) {
            tap.operation(container, seq, op);
        }
        ChangeObserver observer = state.observer();
        if (observer == null) {
            apply(container, seq, op);
            return;
        }
        String key =
                op instanceof MapOp.Put put ? put.key() : op instanceof MapOp.Withdraw withdraw ? withdraw.key() : null;
        long element = op instanceof MapOp.SetElement set ? state.pack(set.element()) : ElementId.NONE;
        boolean whole =
                op instanceof MapOp && key == null && element == ElementId.NONE && !(op instanceof MapOp.MoveElement);
        observer.before(container, key, element, whole);
        apply(container, seq, op);
        observer.after();
    }

    /** The classes that are common stand before all interfaces, which a JVM searches for one by one. (CounterBenchmark) */
    private void apply(int container, long seq, Op op) {
        if (Visibility.touches(op)) {
            visibility.touch(container, seq + 1);
        }
        if (op instanceof MapOp.Put put) {
            put(container, seq, put);
        } else if (op instanceof CounterOp.Increment increment) {
            count(container, seq, increment);
        } else if (op instanceof SetOp.Add || op instanceof SetOp.Remove) {
            set(container, seq, (SetOp) op);
        } else if (op instanceof MapOp.Withdraw withdraw) {
            withdraw(container, withdraw);
        } else if (op instanceof CounterOp.Reset reset) {
            count(container, seq, reset);
        } else if (op instanceof RemoveWinsSetOp setOp) {
            set(container, seq, setOp);
        } else if (op instanceof GrowOnlyLogOp logOp) {
            append(container, seq, logOp);
        } else if (op instanceof MapOp.SetElement set) {
            setElement(container, seq, set);
        } else if (op instanceof MapOp.MoveElement move) {
            state.moves().apply(container, seq, move);
        } else if (op instanceof MapOp.Create create) {
            create(container, seq, create);
        } else if (op instanceof MapOp.Hide hide) {
            visibility.hide(container, hide.touched(), seq);
        } else if (op instanceof MapOp.Clear clear) {
            visibility.clear(container, clear.cleared());
        } else if (op instanceof MapOp.Restore restore) {
            visibility.restore(container, restore.hidden());
        } else if (op instanceof MapOp.DefineSchema define) {
            state.define(new StoredSchema(define.version(), define.schema(), state.time(), state.authorId(), seq));
        } else if (op instanceof MemberOp memberOp) {
            member(memberOp, OpId.of(state.authorId(), seq));
        } else if (op instanceof ReturnOp returned && !state.isBeside()) {
            Runnable revert = state.context().returns().apply(returned, new ReplicaId(state.authorId()));
            if (state.undo() != null) {
                state.undo().add(revert);
            }
        }
    }

    private void delete(long end, long first, int count) {
        int container = state.sequences().containerOf(first);
        ChangeObserver observer = state.observer();
        if (observer != null) {
            observer.before(container, null, ElementId.NONE, false);
            observer.deleting(container, first, count);
        }
        visibility.touch(container, end);
        SequenceState sequence = sequence(container);
        deletingIn = container;
        boolean hasSlots =
                sequence.slots != null && sequence.slots.count() > 0; // what was taken back leaves an empty table
        if (hasSlots || sequence.positions() != null) {
            deleteOneByOne(sequence, first, count);
        } else if (observer == null && state.undo() == null) {
            sequence.rga.delete(first, count, null);
        } else {
            sequence.rga.delete(first, count, whenDeleted);
        }
        if (observer != null) {
            observer.after();
        }
    }

    /** The sequence that was edited last is nearly always the next one. */
    private SequenceState sequence(int container) {
        SequenceState last = lastSequence;
        if (last == null || last.ordinal() != container || lastStructure != state.structure()) {
            last = state.sequence(container);
            lastSequence = last;
            lastStructure = state.structure();
        }
        return last;
    }

    private void removed(int index, long first, int count) {
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.deleted(deletingIn, first, count);
        }
        ChangeObserver observer = state.observer();
        if (observer != null) {
            observer.deleted(deletingIn, index, first, count);
        }
    }

    /** Forgets what was found out about ids: some are taken back, and may come again as something else. */
    void forget() {
        deleted.clear();
        repeated.clear();
    }

    /** In a list where some elements were written again, hold containers or were moved. */
    private void deleteOneByOne(SequenceState list, long first, int count) {
        ChangeVisitor told = state.observer() == null && state.undo() == null ? null : whenDeleted;
        int steps = 0;
        for (long element = first; element < first + count; element++) {
            element = deleted.skip(++steps, element);
            if (element >= first + count) {
                break;
            }
            long hash = state.hasher().of(element);
            SlotPage page = list.page(hash);
            int slot = page.find(element, hash);
            boolean stays = false;
            if (slot >= 0) {
                stays = state.winner(page, slot) != StateSource.NONE;
                bury(list, element, hash, page.child(slot) == StateSource.NONE);
            }
            if (!stays) {
                list.delete(element, 1, told);
            }
        }
        deleted.add(steps, first, first + count);
    }

    /** The slot of a removed element: gone, or marked as long as containers stand in it. */
    private void bury(SequenceState list, long element, long hash, boolean empty) {
        SlotPage page = list.writableSlots().writablePage(hash);
        int slot = page.find(element, hash);
        if (page.cell(slot) == Registers.DEAD) {
            return;
        }
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(new SlotUndo(state, list.ordinal(), null, element, page, slot));
        }
        int weight = conflicts.weight(list, page, slot);
        if (empty) {
            list.writableSlots().remove(page, slot);
            conflicts.add(list.ordinal(), -weight);
        } else {
            page.setCell(slot, Registers.DEAD, 0, 0, 0);
            conflicts.add(list.ordinal(), conflicts.weight(list, page, slot) - weight);
        }
    }

    private void put(int container, long seq, MapOp.Put put) {
        Value value = put.write().value();
        MapState map = (MapState) state.ensure(container);
        String key = put.key();
        long hash = state.hash(key);
        SlotTable slots = map.writableSlots();
        SlotPage page = slots.writablePage(hash);
        int slot = state.slot(page, key, hash);
        int before = state.shown(map, page, slot);
        int weight = conflicts.weight(map, page, slot);
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(new SlotUndo(state, container, key, ElementId.NONE, page, slot));
        }
        if (slot < 0) {
            page = slots.pageForNew(hash);
            slot = page.add(key, hash);
        }
        write(page, slot, value, put.write().replaced(), seq, undo != null);
        map.shownKeys += state.shown(map, page, slot) - before;
        conflicts.add(container, conflicts.weight(map, page, slot) - weight);
    }

    private void withdraw(int container, MapOp.Withdraw withdraw) {
        MapState map = (MapState) state.ensure(container);
        String key = withdraw.key();
        long hash = state.hash(key);
        SlotTable slots = map.writableSlots();
        SlotPage page = slots.writablePage(hash);
        int slot = page.find(key, hash);
        if (slot < 0) {
            return;
        }
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(new SlotUndo(state, container, key, ElementId.NONE, page, slot));
        }
        int before = state.shown(map, page, slot);
        int weight = conflicts.weight(map, page, slot);
        Registers.replace(
                page, slot, withdraw.writes(), state.replicas(), state.epoch().current());
        map.shownKeys += state.shown(map, page, slot) - before;
        conflicts.add(container, conflicts.weight(map, page, slot) - weight);
        if (page.cell(slot) == null && page.child(slot) == StateSource.NONE) {
            slots.remove(page, slot);
        }
    }

    private void setElement(int container, long seq, MapOp.SetElement set) {
        SequenceState list = state.sequence(container);
        long element = state.pack(set.element());
        long hash = state.hasher().of(element);
        SlotTable slots = list.writableSlots();
        SlotPage page = slots.writablePage(hash);
        int slot = page.find(element, hash);
        if (slot < 0 ? !list.isVisible(element) : page.cell(slot) == Registers.DEAD) {
            return; // the removal of an element wins
        }
        int weight = conflicts.weight(list, page, slot);
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(new SlotUndo(state, container, null, element, page, slot));
        }
        if (slot < 0) {
            page = slots.pageForNew(hash);
            slot = page.add(element, hash);
        }
        write(page, slot, set.write().value(), set.write().replaced(), seq, undo != null);
        conflicts.add(container, conflicts.weight(list, page, slot) - weight);
    }

    private void write(SlotPage page, int slot, @Nullable Value value, Dots replaced, long seq, boolean keepOld) {
        Registers.write(
                page,
                slot,
                value,
                replaced,
                state.time(),
                ElementId.of(state.author(), seq),
                state.replicas(),
                state.epoch().current(),
                keepOld);
    }

    private void create(int container, long seq, MapOp.Create create) {
        ContainerState created = state.ensure(container);
        UndoLog undo = state.undo();
        if (undo != null) {
            long time = created.markerTime;
            long replica = created.markerReplica;
            long markerSeq = created.markerSeq;
            undo.add(() -> {
                int parent = state.containers().parent(container);
                int weight = conflicts.weightAt(container);
                ContainerState back = state.states().writable(container);
                back.markerTime = time;
                back.markerReplica = replica;
                back.markerSeq = markerSeq;
                conflicts.add(parent, conflicts.weightAt(container) - weight);
            });
        }
        int weight = conflicts.weightAt(container);
        created.raiseMarker(state.time(), state.authorId(), seq);
        conflicts.add(state.containers().parent(container), conflicts.weightAt(container) - weight);
        state.structureChanged();
        if (!create.replaced().isEmpty()) {
            replaceScalars(container, create.replaced());
        }
    }

    private void replaceScalars(int container, Dots replaced) {
        ContainerTable containers = state.containers();
        SlottedState parent = (SlottedState) state.ensure(containers.parent(container));
        boolean inElement = containers.isInElement(container);
        String key = inElement ? null : containers.key(container);
        long element = inElement ? containers.element(container) : ElementId.NONE;
        long hash = key == null ? state.hasher().of(element) : state.hash(key);
        SlotPage page = parent.writableSlots().writablePage(hash);
        int slot = key == null ? page.find(element, hash) : page.find(key, hash);
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(new SlotUndo(state, parent.ordinal(), key, element, page, slot));
        }
        int before = state.shown(parent, page, slot);
        int weight = conflicts.weight(parent, page, slot);
        Registers.replace(page, slot, replaced, state.replicas(), state.epoch().current());
        conflicts.add(parent.ordinal(), conflicts.weight(parent, page, slot) - weight);
        if (parent instanceof MapState map) {
            map.shownKeys += state.shown(parent, page, slot) - before;
        }
    }

    private void count(int container, long seq, CounterOp op) {
        CounterState counting = (CounterState) state.ensure(container);
        PnCounter counter = counting.counter;
        ChangeObserver observer = state.observer();
        BigInteger before = observer == null ? BigInteger.ZERO : counter.value();
        UndoLog undo = state.undo();
        if (op instanceof CounterOp.Increment increment) {
            if (undo != null) {
                undo.counted(container, seq);
            }
            counter.increment(state.authorId(), seq, increment.delta());
        } else if (op instanceof CounterOp.Reset reset) {
            if (undo != null) {
                undo.add(counting.restorer(state));
            }
            counter.reset(reset, state.time(), state.authorId(), seq);
        }
        if (observer != null) {
            observer.counted(container, before, counter.value());
        }
    }

    private void set(int container, long seq, SetOp op) {
        OrSet set = ((SetState) state.ensure(container)).set;
        UndoLog undo = state.undo();
        if (undo != null) {
            Consumer<OrSet> restorer =
                    set.restorer(op instanceof SetOp.Add add ? add.value() : ((SetOp.Remove) op).value());
            undo.add(() -> restorer.accept(((SetState) state.states().writable(container)).set));
        }
        ChangeObserver observer = state.observer();
        if (observer != null) {
            observer.set(container, set.apply(op, meta(seq)));
        } else if (op instanceof SetOp.Add add) {
            set.add(add.value(), add.replaced(), state.authorId(), seq);
        } else if (op instanceof SetOp.Remove remove) {
            set.remove(remove.value(), remove.removed());
        }
    }

    private void set(int container, long seq, RemoveWinsSetOp op) {
        RemoveWinsSet set = ((RemoveWinsSetState) state.ensure(container)).set;
        UndoLog undo = state.undo();
        if (undo != null) {
            Consumer<RemoveWinsSet> restorer = set.restorer(op.value());
            undo.add(() -> restorer.accept(((RemoveWinsSetState) state.states().writable(container)).set));
        }
        SetEvent event = set.apply(op, meta(seq));
        ChangeObserver observer = state.observer();
        if (observer != null) {
            observer.set(container, event);
        }
    }

    private void append(int container, long seq, GrowOnlyLogOp op) {
        LogAppended event = ((LogState) state.ensure(container)).log.apply(op, meta(seq));
        UndoLog undo = state.undo();
        if (undo != null) {
            OpMeta meta = meta(seq);
            undo.add(() -> ((LogState) state.states().writable(container)).log.revert(meta));
        }
        ChangeObserver observer = state.observer();
        if (observer != null) {
            observer.appended(container, event);
        }
    }

    private void member(MemberOp op, OpId id) {
        if (state.isBeside()) {
            return;
        }
        state.context().members().apply(op, id);
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(() -> state.context().members().revert(op, id));
        }
    }

    private OpMeta meta(long seq) {
        return new OpMeta(state.authorId(), seq, state.time());
    }
}
