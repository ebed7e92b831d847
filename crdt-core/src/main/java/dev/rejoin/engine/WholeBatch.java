package dev.rejoin.engine;

import dev.rejoin.codec.IncomingBatch;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.IncompleteBatchException;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.replica.ReplicaContext;
import java.util.List;

/** A batch that lacks content: nobody may see what it shows in between, so it is taken whole or not at all. */
final class WholeBatch {
    private WholeBatch() {}

    /** Notes which content the batch will leave without; what is applied already has its own. */
    static void noteGaps(IncomingBatch batch, ReplicaContext context, ChangeLog log) {
        IdRanges fresh = new IdRanges();
        batch.lacking().forEach((first, count) -> {
            long known = ElementId.of(ElementId.replica(first), log.end(ElementId.replica(first)));
            long from = Math.max(first, known);
            if (from < first + count) {
                fresh.add(from, first + count - from);
            }
        });
        context.setGaps(context.gaps().plus(fresh));
        if (batch.lacksNotes()) {
            context.setLacksNotes(true);
        }
    }

    /** Throws if something was not applied. */
    static void check(List<Delivery> results) {
        for (Delivery result : results) {
            if (!(result instanceof Delivery.Applied) && !(result instanceof Delivery.Duplicate)) {
                throw new IncompleteBatchException(result);
            }
        }
    }
}
