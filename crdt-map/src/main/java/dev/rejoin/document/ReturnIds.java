package dev.rejoin.document;

import dev.rejoin.internal.ElementId;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.member.ReturnOp;
import dev.rejoin.member.ReturnTable;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.sequence.internal.SpanVisitor;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.impl.map.mutable.primitive.LongIntHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the things of the former document are called in the one that a device came back to, and where what it inserted
 * belongs there: directly behind the nearest element to the left, in the order of the former document, that can be read.
 *
 * <p>Why that keeps everything in its place: the order of elements that both documents know is the same, and stays so with
 * each insert, because whatever both know left of the new element is at or before the one that it is put behind.
 */
final class ReturnIds {
    private final LiveDocument former;
    private final LiveDocument adopted;
    private final DocumentState state;
    private final ReplicaId self;
    private final long from;
    private final VersionVector known;
    /** Of the open change: what stands for what. */
    private final List<ReturnOp.Run> runs = new ArrayList<>();

    private final Map<Integer, Order> orders = new HashMap<>();
    private ReturnOutcome.Reason obstacle = ReturnOutcome.Reason.ELEMENT_GONE;

    /** What is the same up to a seq of the former replica. */
    ReturnIds(LiveDocument former, LiveDocument adopted, long from, VersionVector known) {
        this.former = former;
        this.adopted = adopted;
        this.state = adopted.state();
        this.self = former.replica().id();
        this.from = from;
        this.known = known;
    }

    /** Elements of a former sequence from left to right, and which of them can be read in the other document. */
    private static final class Order {
        private final int container;
        private long[] entries = new long[64];
        private int size;
        private final LongIntHashMap places = new LongIntHashMap();
        private final BitSet alive = new BitSet();

        Order(int container) {
            this.container = container;
        }

