package dev.rejoin.document;

import dev.rejoin.audit.AuditReport;
import dev.rejoin.audit.AuditedChange;
import dev.rejoin.audit.AuditedEdit;
import dev.rejoin.audit.AuditedEdit.Kind;
import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.conflict.Stamp;
import dev.rejoin.counter.CounterOp;
import dev.rejoin.history.ChangeCursor;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.ContainerState;
import dev.rejoin.map.internal.Contest;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.Reversal;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.Op;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One pass through the retained history, for an audit: collects the operations that are asked about. */
final class AuditScan implements OpSink {
    /** Of an operation whose container cannot be told. */
    private static final int UNKNOWN = -1;

    private final DocumentState state;
    private final Reversal facts;
    private final LiveDocument parts;
    private final ReplicaTable replicas;
    private final ContainerTable containers;
    private final BiFunction<ReplicaId, @Nullable ChangeNote, String> who;

    private final List<AuditedChange> changes = new ArrayList<>();
    private final List<OpIdSpan> cut = new ArrayList<>();
    private List<AuditedEdit> edits = new ArrayList<>();
    private int author;
    private HybridTimestamp time = new HybridTimestamp(0);

    /** The place that is asked about; NONE as the container for the whole document. */
    private int askedIn = ContainerTable.NONE;

    private @Nullable String askedKey;
    private long askedElement = ElementId.NONE;

    /** The last that took the place of a write, and where the writes are whose fate is to be told in the end. */
    private final Map<OpId, Stamp> replacedBy = new HashMap<>();

    private final Map<OpId, Slot> writes = new HashMap<>();

    private record Slot(int container, @Nullable String key, long element) {}

    AuditScan(LiveDocument parts, BiFunction<ReplicaId, @Nullable ChangeNote, String> who) {
        this.parts = parts;
        this.state = parts.state();
        this.facts = new Reversal(state);
        this.replicas = parts.context().replicas();
        this.containers = parts.context().containers();
        this.who = who;
    }

    AuditReport history(Path place) {
        if (!place.isRoot() && !ask(place)) {
            return new AuditReport(List.of(), List.of()); // nobody was ever there
        }
        return since(VersionVector.EMPTY);
    }

    AuditReport since(VersionVector version) {
        for (int replica = 0; replica < replicas.size(); replica++) {
            ReplicaLog log = parts.replica().log().find(replica);
            if (log != null) {
                scan(replica, log, version.end(replicas.id(replica)));
            }
        }
        changes.sort(Comparator.comparing(AuditedChange::time)
                .thenComparing(change -> change.operations().replica())
                .thenComparing(change -> change.operations().start()));
        List<AuditedChange> told = new ArrayList<>();
        for (AuditedChange change : changes) {
            told.add(new AuditedChange(
                    change.operations(),
                    change.time(),
                    change.who(),
                    change.author(),
                    change.message(),
                    change.edits().stream().map(this::withFate).toList()));
        }
        return new AuditReport(told, cut);
    }

    private void scan(int replica, ReplicaLog log, long from) {
        author = replica;
        ReplicaId id = new ReplicaId(replicas.id(replica));
        if (from < log.firstSeq()) {
            cut.add(new OpIdSpan(id, from, log.firstSeq()));
        }
        ChangeCursor cursor = new ChangeCursor(log, Math.max(from, log.firstSeq()));
        while (cursor.next()) {
            edits = new ArrayList<>();
            time = new HybridTimestamp(cursor.time());
            long end = cursor.emit(this);
            if (!edits.isEmpty()) {
                ChangeNote note = cursor.note();
                changes.add(new AuditedChange(
                        new OpIdSpan(id, cursor.firstSeq(), end),
                        time,
                        who.apply(id, note),
                        Optional.ofNullable(note).map(ChangeNote::author),
                        Optional.ofNullable(note).map(ChangeNote::message),
                        edits));
            }
        }
    }

