package dev.rejoin.undo.internal;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.Contest;
import dev.rejoin.map.internal.CounterState;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.Reversal;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.SetState;
import dev.rejoin.map.internal.ValuesState;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.sequence.internal.Rga;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.set.ValueSet;
import dev.rejoin.undo.Skipped;
import dev.rejoin.undo.Skipped.Reason;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the steps of one group back in an open change, the last one first. */
final class Undoing {
    private final DocumentState state;
    private final Reversal facts;
    private final ReplicaTable replicas;
    private final ContainerTable containers;
    private final OpenChange change;
    private final Identities identities;
    private final Others others;
    private final List<Skipped> skipped;
    /** What concerns elements that were removed, and are there only as long as the containers in them are. */
    private final List<Step> ofRemovedElements = new ArrayList<>();
    /** How containers were before the group. */
    private Map<Integer, Reversal.Before> before = Map.of();

    Undoing(
            DocumentState state,
            Reversal facts,
            OpenChange change,
            Identities identities,
            Others others,
            List<Skipped> skipped) {
        this.state = state;
        this.facts = facts;
        this.replicas = state.context().replicas();
        this.containers = state.context().containers();
        this.change = change;
        this.identities = identities;
        this.others = others;
        this.skipped = skipped;
    }

    void run(Group group) {
        List<Step> steps = group.steps();
        before = group.touched();
        for (int i = steps.size() - 1; i >= 0; i--) {
            run(steps.get(i));
        }
        hideWhatNobodyElseHolds(group);
        for (Step step : ofRemovedElements) {
            insertInstead(step);
        }
    }

    private void run(Step step) {
        if (step instanceof Step.Hidden hidden) {
            show(hidden);
        } else if (step instanceof Step.Permanent) {
            skip(step, Reason.PERMANENT);
        } else if (!facts.isReadable(step.container())) {
            skip(step, Reason.DELETED); // writing there would bring the container back
        } else if (step instanceof Step.Inserted inserted) {
            remove(inserted);
        } else if (step instanceof Step.TextDeleted deleted) {
            insertAgain(deleted);
        } else if (step instanceof Step.ElementDeleted deleted) {
            insertAgain(deleted);
        } else if (step instanceof Step.Written written) {
            writeBack(written);
        } else if (step instanceof Step.Moved moved) {
            moveBack(moved);
        } else if (step instanceof Step.Counted counted) {
            countBack(counted);
        } else if (step instanceof Step.Assigned assigned) {
            countBack(assigned);
        } else if (step instanceof Step.Added added) {
            takeOut(added);
        } else if (step instanceof Step.Removed removed) {
            putBack(removed);
        }
    }

    private void skip(Step step, Reason reason) {
        ReplicaId self = new ReplicaId(replicas.id(ElementId.replica(step.operation())));
        long first = ElementId.seq(step.operation());
        OpIdSpan span = new OpIdSpan(self, first, first + step.operations());
        int last = skipped.size() - 1;
        if (last < 0 || !skipped.get(last).operations().equals(span)) { // a step may meet several obstacles
            skipped.add(new Skipped(span, reason));
        }
    }

    /*
     * Texts and lists. What was inserted and is still there is deleted; what was deleted is inserted anew, each piece
     * right behind its own tombstone, so that pieces that are brought back one by one, in any order, stand as they stood.
     */

    private void remove(Step.Inserted inserted) {
        ofRemovedElements.removeIf(step -> step instanceof Step.Written written && inserted.isOwn(written.element())
                || step instanceof Step.ElementDeleted deleted && inserted.isOwn(deleted.element()));
        identities.forEachElement(inserted.operation(), inserted.operations(), (root, count, now) -> {
            long element = now;
            while (element < now + count) {
                int length = (int) Math.min(run(inserted.container(), element), now + count - element);
                if (length == 0) { // pruned, which only tombstones are
                    element++;
                } else {
                    removeRun(inserted, element, length);
                    element += length;
                }
            }
        });
    }

