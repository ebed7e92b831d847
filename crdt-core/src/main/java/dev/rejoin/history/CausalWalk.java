package dev.rejoin.history;

import dev.rejoin.delivery.UnknownVersionException;
import dev.rejoin.internal.ElementId;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks the retained changes between two versions in one causal order that is a function of the set of changes: the ready
 * author with the smallest id goes first and goes on for as long as its next change is ready.
 *
 * <p>A change is ready when all that it depends on and all that its operations name was emitted. Those of honest writers
 * name nothing but what they depend on. Somebody else's may have been joined to a change that what they name depends on:
 * such a joined change appears in parts, each of them ready, of which all but the first only continue a run or delete.
 *
 * <p>O(log authors) per change of author; with several authors every operation is read once more than it is emitted.
 */
public final class CausalWalk {
    private static final long NONE = ElementId.NONE;

    private final ReplicaContext context;
    private final ChangeLog log;
    private final long[] done;
    private final long[] until;
    private final @Nullable ChangeCursor[] cursors;
    private final PriorityQueue<Integer> ready;
    private final IntObjectHashMap<List<Integer>> waitingFor = new IntObjectHashMap<>();
    private final @Nullable Lookahead lookahead;
    private int author = -1;

    /**
     * A walk over everything at or above some seqs and below others.
     *
     * @param from first wanted seq by replica index; the array becomes the walk's own and says how far it came
     * @param until first seq that is not wanted any more, for the same replicas, retained or the end; not changed
     */
    public CausalWalk(ReplicaContext context, ChangeLog log, long[] from, long[] until) {
        this.context = context;
        this.log = log;
        this.until = until;
        this.done = from;
        this.cursors = new ChangeCursor[from.length];
        this.ready = new PriorityQueue<>(Math.max(1, from.length), context.replicas()::compare);
        this.lookahead = hasSeveralAuthors(from.length) ? new Lookahead(from.length) : null;
        for (int i = 0; i < from.length; i++) {
            if (done[i] < until[i]) {
                open(i);
                enqueue(i);
            }
        }
    }

    /** Else nobody names what somebody else made. */
    private boolean hasSeveralAuthors(int replicas) {
        int authors = 0;
        for (int i = 0; i < replicas; i++) {
            authors += log.end(i) > 0 ? 1 : 0;
        }
        return authors > 1;
    }

    /** The authors that have changes to walk, ascending by id. */
    public static List<Integer> authors(ReplicaContext context, long[] from, long[] until) {
        List<Integer> authors = new ArrayList<>();
        for (int i = 0; i < from.length; i++) {
            if (from[i] < until[i]) {
                authors.add(i);
            }
        }
        authors.sort(context.replicas()::compare);
        return authors;
    }

    /** Goes to what an author has behind what was emitted. */
    private void open(int replica) {
        ChangeCursor cursor = rest(replica, until[replica]);
        cursors[replica] = cursor;
        if (lookahead != null) {
            lookahead.open(replica);
        }
    }

    /** At the change with what comes next of an author, up to a seq. */
    private ChangeCursor rest(int replica, long end) {
        ChangeCursor cursor = new ChangeCursor(Objects.requireNonNull(log.find(replica)), done[replica], end);
        cursor.next();
        return cursor;
    }

    private void enqueue(int replica) {
        ChangeCursor cursor = Objects.requireNonNull(cursors[replica]);
        for (long dependency : cursor.dependencies()) {
            if (!isDone(dependency)) {
                waitFor(dependency, replica);
                return;
            }
        }
        long lacking = lookahead == null ? NONE : lookahead.lacking(replica);
        if (lacking == NONE) {
            ready.add(replica);
        } else {
            waitFor(lacking, replica);
        }
    }

    private boolean isDone(long id) {
        return ElementId.seq(id) < done[ElementId.replica(id)];
    }

    private void waitFor(long id, int replica) {
        waitingFor
                .getIfAbsentPut(ElementId.replica(id), () -> new ArrayList<>(1))
                .add(replica);
    }

    /**
     * Goes to the next change; the one before must have been emitted and told by {@link #emitted}.
     *
     * @throws UnknownVersionException if what is left depends on what is not walked
     */
    public boolean next() {
        if (author >= 0) {
            return true;
        }
        Integer smallest = ready.poll();
        if (smallest == null) {
            if (!waitingFor.isEmpty()) {
                throw new UnknownVersionException(describeStuck());
            }
            return false;
        }
        author = smallest;
        return true;
    }

    private String describeStuck() {
        int lacking = waitingFor.keySet().min();
        int dependent = waitingFor.get(lacking).stream()
                .min(context.replicas()::compare)
                .orElseThrow();
        return "no version: " + idOf(dependent) + ":" + done[dependent] + " is in it and depends on a change of "
                + idOf(lacking) + " from " + done[lacking] + " on, which is not";
    }

    private ReplicaId idOf(int replica) {
        return new ReplicaId(context.replicas().id(replica));
    }

    /** Index of the present change's author. */
    public int author() {
        return author;
    }

    /** The present change. */
    public ChangeCursor change() {
        return Objects.requireNonNull(cursors[author]);
    }

    /** Says that the present change was emitted up to a seq. */
    public void emitted(long end) {
        int by = author;
        done[by] = end;
        List<Integer> woken = waitingFor.remove(by);
        ChangeCursor cursor = change();
        author = -1;
        if (end < until[by]) {
            if (!cursor.next()) { // the change was divided
                open(by);
            } else if (lookahead != null) {
                lookahead.next(by);
            }
            int before = ready.size();
            enqueue(by);
            if (ready.size() > before) {
                ready.remove(by);
                author = by;
            }
        }
        if (woken != null) {
            for (int replica : woken) {
                enqueue(replica);
            }
        }
    }

    /** How far the walk came, by replica index. */
    public long[] position() {
        return done;
    }

    /** Reads the operations of a change before it is emitted. */
    private final class Lookahead implements NamedIds.Visitor {
        private final NamedIds names = log.namedIds(this);
        private final @Nullable ChangeCursor[] ahead;
        /** The first id that was not emitted, and the operation that names it. */
        private long lacking;

        private long lackedAt;
        /** From which seq on operations only continue a run or delete. */
        private long restFrom;

        Lookahead(int replicas) {
            ahead = new ChangeCursor[replicas];
        }

        void open(int replica) {
            ahead[replica] = rest(replica, until[replica]);
        }

        void next(int replica) {
            ChangeCursor cursor = Objects.requireNonNull(ahead[replica]);
            if (!cursor.next()) {
                open(replica);
            }
        }

        /** An id that must be emitted before the author's next change, or before the first part of it; else NONE. */
        long lacking(int replica) {
            ChangeCursor cursor = Objects.requireNonNull(ahead[replica]);
            lacking = NONE;
            restFrom = 0;
            cursor.emit(names.of(replica));
            if (lacking == NONE) {
                return NONE;
            }
            open(replica); // to read it once more
            if (lackedAt == done[replica] || lackedAt < restFrom) {
                return lacking;
            }
            cursors[replica] = rest(replica, lackedAt);
            return NONE;
        }

        @Override
        public void named(long seq, long id) {
            if (lacking == NONE && !isDone(id)) {
                lacking = id;
                lackedAt = seq;
            }
        }

        @Override
        public void named(long seq, long first, int count) {
            long emitted = Math.max(0, done[ElementId.replica(first)] - ElementId.seq(first));
            if (emitted < count) {
                named(seq + emitted, first + emitted);
            }
        }

        @Override
        public void orders(long seq) {
            restFrom = seq + 1;
        }
    }
}