        void add(long entry) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, 2 * size);
            }
            places.put(entry, size);
            entries[size++] = entry;
        }
    }

    /** Begins a change. */
    void begin() {
        runs.clear();
    }

    /** A change was not made after all. */
    void abandon() {
        runs.clear();
        orders.clear();
    }

    List<ReturnOp.Run> runs() {
        return runs;
    }

    /** A container went, with all below it. */
    void forgetOrders(int container) {
        orders.values().removeIf(order -> isWithin(order.container, container));
    }

    private boolean isWithin(int container, int above) {
        int at = container;
        while (at != above && at != ContainerTable.ROOT) {
            at = adopted.context().containers().parent(at);
        }
        return at == above;
    }

    private ReplicaId formerReplica(long element) {
        return new ReplicaId(former.context().replicas().id(ElementId.replica(element)));
    }

    /** The element that stands for one of the former document, be it read or not; NONE if there is none. */
    long element(long formerElement) {
        ReplicaId replica = formerReplica(formerElement);
        long seq = ElementId.seq(formerElement);
        boolean isOwn = replica.equals(self) && seq >= from;
        if (isOwn) {
            for (int i = runs.size() - 1; i >= 0; i--) {
                ReturnOp.Run run = runs.get(i);
                if (seq >= run.from() && seq < run.from() + run.count()) {
                    return ElementId.of(adopted.replica().index(), run.to() + (seq - run.from()));
                }
            }
        } else if (known.get(replica) > seq) {
            int index = adopted.context().replicas().find(replica.value());
            return ElementId.of(index, seq);
        }
        ReturnTable returns = adopted.context().returns();
        OpId again = returns.find(replica, seq);
        return again == null ? ElementId.NONE : pack(again);
    }

    private long pack(OpId id) {
        return ElementId.of(adopted.context().replicas().find(id.replica().value()), id.seq());
    }

    /** Whether nobody but the former device ever had an element, as far as is known here. */
    boolean isOnlyThere(long formerElement) {
        ReplicaId replica = formerReplica(formerElement);
        return !replica.equals(self)
                && known.get(replica) <= ElementId.seq(formerElement)
                && element(formerElement) == ElementId.NONE;
    }

    /** Whether an element that stands for a former one can be read in a sequence. */
    boolean isAlive(int container, long element) {
        return element != ElementId.NONE
                && state.containerOf(element) == container
                && ((SequenceState) state.state(container)).isVisible(element);
    }

    /** Elements stand for former ones from now on; they can be read. */
    void stands(int formerContainer, int container, long formerFirst, long first, int count) {
        ReturnOp.Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        ReturnOp.Run run = new ReturnOp.Run(ElementId.seq(formerFirst), ElementId.seq(first), count);
        if (last != null && last.from() + last.count() == run.from() && last.to() + last.count() == run.to()) {
            runs.set(runs.size() - 1, new ReturnOp.Run(last.from(), last.to(), last.count() + count));
        } else {
            runs.add(run);
        }
        SequenceState sequence = formerSequence(formerContainer);
        Order order = order(formerContainer, container);
        for (int i = 0; i < count; i++) {
            int place = order.places.getIfAbsent(sequence.positionOf(formerFirst + i), -1);
            if (place >= 0) {
                order.alive.set(place);
            }
        }
    }

    /** An element cannot be read any more. */
    void gone(int formerContainer, long formerElement) {
        Order order = orders.get(formerContainer);
        if (order != null) {
            int place = order.places.getIfAbsent(formerSequence(formerContainer).positionOf(formerElement), -1);
            if (place >= 0) {
                order.alive.clear(place);
            }
        }
    }

    /** Where something belongs in a sequence that stood at an entry of the former one: a visible index. */
    int indexOf(int formerContainer, int container, long formerEntry) {
        Order order = order(formerContainer, container);
        int place = order.places.getIfAbsent(formerEntry, 0);
        int left = place == 0 ? -1 : order.alive.previousSetBit(place - 1);
        if (left < 0) {
            return 0;
        }
        long element = formerSequence(formerContainer).elementOf(order.entries[left]);
        return ((SequenceState) state.state(container)).indexOf(element(element)) + 1;
    }

    private SequenceState formerSequence(int formerContainer) {
        return (SequenceState) former.state().state(formerContainer);
    }

    private Order order(int formerContainer, int container) {
        Order known = orders.get(formerContainer);
        if (known != null) {
            return known;
        }
        Order order = new Order(container);
        SequenceState sequence = formerSequence(formerContainer);
        sequence.rga().forEachSpan(new SpanVisitor() {
            @Override
            public void span(long first, int count, boolean deleted, long headTime) {
                for (int i = 0; i < count; i++) {
                    order.add(first + i);
                }
            }

            @Override
            public void marker(long element, long headTime) {
                // A place between elements.
            }
        });
        for (int i = 0; i < order.size; i++) {
            long element = sequence.elementOf(order.entries[i]);
            boolean standsHere = sequence.positionOf(element) == order.entries[i];
            order.alive.set(i, standsHere && isAlive(container, element(element)));
        }
        orders.put(formerContainer, order);
        return order;
    }

    /** The former text or list that an element belongs to; negative if it is not known any more. */
    int formerContainerOf(long formerElement) {
        return former.state().containerOf(formerElement);
    }

    /** The place that stands for a container; null when there is an {@link #obstacle}. */
    @Nullable
    Place place(int formerContainer, MapHandle root) {
        ContainerTable containers = former.context().containers();
        if (formerContainer == ContainerTable.ROOT) {
            return root;
        }
        int parent = containers.parent(formerContainer);
        int type = containers.type(formerContainer);
        Place above = place(parent, root);
        if (above == null) {
            return null;
        }
        if (!containers.isInElement(formerContainer)) {
            Place place = above.child(containers.key(formerContainer), type);
            if (isAnother(formerContainer, place.find())) {
                obstacle = ReturnOutcome.Reason.PLACE_TAKEN;
                return null;
            }
            return place;
        }
        long element = element(containers.element(formerContainer));
        int list = above.find();
        if (list != Place.ABSENT && isAlive(list, element)) {
            return above.child(element, type);
        }
        obstacle = isInOnlyThere(formerContainer) ? ReturnOutcome.Reason.NOT_HERE : ReturnOutcome.Reason.ELEMENT_GONE;
        return null;
    }

    /** Why there was no place, asked right after. */
    ReturnOutcome.Reason obstacle() {
        return obstacle;
    }

    /** Whether what can be read in a place was put there instead of a container, or was not made again. */
    private boolean isAnother(int formerContainer, int found) {
        long maker = former.context().containers().maker(formerContainer);
        if (found == Place.ABSENT) {
            return maker != ElementId.NONE;
        }
        long made = maker == ElementId.NONE ? maker : element(maker);
        return maker != ElementId.NONE && made == ElementId.NONE
                || adopted.context().containers().maker(found) != made;
    }

    /** An operation made a container anew, as a former one did. */
    void makes(long formerSeq, long seq) {
        runs.add(new ReturnOp.Run(formerSeq, seq, 1));
    }

    /** Whether a container stands in an element that only the former device has. */
    boolean isInOnlyThere(int formerContainer) {
        ContainerTable containers = former.context().containers();
        for (int at = formerContainer; at != ContainerTable.ROOT; at = containers.parent(at)) {
            if (containers.isInElement(at) && isOnlyThere(containers.element(at))) {
                return true;
            }
        }
        return false;
    }
}