    private int run(int container, long element) {
        return sequence(container).rga().runLength(element);
    }

    private void removeRun(Step.Inserted inserted, long first, int count) {
        SequenceState sequence = sequence(inserted.container());
        if (inserted.text()) {
            if (sequence.isVisible(first)) { // all of a run are, or none
                change.delete(first, count);
            }
            return;
        }
        long from = first;
        for (long element = first; element < first + count; element++) {
            if (!isOurs(sequence, element, inserted)) {
                removeVisible(from, element);
                from = element + 1;
            }
        }
        removeVisible(from, first + count);
    }

    private void removeVisible(long from, long end) {
        if (end > from) {
            change.delete(from, (int) (end - from));
        }
    }

    /** Whether an element is there and holds nothing that somebody else wrote. */
    private boolean isOurs(SequenceState list, long element, Step.Inserted inserted) {
        if (!list.isVisible(element) || isRemoved(list.ordinal(), element)) {
            return false;
        }
        for (Contest.Write write : state.contest(list, element).writes()) {
            if (replicas.find(write.id().replica().value()) != change.author()) {
                skip(inserted, Reason.OVERWRITTEN);
                return false;
            }
        }
        return true;
    }

    private void insertAgain(Step.TextDeleted deleted) {
        identities.forEachElement(
                deleted.first(),
                deleted.count(),
                (root, count, now) -> identities.forEachObsolete(root, count, (from, length, mark) -> {
                    if (mark == IdRuns.NONE) {
                        insertRuns(deleted, now + (from - root), length);
                    } else {
                        skip(deleted, Reason.OVERWRITTEN);
                    }
                }));
    }

    private void insertRuns(Step.TextDeleted deleted, long first, int count) {
        int container = deleted.container();
        List<long[]> runs = new ArrayList<>();
        for (long element = first; element < first + count; ) {
            int length = (int) Math.min(run(container, element), first + count - element);
            if (length == 0 || !hasText(element, length)) {
                skip(deleted, Reason.PRUNED);
            } else if (facts.isReset(container, element)) {
                skip(deleted, Reason.DELETED);
            } else if (!sequence(container).isVisible(element)) {
                runs.add(new long[] {element, length});
            }
            element += Math.max(length, 1);
        }
        for (long[] run : runs) { // afterwards: what is inserted divides no run that is still asked for
            StringBuilder text = new StringBuilder((int) run[1]);
            state.text().appendTo(ElementId.replica(run[0]), ElementId.seq(run[0]), (int) run[1], text);
            Rga rga = sequence(container).rga();
            long seq = change.nextSeq();
            rga.locateBehind(run[0] + run[1] - 1, change.author(), seq);
            change.insertText(container, rga.parent(), rga.leftSide(), rga.continues(), text, 0, (int) run[1]);
            identities.elementsReborn(run[0], (int) run[1], ElementId.of(change.author(), seq));
        }
    }

    private boolean hasText(long element, int count) {
        return state.text().covers(ElementId.replica(element), ElementId.seq(element), count)
                && !state.context().gaps().containsAny(element, count);
    }

    private void insertAgain(Step.ElementDeleted deleted) {
        int container = deleted.container();
        long element = identities.element(deleted.element());
        if (identities.isObsolete(deleted.element())) {
            skip(deleted, Reason.OVERWRITTEN);
        } else if (facts.containerOf(element) != container) {
            skip(deleted, Reason.PRUNED);
        } else if (facts.isReset(container, element)) {
            skip(deleted, Reason.DELETED);
        } else if (!sequence(container).isVisible(element)) {
            insertAgain(deleted, element);
        } else if (isRemoved(container, element)) {
            ofRemovedElements.add(deleted);
        }
    }

    /** Whether an element that can be read was removed, and is there for the container in it. */
    private boolean isRemoved(int list, long element) {
        state.look(list, element);
        return state.isDeadThere();
    }

