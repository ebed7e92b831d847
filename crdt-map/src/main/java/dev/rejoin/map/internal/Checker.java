package dev.rejoin.map.internal;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.map.MapOp;
import dev.rejoin.member.MemberOp;
import dev.rejoin.member.ReturnOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpMeta;
import dev.rejoin.op.TotalOrder;
import dev.rejoin.op.UnknownOp;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.InvalidOperationException;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.RedactOp;
import dev.rejoin.replica.RestampOp;
import dev.rejoin.sequence.internal.KnownRanges;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.version.OpId;
import dev.rejoin.version.VersionVector;
import java.util.Arrays;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.IntLongHashMap;
import org.eclipse.collections.impl.set.mutable.primitive.IntHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds operations that no honest replica can issue, before any of their change is applied. Reads only; what a change
 * itself creates or inserts earlier counts as known.
 *
 * <p>What is checked is a function of the change and its causal past: an operation fits the type of its container, the
 * container was created, named elements exist in it, a child has a larger priority than its parent, increments stay in 64
 * bits. That named ids lie in the causal past at all is checked where changes are delivered.
 */
final class Checker implements OpSink {
    private final DocumentState state;
    private final ContainerTable containers;

    private int author;
    private long authorId;
    private long time;

    /** The sequence that was good last: most changes stay in one. As long as the structure is the same, for the next too. */
    private int goodSequence = ContainerTable.NONE;

    private int goodType;
    private int goodStructure;

    /** Containers that the change creates. */
    private @Nullable IntHashSet created;
    /** The counter that the change increments, and by how much; more of them stand in the map. */
    private int counter = ContainerTable.NONE;

    private long counterSum;
    private @Nullable IntLongHashMap counters;

    /** Runs that the change inserts: container, first seq, end seq. */
    private long[] runs = new long[0];

    private int runsUsed;

    /** Restamps in the change. */
    private int restamps;

    /** Ranges of ids that the change deletes with a step and that are elements, of whatever sequences. */
    private final KnownRanges deletable;

    /** Seqs of the moves in the change: entries, but no elements. */
    private @Nullable LongArrayList moves;

    Checker(DocumentState state) {
        this.state = state;
        this.containers = state.containers();
        this.deletable = new KnownRanges(state.shape());
    }

    void begin(int author, long time) {
        this.author = author;
        this.authorId = state.replicas().id(author);
        this.time = time;
        if (goodStructure != state.structure() || created != null) {
            goodStructure = state.structure();
            goodSequence = ContainerTable.NONE;
            created = null;
        }
        counter = ContainerTable.NONE;
        counterSum = 0;
        counters = null;
        runsUsed = 0;
        restamps = 0;
        moves = null;
        deletable.clear();
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        if (count < 1 || seq < 0 || seq > ElementId.MAX_SEQ - count) {
            throw invalid("Insert of " + count + " elements at seq " + seq);
        }
        int target = container;
        if (parent != ElementId.NONE) {
            int home = containerOf(parent);
            if (home < 0 || container >= 0 && home != container) {
                throw invalid("Insert beside " + ElementId.toString(parent) + ", which is no element of the sequence");
            }
            target = home;
            if (continues && isPosition(home, parent)) {
                throw invalid("Continuation of " + ElementId.toString(parent) + ", which was made by a move");
            }
            checkPriority(parent, seq, left, continues);
        } else if (container < 0 || continues || left) {
            throw invalid("Insert at the start without a container, or as a continuation");
        }
        checkSequence(target, text ? ContainerType.TEXT : ContainerType.LIST);
        remember(target, seq, count);
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        if (count < 1 || step < -1 || step > 1) {
            throw invalid("Delete of " + count + " elements with step " + step);
        }
        long first = step < 0 ? element - (count - 1L) : element;
        long end = first + count;
        int container = containerOf(first);
        int parts = 0;
        for (long at = first; at < end; ) {
            // With a step these are operations of their own, which history put together whatever they delete from.
            long runEnd = step == 0 ? at : Math.min(deletable.skip(Integer.MAX_VALUE, at), end);
            if (runEnd == at) {
                int home = at == first ? container : containerOf(at);
                if (home < 0 || step == 0 && home != container) {
                    throw invalid("Delete of " + ElementId.toString(at) + ", which is no element of the sequence");
                }
                runEnd = at + 1 == end ? end : endInSequence(at, end);
                if (hasMoves() && hasPosition(home, at, runEnd)) {
                    throw invalid(
                            "Delete of elements from " + ElementId.toString(at) + ", among which are ids of moves");
                }
                parts++;
            }
            at = runEnd;
        }
        if (step != 0) {
            deletable.add(parts, first, end);
        }
    }

