package dev.rejoin.engine;

import dev.rejoin.delivery.Delivery;
import dev.rejoin.version.OpIdSpan;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From which seq on the operations of replicas were refused because they came too late, so that what follows them is
 * refused too instead of waiting for them. A hint: what is right here is looked at before, and it is bounded.
 */
final class Refusals {
    private static final int MOST = 10_000;

    private final Map<Long, Delivery> byReplica = new HashMap<>();

    void add(Delivery refused) {
        long replica = refused.change().replica().value();
        Delivery known = byReplica.get(replica);
        if (known == null
                ? byReplica.size() < MOST
                : refused.change().start() < known.change().start()) {
            byReplica.put(replica, refused);
        }
    }

    /** The same answer for a change that lacks some of what was refused; null if it does not. */
    @Nullable
    Delivery about(OpIdSpan change, OpIdSpan missing) {
        Delivery known = byReplica.get(missing.replica().value());
        return known == null || missing.end() <= known.change().start() ? null : again(known, change);
    }

    /** An author went on: what was refused of it was not what it wrote, or was cut otherwise. */
    void applied(long replica) {
        if (!byReplica.isEmpty()) {
            byReplica.remove(replica);
        }
    }

    boolean isEmpty() {
        return byReplica.isEmpty();
    }

    void clear() {
        byReplica.clear();
    }

    private static Delivery again(Delivery refused, OpIdSpan change) {
        return refused instanceof Delivery.Retired retired
                ? new Delivery.Retired(change, retired.closed(), retired.base(), retired.epoch())
                : new Delivery.BelowBase(
                        change, ((Delivery.BelowBase) refused).base(), ((Delivery.BelowBase) refused).epoch());
    }
}