    private void insertAgain(Step.ElementDeleted deleted, long element) {
        int container = deleted.container();
        Step.Write held = deleted.held();
        Identities.Revision revision = identities.revision(deleted.element());
        if (held == null && revision == null) {
            return; // it comes back with the container in it, if that does
        }
        boolean inserted = held != null && held.id() == deleted.element();
        boolean later = revision != null
                && (held == null
                        || inserted
                        || facts.compare(revision.id(), revision.time(), held.id(), held.time()) > 0);
        Value own = held == null || held.value() == null ? Value.NULL : held.value();
        long again = insertBehind(
                container, facts.positionOf(container, element), revision == null ? own : revision.value());
        long entry = facts.positionOf(container, element);
        identities.elementsReborn(deleted.element(), 1, again);
        if (entry != element) {
            identities.positionReborn(entry, again);
        }
        if (held != null && !inserted && revision == null) {
            identities.writeReborn(held.id(), again);
        } else if (held != null && !later && revision != null) {
            identities.writeReborn(held.id(), ElementId.of(change.author(), change.nextSeq()));
            change.operation(
                    container, new MapOp.SetElement(state.unpack(again), new RegisterOp.Write(own, Dots.EMPTY)));
        }
    }

    /** Inserts an element right behind an entry of a list, and gives its id. */
    private long insertBehind(int list, long entry, Value value) {
        long seq = change.nextSeq();
        Rga rga = sequence(list).rga();
        rga.locateBehind(entry, change.author(), seq);
        boolean continues = rga.continues() && !sequence(list).isPosition(rga.parent());
        change.insertValues(list, rga.parent(), rga.leftSide(), continues, List.of(value));
        return ElementId.of(change.author(), seq);
    }

    /** A removed element is gone with the container that was in it: a new one takes the value that is to be there. */
    private void insertInstead(Step step) {
        int container = step.container();
        if (step instanceof Step.ElementDeleted deleted) {
            long element = identities.element(deleted.element());
            if (!sequence(container).isVisible(element)) {
                insertAgain(deleted, element);
            }
        } else if (step instanceof Step.Written written) {
            insertInstead(written, container);
        }
    }

    private void insertInstead(Step.Written written, int container) {
        long element = identities.element(written.element());
        if (sequence(container).isVisible(element)) {
            if (!isRemoved(container, element)) { // an earlier step put a new one in its place
                writeBack(written);
            }
            return;
        }
        Step.Write last = null;
        for (Step.Write write : written.before()) {
            last = identities.isObsolete(write.id()) ? last : write;
        }
        if (last == null) {
            return;
        }
        long entry = facts.positionOf(container, element);
        long again = insertBehind(container, entry, last.value() == null ? Value.NULL : last.value());
        identities.elementsReborn(written.element(), 1, again);
        if (last.id() != written.element()) {
            identities.writeReborn(last.id(), again);
        }
        if (entry != element) {
            identities.positionReborn(entry, again);
        }
    }

    private void moveBack(Step.Moved moved) {
        int container = moved.container();
        long element = identities.element(moved.element());
        if (facts.containerOf(element) != container) {
            skip(moved, Reason.PRUNED);
            return;
        }
        if (!sequence(container).isVisible(element)
                || facts.positionOf(container, element) != identities.position(moved.operation())) {
            skip(moved, Reason.OVERWRITTEN);
            return;
        }
        boolean toItself = moved.before() == moved.element();
        long target = toItself ? moved.before() : identities.position(moved.before());
        Others.Position foreign = others.positionOf(moved.element());
        if (foreign != null
                && (toItself || facts.compare(foreign.entry(), foreign.time(), target, facts.timeOf(target)) > 0)) {
            target = foreign.entry();
        }
        if (facts.containerOf(target) != container) {
            skip(moved, Reason.PRUNED);
            return;
        }
        long seq = change.nextSeq();
        Rga rga = sequence(container).rga();
        rga.locateBehind(target, change.author(), seq);
        change.operation(container, sequence(container).prepareMove(element, state));
        if (!toItself) {
            identities.positionReborn(moved.before(), ElementId.of(change.author(), seq));
        }
    }

