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
 * A set in which a concurrent addition wins over a removal.
 *
 * <p>A removal takes away the additions that its author saw; one that it did not see keeps the element in the set. Both
 * of two concurrent additions of one element stand until a removal or addition that saw them.
 *
 * <p>Why it converges: each addition is a dot, and an element is in the set exactly if a dot of it was applied that no
 * applied operation names. Whoever names a dot has seen it, so it arrives first everywhere, and a dot that is gone
 * cannot come back; hence nothing of a removed element is kept.
 *
 * <p>One thread at a time. Operations and {@link #contains} cost O(1) in the number of elements, reading all elements
 * O(n log n), because it sorts them.
 *
 * <p>Bieniusa, Zawirski, Preguiça, Shapiro, Baquero, Balegas, Duarte: An optimized conflict-free replicated set, 2012;
 * here operation-based, where causal delivery takes the place of the version vector.
 */
public final class OrSet implements ValueSet, CrdtObject<SetOp, SetEvent> {
    /*
     * Invariants
     *   I18  every dot is at or below the version of the replica (checked by the engine)
     *   I19  an element is in the table exactly if it has a dot
     */
    private final ElementTable elements;

    /** An empty set with a secret of its own. */
    public OrSet() {
        this(ReplicaId.random().value());
    }

    /**
     * An empty set.
     *
     * @param secret seeds the hashes of elements, so that no peer can prepare elements that collide; it decides nothing
     *     that can be seen, and sets of one document may share it
     */
    public OrSet(long secret) {
        this(new ElementTable(secret));
    }

    private OrSet(ElementTable elements) {
        this.elements = elements;
    }

    @Override
    public SetOp.Add prepareAdd(Value value) {
        return new SetOp.Add(value, elements.prepare(value));
    }

    @Override
    public Optional<SetOp.Remove> prepareRemove(Value value) {
        Dots dots = elements.prepare(value);
        return dots.isEmpty() ? Optional.empty() : Optional.of(new SetOp.Remove(value, dots));
    }

    @Override
    public SetEvent apply(SetOp op, OpMeta meta) {
        if (op instanceof SetOp.Add add) {
            boolean isNew = elements.add(add.value(), add.replaced(), meta.replica(), meta.seq());
            return isNew ? new SetEvent.Added(add.value()) : new SetEvent.Kept(add.value());
        }
        SetOp.Remove remove = (SetOp.Remove) op;
        boolean gone = elements.remove(remove.value(), remove.removed());
        return gone ? new SetEvent.Removed(remove.value()) : new SetEvent.Kept(remove.value());
    }

    /**
     * Applies an addition that is given by its parts.
     *
     * @param value the element
     * @param replaced earlier additions that the author saw
     * @param replica the bits of the id of the replica that made it
     * @param seq its number
     * @return whether the element was not in the set
     */
    public boolean add(Value value, Dots replaced, long replica, long seq) {
        return elements.add(value, replaced, replica, seq);
    }

    /**
     * Applies a removal that is given by its parts.
     *
     * @param value the element
     * @param removed the additions that the author saw
     * @return whether the element is no longer in the set
     */
    public boolean remove(Value value, Dots removed) {
        return elements.remove(value, removed);
    }

    /**
     * How an element can be put back as it is now. For the thread that writes the set.
     *
     * @param value the element
     * @return to be run on the set that holds it then
     */
    public Consumer<OrSet> restorer(Value value) {
        ElementTable.Element present = elements.present(value);
        return set -> set.elements.put(value, present);
    }

    @Override
    public void clear(Coverage covered) {
        elements.clear(covered);
    }

    @Override
    public boolean contains(Value value) {
        return elements.find(value) != null;
    }

    /**
     * The additions of an element that stand.
     *
     * @param value any value
     * @return their ids; empty if it is not in the set
     */
    public Dots dots(Value value) {
        return elements.dots(value);
    }

    @Override
    public int size() {
        return elements.size();
    }

    /**
     * Whether there are no elements.
     *
     * @return {@code true} if there are none
     */
    public boolean isEmpty() {
        return elements.size() == 0;
    }

    @Override
    public List<Value> values() {
        return elements.sorted().stream().map(element -> element.value).toList();
    }

    @Override
    public void writeState(OpWriter writer) {
        elements.write(writer);
    }

    /**
     * Reads the state that {@link #writeState(OpWriter)} writes: the count of elements; for each, in canonical order,
     * its value and its dots.
     *
     * @param reader gives the parts
     * @param secret seeds the hashes of elements
     * @return a set
     */
    public static OrSet readState(OpReader reader, long secret) {
        return new OrSet(ElementTable.read(reader, secret));
    }

    @Override
    public OrSet copy() {
        return new OrSet(elements.copy());
    }

    @Override
    public void checkInvariants() {
        elements.checkInvariants();
    }

    @Override
    public String toString() {
        return "OrSet" + values();
    }
}
