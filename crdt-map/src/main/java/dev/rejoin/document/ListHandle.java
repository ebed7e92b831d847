package dev.rejoin.document;

import dev.rejoin.engine.OpenChange;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.object.ContainerType;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.sequence.Anchor;
import dev.rejoin.sequence.AnchorBias;
import dev.rejoin.sequence.internal.Rga;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The one implementation of list readers and editors. */
final class ListHandle extends Place implements ListEditor {
    ListHandle(Access access, @Nullable Place parent, @Nullable String key, long element) {
        super(access, parent, key, element, ContainerType.LIST);
    }

    private @Nullable SequenceState state() {
        return (SequenceState) read();
    }

    /** The list, of which an index is about to be used. */
    private SequenceState stateWith(int index) {
        SequenceState state = state();
        Objects.checkIndex(index, state == null ? 0 : state.length());
        return Objects.requireNonNull(state);
    }

    @Override
    public boolean exists() {
        return find() != ABSENT;
    }

    @Override
    public int size() {
        SequenceState state = state();
        return state == null ? 0 : state.length();
    }

    @Override
    public SlotKind kindOf(int index) {
        SequenceState state = stateWith(index);
        StateSource source = access.source();
        int winner = source.winner(state, source.elementAt(state, index));
        return winner == StateSource.NONE
                ? SlotKind.SCALAR
                : kind(source.state(winner).type());
    }

    private @Nullable Value scalar(int index) {
        SequenceState state = stateWith(index);
        StateSource source = access.source();
        long element = source.elementAt(state, index);
        return source.winner(state, element) == StateSource.NONE ? source.scalar(state, element) : null;
    }

    @Override
    public Optional<Value> get(int index) {
        return Optional.ofNullable(scalar(index));
    }

    @Override
    public Optional<String> getString(int index) {
        return scalar(index) instanceof Value.Str string ? Optional.of(string.value()) : Optional.empty();
    }

    @Override
    public long getLong(int index, long orElse) {
        return scalar(index) instanceof Value.Int64 integer ? integer.value() : orElse;
    }

    @Override
    public List<Value> values() {
        SequenceState state = state();
        if (state == null) {
            return List.of();
        }
        List<Value> values = new ArrayList<>(state.length());
        access.source().forEachElement(state, 0, state.length(), (element, container, scalar) -> {
            if (scalar != null) {
                values.add(scalar);
            }
        });
        return Collections.unmodifiableList(values);
    }

    @Override
    public String toJson() {
        SequenceState state = state();
        return state == null ? "[]" : new JsonText(access.source()).of(state);
    }

    @Override
    public MapHandle map(int index) {
        return (MapHandle) at(index, ContainerType.MAP);
    }

    @Override
    public ListHandle list(int index) {
        return (ListHandle) at(index, ContainerType.LIST);
    }

    @Override
    public TextHandle text(int index) {
        return (TextHandle) at(index, ContainerType.TEXT);
    }

    @Override
    public CounterHandle counter(int index) {
        return (CounterHandle) at(index, ContainerType.COUNTER);
    }

    @Override
    public SetHandle set(int index) {
        return (SetHandle) at(index, ContainerType.SET);
    }

    @Override
    public Anchor anchorAt(int index, AnchorBias bias) {
        return Anchors.at(access.source(), state(), index, bias);
    }

    @Override
    public OptionalInt indexOf(Anchor anchor) {
        return Anchors.indexOf(access.source(), state(), anchor);
    }

    @Override
    public SetHandle removeWinsSet(int index) {
        return (SetHandle) at(index, ContainerType.REMOVE_WINS_SET);
    }

    @Override
    public LogHandle log(int index) {
        return (LogHandle) at(index, ContainerType.LOG);
    }

    private Place at(int index, int type) {
        return child(access.source().elementAt(stateWith(index), index), type);
    }

    @Override
    public ListEditor insert(int index, String value) {
        return insert(index, Value.of(value));
    }

    @Override
    public ListEditor insert(int index, long value) {
        return insert(index, Value.of(value));
    }

    @Override
    public ListEditor insert(int index, boolean value) {
        return insert(index, Value.of(value));
    }

    @Override
    public ListEditor insert(int index, double value) {
        return insert(index, Value.of(value));
    }

    @Override
    public ListEditor insert(int index, Value value) {
        return insertAll(index, List.of(value));
    }

    @Override
    public ListEditor insertAll(int index, List<Value> values) {
        List<Value> kept = List.copyOf(values);
        for (Value value : kept) {
            Values.checkSize(value);
        }
        checkPosition(index);
        if (!kept.isEmpty()) {
            insertRun(forWriting(), index, kept);
        }
        return this;
    }

    @Override
    public ListEditor append(String value) {
        return append(Value.of(value));
    }

    @Override
    public ListEditor append(long value) {
        return append(Value.of(value));
    }