    /** Finds the place, which need not be read any more; whether its container was ever named. */
    private boolean ask(Path place) {
        int container = ContainerTable.ROOT;
        List<Path.Step> steps = place.steps();
        for (int i = 0; i < steps.size(); i++) {
            String key = steps.get(i) instanceof Path.Key named ? named.key() : null;
            long element = ElementId.NONE;
            if (steps.get(i) instanceof Path.Index index) {
                SequenceState list = (SequenceState) state.state(container);
                element = state.elementAt(list, index.index());
            }
            if (i == steps.size() - 1) {
                askedIn = container;
                askedKey = key;
                askedElement = element;
                return true;
            }
            int type = steps.get(i + 1) instanceof Path.Key ? ContainerType.MAP : ContainerType.LIST;
            container = below(container, key, element, type);
            if (container == ContainerTable.NONE || !state.isKnown(container)) {
                return false;
            }
        }
        return false;
    }

    /** The container of a type that is read there; the one of all if none is. */
    private int below(int container, @Nullable String key, long element, int type) {
        ContainerState above = state.state(container);
        int read = key == null
                ? state.find((SequenceState) above, element, type)
                : state.find((MapState) above, key, type);
        if (read != StateSource.NONE) {
            return read;
        }
        return key == null ? containers.find(container, element, type) : containers.find(container, key, type);
    }

