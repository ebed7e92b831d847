package dev.rejoin.engine;

import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.replica.ReplicaContext;
import java.util.Objects;

/** Takes content out of retained history that nobody reads any more; ids, order and digests stay. */
final class Squash {
    private final ReplicaContext context;
    private final ChangeLog log;
    private final Pruner pruner;

    Squash(ReplicaContext context, ChangeLog log, Pruner pruner) {
        this.context = context;
        this.log = log;
        this.pruner = pruner;
    }

    /**
     * Takes it out.
     *
     * @param unread ids of elements and writes that nobody reads
     * @param notes ids at which changes begin whose notes go
     */
    void take(IdRanges unread, IdRanges notes) {
        IdRanges taken = new IdRanges();
        for (int i = 0; i < context.replicas().size(); i++) {
            ReplicaLog history = log.find(i);
            if (history != null && !history.isEmpty()) {
                log.takeContent(i, unread, notes, taken);
                if (Objects.requireNonNull(log.find(i)).hasNotes(history.firstSeq(), history.endSeq(), false)) {
                    context.setLacksNotes(true);
                }
            }
        }
        IdRanges elements = new IdRanges();
        unread.forEach((first, count) -> {
            for (long id = first; id < first + count; id++) {
                int replica = ElementId.replica(id);
                long seq = ElementId.seq(id);
                if (context.text().covers(replica, seq, 1) || context.elements().find(replica, seq) != null) {
                    elements.add(id, 1);
                }
            }
        });
        context.setGaps(context.gaps().plus(elements).plus(taken));
        pruner.keepContent();
    }
}