    @Override
    public void operation(int container, long seq, Op op) {
        if (op instanceof MapOp.Put || op instanceof MapOp.Withdraw) {
            check(container, ContainerType.MAP, op);
        } else if (op instanceof CounterOp.Increment increment) {
            check(container, ContainerType.COUNTER, op);
            checkCounter(container, seq, increment);
        } else if (op instanceof CounterOp.Reset) {
            check(container, ContainerType.COUNTER, op);
        } else if (op instanceof SetOp.Add || op instanceof SetOp.Remove) {
            check(container, ContainerType.SET, op);
        } else if (op instanceof RemoveWinsSetOp) {
            check(container, ContainerType.REMOVE_WINS_SET, op);
        } else if (op instanceof GrowOnlyLogOp) {
            check(container, ContainerType.LOG, op);
        } else if (op instanceof MapOp.SetElement set) {
            check(container, ContainerType.LIST, op);
            if (!isElementOf(container, pack(set.element()))) {
                throw invalid("Write to " + set.element() + ", which is no element of the list");
            }
        } else if (op instanceof MapOp.MoveElement move) {
            check(container, ContainerType.LIST, op);
            checkMove(container, seq, move);
        } else if (op instanceof MapOp.Create) {
            checkCreate(container, seq);
        } else if (op instanceof MapOp.Hide hide) {
            checkVector(container, seq, hide.touched(), op);
        } else if (op instanceof MapOp.Clear clear) {
            checkVector(container, seq, clear.cleared(), op);
        } else if (op instanceof MapOp.Restore restore) {
            checkVector(container, seq, restore.hidden(), op);
        } else if (op instanceof MapOp.DefineSchema) {
            if (container != ContainerTable.ROOT) {
                throw invalid("A schema of container " + container + ", which is not the root");
            }
        } else if (op instanceof RestampOp) {
            if (container != ContainerTable.ROOT || seq != restamps++) {
                throw invalid("Restamp that is not among the first operations of its replica, on the root");
            }
        } else if (op instanceof MemberOp || op instanceof RedactOp || op instanceof ReturnOp) {
            if (container != ContainerTable.ROOT || op instanceof ReturnOp made && !made.endsBelow(seq)) {
                throw invalid("Operation " + op.tag() + " on a container other than the root, or of ids behind it");
            }
        } else if (!(op instanceof UnknownOp) && isKnownType(containers.type(container))) {
            throw invalid("Operation " + op.tag() + " on a container of type " + containers.type(container));
        }
    }

    private void checkSequence(int container, int type) {
        if (container == goodSequence && type == goodType) {
            return;
        }
        if (containers.type(container) != type || !exists(container)) {
            throw invalid("Insert of elements of type " + type + " into container " + container + " of type "
                    + containers.type(container) + (exists(container) ? "" : ", which was never created"));
        }
        goodSequence = container;
        goodType = type;
    }

    private void checkPriority(long parent, long seq, boolean left, boolean continues) {
        if (continues) {
            if (left || ElementId.replica(parent) != author || ElementId.seq(parent) != seq - 1) {
                throw invalid("Continuation of " + ElementId.toString(parent) + " at seq " + seq);
            }
            return;
        }
        if (isInserted(parent)) {
            return; // of this change, and earlier
        }
        long parentTime = state.sequences().headTime(parent);
        long parentReplica = state.replicas().id(ElementId.replica(parent));
        if (TotalOrder.compare(time, authorId, seq, parentTime, parentReplica, ElementId.seq(parent)) <= 0) {
            throw invalid("Insert at seq " + seq + " with a priority below that of " + ElementId.toString(parent));
        }
    }

