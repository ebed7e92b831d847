package dev.rejoin.engine;

import dev.rejoin.codec.ChangeCodec;
import dev.rejoin.codec.IncomingChange;
import dev.rejoin.member.MemberTable;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What waiting changes of members say about changes of replicas that are out: whoever writes a change has all that it
 * depends on.
 *
 * <p>When that member acknowledges that a replica is out, it acknowledges those changes with it. Until it does, or is out
 * itself by this replica's own acknowledgement, nobody can close the replica below them. So they may be taken before any
 * acknowledgement tells of them. Without this, two members that retire each other's correspondents, while one retirement
 * depends on a change that the other one shuts out, and the other way round, wait for each other for ever.
 *
 * <p>O(waiting changes) for each generation of changes of replicas that are out on the way.
 */
final class Witnesses {
    private final Map<ReplicaId, Long> ends = new TreeMap<>();

    /** Reads what waits; while no change is being taken in. */
    static Witnesses of(List<WaitingBuffer.Entry> waiting, ChangeCodec codec, MemberTable members) {
        Witnesses witnesses = new Witnesses();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (WaitingBuffer.Entry entry : waiting) {
                OpIdSpan change = entry.change();
                if (members.isActive(change.replica()) || change.end() <= witnesses.end(change.replica())) {
                    grows |= witnesses.add(codec.decodeHeld(entry.bytes()));
                }
            }
        }
        return witnesses;
    }

    private boolean add(IncomingChange change) {
        boolean grows = false;
        for (int i = 0; i < change.referenceCount(); i++) {
            ReplicaId named = new ReplicaId(change.referenceReplica(i));
            long end = change.referenceSeq(i) + 1;
            if (end > end(named)) {
                ends.put(named, end);
                grows = true;
            }
        }
        return grows;
    }

    /** Up to where somebody is known to have the operations of a replica. */
    long end(ReplicaId replica) {
        return ends.getOrDefault(replica, 0L);
    }
}
