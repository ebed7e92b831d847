package dev.rejoin.undo.internal;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.counter.PnCounter;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.Contest;
import dev.rejoin.map.internal.CounterState;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.Reversal;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.map.internal.ValuesState;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes how to take own operations back, right before each is applied. */
final class Recorder implements OpSink {
    private final DocumentState state;
    private final Reversal facts;
    private final ReplicaTable replicas;
    private final ContainerTable containers;
    private final int self;
    private final Others others;

    private Identities identities;
    private Group group = new Group();
    private int lastContainer = ContainerTable.NONE;

    Recorder(DocumentState state, Reversal facts, int self, Identities identities, Others others) {
        this.state = state;
        this.facts = facts;
        this.replicas = state.context().replicas();
        this.containers = state.context().containers();
        this.self = self;
        this.identities = identities;
        this.others = others;
    }

    void begin() {
        group = new Group();
        lastContainer = ContainerTable.NONE;
    }

    void setIdentities(Identities kept) {
        identities = kept;
    }

    /** What was noted since the beginning. */
    Group group() {
        return group;
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        noteTouched(container);
        group.add(new Step.Inserted(container, text, ElementId.of(self, seq), count));
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        long first = step < 0 ? element - (count - 1L) : element;
        int container = facts.containerOf(first);
        if (containers.type(container) == ContainerType.TEXT) {
            identities.await(first, count);
            int operations = step == 0 ? 1 : count;
            group.add(new Step.TextDeleted(container, ElementId.of(self, seq), operations, first, count));
        } else {
            noteElementsDeleted(container, seq, first, count);
        }
        noteTouched(container);
    }

    private void noteElementsDeleted(int container, long seq, long first, int count) {
        SequenceState list = (SequenceState) state.state(container);
        for (long element = first; element < first + count; element++) {
            if (list.isVisible(element)) {
                boolean scalar = state.winner(list, element) == StateSource.NONE;
                Step.Write held =
                        scalar ? write(state.contest(list, element).writes().get(0)) : null;
                identities.await(element, 1);
                group.add(new Step.ElementDeleted(
                        container, ElementId.of(self, seq), element, facts.positionOf(container, element), held));
            }
        }
    }

    @Override
    public void operation(int container, long seq, Op op) {
        long id = ElementId.of(self, seq);
        if (op instanceof MapOp.Put put) {
            Contest contest = state.contest((MapState) state.state(container), put.key());
            noteWritten(
                    container,
                    put.key(),
                    ElementId.NONE,
                    id,
                    false,
                    contest,
                    put.write().replaced());
        } else if (op instanceof MapOp.SetElement set) {
            long element = pack(set.element());
            SequenceState list = (SequenceState) state.state(container);
            Contest contest = state.contest(list, element);
            Dots replaced = set.write().replaced();
            Dots all = replaced.isEmpty() ? dots(contest) : replaced; // the value that it was inserted with
            noteWritten(container, null, element, id, false, contest, all);
        } else if (op instanceof MapOp.Create create) {
            noteCreated(container, id, create);
        } else if (op instanceof MapOp.MoveElement move) {
            long element = pack(move.element());
            identities.await(element, 1);
            group.add(new Step.Moved(container, id, element, facts.positionOf(container, element)));
        } else if (op instanceof MapOp.Hide) {
            group.add(new Step.Hidden(container, id));
        } else if (op instanceof CounterOp.Increment increment) {
            group.add(new Step.Counted(container, id, increment.delta()));
        } else if (op instanceof CounterOp.Reset reset) {
            noteAssigned(container, id, reset);
        } else if (op instanceof SetOp.Add add) {
            noteAdded(container, id, add.value(), add.replaced());
        } else if (op instanceof SetOp.Remove remove) {
            group.add(new Step.Removed(container, id, remove.value(), awaited(remove.removed())));
        } else if (op instanceof RemoveWinsSetOp.Add add) {
            noteAdded(container, id, add.value(), add.replaced());
        } else if (op instanceof RemoveWinsSetOp.Remove remove) {
            group.add(new Step.Removed(container, id, remove.value(), awaited(remove.replaced())));
        } else if (op instanceof GrowOnlyLogOp) {
            group.add(new Step.Permanent(container, id));
        }
        noteTouched(container);
    }

    private void noteWritten(
            int container,
            @Nullable String key,
            long element,
            long id,
            boolean replacedOnly,
            Contest contest,
            Dots replaced) {
        List<Step.Write> before = new ArrayList<>();
        for (int i = contest.writes().size() - 1; i >= 0; i--) {
            OpId stood = contest.writes().get(i).id();
            if (replaced.contains(stood.replica().value(), stood.seq())) {
                Step.Write write = write(contest.writes().get(i));
                if (write.id() != element) {
                    identities.await(write.id(), 1);
                }
                before.add(write);
            }
        }
        if (element != ElementId.NONE) {
            identities.await(element, 1);
        }
        group.add(new Step.Written(container, key, element, id, 1, replacedOnly, before));
    }

    /** The creation itself is taken back by whoever looks which containers are still held by others. */
    private void noteCreated(int container, long id, MapOp.Create create) {
        if (create.replaced().isEmpty()) {
            return;
        }
        int parent = containers.parent(container);
        boolean inElement = containers.isInElement(container);
        String key = inElement ? null : containers.key(container);
        long element = inElement ? containers.element(container) : ElementId.NONE;
        Contest contest = key == null
                ? state.contest((SequenceState) state.state(parent), element)
                : state.contest((MapState) state.state(parent), key);
        boolean hadValue = contest.writes().stream().anyMatch(write -> write.value() != null);
        if (hadValue) {
            noteWritten(parent, key, element, id, true, contest, create.replaced());
        }
    }

    private void noteAssigned(int container, long id, CounterOp.Reset reset) {
        PnCounter counter = ((CounterState) state.state(container)).counter();
        BigInteger lost = counter.value().subtract(BigInteger.valueOf(reset.base()));
        group.add(new Step.Assigned(container, id, lost, others.settingsOf(container)));
    }

    private void noteAdded(int container, long id, Value value, Dots replaced) {
        boolean wasThere = state.isKnown(container)
                && ((ValuesState) state.state(container)).set().contains(value);
        group.add(new Step.Added(container, id, value, awaited(replaced), wasThere));
    }

    private List<Long> awaited(Dots dots) {
        List<Long> packed = new ArrayList<>(dots.size());
        for (int i = 0; i < dots.size(); i++) {
            long id = ElementId.of(replicas.find(dots.replica(i)), dots.seq(i));
            identities.await(id, 1);
            packed.add(id);
        }
        return packed;
    }

    private static Dots dots(Contest contest) {
        Dots.Builder dots = Dots.builder();
        contest.writes()
                .forEach(write ->
                        dots.add(write.id().replica().value(), write.id().seq()));
        return dots.build();
    }

    private Step.Write write(Contest.Write write) {
        return new Step.Write(write.value(), pack(write.id()), write.time());
    }

    private long pack(OpId id) {
        return ElementId.of(replicas.find(id.replica().value()), id.seq());
    }

    private void noteTouched(int container) {
        if (container == lastContainer) {
            return;
        }
        lastContainer = container;
        for (int at = container; at != ContainerTable.ROOT; at = containers.parent(at)) {
            if (!group.touched().containsKey(at)) {
                group.touched().put(at, facts.before(at, self));
                others.watchDeletesOf(at);
            }
        }
    }
}