    private void check(int container, int type, Op op) {
        if (containers.type(container) != type || !exists(container)) {
            throw invalid("Operation " + op.tag() + " on a container of type " + containers.type(container)
                    + (exists(container) ? "" : ", which was never created"));
        }
    }

    private void checkMove(int container, long seq, MapOp.MoveElement move) {
        long element = pack(move.element());
        if (!isElementOf(container, element)) {
            throw invalid("Move of " + move.element() + ", which is no element of the list");
        }
        long parent = pack(move.parent());
        if (parent == ElementId.NONE || containerOf(parent) != container) {
            throw invalid("Move beside " + move.parent() + ", which is no entry of the list");
        }
        checkPriority(element, seq, move.left(), false);
        checkPriority(parent, seq, move.left(), false);
        remember(container, seq, 1);
        if (moves == null) {
            moves = new LongArrayList();
        }
        moves.add(seq);
    }

    /** Packed id of an element, or NONE if its replica is unknown. */
    private long pack(OpId id) {
        int replica = state.replicas().find(id.replica().value());
        return replica < 0 ? ElementId.NONE : ElementId.of(replica, id.seq());
    }

    private boolean isElementOf(int container, long id) {
        return id != ElementId.NONE && containerOf(id) == container && !isPosition(container, id);
    }

    private boolean hasMoves() {
        return moves != null || state.moves().isAny();
    }

    /** Of entries that are all known before the change, or all made by it. */
    private boolean hasPosition(int container, long first, long end) {
        if (ElementId.replica(first) == author && insertedIn(ElementId.seq(first)) >= 0) {
            return isMoveAmong(ElementId.seq(first), ElementId.seq(end - 1));
        }
        return state.moves().isAny()
                && state.states().find(container) instanceof SequenceState list
                && state.moves().isAnyOf(list, first, end);
    }

    /** Whether the change has a move with one of some seqs; they ascend. */
    private boolean isMoveAmong(long first, long last) {
        if (moves == null) {
            return false;
        }
        int at = moves.binarySearch(first);
        int next = at < 0 ? ~at : at;
        return next < moves.size() && moves.get(next) <= last;
    }

    /** Whether an entry of a container was made by a move. */
    private boolean isPosition(int container, long entry) {
        long seq = ElementId.seq(entry);
        if (ElementId.replica(entry) == author && isMoveAmong(seq, seq)) {
            return true;
        }
        return state.moves().isAny()
                && state.states().find(container) instanceof SequenceState list
                && list.isPosition(entry);
    }

    private void checkCounter(int container, long seq, CounterOp.Increment increment) {
        if (container != counter) {
            switchCounter(container);
        }
        long before = counterSum;
        long delta = increment.delta();
        long sum = before + delta;
        boolean overflow = ((before ^ sum) & (delta ^ sum)) < 0;
        ContainerState known = state.states().find(container);
        if (!overflow && known instanceof CounterState counting) {
            overflow = !counting.counter.validate(new CounterOp.Increment(sum), new OpMeta(authorId, seq, time));
        }
        if (overflow) {
            throw invalid("Increments of one replica leave 64 bits");
        }
        counterSum = sum;
    }

    private void switchCounter(int container) {
        if (counter != ContainerTable.NONE) {
            if (counters == null) {
                counters = new IntLongHashMap(4);
            }
            counters.put(counter, counterSum);
        }
        counter = container;
        counterSum = counters == null ? 0 : counters.get(container);
    }

