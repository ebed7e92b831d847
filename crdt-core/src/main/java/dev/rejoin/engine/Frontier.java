package dev.rejoin.engine;

import dev.rejoin.history.ChangeLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.replica.ReplicaContext;
import java.util.Arrays;
import org.eclipse.collections.impl.set.mutable.primitive.IntHashSet;

/** The authors whose newest change no other integrated change depends on: what the next local change depends on. */
final class Frontier {
    private static final long[] NONE = new long[0];
    private static final int SEVERAL = -2;
    private static final int EMPTY = -1;

    private final ReplicaContext context;
    private final ChangeLog log;
    private final IntHashSet heads = new IntHashSet();
    /** The only head, so that one author writing alone costs a comparison; else EMPTY or SEVERAL. */
    private int only = EMPTY;

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
                heads.remove(replica);
            }
        }
        add(author);
    }

    /** A local change was made, which depends on all there was. */
    void replaceAll(int self) {
        if (only != self) {
            heads.clear();
            add(self);
        }
    }

    void add(int author) {
        heads.add(author);
        only = heads.size() == 1 ? author : SEVERAL;
    }

    boolean contains(int author) {
        return heads.contains(author);
    }

    /** Packed ids of the newest changes of the heads other than self, ascending by replica id. */
    long[] dependenciesOf(int self) {
        if (only == self || only == EMPTY) {
            return NONE;
        }
        int[] others = heads.reject(head -> head == self).toArray();
        if (others.length == 0) {
            return NONE;
        }
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
