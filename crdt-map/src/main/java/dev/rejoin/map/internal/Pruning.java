package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.StatePruning;
import dev.rejoin.sequence.internal.Rga;
import dev.rejoin.sequence.internal.SequencePruner;
import dev.rejoin.sequence.internal.SpanVisitor;
import dev.rejoin.version.Coverage;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Drops what is below the base: tombstones and priorities of sequences, positions that lost, the steps of counters, what
 * stands in deleted containers, and removed list elements with the containers in them.
 *
 * <p>When an element was deleted is not in the state; the retained history says it. All else follows from ids, times and
 * vectors, so that it does not matter to which bases the state was pruned before.
 */
final class Pruning implements StatePruning {
    private final DocumentState state;
    /** What others may have pruned to. */
    private Supplier<VersionVector> floor = () -> VersionVector.EMPTY;

    Pruning(DocumentState state) {
        this.state = state;
    }

    @Override
    public Step begin(long[] ends) {
        return new Work(ends);
    }

    @Override
    public void nameVisibleOnly(Supplier<VersionVector> floor) {
        this.floor = floor;
        state.sequences().nameVisibleOnly();
    }

    /** The floor of this device. */
    VersionVector floor() {
        return floor.get();
    }

    /** Whether others may have dropped what stands in a container: everybody knows that it was deleted. */
    boolean isBelowFloor(int container) {
        VersionVector known = floor.get();
        IntToLongFunction ends = replica -> known.end(state.replicas().id(replica));
        return !known.isEmpty() && deleted(container, above -> isDeletedBelow(above, ends)) != null;
    }

    /**
     * What deletes of a container, and of those around it, cover that nothing brings back. What a recreation clears covers
     * that too.
     *
     * @return null if it can be brought back
     */
    private @Nullable ReplicaVector deleted(int container, Predicate<ContainerState> isGone) {
        state.visibility().settle();
        ReplicaVector deleted = null;
        for (int at = container;
                at != ContainerTable.ROOT;
                at = state.containers().parent(at)) {
            ContainerState above = state.states().find(at);
            if (above == null) { // went with a list element
                return new ReplicaVector(state.epoch().current());
            }
            if (isGone.test(above)) {
                deleted = ReplicaVector.writable(deleted, state.epoch().current());
                deleted.join(above.touched);
                deleted.join(above.hidden);
            }
        }
        return deleted;
    }

    /** Whether a container was hidden, and touched, below certain ends only. */
    private static boolean isDeletedBelow(ContainerState asked, IntToLongFunction ends) {
        return !asked.visible && isBelow(asked.touched, ends) && isBelow(asked.hidden, ends);
    }

