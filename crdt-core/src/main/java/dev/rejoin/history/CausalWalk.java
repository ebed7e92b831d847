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
 * <p>O(log authors) per change of author.
 */
public final class CausalWalk {
    private final ReplicaContext context;
    private final long[] done;
    private final long[] until;
    private final @Nullable ChangeCursor[] cursors;
    private final PriorityQueue<Integer> ready;
    private final IntObjectHashMap<List<Integer>> waitingFor = new IntObjectHashMap<>();
    private int author = -1;

    /**
     * A walk over everything at or above some seqs and below others.
     *
     * @param from first wanted seq by replica index; the array becomes the walk's own and says how far it came
     * @param until first seq that is not wanted any more, for the same replicas, retained or the end; not changed
     */
    public CausalWalk(ReplicaContext context, ChangeLog log, long[] from, long[] until) {
        this.context = context;
        this.until = until;
        this.done = from;
        this.cursors = new ChangeCursor[from.length];
        this.ready = new PriorityQueue<>(Math.max(1, from.length), context.replicas()::compare);
        for (int i = 0; i < from.length; i++) {
            if (done[i] < until[i]) {
                ChangeCursor cursor = new ChangeCursor(Objects.requireNonNull(log.find(i)), done[i], until[i]);
                cursors[i] = cursor;
                cursor.next();
                enqueue(i, cursor);
            }
        }
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

    private void enqueue(int replica, ChangeCursor cursor) {
        for (long dependency : cursor.dependencies()) {
            int on = ElementId.replica(dependency);
            if (ElementId.seq(dependency) >= done[on]) {
                waitingFor.getIfAbsentPut(on, () -> new ArrayList<>(1)).add(replica);
                return;
            }
        }
        ready.add(replica);
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
            cursor.next();
            int before = ready.size();
            enqueue(by, cursor);
            if (ready.size() > before) {
                ready.remove(by);
                author = by;
            }
        }
        if (woken != null) {
            for (int replica : woken) {
                enqueue(replica, Objects.requireNonNull(cursors[replica]));
            }
        }
    }

    /** How far the walk came, by replica index. */
    public long[] position() {
        return done;
    }
}