    private SequenceState sequence(int container) {
        return (SequenceState) state.state(container);
    }

    /*
     * Scalars. The writes that would stand, had the own one not been made, are those that stand beside it and those whose
     * place it took. Only the latter are missing; but they must not become later than writes that were later than they,
     * so from the first missing one on all are written again, in their order.
     */

    private record Standing(@Nullable Value value, long id, long time, boolean stands) {}

    private void writeBack(Step.Written written) {
        int container = written.container();
        String key = written.key();
        long element = key == null ? identities.element(written.element()) : ElementId.NONE;
        if (key == null) {
            if (facts.containerOf(element) != container || !sequence(container).isVisible(element)) {
                skip(written, Reason.OVERWRITTEN);
                return;
            }
            if (isRemoved(container, element)) {
                ofRemovedElements.add(written);
                return;
            }
        }
        Contest contest = key == null
                ? state.contest(sequence(container), element)
                : state.contest((MapState) state.state(container), key);
        Set<Long> own = new HashSet<>();
        for (int i = 0; !written.replacedOnly() && i < written.operations(); i++) {
            own.add(identities.write(written.operation() + i));
        }
        List<Standing> standing = new ArrayList<>();
        Dots.Builder ownStanding = Dots.builder();
        boolean ownStands = written.replacedOnly();
        for (Contest.Write write : contest.writes()) {
            long id = pack(write.id());
            if (!own.contains(id)) {
                standing.add(new Standing(write.value(), id, write.time(), true));
                continue;
            }
            ownStands = true;
            if (id != element) { // the value that an element was inserted with goes without being named
                ownStanding.add(write.id().replica().value(), write.id().seq());
            }
        }
        if (!ownStands) {
            skip(written, Reason.OVERWRITTEN);
            return;
        }
        boolean overwritten = !standing.isEmpty();
        for (Step.Write write : written.before()) {
            boolean gone = write.id() == written.element()
                    ? overwritten // whoever writes to an element takes the place of that value
                    : identities.isObsolete(write.id()) || facts.isReset(container, write.id());
            if (!gone && standing.stream().noneMatch(other -> other.id() == identities.write(write.id()))) {
                boolean revised = write.id() == written.element() && identities.revision(element) != null;
                Value value = revised && !own.contains(element) ? inserted(element) : write.value();
                standing.add(new Standing(value, write.id(), write.time(), false));
            }
        }
        standing.sort((a, b) -> facts.compare(a.id(), a.time(), b.id(), b.time()));
        writeAgain(written, element, ownStanding.build(), standing);
    }

    private void writeAgain(Step.Written written, long element, Dots own, List<Standing> standing) {
        int from = 0;
        while (from < standing.size() && standing.get(from).stands()) {
            from++;
        }
        if (from == standing.size()) { // nothing is missing
            if (written.replacedOnly()) {
                return;
            }
            from = Math.max(0, from - 1); // the own writes go only when another names them
        }
        if (standing.isEmpty()) {
            write(written, element, written.key() == null ? inserted(element) : null, own);
        }
        Dots replaced = own;
        for (int i = from; i < standing.size(); i++) {
            Standing write = standing.get(i);
            if (write.stands() && write.id() != element) {
                replaced =
                        Dots.builder().addAll(replaced).addAll(dot(write.id())).build();
            }
            long again = ElementId.of(change.author(), change.nextSeq());
            write(written, element, write.value(), replaced);
            identities.writeReborn(write.id() == written.element() ? element : write.id(), again);
            replaced = Dots.EMPTY;
        }
    }

    private void write(Step.Written written, long element, @Nullable Value value, Dots replaced) {
        if (written.key() != null) {
            change.operation(written.container(), new MapOp.Put(written.key(), new RegisterOp.Write(value, replaced)));
        } else {
            Value there = value == null ? Value.NULL : value;
            change.operation(
                    written.container(),
                    new MapOp.SetElement(state.unpack(element), new RegisterOp.Write(there, replaced)));
        }
    }

