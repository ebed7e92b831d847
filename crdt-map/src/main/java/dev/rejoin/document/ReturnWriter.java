package dev.rejoin.document;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.Contest;
import dev.rejoin.map.internal.CounterState;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.LogState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.Reversal;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.SetState;
import dev.rejoin.map.internal.StoredSchema;
import dev.rejoin.map.internal.ValuesState;
import dev.rejoin.member.ReturnOp;
import dev.rejoin.op.Op;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.RestampOp;
import dev.rejoin.sequence.internal.Rga;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes one change of the former replica again, in one transaction of the document that its device came back to, as far
 * as nothing that the device had not seen speaks against it. What was not made again is noted.
 */
final class ReturnWriter implements OpSink {
    private final LiveDocument former;
    private final ReturnIds ids;
    private final ReturnPast past;
    private final List<ReturnOp.Skip> skipped = new ArrayList<>();
    private final long time;
    private final MapHandle root;
    private final OpenChange change;
    private final DocumentState live;
    private final ContainerTable names;
    private final ContainerTable containers;

    /** Before the first operation of a change of the former replica. */
    ReturnWriter(LiveDocument former, ReturnIds ids, ReturnPast past, long time, ChangeEditor transaction) {
        this.former = former;
        this.ids = ids;
        this.past = past;
        this.time = time;
        root = (MapHandle) transaction.root();
        change = transaction.access().change();
        live = transaction.access().live();
        names = former.context().containers();
        containers = live.context().containers();
    }

    /** Whether nothing was made again. */
    boolean isEmpty() {
        return change.isEmpty();
    }

    /** Says what was done, as the last operation. */
    ReturnOp finish(long first, long end, @Nullable ChangeNote note) {
        if (note != null) {
            change.author(note.author());
            change.message(note.message());
        }
        ReturnOp made = new ReturnOp(former.replica().id(), first, end - first, ids.runs(), joined(skipped));
        change.operation(ContainerTable.ROOT, made);
        return made;
    }

