package dev.rejoin.engine;

import dev.rejoin.codec.IncomingChange;
import dev.rejoin.internal.ElementId;
import dev.rejoin.replica.ReplicaContext;
import java.util.Arrays;

/** The references of a change that are dependencies, by local index. */
final class Dependencies implements Frontier.IntLongLookup {
    private static final long[] NONE = new long[0];

    private final ReplicaContext context;
    private long[] ids = new long[2];

    Dependencies(ReplicaContext context) {
        this.context = context;
    }

    /** Whether a change has any. */
    static boolean isIn(IncomingChange change) {
        for (int i = 0; i < change.referenceCount(); i++) {
            if (change.isDependency(i)) {
                return true;
            }
        }
        return false;
    }

    /** Takes those of a change, and says how many they are. */
    int collect(IncomingChange source) {
        int count = 0;
        for (int i = 0; i < source.referenceCount(); i++) {
            if (source.isDependency(i)) {
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, count * 2);
                }
                ids[count++] =
                        ElementId.of(context.replicas().find(source.referenceReplica(i)), source.referenceSeq(i));
            }
        }
        return count;
    }

    /** In the one order that history keeps: ascending by replica id. */
    long[] packed(int count) {
        if (count == 0) {
            return NONE;
        }
        Long[] sorted = new Long[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = ids[i];
        }
        Arrays.sort(sorted, (a, b) -> context.replicas().compare(ElementId.replica(a), ElementId.replica(b)));
        long[] packed = new long[count];
        for (int i = 0; i < count; i++) {
            packed[i] = sorted[i];
        }
        return packed;
    }

    @Override
    public int replica(int i) {
        return ElementId.replica(ids[i]);
    }

    @Override
    public long seq(int i) {
        return ElementId.seq(ids[i]);
    }
}