    private @Nullable Value inserted(long element) {
        return (Value) state.elements().find(ElementId.replica(element), ElementId.seq(element));
    }

    /* Counters. */

    private void countBack(Step.Counted counted) {
        if (facts.isReset(counted.container(), counted.operation())) {
            skip(counted, Reason.DELETED);
        } else if (ElementId.seq(counted.operation()) < others.floorOf(counted.container())) {
            skip(counted, Reason.OVERWRITTEN);
        } else {
            increment(counted.container(), Math.negateExact(counted.delta()));
        }
    }

    private void countBack(Step.Assigned assigned) {
        if (facts.isReset(assigned.container(), assigned.operation())) {
            skip(assigned, Reason.DELETED);
        } else if (others.settingsOf(assigned.container()) != assigned.foreign()) {
            skip(assigned, Reason.OVERWRITTEN);
        } else if (assigned.lost().signum() != 0) {
            increment(assigned.container(), assigned.lost().longValueExact());
        }
    }

    private void increment(int container, long delta) {
        CounterState counter = (CounterState) state.state(container);
        CounterOp.Increment increment = counter.counter().prepareIncrement(replicas.id(change.author()), delta);
        change.operation(container, increment);
    }

    /* Sets: each addition that went comes back as one of its own, since others may take away some and not all. */

    private void takeOut(Step.Added added) {
        int container = added.container();
        long own = identities.write(added.operation());
        ValueSet set = ((ValuesState) state.state(container)).set();
        if (!dotsOf(set, added.value()).contains(replicas.id(ElementId.replica(own)), ElementId.seq(own))) {
            skip(added, Reason.OVERWRITTEN);
        } else if (state.state(container) instanceof SetState) {
            List<Long> missing = missing(container, added.before());
            if (missing.isEmpty()) {
                change.operation(container, new SetOp.Remove(added.value(), dot(own)));
            }
            addAgain(container, added.value(), missing, dot(own));
        } else {
            takeOutOfRemoveWins(added, set, own);
        }
    }

    private void takeOutOfRemoveWins(Step.Added added, ValueSet set, long own) {
        List<Long> missing = missing(added.container(), added.before());
        if (added.wasThere() && !missing.isEmpty()) {
            addAgain(added.container(), added.value(), missing, dot(own));
            return;
        }
        if (missing.isEmpty() && set.contains(added.value()) && hasForeign(dotsOf(set, added.value()))) {
            return; // it is theirs too
        }
        long again = ElementId.of(change.author(), change.nextSeq());
        change.operation(added.container(), new RemoveWinsSetOp.Remove(added.value(), dot(own)));
        added.before().forEach(dot -> identities.writeReborn(dot, again));
    }

    /** Whether one of the operations was somebody else's, or brought that back. */
    private boolean hasForeign(Dots dots) {
        for (int i = 0; i < dots.size(); i++) {
            long root = identities.root(ElementId.of(replicas.find(dots.replica(i)), dots.seq(i)));
            if (ElementId.replica(root) != change.author()) {
                return true;
            }
        }
        return false;
    }

    private void putBack(Step.Removed removed) {
        int container = removed.container();
        List<Long> missing = missing(container, removed.before());
        if (!(state.state(container) instanceof SetState)) {
            putBackIntoRemoveWins(removed, missing);
        } else if (missing.isEmpty()) {
            skip(removed, Reason.OVERWRITTEN);
        } else {
            addAgain(container, removed.value(), missing, Dots.EMPTY);
        }
    }

    private void putBackIntoRemoveWins(Step.Removed removed, List<Long> missing) {
        Dots own = dot(identities.write(removed.operation()));
        Dots standing = dotsOf(((ValuesState) state.state(removed.container())).set(), removed.value());
        if (!standing.contains(own.replica(0), own.seq(0)) || missing.isEmpty() && standing.size() == 1) {
            skip(removed, Reason.OVERWRITTEN);
        } else if (missing.isEmpty()) { // what others did since is to count, and the removal goes when another names it
            change.operation(removed.container(), new RemoveWinsSetOp.Add(removed.value(), own));
        } else {
            addAgain(removed.container(), removed.value(), missing, own);
        }
    }