    /** Whether a key or elements of a container are, or are below, the place that is asked about. */
    private boolean concerns(int container, @Nullable String key, long first, int count) {
        if (askedIn == ContainerTable.NONE) {
            return true;
        }
        if (container == askedIn && isAsked(key, first, count)) {
            return true;
        }
        for (int at = container; at > ContainerTable.ROOT; at = containers.parent(at)) {
            boolean inElement = containers.isInElement(at);
            String name = inElement ? null : containers.key(at);
            long element = inElement ? containers.element(at) : ElementId.NONE;
            if (containers.parent(at) == askedIn && isAsked(name, element, 1)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAsked(@Nullable String key, long first, int count) {
        return askedKey != null
                ? askedKey.equals(key)
                : first != ElementId.NONE && askedElement >= first && askedElement < first + count;
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        long first = ElementId.of(author, seq);
        add(containerOf(first), first, count, seq, Kind.INSERTED);
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        long first = step < 0 ? element - (count - 1L) : element;
        add(containerOf(first), first, count, seq, Kind.DELETED);
    }

    private int containerOf(long element) {
        return facts.containerOf(element);
    }

    private void add(int container, long first, int count, long seq, Kind kind) {
        if (container == UNKNOWN ? askedIn == ContainerTable.NONE : concerns(container, null, first, count)) {
            Optional<Value> value = container == UNKNOWN ? Optional.empty() : content(container, first, count);
            edits.add(new AuditedEdit(id(seq), place(container), kind, value, count, Optional.empty()));
        }
    }

    private Optional<Value> content(int container, long first, int count) {
        int replica = ElementId.replica(first);
        long seq = ElementId.seq(first);
        if (containers.type(container) == ContainerType.TEXT) {
            if (!state.text().covers(replica, seq, count)
                    || state.context().gaps().containsAny(first, count)) {
                return Optional.empty();
            }
            StringBuilder text = new StringBuilder(count);
            state.text().appendTo(replica, seq, count, text);
            return Optional.of(Value.of(text.toString()));
        }
        return count == 1 ? Optional.ofNullable((Value) state.elements().find(replica, seq)) : Optional.empty();
    }

    @Override
    public void operation(int container, long seq, Op op) {
        if (op instanceof MapOp.Put put) {
            noteWrite(container, put.key(), ElementId.NONE, seq, put.write().replaced());
            Value value = put.write().value();
            add(container, put.key(), ElementId.NONE, seq, value == null ? Kind.REMOVED : Kind.WROTE, value);
        } else if (op instanceof MapOp.SetElement set) {
            long element = pack(set.element());
            noteWrite(container, null, element, seq, set.write().replaced());
            add(container, null, element, seq, Kind.WROTE, set.write().value());
        } else if (op instanceof MapOp.MoveElement move) {
            add(container, null, pack(move.element()), seq, Kind.MOVED, null);
        } else if (op instanceof MapOp.Create create) {
            noteReplaced(create.replaced(), seq);
            addWhole(container, seq, Kind.CREATED, null);
        } else {
            addWhole(container, seq, kind(op), Values.of(op));
        }
    }

    private static Kind kind(Op op) {
        if (op instanceof MapOp.Hide) {
            return Kind.DROPPED;
        } else if (op instanceof MapOp.Restore) {
            return Kind.RESTORED;
        } else if (op instanceof MapOp.Clear) {
            return Kind.RESET;
        } else if (op instanceof CounterOp) {
            return op instanceof CounterOp.Increment ? Kind.COUNTED : Kind.SET;
        } else if (op instanceof SetOp.Add || op instanceof RemoveWinsSetOp.Add) {
            return Kind.ADDED;
        } else if (op instanceof SetOp.Remove || op instanceof RemoveWinsSetOp.Remove) {
            return Kind.TOOK_OUT;
        }
        return op instanceof GrowOnlyLogOp ? Kind.APPENDED : Kind.UNKNOWN;
    }

    private void add(int container, @Nullable String key, long element, long seq, Kind kind, @Nullable Value value) {
        if (concerns(container, key, element, 1)) {
            String place = path(container)
                    .map(above -> step(above, container, key, element))
                    .orElse("");
            edits.add(new AuditedEdit(id(seq), place, kind, Optional.ofNullable(value), 1, Optional.empty()));
        }
    }

    private void addWhole(int container, long seq, Kind kind, @Nullable Value value) {
        if (concerns(container, null, ElementId.NONE, 1)) {
            edits.add(
                    new AuditedEdit(id(seq), place(container), kind, Optional.ofNullable(value), 1, Optional.empty()));
        }
    }

    private void noteWrite(int container, @Nullable String key, long element, long seq, Dots replaced) {
        writes.put(id(seq), new Slot(container, key, element));
        noteReplaced(replaced, seq);
    }

    private void noteReplaced(Dots replaced, long seq) {
        for (int i = 0; i < replaced.size(); i++) {
            replacedBy.merge(replaced.id(i), new Stamp(id(seq), time), (a, b) -> a.compareTo(b) < 0 ? b : a);
        }
    }

    /** Says what a write lost to: whatever took its place, or else what is read although it stands. */
    private AuditedEdit withFate(AuditedEdit edit) {
        Slot slot = writes.get(edit.id());
        if (slot == null || !state.isKnown(slot.container())) {
            return edit;
        }
        Optional<OpId> winner = Optional.ofNullable(replacedBy.get(edit.id())).map(Stamp::id);
        if (winner.isEmpty()) {
            Contest contest = slot.key() == null
                    ? state.contest((SequenceState) state.state(slot.container()), slot.element())
                    : state.contest((MapState) state.state(slot.container()), slot.key());
            winner = Explainer.winnerOver(edit.id(), contest, policy(slot));
        }
        return new AuditedEdit(edit.id(), edit.place(), edit.kind(), edit.value(), edit.count(), winner);
    }

    private RegisterPolicy policy(Slot slot) {
        return slot.key() == null ? RegisterPolicy.LAST_WRITER : state.scalarPolicy(slot.container(), slot.key());
    }

    private String place(int container) {
        return container == UNKNOWN ? "" : path(container).map(Path::toString).orElse("");
    }

    /** Where a container is now, be it read or not. */
    private Optional<Path> path(int container) {
        if (container == ContainerTable.ROOT) {
            return Optional.of(Path.root());
        }
        int parent = containers.parent(container);
        boolean inElement = containers.isInElement(container);
        return path(parent)
                .map(above -> inElement
                        ? above.index(indexOf(parent, containers.element(container)))
                        : above.key(containers.key(container)));
    }

    private String step(Path above, int container, @Nullable String key, long element) {
        return (key == null ? above.index(indexOf(container, element)) : above.key(key)).toString();
    }

    private int indexOf(int list, long element) {
        return state.isKnown(list) ? ((SequenceState) state.state(list)).indexOf(element) : 0;
    }

    private OpId id(long seq) {
        return new OpId(new ReplicaId(replicas.id(author)), seq);
    }

    private long pack(OpId id) {
        return ElementId.of(replicas.find(id.replica().value()), id.seq());
    }
}