    private static boolean isBelow(@Nullable ReplicaVector vector, IntToLongFunction ends) {
        for (int i = 0; vector != null && i < vector.entries(); i++) {
            if (vector.entryEnd(i) > ends.applyAsLong(vector.entryReplica(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void finish() {
        List<Rga> sequences = new ArrayList<>();
        for (int container = 0; container < state.containers().size(); container++) {
            if (state.states().find(container) instanceof SequenceState sequence) {
                sequences.add(sequence.rga);
            }
        }
        state.settle();
        state.sequences().indexAnew(sequences);
    }

    @Override
    public void forEachContent(ContentVisitor visitor) {
        state.settle();
        for (int container = 0; container < state.containers().size(); container++) {
            if (state.states().find(container) instanceof SequenceState sequence) {
                boolean isText = sequence.type() == ContainerType.TEXT;
                sequence.rga.forEachSpan(new SpanVisitor() {
                    @Override
                    public void span(long first, int count, boolean deleted, long headTime) {
                        boolean isThere = !isText
                                || !deleted
                                || state.text().covers(ElementId.replica(first), ElementId.seq(first), count);
                        if (isThere) {
                            visitor.content(first, count, isText);
                        }
                    }

                    @Override
                    public void marker(long element, long headTime) {
                        // A place between elements.
                    }
                });
            }
        }
    }

    @Override
    public void forEachHeadTime(HeadTimeVisitor visitor) {
        state.sequences().forEachHeadTime(visitor::headTime);
    }

    @Override
    public void noteHeadTime(long element, long time) {
        state.sequences().noteHeadTime(element, time);
    }

    private record Reset(int container, VersionVector covered, boolean below) {}

    private final class Work implements Step {
        private final long[] ends;
        private final IdRanges deletedBelow = new IdRanges();
        private final IdRanges deletedAbove = new IdRanges();
        private final List<Reset> resets = new ArrayList<>();

        Work(long[] ends) {
            this.ends = ends;
            state.settle();
            state.sequences().keepHeadTimes(new Fates());
        }

        @Override
        public OpSink operations(boolean below) {
            IdRanges deleted = below ? deletedBelow : deletedAbove;
            return new OpSink() {
                @Override
                public void insert(
                        int container,
                        boolean text,
                        long seq,
                        int count,
                        long parent,
                        boolean left,
                        boolean continues) {
                    // Where it stands says that it was inserted.
                }

                @Override
                public void delete(long seq, long element, int count, int step) {
                    deleted.add(step < 0 ? element - (count - 1L) : element, count);
                }

                @Override
                public void operation(int container, long seq, Op op) {
                    if (op instanceof MapOp.Clear clear) {
                        resets.add(new Reset(container, clear.cleared(), below));
                    }
                }
            };
        }

        @Override
        public long prune(int container) {
            ContainerState pruned = state.states().find(container);
            if (pruned == null) {
                return 1;
            }
            ReplicaVector deleted = deleted(container, this::isDeleted);
            if (deleted != null) {
                empty(container, deleted);
            }
            if (pruned instanceof CounterState) {
                Coverage base = replica -> end(state.replicas().find(replica));
                ((CounterState) state.states().writable(container)).counter.fold(base);
            } else if (pruned instanceof SequenceState) {
                SequenceState writable = state.sequence(container);
                Fates fates = new Fates(writable, deleted);
                if (writable.slots != null) {
                    dropElements(writable, fates, deleted != null);
                }
                Positions positions = writable.positions();
                if (positions != null) {
                    dropPositions(writable, positions, fates);
                }
                writable.rga = SequencePruner.prune(state.sequences(), writable.rga, fates);
                state.structureChanged();
                return 1 + fates.seen;
            }
            return 1;
        }

        /** Whether a container was deleted below the base, and is not only cleared above it. */
        private boolean isDeleted(ContainerState asked) {
            if (!isDeletedBelow(asked, this::end)) {
                return false;
            }
            ReplicaVector touched = asked.touched;
            VersionVector below = null;
            VersionVector above = null;
            for (int i = 0; touched != null && i < touched.entries(); i++) {
                int replica = touched.entryReplica(i);
                long end = touched.entryEnd(i);
                if (asked.hidden != null && asked.hidden.end(replica) >= end) {
                    continue;
                }
                below = below == null ? covered(asked.ordinal(), true) : below;
                above = above == null ? covered(asked.ordinal(), false) : above;
                long id = state.replicas().id(replica);
                if (above.end(id) >= end && below.end(id) < end) {
                    return false; // who does not know of that reset may still edit
                }
            }
            return true;
        }

        /** Nobody can bring back what stands in a container. */
        private void empty(int container, ReplicaVector deleted) {
            ContainerState emptied = state.states().writable(container);
            state.visibility().clearContent(emptied, deleted);
            if (emptied instanceof SequenceState list && list.slots != null) {
                state.visibility().refreshElements(list);
            }
            state.structureChanged();
        }

        /** Removed elements are there for the containers in them: those that nothing shows again go with these. */
        private void dropElements(SequenceState list, Fates fates, boolean isDeleted) {
            List<Long> dropped = new ArrayList<>();
            Objects.requireNonNull(list.slots).forEachPage(page -> {
                for (int slot = 0; slot < page.size(); slot++) {
                    if (page.cell(slot) == Registers.DEAD
                            && fates.isDeleted(page.element(slot))
                            && isOfDeleted(page.child(slot), isDeleted)) {
                        dropped.add(page.element(slot));
                    }
                }
            });
            for (long element : dropped) {
                long hash = state.hasher().of(element);
                SlotTable slots = list.writableSlots();
                SlotPage page = slots.writablePage(hash);
                int slot = page.find(element, hash);
                int weight = state.conflicts().weight(list, page, slot);
                for (int child = page.child(slot); child != StateSource.NONE; ) {
                    int next = state.states().get(child).nextSibling;
                    drop(child);
                    child = next;
                }
                slots.remove(page, slot);
                state.conflicts().add(list.ordinal(), -weight);
                list.delete(element, 1, null);
            }
        }

        private boolean isOfDeleted(int firstContainer, boolean isDeleted) {
            for (int at = firstContainer;
                    at != StateSource.NONE;
                    at = state.states().get(at).nextSibling) {
                ContainerState child = state.states().get(at);
                boolean isDropped = isDeleted
                        ? isBelow(child.touched, this::end) && isBelow(child.hidden, this::end)
                        : isDeleted(child);
                if (!isDropped) {
                    return false;
                }
            }
            return true;
        }

        private void drop(int container) {
            prune(container); // which notes the times of last elements
            if (state.states().get(container) instanceof SlottedState slotted) {
                for (int child : state.children(slotted)) {
                    drop(child);
                }
            }
            if (state.states().get(container) instanceof SequenceState) {
                state.sequence(container).rga.release();
            }
            state.states().put(container, null);
            state.structureChanged();
        }

        /**
         * Of the positions of an element the one that won below the base stays, with those above that are larger: nobody
         * names the others, and none of them will win. Of a removed element none stays.
         */
        private void dropPositions(SequenceState list, Positions positions, Fates fates) {
            Map<Long, List<Long>> moved = new HashMap<>();
            positions.forEach((position, element) ->
                    moved.computeIfAbsent(element, first -> new ArrayList<>(1)).add(position));
            moved.forEach((element, its) -> {
                boolean isRemoved = !list.isVisible(element) && fates.isBelow(element) && fates.isDead(element);
                long best = isRemoved ? ElementId.NONE : bestBelow(positions, its, fates);
                if (!isRemoved) {
                    fates.kept.add(element);
                    fates.kept.add(best);
                }
                for (long position : its) {
                    boolean isBelow = fates.isBelow(position);
                    boolean loses =
                            best != ElementId.NONE && best != position && compare(positions, position, best) < 0;
                    if (isRemoved || loses || isBelow && best != position) {
                        list.writablePositions(state.hasher()).remove(position);
                        if (isBelow) {
                            fates.lost.add(position);
                        }
                    }
                }
                if (isRemoved) {
                    list.writablePositions(state.hasher()).remove(element);
                }
            });
        }

        private long bestBelow(Positions positions, List<Long> its, Fates fates) {
            long best = ElementId.NONE;
            for (long position : its) {
                if (fates.isBelow(position) && (best == ElementId.NONE || compare(positions, position, best) > 0)) {
                    best = position;
                }
            }
            return best;
        }

        private int compare(Positions positions, long position, long other) {
            return state.moves().compareStamps(position, positions.time(position), other, positions.time(other));
        }

        private long end(int replica) {
            return replica >= 0 && replica < ends.length ? ends[replica] : 0;
        }

        /** What resets below or above the base covered in a container. */
        private VersionVector covered(int container, boolean below) {
            VersionVector covered = VersionVector.EMPTY;
            for (Reset reset : resets) {
                if (reset.below() == below && isWithin(container, reset.container())) {
                    covered = covered.merge(reset.covered());
                }
            }
            return covered;
        }

        private boolean isWithin(int container, int above) {
            int at = container;
            while (at != above && at != ContainerTable.ROOT) {
                at = state.containers().parent(at);
            }
            return at == above;
        }

        /** A tombstone was deleted below the base if history says so, or does not say that it was deleted above. */
        private final class Fates implements SequencePruner.Fates {
            private final @Nullable SequenceState sequence;
            private final @Nullable ReplicaVector hidden;
            private final @Nullable VersionVector resetBelow;
            private final @Nullable VersionVector resetAbove;
            /** Entries that lost, whatever stands at others of their elements. */
            private final LongHashSet lost = new LongHashSet();
            /** Entries of moved elements that can be read, or may be once more. */
            private final LongHashSet kept = new LongHashSet();

            private long seen;

            /** For a sequence, and what deletes of it cover. */
            Fates(SequenceState sequence, @Nullable ReplicaVector hidden) {
                this.sequence = sequence;
                this.hidden = hidden;
                resetBelow = covered(sequence.ordinal(), true);
                resetAbove = covered(sequence.ordinal(), false);
            }

            /** For the bounds alone. */
            Fates() {
                sequence = null;
                hidden = null;
                resetBelow = null;
                resetAbove = null;
            }

            @Override
            public long end(int replica) {
                return Work.this.end(replica);
            }

            boolean isBelow(long entry) {
                return ElementId.seq(entry) < end(ElementId.replica(entry));
            }

            @Override
            public boolean isDead(long entry) {
                seen++;
                if (lost.contains(entry)) {
                    return true;
                }
                boolean stays = kept.contains(entry) || sequence != null && state.hasSlot(sequence, entry);
                return !stays && isDeleted(entry); // containers in it may show it again
            }

            /** Whether an element was removed below the base, be it shown or not for the containers in it. */
            boolean isDeleted(long element) {
                return isBelow(element)
                        && (deletedBelow.contains(element)
                                || ReplicaVector.covers(hidden, ElementId.replica(element), ElementId.seq(element))
                                || isCovered(element, resetBelow)
                                || !deletedAbove.contains(element) && !isCovered(element, resetAbove));
            }

            private boolean isCovered(long element, @Nullable VersionVector reset) {
                return reset != null
                        && !reset.isEmpty()
                        && reset.covers(state.replicas().id(ElementId.replica(element)), ElementId.seq(element));
            }
        }
    }
}
