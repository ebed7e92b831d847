package dev.rejoin.engine;

import dev.rejoin.codec.IncomingChange;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.ReplicaId;

/** Judges the time of a change: it is after all that the change follows, unless history joins it to the one before. */
final class TimeRule {
    private final ReplicaContext context;
    private final ChangeLog log;

    TimeRule(ReplicaContext context, ChangeLog log) {
        this.context = context;
        this.log = log;
    }

    /** Joined changes give their own time up, so only the others are judged by it; why it is refused, or nothing. */
    String fault(IncomingChange change, int author) {
        ReplicaLog own = log.find(author);
        if (own != null && own.endSeq() > 0 && Long.compareUnsigned(change.time(), own.lastTime()) <= 0) {
            return "its time is not after that of its author's change before";
        }
        for (int i = 0; i < change.referenceCount(); i++) {
            ReplicaLog other = log.find(context.replicas().find(change.referenceReplica(i)));
            if (other == null || !change.isDependency(i)) {
                continue;
            }
            long seq = change.referenceSeq(i);
            long time = seq + 1 == other.endSeq() || seq < other.firstSeq() ? 0 : other.timeOf(seq);
            if (seq + 1 == other.endSeq()) {
                time = other.lastTime();
            }
            if (Long.compareUnsigned(change.time(), time) <= 0) {
                return "its time is not after that of its dependency " + new ReplicaId(change.referenceReplica(i)) + ":"
                        + seq;
            }
        }
        return "";
    }

    /** Whether history puts the change, from a seq on, to the change before it. */
    boolean joins(IncomingChange change, int author, long from) {
        if (from > change.firstSeq()) {
            return true;
        }
        ReplicaLog history = log.find(author);
        return history != null
                && change.onlyContinues()
                && !Dependencies.isIn(change)
                && change.note() == null
                && history.joins(change.time(), change.endSeq());
    }
}
