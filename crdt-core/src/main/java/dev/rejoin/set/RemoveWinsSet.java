package dev.rejoin.set;

import dev.rejoin.object.CrdtObject;
import dev.rejoin.op.OpMeta;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.value.Value;
import dev.rejoin.version.Coverage;
import dev.rejoin.version.Dots;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A set in which a removal wins over a concurrent addition: for rights, blocks, consents.
 *
 * <p>An addition brings an element back only if its author saw every removal of it. Of additions of one element each
 * stands until an operation on it that saw it, and so do removals.
 *
 * <p>Why it converges: operations on an element are dots, and those stand that no applied operation on it names. Whoever
 * names a dot has seen it, so it arrives first everywhere. An element is in the set exactly if an addition of it stands
 * and no removal does.
 *
 * <p>One thread at a time. Operations and {@link #contains} cost O(1) in the number of elements, reading all elements and
 * {@link #size} O(n log n). What was removed and not added again keeps its removal.
 *
 * <p>Shapiro, Preguiça, Baquero, Zawirski, A comprehensive study of Convergent and Commutative Replicated Data Types, 2011,
 * has the add-wins counterpart; here operation-based, where causal delivery takes the place of the version vector.
 */
public final class RemoveWinsSet implements ValueSet, CrdtObject<RemoveWinsSetOp, SetEvent> {
    /*
     * Invariants
     *   I18  every dot is at or below the version of the replica (checked by the engine)
     *   I19  an element is in a table exactly if it has a dot there
     */
    private final ElementTable added;
    private final ElementTable removed;

    /** An empty set with a secret of its own. */
    public RemoveWinsSet() {
        this(ReplicaId.random().value());
    }

    /**
     * An empty set.
     *
     * @param secret seeds the hashes of elements, as in {@link OrSet#OrSet(long)}
     */
    public RemoveWinsSet(long secret) {
        this(new ElementTable(secret), new ElementTable(secret));
    }

    private RemoveWinsSet(ElementTable added, ElementTable removed) {
        this.added = added;
        this.removed = removed;
    }

    @Override
    public RemoveWinsSetOp.Add prepareAdd(Value value) {
        return new RemoveWinsSetOp.Add(value, dots(value));
    }

    @Override
    public Optional<RemoveWinsSetOp.Remove> prepareRemove(Value value) {
        return contains(value) ? Optional.of(new RemoveWinsSetOp.Remove(value, dots(value))) : Optional.empty();
    }

    private Dots dots(Value value) {
        Dots removals = removed.dots(value);
        return removals.isEmpty()
                ? added.dots(value)
                : Dots.builder().addAll(added.dots(value)).addAll(removals).build();
    }

    @Override
    public SetEvent apply(RemoveWinsSetOp op, OpMeta meta) {
        Value value = op.value();
        boolean before = contains(value);
        ElementTable other = op instanceof RemoveWinsSetOp.Add ? removed : added;
        other.remove(value, op.replaced());
        (other == added ? removed : added).add(value, op.replaced(), meta.replica(), meta.seq());
        boolean after = contains(value);
        if (before == after) {
            return new SetEvent.Kept(value);
        }
        return after ? new SetEvent.Added(value) : new SetEvent.Removed(value);
    }

    /**
     * How an element can be put back as it is now.
     *
     * @param value the element
     * @return to be run on the set that holds it then
     */
    public Consumer<RemoveWinsSet> restorer(Value value) {
        Dots additions = added.dots(value);
        Dots removals = removed.dots(value);
        return set -> {
            set.added.set(value, additions);
            set.removed.set(value, removals);
        };
    }

    @Override
    public void clear(Coverage covered) {
        added.clear(covered);
        removed.clear(covered);
    }

    @Override
    public boolean contains(Value value) {
        return added.find(value) != null && removed.find(value) == null;
    }

    @Override
    public int size() {
        return values().size();
    }

    @Override
    public List<Value> values() {
        return added.sorted().stream()
                .map(element -> element.value)
                .filter(value -> removed.find(value) == null)
                .toList();
    }

    @Override
    public void writeState(OpWriter writer) {
        added.write(writer);
        removed.write(writer);
    }

    /**
     * Reads the state that {@link #writeState(OpWriter)} writes: the elements with their additions as a set writes them,
     * then those with their removals.
     *
     * @param reader gives the parts
     * @param secret seeds the hashes of elements
     * @return a set
     */
    public static RemoveWinsSet readState(OpReader reader, long secret) {
        ElementTable added = ElementTable.read(reader, secret);
        return new RemoveWinsSet(added, ElementTable.read(reader, secret));
    }

    @Override
    public RemoveWinsSet copy() {
        return new RemoveWinsSet(added.copy(), removed.copy());
    }

    @Override
    public void checkInvariants() {
        added.checkInvariants();
        removed.checkInvariants();
    }

    @Override
    public String toString() {
        return "RemoveWinsSet" + values();
    }
}
