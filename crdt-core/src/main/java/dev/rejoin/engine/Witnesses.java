package dev.rejoin.engine;

import dev.rejoin.member.MemberTable;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What waiting changes of members say about the changes of replicas that are out for which they wait: whoever writes a
 * change has all that it depends on.
 *
 * <p>When that member acknowledges that a replica is out, it acknowledges those changes with it. Until it does, or is out
 * itself by this replica's own acknowledgement, nobody can close the replica below them. So they may be taken before any
 * acknowledgement tells of them. Without this, two members that retire each other's correspondents, while one retirement
 * depends on a change that the other one shuts out, and the other way round, wait for each other for ever.
 *
 * <p>Looks when it is first asked. O(waiting changes) for each generation of changes of replicas that are out on the way.
 */
final class Witnesses {
    private final WaitingBuffer waiting;
    private final MemberTable members;
    private @Nullable Map<ReplicaId, Long> ends;

    Witnesses(WaitingBuffer waiting, MemberTable members) {
        this.waiting = waiting;
        this.members = members;
    }

    /** Up to where somebody is known to have the operations of a replica. */
    long end(ReplicaId replica) {
        if (ends == null) {
            ends = find(waiting.entries());
        }
        return ends.getOrDefault(replica, 0L);
    }

    /** What is waited for by members, by what they wait for, and so on. */
    private Map<ReplicaId, Long> find(List<WaitingBuffer.Entry> entries) {
        Map<ReplicaId, Long> found = new TreeMap<>();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (WaitingBuffer.Entry entry : entries) {
                ReplicaId author = entry.change().replica();
                ReplicaId lacked = new ReplicaId(entry.lackReplica());
                long end = entry.lackSeq() + 1;
                boolean counts = members.isActive(author) || entry.change().end() <= found.getOrDefault(author, 0L);
                if (counts && end > found.getOrDefault(lacked, 0L)) {
                    found.put(lacked, end);
                    grows = true;
                }
            }
        }
        return found;
    }
}