    private void checkCreate(int container, long seq) {
        if (container == ContainerTable.ROOT) {
            throw invalid("Creation of the root");
        }
        if (containers.depth(container) > FormatLimits.MAX_DEPTH) {
            throw invalid("Creation of a container at depth " + containers.depth(container));
        }
        int parent = containers.parent(container);
        boolean inElement = containers.isInElement(container);
        boolean fits = containers.type(parent) == (inElement ? ContainerType.LIST : ContainerType.MAP);
        if (!fits || !exists(parent)) {
            throw invalid("Creation of a container in one of type " + containers.type(parent)
                    + (exists(parent) ? "" : ", which was never created"));
        }
        if (inElement && !isElementOf(parent, containers.element(container))) {
            throw invalid("Creation of a container in " + ElementId.toString(containers.element(container))
                    + ", which is no element of the list");
        }
        long maker = containers.maker(container);
        if (maker != ElementId.NONE && maker != ElementId.of(author, seq) && !isMade(container)) {
            throw invalid("Creation of a container that " + ElementId.toString(maker) + " did not make");
        }
        if (created == null) {
            created = new IntHashSet();
        }
        created.add(container);
    }

    private void checkVector(int container, long seq, VersionVector vector, Op op) {
        if (container == ContainerTable.ROOT || !exists(container)) {
            throw invalid("Operation " + op.tag() + " on the root or on a container that was never created");
        }
        if (vector.end(authorId) > seq) {
            throw invalid("Operation " + op.tag() + " covers ids of its author that come after it");
        }
    }

    private boolean exists(int container) {
        if (container == ContainerTable.ROOT) {
            return true;
        }
        return isMade(container) || isNameable(container);
    }

    /**
     * Whether anybody can address a container that is not created here: its path names no operation that made it. So
     * whether a change is good does not depend on which creations happened to come before it.
     */
    private boolean isNameable(int container) {
        if (containers.depth(container) > FormatLimits.MAX_DEPTH) {
            return false;
        }
        for (int at = container; at != ContainerTable.ROOT; at = containers.parent(at)) {
            int parent = containers.parent(at);
            boolean fits = containers.isInElement(at)
                    ? containers.type(parent) == ContainerType.LIST && isElementOf(parent, containers.element(at))
                    : containers.type(parent) == ContainerType.MAP;
            if (!fits || containers.maker(at) != ElementId.NONE && !isMade(at)) {
                return false;
            }
        }
        return true;
    }

    private boolean isMade(int container) {
        ContainerState known = state.states().find(container);
        return known != null && known.isCreated() || created != null && created.contains(container);
    }

    private int containerOf(long element) {
        int container = state.sequences().containerOf(element);
        return container >= 0 || ElementId.replica(element) != author ? container : insertedIn(ElementId.seq(element));
    }

    /** Where a run of elements of one sequence ends, all known before or all of this change; after the element at least. */
    private long endInSequence(long element, long end) {
        long known = state.sequences().endInSequence(element, end);
        if (known > element) {
            return known;
        }
        return Math.min(end, ElementId.of(author, runs[3 * runOf(ElementId.seq(element)) + 2]));
    }

    private boolean isInserted(long element) {
        return ElementId.replica(element) == author && insertedIn(ElementId.seq(element)) >= 0;
    }

    /** Container of an element that the change inserts, or -1. */
    private int insertedIn(long seq) {
        int run = runOf(seq);
        return run < 0 ? -1 : (int) runs[3 * run];
    }

    /** The run that the change inserts an element with, or -1. */
    private int runOf(long seq) {
        int low = 0;
        int high = runsUsed / 3 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (seq < runs[3 * middle + 1]) {
                high = middle - 1;
            } else if (seq >= runs[3 * middle + 2]) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    private void remember(int container, long seq, int count) {
        if (runsUsed > 0 && runs[runsUsed - 3] == container && runs[runsUsed - 1] == seq) {
            runs[runsUsed - 1] = seq + count;
            return;
        }
        if (runsUsed == runs.length) {
            runs = Arrays.copyOf(runs, Math.max(6, 2 * runsUsed));
        }
        runs[runsUsed] = container;
        runs[runsUsed + 1] = seq;
        runs[runsUsed + 2] = seq + count;
        runsUsed += 3;
    }

    private static boolean isKnownType(int type) {
        return type >= ContainerType.MAP && type <= ContainerType.LOG;
    }

    private InvalidOperationException invalid(String reason) {
        return new InvalidOperationException(reason);
    }
}
