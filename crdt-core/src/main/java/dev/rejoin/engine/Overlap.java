package dev.rejoin.engine;

import dev.rejoin.codec.ChangeCodec;
import dev.rejoin.codec.IncomingChange;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import java.util.Arrays;

/**
 * The part of a change that is known already, written to a log of its own: its digest tells whether the change says what
 * is known, or comes from another writer with the same replica id.
 */
final class Overlap implements OpSink {
    private final ReplicaLog log;
    private final long end;

    private Overlap(ReplicaLog log, long end) {
        this.log = log;
        this.end = end;
    }

    /** Whether a change agrees with the history of its author, which ends inside it. O(change). */
    static boolean agrees(
            IncomingChange change, int author, ReplicaLog history, ReplicaContext context, ChangeCodec codec) {
        long first = change.firstSeq();
        if (first < history.firstSeq()) {
            return true; // there is nothing left to compare with
        }
        long known = history.digest();
        if (known == 0
                || first > 0 && history.digestAt(first) == 0
                || context.gaps().containsAny(ElementId.of(author, first), history.endSeq() - first)) {
            return true; // it cannot be computed
        }
        byte[] message = change.message();
        // History may have put the change to the one before it; then it has no boundary of its own.
        return known == digest(message, author, history, context, codec, true)
                || known == digest(message, author, history, context, codec, false);
    }

    private static long digest(
            byte[] message,
            int author,
            ReplicaLog history,
            ReplicaContext context,
            ChangeCodec codec,
            boolean hasBoundary) {
        ReplicaContext apart = new ReplicaContext(context);
        ChangeCodec reading = codec.in(apart);
        IncomingChange change = reading.decodeChange(message, 0, message.length);
        long first = change.firstSeq();
        ReplicaLog known = reading.newLog().writable(author);
        known.startAt(first, first, 0, history.digestAt(first));
        if (hasBoundary) {
            known.change(change.time(), dependencies(change, context), change.note());
        }
        change.readOperations(author, first, OpSink.NOTHING, false); // the second pass goes on from the first
        change.readOperations(author, first, new Overlap(known, history.endSeq()), true);
        return known.digest();
    }

    private static long[] dependencies(IncomingChange change, ReplicaContext context) {
        long[] ids = new long[change.referenceCount()];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            if (change.isDependency(i)) {
                int replica = context.replicas().find(change.referenceReplica(i));
                ids[count++] = ElementId.of(replica, change.referenceSeq(i));
            }
        }
        return Arrays.copyOf(ids, count);
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        if (seq < end) {
            log.insert(container, text, (int) Math.min(count, end - seq), parent, left, continues);
        }
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        if (seq < end) {
            log.delete(element, step == 0 ? count : (int) Math.min(count, end - seq), step);
        }
    }

    @Override
    public void operation(int container, long seq, Op op) {
        if (seq < end) {
            log.operation(container, op);
        }
    }
}