    private static List<ReturnOp.Skip> joined(List<ReturnOp.Skip> skipped) {
        List<ReturnOp.Skip> joined = new ArrayList<>();
        for (ReturnOp.Skip skip : skipped) {
            ReturnOp.Skip last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && last.seq() + last.count() == skip.seq() && last.reason() == skip.reason()) {
                joined.set(
                        joined.size() - 1, new ReturnOp.Skip(last.seq(), last.count() + skip.count(), last.reason()));
            } else {
                joined.add(skip);
            }
        }
        return joined;
    }

    private void skip(long seq, long count, ReturnOutcome.Reason reason) {
        skipped.add(new ReturnOp.Skip(seq, count, reason.code()));
    }

    private void skip(long seq, ReturnOutcome.Reason reason) {
        skip(seq, 1, reason);
    }

    /** The container to write to, created at need; ABSENT, and the operations noted, when there is no place for it. */
    private int forWriting(int container, long seq, long count) {
        Place place = ids.place(container, root);
        if (place == null) {
            skip(seq, count, ids.obstacle());
            return Place.ABSENT;
        }
        int found = place.find();
        if (found != Place.ABSENT) {
            return found;
        }
        try {
            return place.forWriting();
        } catch (TypeMismatchException taken) {
            skip(seq, count, ReturnOutcome.Reason.PLACE_TAKEN);
        } catch (IllegalStateException removed) {
            skip(seq, count, ReturnOutcome.Reason.ELEMENT_GONE);
        }
        return Place.ABSENT;
    }

    /** The container that can be read, or ABSENT. */
    private int reading(int container) {
        Place place = ids.place(container, root);
        return place == null ? Place.ABSENT : place.find();
    }

    // Texts and lists.

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        long first = ElementId.of(former.replica().index(), seq);
        int from = container >= 0 ? container : ids.formerContainerOf(first);
        int into = forWriting(from, seq, count);
        if (into == Place.ABSENT) {
            return;
        }
        SequenceState sequence = (SequenceState) live.state(into);
        int index = ids.indexOf(from, into, first);
        long next = change.nextSeq();
        Rga rga = sequence.rga();
        rga.locate(index, change.author(), next);
        boolean goesOn = rga.continues() && !sequence.isPosition(rga.parent());
        if (text) {
            StringBuilder characters = new StringBuilder(count);
            former.context().text().appendTo(former.replica().index(), seq, count, characters);
            change.insertText(into, rga.parent(), rga.leftSide(), goesOn, characters, 0, count);
        } else {
            List<Value> values = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                values.add(
                        (Value) former.context().elements().get(former.replica().index(), seq + i));
            }
            change.insertValues(into, rga.parent(), rga.leftSide(), goesOn, values);
        }
        ids.stands(from, into, first, ElementId.of(change.author(), next), count);
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        boolean onlyThere = false;
        long first = 0;
        int length = 0;
        for (int i = 0; i < count; i++) {
            long each = element + (long) i * (step < 0 ? -1 : 1);
            boolean notHere = ids.isOnlyThere(each);
            if (notHere && step != 0) {
                skip(seq + i, ReturnOutcome.Reason.NOT_HERE);
            }
            onlyThere |= notHere;
            long now = toDelete(each);
            if (length > 0 && (now != first + length || live.containerOf(now) != live.containerOf(first))) {
                change.delete(first, length);
                length = 0;
            }
            if (now != ElementId.NONE) {
                first = length == 0 ? now : first;
                length++;
            }
        }
        if (length > 0) {
            change.delete(first, length);
        }
        if (onlyThere && step == 0) {
            skip(seq, ReturnOutcome.Reason.NOT_HERE);
        }
    }

    /** The element that stands for one that was deleted, if it is there; NONE if it is not. */
    private long toDelete(long element) {
        int from = ids.formerContainerOf(element);
        int in = from < 0 ? Place.ABSENT : reading(from);
        long now = ids.element(element);
        if (in == Place.ABSENT || !ids.isAlive(in, now)) {
            return ElementId.NONE;
        }
        live.look(in, now);
        if (live.isDeadThere()) {
            return ElementId.NONE;
        }
        ids.gone(from, element);
        return now;
    }

    private void move(int container, long seq, MapOp.MoveElement move) {
        int in = reading(container);
        long formerElement = packFormer(move.element());
        long element = ids.element(formerElement);
        if (in == Place.ABSENT || !ids.isAlive(in, element)) {
            boolean notHere = ids.isOnlyThere(formerElement) || ids.isInOnlyThere(container);
            skip(seq, notHere ? ReturnOutcome.Reason.NOT_HERE : ReturnOutcome.Reason.ELEMENT_GONE);
            return;
        }
        SequenceState list = (SequenceState) live.state(in);
        long position = list.positionOf(element);
        if (position != element
                && !past.mayReplace(live.unpack(position), new Reversal(live).timeOf(position), time, seq)) {
            skip(seq, ReturnOutcome.Reason.NEWER_WRITE);
            return;
        }
        int index = ids.indexOf(container, in, ElementId.of(former.replica().index(), seq));
        if (index == 0 && list.indexOf(element) == 0) {
            return;
        }
        list.rga().locate(index, change.author(), change.nextSeq());
        change.operation(in, list.prepareMove(element, live));
    }

    private long packFormer(OpId id) {
        return ElementId.of(former.context().replicas().find(id.replica().value()), id.seq());
    }

    // Everything else.

    @Override
    public void operation(int container, long seq, Op op) {
        if (op instanceof MapOp.Put put) {
            put(container, seq, put);
        } else if (op instanceof MapOp.SetElement set) {
            setElement(container, seq, set);
        } else if (op instanceof MapOp.MoveElement move) {
            move(container, seq, move);
        } else if (op instanceof MapOp.Create) {
            create(container, seq);
        } else if (op instanceof MapOp.Hide) {
            hide(container, seq);
        } else if (op instanceof CounterOp counterOp) {
            count(container, seq, counterOp);
        } else if (op instanceof SetOp.Add add) {
            add(container, seq, add.value());
        } else if (op instanceof SetOp.Remove remove) {
            remove(container, remove);
        } else if (op instanceof RemoveWinsSetOp.Add add) {
            add(container, seq, add.value());
        } else if (op instanceof RemoveWinsSetOp.Remove remove) {
            remove(container, seq, remove.value());
        } else if (op instanceof GrowOnlyLogOp.Append append) {
            append(container, seq, append);
        } else if (op instanceof MapOp.DefineSchema define) {
            define(seq, define);
        } else if (!(op instanceof MapOp.Clear || op instanceof RestampOp || op instanceof ReturnOp)) {
            // A reset goes with the creation behind it.
            skip(seq, ReturnOutcome.Reason.NOT_CARRIED);
        }
    }

    private void put(int container, long seq, MapOp.Put put) {
        boolean erases = put.write().value() == null;
        int map = erases ? reading(container) : forWriting(container, seq, 1);
        if (map == Place.ABSENT) {
            return; // nothing to erase, or noted
        }
        String key = put.key();
        live.look(map, key);
        int[] visible = live.visibleThere();
        if (!haveSeen(visible)) {
            skip(seq, ReturnOutcome.Reason.PLACE_TAKEN);
            return;
        }
        RegisterPolicy policy = live.scalarPolicy(map, key);
        List<Contest.Write> writes =
                live.contest((MapState) live.state(map), key).writes();
        boolean mayWrite = policy == RegisterPolicy.FIRST_WRITER
                ? live.scalar((MapState) live.state(map), key) == null
                : !policy.replacesSeen() || mayReplaceFirst(writes, seq);
        if (!mayWrite) {
            skip(seq, ReturnOutcome.Reason.NEWER_WRITE);
            return;
        }
        if (!erases || !writes.isEmpty()) {
            Dots replaced = policy.replacesSeen() ? replaceable(writes) : Dots.EMPTY;
            change.operation(
                    map, new MapOp.Put(key, new RegisterOp.Write(put.write().value(), replaced)));
        }
        hideAll(visible);
    }

    /** Whether the former replica had seen all that stands in containers. */
    private boolean haveSeen(int[] visible) {
        return Arrays.stream(visible).allMatch(container -> past.hasSeen(live.touched(container)));
    }

    /** What is written takes the place of containers, which the former replica did not read there any more. */
    private void hideAll(int[] visible) {
        MapHandle.hide(change, live, visible);
        Arrays.stream(visible).forEach(ids::forgetOrders);
    }

    private void setElement(int container, long seq, MapOp.SetElement set) {
        int in = reading(container);
        long formerElement = packFormer(set.element());
        long element = ids.element(formerElement);
        boolean alive = in != Place.ABSENT && ids.isAlive(in, element);
        if (alive) {
            live.look(in, element);
        }
        if (!alive || live.isDeadThere()) {
            boolean notHere = ids.isOnlyThere(formerElement) || ids.isInOnlyThere(container);
            skip(seq, notHere ? ReturnOutcome.Reason.NOT_HERE : ReturnOutcome.Reason.ELEMENT_GONE);
            return;
        }
        int[] visible = live.visibleThere();
        if (!haveSeen(visible)) {
            skip(seq, ReturnOutcome.Reason.PLACE_TAKEN);
            return;
        }
        boolean written = live.dotsThere().size() > 0;
        List<Contest.Write> writes =
                written ? live.contest((SequenceState) live.state(in), element).writes() : List.of();
        if (!mayReplaceFirst(writes, seq)) {
            skip(seq, ReturnOutcome.Reason.NEWER_WRITE);
            return;
        }
        Value value = Objects.requireNonNull(set.write().value());
        change.operation(
                in, new MapOp.SetElement(live.unpack(element), new RegisterOp.Write(value, replaceable(writes))));
        hideAll(visible);
    }

    /** The largest write comes first. */
    private boolean mayReplaceFirst(List<Contest.Write> writes, long seq) {
        return writes.isEmpty() || mayReplace(writes.get(0), seq);
    }

    private boolean mayReplace(Contest.Write write, long seq) {
        return past.mayReplace(write.id(), write.time(), time, seq);
    }

    /** Of the writes that stand those that the former replica had seen: others stay beside the new one. */
    private Dots replaceable(List<Contest.Write> writes) {
        Dots.Builder dots = Dots.builder();
        writes.stream()
                .map(Contest.Write::id)
                .filter(past::hasSeen)
                .sorted()
                .forEach(id -> dots.add(id.replica().value(), id.seq()));
        return dots.build();
    }

    private void create(int container, long seq) {
        boolean anew = names.maker(container) == ElementId.of(former.replica().index(), seq);
        if (!anew && reading(container) != Place.ABSENT) {
            return;
        }
        int above = forWriting(names.parent(container), seq, 1);
        if (above == Place.ABSENT) {
            return;
        }
        boolean inElement = names.isInElement(container);
        long element = inElement ? ids.element(names.element(container)) : ElementId.NONE;
        if (inElement && !ids.isAlive(above, element)) {
            ids.place(container, root);
            skip(seq, ids.obstacle());
            return;
        }
        List<Contest.Write> writes;
        if (inElement) {
            writes = live.contest((SequenceState) live.state(above), element).writes();
            live.look(above, element);
        } else {
            writes = live.contest((MapState) live.state(above), names.key(container))
                    .writes();
            live.look(above, names.key(container));
        }
        if (live.visibleThere().length > 0 || inElement && live.isDeadThere()) {
            skip(seq, ReturnOutcome.Reason.PLACE_TAKEN);
            return;
        }
        boolean erased = writes.isEmpty() || writes.get(0).value() == null;
        if (!erased && !mayReplaceFirst(writes, seq)) {
            skip(seq, ReturnOutcome.Reason.NEWER_WRITE);
            return;
        }
        Dots replaced = live.dotsThere();
        int type = names.type(container);
        int created;
        if (inElement) {
            created = containers.intern(above, element, type);
        } else {
            long maker = anew ? ElementId.of(change.author(), change.nextSeq()) : ElementId.NONE;
            created = containers.intern(above, names.key(container), type, maker);
        }
        if (anew) {
            ids.makes(seq, change.nextSeq());
        }
        VersionVector clearing = live.clearing(created);
        if (clearing != null) {
            change.operation(created, new MapOp.Clear(clearing));
        }
        change.operation(created, replaced.isEmpty() ? MapOp.Create.PLAIN : new MapOp.Create(replaced));
    }

    private void hide(int container, long seq) {
        int there = reading(container);
        if (there == Place.ABSENT) {
            return; // deleted already
        }
        VersionVector touched = live.touched(there);
        if (!past.hasSeen(touched)) {
            skip(seq, ReturnOutcome.Reason.EDITED_SINCE);
            return;
        }
        change.operation(there, new MapOp.Hide(touched));
        ids.forgetOrders(there);
    }

    private void count(int container, long seq, CounterOp op) {
        int counter = forWriting(container, seq, 1);
        if (counter == Place.ABSENT) {
            return;
        }
        CounterState counting = (CounterState) live.state(counter);
        if (op instanceof CounterOp.Reset reset) {
            if (past.hasSeen(live.touched(counter))) {
                change.operation(counter, counting.counter().prepareSet(reset.base()));
            } else {
                skip(seq, ReturnOutcome.Reason.EDITED_SINCE);
            }
            return;
        }
        try {
            long self = live.context().replicas().id(change.author());
            CounterOp again = counting.counter().prepareIncrement(self, ((CounterOp.Increment) op).delta());
            change.operation(counter, again);
        } catch (ArithmeticException overflow) {
            skip(seq, ReturnOutcome.Reason.REFUSED);
        }
    }

    private void add(int container, long seq, Value value) {
        int set = forWriting(container, seq, 1);
        if (set != Place.ABSENT) {
            change.operation(set, ((ValuesState) live.state(set)).set().prepareAdd(value));
        }
    }

    /** Takes the additions out that were seen; others stay, as they would have. */
    private void remove(int container, SetOp.Remove remove) {
        int set = reading(container);
        if (set == Place.ABSENT) {
            return;
        }
        Dots standing = ((SetState) live.state(set)).set().dots(remove.value());
        Dots.Builder seen = Dots.builder();
        for (int i = 0; i < standing.size(); i++) {
            if (past.hasSeen(standing.id(i))) {
                seen.add(standing.replica(i), standing.seq(i));
            }
        }
        Dots removed = seen.build();
        if (!removed.isEmpty()) {
            change.operation(set, new SetOp.Remove(remove.value(), removed));
        }
    }

    /** Where removals win, one takes all additions out that it does not know: it must know them. */
    private void remove(int container, long seq, Value value) {
        int set = reading(container);
        if (set == Place.ABSENT) {
            return;
        }
        Op removal = ((ValuesState) live.state(set)).set().prepareRemove(value).orElse(null);
        if (!(removal instanceof RemoveWinsSetOp.Remove again)) {
            return;
        }
        for (int i = 0; i < again.replaced().size(); i++) {
            if (!past.hasSeen(again.replaced().id(i))) {
                skip(seq, ReturnOutcome.Reason.EDITED_SINCE);
                return;
            }
        }
        change.operation(set, again);
    }

    private void append(int container, long seq, GrowOnlyLogOp.Append append) {
        int log = forWriting(container, seq, 1);
        if (log != Place.ABSENT) {
            change.operation(log, ((LogState) live.state(log)).log().prepareAppend(append.value()));
        }
    }

    private void define(long seq, MapOp.DefineSchema define) {
        StoredSchema stored = live.schema();
        if (stored == null || stored.version() < define.version()) {
            change.operation(ContainerTable.ROOT, define);
        } else {
            skip(seq, ReturnOutcome.Reason.NEWER_WRITE);
        }
    }
}
