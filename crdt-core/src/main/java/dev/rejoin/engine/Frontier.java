package dev.rejoin.engine;

import dev.rejoin.history.ChangeLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.replica.ReplicaContext;
import java.util.Arrays;
import org.eclipse.collections.impl.set.mutable.primitive.IntHashSet;
import org.jspecify.annotations.Nullable;

/** The authors whose newest change no other integrated change depends on: what the next local change depends on. */
final class Frontier {
    private static final long[] NONE = new long[0];
    private static final int SEVERAL = -2;
    private static final int EMPTY = -1;

    private final ReplicaContext context;
    private final ChangeLog log;
    /** The only head, so that one author writing alone costs a comparison; else EMPTY or SEVERAL. */
    private int only = EMPTY;
    /** The heads while there are several. */
    private @Nullable IntHashSet heads;

    Frontier(ReplicaContext context, ChangeLog log) {
        this.context = context;
        this.log = log;
    }

    /** A change of the author was integrated; call before its log grows. */
    void advance(int author, IntLongLookup dependencies, int count) {
        if (only == author && count == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            int replica = dependencies.replica(i);
            if (dependencies.seq(i) + 1 == log.end(replica)) {
                remove(replica);
            }
        }
        add(author);
    }

    private void remove(int author) {
        if (only == author) {
            only = EMPTY;
        } else if (heads != null && heads.remove(author) && heads.size() == 1) {
            only = heads.intIterator().next();
            heads = null;
        }
    }

    /** A local change was made, which depends on all there was. */
    void replaceAll(int self) {
        only = self;
        heads = null;
    }

    void add(int author) {
        if (only == EMPTY) {
            only = author;
        } else if (only != author) {
            if (heads == null) {
                heads = IntHashSet.newSetWith(only);
                only = SEVERAL;
            }
            heads.add(author);
        }
    }

    boolean contains(int author) {
        return heads == null ? only == author : heads.contains(author);
    }

    /** Packed ids of the newest changes of the heads other than self, ascending by replica id. */
    long[] dependenciesOf(int self) {
        if (only == self || only == EMPTY) {
            return NONE;
        }
        if (heads == null) {
            return new long[] {ElementId.of(only, log.end(only) - 1)};
        }
        int[] others = heads.reject(head -> head == self).toArray();
        long[] ids = new long[others.length];
        for (int i = 0; i < others.length; i++) {
            ids[i] = context.replicas().id(others[i]) + Long.MIN_VALUE;
        }
        Arrays.sort(ids);
        for (int i = 0; i < ids.length; i++) {
            int replica = context.replicas().find(ids[i] - Long.MIN_VALUE);
            ids[i] = ElementId.of(replica, log.end(replica) - 1);
        }
        return ids;
    }

    /** Dependencies by position. */
    interface IntLongLookup {
        int replica(int i);

        long seq(int i);
    }
}
