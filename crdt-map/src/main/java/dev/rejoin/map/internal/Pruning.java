package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.StatePruning;
import dev.rejoin.sequence.internal.SequencePruner;
import dev.rejoin.sequence.internal.SpanVisitor;
import dev.rejoin.version.Coverage;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drops what is below the base: tombstones and priorities of sequences, and the steps of counters. Lists in which elements
 * were moved stay as they are.
 *
 * <p>When an element was deleted is not in the state; the retained history says it.
 */
final class Pruning implements StatePruning {
    private final DocumentState state;

    Pruning(DocumentState state) {
        this.state = state;
    }

    @Override
    public Step begin(long[] ends) {
        return new Work(ends);
    }

    @Override
    public void nameVisibleOnly() {
        state.sequences().nameVisibleOnly();
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
            state.sequences().keepHeadTimes(new Fates(null, null, null));
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
            if (pruned instanceof CounterState) {
                Coverage base = replica -> end(state.replicas().find(replica));
                ((CounterState) state.states().writable(container)).counter.fold(base);
            } else if (pruned instanceof SequenceState sequence && sequence.positions() == null) {
                SequenceState writable = state.sequence(container);
                Fates fates = new Fates(writable, covered(container, true), covered(container, false));
                writable.rga = SequencePruner.prune(state.sequences(), writable.rga, fates);
                state.structureChanged();
                return 1 + fates.seen;
            }
            return 1;
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
            private final @Nullable VersionVector resetBelow;
            private final @Nullable VersionVector resetAbove;
            private long seen;

            Fates(
                    @Nullable SequenceState sequence,
                    @Nullable VersionVector resetBelow,
                    @Nullable VersionVector resetAbove) {
                this.sequence = sequence;
                this.resetBelow = resetBelow;
                this.resetAbove = resetAbove;
            }

            @Override
            public long end(int replica) {
                return Work.this.end(replica);
            }

            @Override
            public boolean isDead(long element) {
                seen++;
                if (sequence != null && state.hasSlot(sequence, element)) {
                    return false; // containers in it may show it again
                }
                return deletedBelow.contains(element)
                        || isCovered(element, resetBelow)
                        || !deletedAbove.contains(element) && !isCovered(element, resetAbove);
            }

            private boolean isCovered(long element, @Nullable VersionVector reset) {
                return reset != null
                        && !reset.isEmpty()
                        && reset.covers(state.replicas().id(ElementId.replica(element)), ElementId.seq(element));
            }
        }
    }
}
