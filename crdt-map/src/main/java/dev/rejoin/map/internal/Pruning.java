package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
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
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.LongPredicate;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Drops what is below the base: tombstones and priorities of sequences, positions that lost, the steps of counters, what
 * stands in deleted containers, and removed list elements with the containers in them.
 *
 * <p>When an element was deleted is not in the state; the retained history says it, and of what it begins with
 * {@link SequenceState#deadAtStart}. What was deleted in which container is what the vectors at the base say. All else
 * follows from ids and times, so that it does not matter to which bases the state was pruned before.
 */
final class Pruning implements StatePruning {
    private static final Floor NO_FLOOR = new Floor() {
        @Override
        public VersionVector version() {
            return VersionVector.EMPTY;
        }

        @Override
        public void replay(IntFunction<OpSink> sinks) {
            // Nothing is below it.
        }
    };

    private final DocumentState state;
    /** What others may have pruned to. */
    private Floor floor = NO_FLOOR;
    /** Between the first and the last step of a prune: what it goes by was there before the first one dropped anything. */
    private @Nullable VectorsAt atBase;

    Pruning(DocumentState state) {
        this.state = state;
    }

    @Override
    public Step begin(long[] ends, Causality causality) {
        return new Work(ends, causality);
    }

    @Override
    public void nameVisibleOnly(Floor floor) {
        this.floor = floor;
        state.sequences().nameVisibleOnly();
    }

    /** The floor of this device. */
    VersionVector floor() {
        return floor.version();
    }

    /** Whether others may have dropped what stands in a container: everybody knows that it was deleted, and nobody edited it since. */
    boolean isBelowFloor(int container) {
        VersionVector known = floor.version();
        if (known.isEmpty()) {
            return false;
        }
        state.visibility().settle();
        IntToLongFunction ends = replica -> known.end(state.replicas().id(replica));
        VectorsAt atFloor = null;
        for (int at = container;
                at != ContainerTable.ROOT;
                at = state.containers().parent(at)) {
            ContainerState above = state.states().find(at);
            if (above == null) {
                return true; // went with a list element
            }
            if (above.visible || !isBelow(above.touched, ends)) {
                continue;
            }
            if (isBelow(above.hidden, ends) && ReplicaVector.isCovered(above.touched, above.hidden, null)) {
                return true;
            }
            if (atFloor == null) {
                atFloor = new VectorsAt(state);
                floor.replay(atFloor::operations);
            }
            if (ReplicaVector.isCovered(above.touched, atFloor.at(above).hidden(), atFloor.cleared(at))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBelow(@Nullable ReplicaVector vector, IntToLongFunction ends) {
        for (int i = 0; vector != null && i < vector.entries(); i++) {
            if (vector.entryEnd(i) > ends.applyAsLong(vector.entryReplica(i))) {
                return false;
            }
        }
        return true;
    }

    /** Checks that what is known of the start, and retained since, leads to the vectors that there are. */
    void checkVectors(Consumer<IntFunction<OpSink>> history) {
        if (atBase != null) {
            return; // what retained operations name was dropped
        }
        VectorsAt now = new VectorsAt(state);
        history.accept(now::operations);
        for (int i = ContainerTable.ROOT + 1; i < state.containers().size(); i++) {
            ContainerState container = state.states().find(i);
            if (container != null) {
                StartVectors found = now.at(container);
                check(found.touched(), container.touched, container);
                check(found.hidden(), container.hidden, container);
                check(found.cleared(), container.cleared, container);
            }
        }
    }

    private static void check(@Nullable ReplicaVector found, @Nullable ReplicaVector there, ContainerState container) {
        if (!ReplicaVector.isCovered(found, there, null) || !ReplicaVector.isCovered(there, found, null)) {
            throw new AssertionError("C4 history leads to " + found + " instead of " + there + ": " + container
                    + " start=" + container.start);
        }
    }

    @Override
    public void startHere() {
        state.settle();
        for (int container = 0; container < state.containers().size(); container++) {
            if (state.states().find(container) instanceof SequenceState sequence) {
                IdRanges dead = dead(
                        sequence,
                        entry -> sequence.elementOf(entry) == entry && !sequence.isVisible(entry),
                        element -> true);
                if (!dead.isEmpty()) {
                    ((SequenceState) state.states().writable(container)).deadAtStart = dead;
                }
            }
        }
    }

    /** Tombstones, and removed elements that hold containers, be they shown or not. */
    private static IdRanges dead(SequenceState sequence, LongPredicate isDead, LongPredicate isRemoved) {
        IdRanges dead = new IdRanges();
        sequence.rga.forEachSpan(new SpanVisitor() {
            @Override
            public void span(long first, int count, boolean deleted, long headTime) {
                for (long entry = first; deleted && entry < first + count; entry++) {
                    if (isDead.test(entry)) {
                        dead.add(entry, 1);
                    }
                }
            }

            @Override
            public void marker(long element, long headTime) {
                // A place between elements.
            }
        });
        if (sequence.slots != null && sequence.type() == ContainerType.LIST) {
            sequence.slots.forEachPage(page -> {
                for (int slot = 0; slot < page.size(); slot++) {
                    if (page.cell(slot) == Registers.DEAD && isRemoved.test(page.element(slot))) {
                        dead.add(page.element(slot), 1);
                    }
                }
            });
        }
        return dead.isEmpty() ? IdRanges.EMPTY : dead;
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

    private final class Work implements Step {
        private final long[] ends;
        private final IdRanges deletedBelow = new IdRanges();
        private final IdRanges deletedAbove = new IdRanges();
        private final VectorsAt atBase;
        private final boolean isFirst;
        private final TouchesAbove above;

        Work(long[] ends, Causality causality) {
            this.ends = ends;
            state.settle();
            state.visibility().settle();
            state.sequences().keepHeadTimes(new Fates());
            VectorsAt known = Pruning.this.atBase;
            isFirst = known == null;
            atBase = known == null ? new VectorsAt(state) : known;
            Pruning.this.atBase = atBase;
            above = new TouchesAbove(state, causality);
        }

        @Override
        public OpSink operations(int author, boolean below) {
            IdRanges deleted = below ? deletedBelow : deletedAbove;
            OpSink vectors = !below ? above.operations(author) : isFirst ? atBase.operations(author) : OpSink.NOTHING;
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
                    vectors.insert(container, text, seq, count, parent, left, continues);
                }

                @Override
                public void delete(long seq, long element, int count, int step) {
                    deleted.add(step < 0 ? element - (count - 1L) : element, count);
                    vectors.delete(seq, element, count, step);
                }

                @Override
                public void operation(int container, long seq, Op op) {
                    vectors.operation(container, seq, op);
                }
            };
        }

        @Override
        public long prune(int container) {
            ContainerState pruned = state.states().find(container);
            if (pruned == null) {
                return 1;
            }
            ReplicaVector deleted = deleted(container);
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
                writable.deadAtStart =
                        dead(writable, entry -> fates.isBelow(entry) && fates.isDead(entry), fates::isDeleted);
                state.structureChanged();
                return 1 + fates.seen;
            }
            return 1;
        }

        @Override
        public void finish() {
            List<Rga> sequences = new ArrayList<>();
            for (int container = 0; container < state.containers().size(); container++) {
                ContainerState pruned = state.states().find(container);
                if (pruned instanceof SequenceState sequence) {
                    sequences.add(sequence.rga);
                }
                if (pruned != null && container != ContainerTable.ROOT) {
                    StartVectors start = atBase.at(pruned).sharedWith(pruned);
                    state.states().writable(container).start = start;
                }
            }
            state.settle();
            state.sequences().indexAnew(sequences);
            Pruning.this.atBase = null;
            state.shareVectors();
        }

        /** What stood in a container and in those around it at the base that nobody can bring back or name any more. */
        private @Nullable ReplicaVector deleted(int container) {
            ReplicaVector deleted = null;
            for (int at = container;
                    at != ContainerTable.ROOT;
                    at = state.containers().parent(at)) {
                ReplicaVector dropped = dropped(state.states().get(at));
                if (dropped != null) {
                    deleted = ReplicaVector.writable(deleted, state.epoch().current());
                    deleted.join(dropped);
                }
            }
            return deleted;
        }

        /**
         * A container was deleted at the base, if all that touched it there was covered by deletes and resets there. What is
         * in it goes, if whoever touched it since did so behind a reset of all that: who does not know that reset, and edits
         * it, must find it whole. Whoever is still to touch it knows the base, sees that it is deleted, and resets it.
         *
         * @return null if it may be needed; what deletes covered that did not touch it goes only while nobody touched it, for
         *     then the reset that is still to come covers that, too
         */
        private @Nullable ReplicaVector dropped(ContainerState asked) {
            int container = asked.ordinal();
            StartVectors then = atBase.at(asked);
            ReplicaVector touched = then.touched();
            if (touched == null) {
                return null;
            }
            ReplicaVector cleared = atBase.cleared(container);
            if (!ReplicaVector.isCovered(touched, then.hidden(), cleared)
                    || !above.areBehindResets(container, touched, cleared)) {
                return null;
            }
            ReplicaVector dropped = ReplicaVector.copyOf(touched, state.epoch().current());
            if (above.isEmpty(container)) {
                dropped.join(then.hidden());
            }
            return dropped;
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

        /** Whether nothing in the containers of an element was edited above the base, and all were deleted there. */
        private boolean isOfDeleted(int firstContainer, boolean isDeleted) {
            for (int at = firstContainer;
                    at != StateSource.NONE;
                    at = state.states().get(at).nextSibling) {
                ContainerState child = state.states().get(at);
                if (!isBelow(child.touched, this::end)
                        || !isDeleted && child.touched != null && dropped(child) == null) {
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

        /** A tombstone was deleted below the base if history says so, or does not say that it was deleted above. */
        private final class Fates implements SequencePruner.Fates {
            private final @Nullable SequenceState sequence;
            private final @Nullable ReplicaVector hidden;
            private final @Nullable ReplicaVector resetBelow;
            private final @Nullable ReplicaVector resetAbove;
            private final IdRanges deadAtStart;
            /** Entries that lost, whatever stands at others of their elements. */
            private final LongHashSet lost = new LongHashSet();
            /** Entries of moved elements that can be read, or may be once more. */
            private final LongHashSet kept = new LongHashSet();

            private long seen;

            /** For a sequence, and what deletes of it cover. */
            Fates(SequenceState sequence, @Nullable ReplicaVector hidden) {
                this.sequence = sequence;
                this.hidden = hidden;
                resetBelow = atBase.cleared(sequence.ordinal());
                resetAbove = above.cleared(sequence.ordinal());
                deadAtStart = sequence.deadAtStart;
            }

            /** For the bounds alone. */
            Fates() {
                sequence = null;
                hidden = null;
                resetBelow = null;
                resetAbove = null;
                deadAtStart = IdRanges.EMPTY;
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

            /**
             * Whether an element was removed below the base, be it shown or not for the containers in it. One that is deleted
             * once more above the base stays, as long as that operation is retained.
             */
            boolean isDeleted(long element) {
                return isBelow(element)
                        && !deletedAbove.contains(element)
                        && (deletedBelow.contains(element)
                                || covers(hidden, element)
                                || covers(resetBelow, element)
                                || deadAtStart.contains(element)
                                || !covers(resetAbove, element));
            }

            private static boolean covers(@Nullable ReplicaVector vector, long element) {
                return ReplicaVector.covers(vector, ElementId.replica(element), ElementId.seq(element));
            }
        }
    }
}
