package dev.rejoin.map.internal;

import dev.rejoin.internal.ReplicaTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of the vectors where the retained history begins follows from those at its end, so that bytes need not say it:
 * all that lies below the start was so there; what lies above it says nothing of the start.
 */
final class StartForm {
    static final int TOUCHED = 1;
    static final int HIDDEN = 2;
    static final int CLEARED = 4;

    private final ReplicaTable replicas;
    /** Per replica index, where the retained history begins. */
    private final long[] starts;

    StartForm(ReplicaTable replicas, long[] starts) {
        this.replicas = replicas;
        this.starts = starts;
    }

    long start(int replica) {
        return replica >= 0 && replica < starts.length ? starts[replica] : 0;
    }

    /** Whether the bytes may have to say where an entry of touched was. */
    boolean isOpen(int replica, long end) {
        return start(replica) > 0 && end > start(replica);
    }

    /** What is taken for an open entry: nothing of a container that was created since, else all. */
    long guess(ContainerState container, int replica) {
        boolean isNew = container.isCreated() && container.markerSeq >= start(replicas.find(container.markerReplica));
        return isNew ? 0 : start(replica);
    }

    /** What is taken for hidden: a delete since has its own id in it. */
    @Nullable
    ReplicaVector guessHidden(ContainerState container) {
        ReplicaVector hidden = container.hidden;
        for (int i = 0; hidden != null && i < hidden.entries(); i++) {
            if (hidden.entryEnd(i) > start(hidden.entryReplica(i))) {
                return null;
            }
        }
        return hidden;
    }

    /** Which of the vectors of a container the bytes must say something of. */
    int open(ContainerState container) {
        StartVectors then = StartVectors.of(container);
        return (openTouches(container).isEmpty() ? 0 : TOUCHED)
                | (areEqual(then.hidden(), guessHidden(container)) ? 0 : HIDDEN)
                | (areEqual(then.cleared(), container.cleared) ? 0 : CLEARED);
    }

    /** Replicas of which the bytes must say how far they had touched a container, ascending. */
    List<Integer> openTouches(ContainerState container) {
        List<Integer> open = new ArrayList<>(0);
        ReplicaVector now = container.touched;
        for (int i = 0; now != null && i < now.entries(); i++) {
            int replica = now.entryReplica(i);
            if (isOpen(replica, now.entryEnd(i)) && touched(container, replica) != guess(container, replica)) {
                open.add(replica);
            }
        }
        open.sort(replicas::compare);
        return open;
    }

    /** How far a replica had touched a container. */
    static long touched(ContainerState container, int replica) {
        ReplicaVector touched = StartVectors.of(container).touched();
        return touched == null ? 0 : touched.end(replica);
    }

    static boolean areEqual(@Nullable ReplicaVector one, @Nullable ReplicaVector other) {
        return ReplicaVector.isCovered(one, other, null) && ReplicaVector.isCovered(other, one, null);
    }
}