    private void addAgain(int container, Value value, List<Long> missing, Dots replaced) {
        boolean removeWins = !(state.state(container) instanceof SetState);
        Dots first = replaced;
        for (long dot : missing) {
            long again = ElementId.of(change.author(), change.nextSeq());
            change.operation(
                    container, removeWins ? new RemoveWinsSetOp.Add(value, first) : new SetOp.Add(value, first));
            identities.writeReborn(dot, again);
            first = Dots.EMPTY;
        }
    }

    private List<Long> missing(int container, List<Long> before) {
        List<Long> missing = new ArrayList<>();
        for (long dot : before) {
            if (!identities.isObsolete(dot) && !facts.isReset(container, dot)) {
                missing.add(dot);
            }
        }
        return missing;
    }

    private static Dots dotsOf(ValueSet set, Value value) {
        return set.prepareAdd(value) instanceof SetOp.Add add
                ? add.replaced()
                : ((RemoveWinsSetOp) set.prepareAdd(value)).replaced();
    }

    /* Containers. */

    private void show(Step.Hidden hidden) {
        int container = hidden.container();
        if (state.isBelowFloor(container)) {
            skip(hidden, Reason.PRUNED);
            return;
        }
        if (!state.isKnown(container) || !state.isDeleted(container)) {
            return; // somebody else brought it back
        }
        if (!facts.isReadable(containers.parent(container))) {
            skip(hidden, Reason.DELETED);
        } else if (isDeletedByOthers(container)) {
            skip(hidden, Reason.OVERWRITTEN);
        } else {
            change.operation(container, new MapOp.Restore(state.hidden(container)));
            if (containers.isInElement(container)) {
                takeTheOldElement(containers.parent(container), containers.element(container));
            }
        }
    }

    private boolean isDeletedByOthers(int container) {
        Reversal.Before then = before.get(container);
        return then != null && then.shown() && !others.deletesOf(container).isEmpty() && !isHeld(container, then);
    }

    /** Whether a container would have something that nobody deleted, without what is taken back. */
    private boolean isHeld(int container, Reversal.Before then) {
        return facts.isHeld(container, change.author(), then, others.touchedTo(container), others.deletesOf(container));
    }

    /** An element comes back with the container in it; what was inserted in its place goes. */
    private void takeTheOldElement(int list, long element) {
        long standIn = identities.element(element);
        if (standIn == element) {
            return;
        }
        if (sequence(list).isVisible(standIn)) {
            change.delete(standIn, 1);
        }
        identities.elementsReborn(element, 1, element);
    }

    /** Deletes the containers that can be read only because of what was just taken back, the deepest first. */
    private void hideWhatNobodyElseHolds(Group group) {
        List<Map.Entry<Integer, Reversal.Before>> touched =
                new ArrayList<>(group.touched().entrySet());
        touched.sort(Comparator.comparingInt(entry -> -containers.depth(entry.getKey())));
        for (Map.Entry<Integer, Reversal.Before> entry : touched) {
            int container = entry.getKey();
            if (!facts.isShown(container)) {
                continue;
            }
            if (entry.getValue().overruled() && !others.haveShown(container)) {
                // A delete that saw nothing: it wins here, as before, and takes nothing from devices where updates win.
                change.operation(container, new MapOp.Hide(VersionVector.EMPTY));
            } else if (!isHeld(container, entry.getValue())) {
                change.operation(container, new MapOp.Hide(state.touched(container)));
            }
        }
    }

    private Dots dot(long id) {
        return Dots.of(replicas.id(ElementId.replica(id)), ElementId.seq(id));
    }

    private long pack(OpId id) {
        return ElementId.of(replicas.find(id.replica().value()), id.seq());
    }
}