    @Override
    public ListEditor append(Value value) {
        return insert(size(), value);
    }

    @Override
    public MapEditor insertMap(int index) {
        return (MapHandle) insertContainer(index, ContainerType.MAP);
    }

    @Override
    public ListEditor insertList(int index) {
        return (ListHandle) insertContainer(index, ContainerType.LIST);
    }

    @Override
    public TextEditor insertText(int index) {
        return (TextHandle) insertContainer(index, ContainerType.TEXT);
    }

    @Override
    public CounterEditor insertCounter(int index) {
        return (CounterHandle) insertContainer(index, ContainerType.COUNTER);
    }

    @Override
    public SetEditor insertSet(int index) {
        return (SetHandle) insertContainer(index, ContainerType.SET);
    }

    @Override
    public SetEditor insertRemoveWinsSet(int index) {
        return (SetHandle) insertContainer(index, ContainerType.REMOVE_WINS_SET);
    }

    @Override
    public LogEditor insertLog(int index) {
        return (LogHandle) insertContainer(index, ContainerType.LOG);
    }

    @Override
    public ListEditor set(int index, String value) {
        return set(index, Value.of(value));
    }

    @Override
    public ListEditor set(int index, long value) {
        return set(index, Value.of(value));
    }

    @Override
    public ListEditor set(int index, Value value) {
        OpenChange change = access.change();
        Values.checkSize(value);
        SequenceState state = stateWith(index);
        DocumentState live = access.live();
        int list = state.ordinal();
        long element = live.elementAt(state, index);
        live.look(list, element);
        if (live.isDeadThere()) {
            replaceDead(index, value);
            return this;
        }
        int[] visible = live.visibleThere();
        RegisterOp.Write write = new RegisterOp.Write(value, live.dotsThere());
        change.operation(list, new MapOp.SetElement(live.unpack(element), write));
        MapHandle.hide(change, live, visible);
        return this;
    }

    @Override
    public ListEditor remove(int index) {
        stateWith(index);
        return remove(index, index + 1);
    }

    @Override
    public ListEditor remove(int start, int end) {
        OpenChange change = access.change();
        SequenceState state = state();
        Objects.checkFromToIndex(start, end, state == null ? 0 : state.length());
        if (state == null || start == end) {
            return this;
        }
        DocumentState live = access.live();
        Ranges ranges = new Ranges();
        state.forEachVisibleRange(start, end, ranges);
        int list = state.ordinal();
        for (int i = 0; i < ranges.size(); i++) {
            long first = ranges.first(i);
            long last = first + ranges.count(i);
            for (long element = first; element < last; element++) {
                live.look(list, element);
                boolean dead = live.isDeadThere();
                int[] visible = live.visibleThere();
                if (!dead && visible.length == 0) {
                    continue;
                }
                delete(change, first, element + (dead ? 0 : 1));
                MapHandle.hide(change, live, visible);
                first = element + 1;
            }
            delete(change, first, last);
        }
        return this;
    }

    private static void delete(OpenChange change, long first, long end) {
        if (end > first) {
            change.delete(first, (int) (end - first));
        }
    }

    @Override
    public ListEditor move(int from, int to) {
        OpenChange change = access.change();
        stateWith(to);
        SequenceState state = stateWith(from);
        if (from == to) {
            return this;
        }
        DocumentState live = access.live();
        long element = live.elementAt(state, from);
        Rga rga = state.rga();
        rga.locate(to < from ? to : to + 1, change.author(), change.nextSeq());
        change.operation(state.ordinal(), state.prepareMove(element, live));
        return this;
    }

    @Override
    public ListEditor create() {
        forWriting();
        return this;
    }

    /** An element that was removed, and is there only for a container that somebody else edited meanwhile. */
    private void replaceDead(int index, Value value) {
        remove(index, index + 1);
        insert(index, value);
    }

    private void checkPosition(int index) {
        int size = size();
        if (index < 0 || index > size) {
            throw new IndexOutOfBoundsException("index " + index + ", size " + size);
        }
    }

    private long insertRun(int list, int index, List<Value> values) {
        OpenChange change = access.change();
        SequenceState state = (SequenceState) access.live().state(list);
        Rga rga = state.rga();
        long seq = change.nextSeq();
        rga.locate(index, change.author(), seq);
        boolean continues = rga.continues() && !state.isPosition(rga.parent());
        change.insertValues(list, rga.parent(), rga.leftSide(), continues, values);
        return ElementId.of(change.author(), seq);
    }

    private Place insertContainer(int index, int type) {
        OpenChange change = access.change();
        checkPosition(index);
        int list = forWriting();
        ContainerTable containers = access.live().context().containers();
        FormatLimits.checkDepth(containers.depth(list) + 1);
        long element = insertRun(list, index, List.of(Value.NULL));
        change.operation(containers.intern(list, element, type), MapOp.Create.PLAIN);
        return child(element, type);
    }
}
