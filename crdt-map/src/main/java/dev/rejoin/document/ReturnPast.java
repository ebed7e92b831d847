package dev.rejoin.document;

import dev.rejoin.op.TotalOrder;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.TreeMap;

/** What the former replica had seen when it made a change, in terms of the document that its device came back to. */
final class ReturnPast {
    private final CausalPast seen;
    private final ReplicaId former;
    private final ReplicaId self;
    private final long from;
    /** Own changes that made something again: first seq, and the seq after them. */
    private final TreeMap<Long, Long> again = new TreeMap<>();

    /** What is the same up to a seq of the former replica. */
    ReturnPast(CausalPast seen, ReplicaId former, ReplicaId self, long from) {
        this.seen = seen;
        this.former = former;
        this.self = self;
        this.from = from;
    }

    /** A change of this replica made something again, or is about to. */
    void made(long firstSeq, long endSeq) {
        if (firstSeq < endSeq) {
            again.put(firstSeq, endSeq);
        } else {
            again.remove(firstSeq);
        }
    }

    boolean hasSeen(OpId id) {
        return hasSeen(id.replica(), id.seq());
    }

    private boolean hasSeen(ReplicaId replica, long seq) {
        if (replica.equals(self)) {
            var made = again.floorEntry(seq);
            return made != null && seq < made.getValue();
        }
        return seq < (replica.equals(former) ? from : seen.end(replica));
    }

    /** Whether nothing in a container is of somebody whom the former replica had not heard of that. */
    boolean hasSeen(VersionVector touched) {
        for (int i = 0; i < touched.size(); i++) {
            ReplicaId replica = new ReplicaId(touched.replicaAt(i));
            if (!hasSeen(replica, touched.endAt(i) - 1) || replica.equals(self) && !isAllAgain(touched.endAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether this replica did nothing else below a seq. */
    private boolean isAllAgain(long end) {
        long at = 0;
        while (at < end && again.containsKey(at)) {
            at = again.get(at);
        }
        return at >= end;
    }

    /** Whether a write may take the place of another one: it had seen that, or is larger. */
    boolean mayReplace(OpId there, long timeThere, long time, long seq) {
        return hasSeen(there)
                || TotalOrder.compare(timeThere, there.replica().value(), there.seq(), time, former.value(), seq) < 0;
    }
}
