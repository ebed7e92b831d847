package dev.rejoin.document;

import dev.rejoin.engine.Replica;
import dev.rejoin.history.ChangeCursor;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.replica.OpSink;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayDeque;

/**
 * What somebody had seen, followed along its changes: everything below the retained history, and whatever is named from
 * there on. Goes over each retained change once.
 */
final class CausalPast {
    private final LiveDocument document;
    private final ArrayDeque<Long> open = new ArrayDeque<>();
    private long[] reached;

    CausalPast(LiveDocument document) {
        this.document = document;
        int replicas = document.context().replicas().size();
        reached = new long[replicas];
        Replica replica = document.replica();
        VersionVector base = replica.base();
        for (int i = 0; i < replicas; i++) {
            reached[i] = base.end(document.context().replicas().id(i));
        }
    }

    /** An operation was seen, and with it all that it depends on. */
    void add(int author, long seq) {
        open.add(ElementId.of(author, seq));
        for (Long next = open.poll(); next != null; next = open.poll()) {
            int on = ElementId.replica(next);
            long from = reached[on];
            long end = ElementId.seq(next) + 1;
            if (end <= from) {
                continue;
            }
            reached[on] = end;
            ReplicaLog history = document.replica().log().find(on);
            if (history == null) {
                continue;
            }
            ChangeCursor changes = new ChangeCursor(history, from);
            while (changes.next() && changes.firstSeq() < end) {
                for (long dependency : changes.dependencies()) {
                    open.add(dependency);
                }
                changes.emit(OpSink.NOTHING);
            }
        }
    }

    /** How much of a replica was seen: the seq after it. */
    long end(ReplicaId replica) {
        int index = document.context().replicas().find(replica.value());
        return index < 0 || index >= reached.length ? 0 : reached[index];
    }
}
