package dev.rejoin.map.internal;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.map.MapOp;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.version.Coverage;
import dev.rejoin.version.VersionVector;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of every container and what follows from them: touch, hide, clear.
 *
 * <p>Let C be the join of cleared of a container and of all above it. Its own condition is that touched is not covered by
 * hidden joined with C; it can be read if the condition holds for it and for all above it. All vectors only grow, by
 * maximum, so the condition depends on the set of operations and not on their order.
 *
 * <p>A fourth vector, restored, is what restorations took back. It matters where deletes win: there a container is shown
 * only if every delete was seen by a recreation or a restoration, that is, if hidden is covered by cleared joined with
 * restored. Where updates win, a restoration needs no more than its touch.
 *
 * <p>The condition is kept as a flag, because it changes at three moments only: a touch makes it true for the container
 * and all above it (the id is new, so no delete or reset that is applied already can cover it); a hide may make it false
 * for one container; a clear for a subtree. So the common operation - a touch of containers that are all visible - raises
 * one entry a level, and the way up is remembered from one operation to the next.
 *
 * <p>Touches of one container in a row are raised once, when another follows, somebody asks, or the change ends
 * ({@link #settle}). (TextEditBenchmark.local)
 *
 * <p>A reset has to look at all that stands below it. While nobody reads, that is put off ({@link #defer}), so that many
 * resets in a row look once: what comes behind a reset is covered by none of its ids, so it leaves the same whether what
 * is covered is still there or not.
 */
final class Visibility {
    private static final int[] NONE = {};

    private final DocumentState state;
    private final ContainerTable containers;

    /** The container that was touched last, and the states above it, the root left out. */
    private int lastContainer = ContainerTable.NONE;

    private int lastStructure;
    /** To where the vectors on the way up have to be raised; 0 if they are. */
    private long pendingEnd;

    private int depth;
    private ContainerState[] path = new ContainerState[2];
    private ReplicaVector[] vectors = new ReplicaVector[2];

    /** Whether resets only note what they cover. */
    private boolean defers;
    /** The containers that were reset and not gone through yet, with what was covered there before; null while all are. */
    private @Nullable Map<Integer, ReplicaVector> deferred;

    Visibility(DocumentState state) {
        this.state = state;
        this.containers = state.containers();
    }

    /** Forgets the way up: the states were replaced from outside, and what was not raised yet is taken back. */
    void forget() {
        lastContainer = ContainerTable.NONE;
        pendingEnd = 0;
    }

    /** Whether an operation touches the container that it addresses. What inserts and deletes elements always does. */
    static boolean touches(Op op) {
        return op instanceof MapOp.Put put
                ? put.write().value() != null
                : op instanceof CounterOp.Increment
                        || op instanceof SetOp.Add
                        || op instanceof SetOp.Remove
                        || op instanceof MapOp.SetElement
                        || op instanceof MapOp.Create
                        || op instanceof MapOp.Restore
                        || op instanceof CounterOp
                        || op instanceof RemoveWinsSetOp
                        || op instanceof GrowOnlyLogOp;
    }

    /** An operation with ids of the author below an end was applied in a container; creates what has no state yet. */
    void touch(int container, long end) {
        if (container == lastContainer && lastStructure == state.structure()) {
            pendingEnd = Math.max(pendingEnd, end);
            return;
        }
        settle();
        boolean reveals = findPath(container);
        pendingEnd = end;
        if (reveals) {
            settle();
            reveal();
        }
    }

    /** Raises the vectors for what was touched. */
    void settle() {
        long end = pendingEnd;
        if (end == 0) {
            return;
        }
        pendingEnd = 0;
        int author = state.author();
        UndoLog undo = state.undo();
        for (int i = 0; i < depth; i++) {
            if (undo != null) {
                undo.touched(path[i].ordinal(), vectors[i].end(author));
            }
            vectors[i].raise(author, end);
        }
    }

    void restoreTouched(int container, long end) {
        ContainerState touched = state.states().writable(container);
        touched.touched = ReplicaVector.writable(touched.touched, touched.epoch());
        touched.touched.restore(state.author(), end);
    }

    /** A delete: what its author saw, and its own id, is hidden. */
    void hide(int container, VersionVector seen, long seq) {
        settle();
        ContainerState hiding = state.ensure(container);
        ReplicaVector old = hiding.hidden;
        ReplicaVector joined = joined(old, seen);
        joined.raise(state.author(), seq + 1);
        hiding.hidden = joined;
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(() -> state.states().writable(container).hidden = old);
        }
        refresh(hiding, covered(container));
    }

    /** A restoration: takes the deletes back that its author saw, and resets nothing. */
    void restore(int container, VersionVector seen) {
        ContainerState restoring = state.ensure(container);
        ReplicaVector old = restoring.restored;
        restoring.restored = joined(old, seen);
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(() -> state.states().writable(container).restored = old);
        }
        refresh(restoring, covered(container));
    }

    /** A reset: drops what is covered in the whole subtree. */
    void clear(int container, VersionVector vector) {
        settle();
        ContainerState clearing = state.ensure(container);
        ReplicaVector old = clearing.cleared;
        if (isCovered(vector, old)) {
            return;
        }
        ReplicaVector before = covered(container);
        clearing.cleared = joined(old, vector);
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(() -> state.states().writable(container).cleared = old);
        }
        ReplicaVector covered = covered(container);
        int[] raised = covered == null ? NONE : covered.raisedSince(before);
        if (covered == null || raised.length == 0) { // nothing more is covered, but a delete may have been seen
            refresh(clearing, covered);
        } else if (defers) {
            deferred = deferred == null ? new LinkedHashMap<>() : deferred;
            deferred.putIfAbsent(
                    container, before == null ? new ReplicaVector(state.epoch().current()) : before);
        } else {
            clearBelow(container, covered, before, raised);
        }
    }

    /** From now on resets only note what they cover. */
    void defer() {
        defers = true;
    }

    /** Drops what resets cover that only noted it, and what later ones cover at once. */
    void catchUp() {
        defers = false;
        Map<Integer, ReplicaVector> noted = deferred;
        if (noted == null) {
            return;
        }
        deferred = null;
        settle();
        noted.forEach((container, before) -> {
            ReplicaVector covered = Objects.requireNonNull(covered(container));
            clearBelow(container, covered, before, covered.raisedSince(before));
        });
    }

    /** What resets noted is taken back, before anything was dropped. */
    void forgetDeferred() {
        defers = false;
        deferred = null;
    }

    /** Join of cleared of a container and all above it; null when nothing is cleared. Not to be changed. */
    @Nullable
    ReplicaVector covered(int container) {
        ReplicaVector joined = null;
        boolean own = false;
        for (int at = container; at > ContainerTable.ROOT; at = containers.parent(at)) {
            ContainerState above = state.states().find(at);
            ReplicaVector cleared = above == null ? null : above.cleared;
            if (cleared == null) {
                continue;
            }
            if (joined == null) {
                joined = cleared;
            } else {
                joined = own
                        ? joined
                        : ReplicaVector.copyOf(joined, state.epoch().current());
                own = true;
                joined.join(cleared);
            }
        }
        return joined;
    }

    /** Looks at all containers again, from the top: the policies are others. No change is open. */
    void review(int container) {
        ContainerState reviewed = state.states().get(container);
        if (container != ContainerTable.ROOT) {
            boolean shown = reviewed.visible && reviewed.isShownWhenVisible();
            if (shown != reviewed.shown) {
                state.states().writable(container).shown = shown;
                state.structureChanged();
            }
        }
        if (reviewed instanceof SlottedState slotted) {
            for (int child : state.children(slotted)) {
                ContainerState below = state.states().writable(child);
                state.placement().setRules(below, slotted);
                review(child);
            }
        }
        if (state.states().get(container) instanceof SequenceState list && list.slots != null) {
            refreshElements(list);
        }
        if (state.states().get(container) instanceof MapState map) {
            int shownKeys = state.countShown(map);
            if (shownKeys != map.shownKeys) {
                ((MapState) state.states().writable(container)).shownKeys = shownKeys;
            }
        }
        if (state.states().get(container) instanceof SlottedState slotted) {
            int open = state.conflicts().count(slotted);
            if (open != slotted.conflicts) {
                ((SlottedState) state.states().writable(container)).conflicts = open;
            }
        }
    }

    /** Makes a removed element readable or not, as the containers in it demand. */
    void refreshElement(SequenceState list, long element) {
        long hash = state.hasher().of(element);
        SlotPage page = list.page(hash);
        int slot = page.find(element, hash);
        if (slot < 0 || page.cell(slot) != Registers.DEAD) {
            return;
        }
        boolean shown = state.winner(page, slot) != StateSource.NONE;
        SequenceState writable = state.sequence(list.ordinal());
        if (writable.isVisible(element) == shown) {
            return;
        }
        UndoLog undo = state.undo();
        if (shown) {
            writable.show(element, 1);
            if (undo != null) {
                undo.add(() -> state.sequence(list.ordinal()).delete(element, 1, null));
            }
        } else {
            writable.delete(element, 1, null);
            if (undo != null) {
                undo.deleted(list.ordinal(), element, 1);
            }
        }
    }

    /** Looks the way up from a container up; whether some of it is not visible. */
    private boolean findPath(int container) {
        depth = 0;
        boolean reveals = false;
        state.ensure(container);
        for (int at = container; at > ContainerTable.ROOT; at = containers.parent(at)) {
            if (depth == path.length) {
                path = Arrays.copyOf(path, 2 * depth);
                vectors = Arrays.copyOf(vectors, 2 * depth);
            }
            ContainerState touched = state.states().writable(at);
            ReplicaVector vector = ReplicaVector.writable(touched.touched, touched.epoch());
            touched.touched = vector;
            path[depth] = touched;
            vectors[depth++] = vector;
            reveals |= !touched.visible;
        }
        lastContainer = container;
        lastStructure = state.structure();
        return reveals;
    }

    /** Rare: a write to something that is new or was deleted. From the top, so that the elements of lists show whole. */
    private void reveal() {
        for (int i = depth - 1; i >= 0; i--) {
            ContainerState revealed = path[i];
            if (!revealed.visible) {
                refresh(revealed, covered(revealed.ordinal()));
            }
        }
    }

    private void refresh(ContainerState changed, @Nullable ReplicaVector covered) {
        boolean wasVisible = changed.visible;
        boolean wasShown = changed.shown;
        boolean visible = changed.isVisibleWith(covered);
        boolean shown = visible && changed.isShownWhenVisible();
        if (visible == wasVisible && shown == wasShown) {
            return;
        }
        int ordinal = changed.ordinal();
        setVisible(changed, visible, shown);
        state.structureChanged();
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(() -> setVisible(state.states().writable(ordinal), wasVisible, wasShown));
        }
        if (containers.isInElement(ordinal)) {
            refreshElement(state.sequence(containers.parent(ordinal)), containers.element(ordinal));
        }
    }

    private void setVisible(ContainerState changed, boolean visible, boolean shown) {
        int parent = containers.parent(changed.ordinal());
        int weight = state.conflicts().weightAt(changed.ordinal());
        setFlags(changed, parent, visible, shown);
        state.conflicts().add(parent, state.conflicts().weightAt(changed.ordinal()) - weight);
    }

    private void setFlags(ContainerState changed, int parent, boolean visible, boolean shown) {
        if (containers.isInElement(changed.ordinal()) || !(state.states().writable(parent) instanceof MapState map)) {
            changed.visible = visible;
            changed.shown = shown;
            return;
        }
        String key = containers.key(changed.ordinal());
        long hash = state.hasher().of(key);
        SlotPage page = map.page(hash);
        int slot = page.find(key, hash);
        int before = state.shown(map, page, slot);
        changed.visible = visible;
        changed.shown = shown;
        map.shownKeys += state.shown(map, page, slot) - before;
    }

    /**
     * Drops what is covered now in a container and in all below it.
     *
     * @param before what was covered there already, if anything was
     * @param raised replicas of which more is covered than before
     */
    private void clearBelow(int container, ReplicaVector covered, @Nullable ReplicaVector before, int[] raised) {
        ContainerState clearing = state.states().writable(container);
        clearContent(clearing, covered);
        refresh(clearing, covered);
        if (clearing instanceof SlottedState slotted) {
            for (int child : childrenWithMore(slotted, before, raised)) {
                ReplicaVector own = state.states().get(child).cleared;
                ReplicaVector below = covered;
                if (own != null) {
                    below = ReplicaVector.copyOf(covered, state.epoch().current());
                    below.join(own);
                }
                clearBelow(child, below, before, raised);
            }
        }
        if (clearing instanceof SequenceState list && list.slots != null) {
            refreshElements(list);
        }
    }

    /**
     * The containers right below one that may hold something of what is covered more than before. Whatever stands in a
     * container touched it, but for removals at its keys.
     */
    private int[] childrenWithMore(SlottedState parent, @Nullable ReplicaVector before, int[] raised) {
        return state.children(parent, child -> {
            if (child instanceof SlottedState slotted && slotted.slots != null && slotted.slots.count() > 0) {
                return true;
            }
            for (int replica : raised) {
                if (child.touched != null && !ReplicaVector.covers(before, replica, child.touched.end(replica) - 1)) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Drops what is covered in one container, which may be written, and leaves those below it as they are. */
    void clearContent(ContainerState clearing, ReplicaVector covered) {
        Coverage coverage = replica -> {
            int index = state.replicas().find(replica);
            return index < 0 ? 0 : covered.end(index);
        };
        if (clearing instanceof SequenceState sequence) {
            clearElements(sequence, covered);
        }
        if (clearing instanceof SlottedState slotted) {
            new SlotClearing(state, slotted, coverage).run();
        }
        if (clearing instanceof ObjectState object) {
            UndoLog undo = state.undo();
            if (undo != null) {
                undo.add(object.restorer(state));
            }
            object.clear(coverage);
        }
    }

    private void clearElements(SequenceState sequence, ReplicaVector covered) {
        SequenceState clearing = state.sequence(sequence.ordinal());
        UndoLog undo = state.undo();
        int container = sequence.ordinal();
        clearing.clear(
                covered::end, undo == null ? null : (index, first, count) -> undo.deleted(container, first, count));
    }

    /** Makes all removed elements of a list readable or not, as the containers in them demand. */
    void refreshElements(SequenceState list) {
        SlotTable slots = list.slots;
        if (slots != null) {
            slots.forEachPage(page -> {
                for (int slot = 0; slot < page.size(); slot++) {
                    if (page.cell(slot) == Registers.DEAD) {
                        refreshElement(list, page.element(slot));
                    }
                }
            });
        }
    }

    private boolean isCovered(VersionVector vector, @Nullable ReplicaVector by) {
        for (int i = 0; i < vector.size(); i++) {
            int replica = state.replicas().find(vector.replicaAt(i));
            if (replica < 0 || !ReplicaVector.covers(by, replica, vector.endAt(i) - 1)) {
                return false;
            }
        }
        return true;
    }

    private ReplicaVector joined(@Nullable ReplicaVector old, VersionVector more) {
        ReplicaVector joined = ReplicaVector.copyOf(old, state.epoch().current());
        join(joined, more);
        return joined;
    }

    /** Raises a vector to what an operation names. */
    void join(ReplicaVector vector, VersionVector more) {
        for (int i = 0; i < more.size(); i++) {
            vector.raise(state.replicas().intern(more.replicaAt(i)), more.endAt(i));
        }
    }
}
