package dev.rejoin.document;

import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.member.ReturnOp;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.value.Value;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what became of each operation of a former replica, from its history and from what was left out. */
final class ReturnOutcomes {
    private final LiveDocument former;
    private final ContainerTable containers;

    ReturnOutcomes(LiveDocument former) {
        this.former = former;
        this.containers = former.context().containers();
    }

    /** Of the operations from a seq to another one. */
    ReturnReport.Source of(ReplicaLog own, long first, long end, List<ReturnOp.Skip> skipped) {
        Describer describer = new Describer(skipped);
        own.replay(first, end, describer);
        return new ReturnReport.Source(span(first, end), describer.outcomes);
    }

    private OpIdSpan span(long first, long end) {
        return new OpIdSpan(former.replica().id(), first, end);
    }

    private Path path(int container) {
        if (container <= ContainerTable.ROOT) { // the root, or a sequence that is not known any more
            return Path.root();
        }
        Path above = path(containers.parent(container));
        return containers.isInElement(container)
                ? element(containers.parent(container), containers.element(container), above)
                : above.key(containers.key(container));
    }

    private Path element(int list, long element, Path above) {
        return former.state().isKnown(list)
                ? above.index(((SequenceState) former.state().state(list)).indexOf(element))
                : above;
    }

    private final class Describer implements OpSink {
        private final List<ReturnOp.Skip> skipped;
        private final List<ReturnOutcome> outcomes = new ArrayList<>();

        Describer(List<ReturnOp.Skip> skipped) {
            this.skipped = skipped;
        }

        @Override
        public void insert(
                int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
            int author = former.replica().index();
            int in = container >= 0 ? container : former.state().containerOf(ElementId.of(author, seq));
            Value value;
            if (text) {
                StringBuilder characters = new StringBuilder(count);
                former.context().text().appendTo(author, seq, count, characters);
                value = Value.of(characters.toString());
            } else {
                List<Value> values = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    values.add((Value) former.context().elements().get(author, seq + i));
                }
                value = count == 1 ? values.get(0) : new Value.ListValue(values);
            }
            add(seq, count, path(in), value);
        }

        @Override
        public void delete(long seq, long element, int count, int step) {
            for (int i = 0; i < (step == 0 ? 1 : count); i++) {
                add(seq + i, 1, path(former.state().containerOf(element + (long) i * step)), null);
            }
        }

        @Override
        public void operation(int container, long seq, Op op) {
            Path place = path(container);
            if (op instanceof MapOp.Put put) {
                add(seq, 1, place.key(put.key()), put.write().value());
            } else if (op instanceof MapOp.SetElement set) {
                add(
                        seq,
                        1,
                        element(container, pack(set.element()), place),
                        set.write().value());
            } else if (op instanceof MapOp.MoveElement move) {
                add(seq, 1, element(container, pack(move.element()), place), null);
            } else {
                add(seq, 1, place, Values.of(op));
            }
        }

        private long pack(OpId id) {
            return ElementId.of(former.context().replicas().find(id.replica().value()), id.seq());
        }

        private void add(long seq, long count, Path place, @Nullable Value value) {
            ReturnOutcome.Reason reason = reasonAt(seq);
            if (reason != null) {
                outcomes.add(new ReturnOutcome.NotRepeated(
                        span(seq, seq + count), place, reason, Optional.ofNullable(value)));
                return;
            }
            ReturnOutcome last = outcomes.isEmpty() ? null : outcomes.get(outcomes.size() - 1);
            if (last instanceof ReturnOutcome.Repeated repeated
                    && repeated.place().equals(place)
                    && repeated.operations().end() == seq) {
                outcomes.set(
                        outcomes.size() - 1,
                        new ReturnOutcome.Repeated(span(repeated.operations().start(), seq + count), place));
            } else {
                outcomes.add(new ReturnOutcome.Repeated(span(seq, seq + count), place));
            }
        }

        private ReturnOutcome.@Nullable Reason reasonAt(long seq) {
            for (ReturnOp.Skip skip : skipped) {
                if (seq >= skip.seq() && seq < skip.seq() + skip.count()) {
                    return ReturnOutcome.Reason.of(skip.reason());
                }
            }
            return null;
        }
    }
}
