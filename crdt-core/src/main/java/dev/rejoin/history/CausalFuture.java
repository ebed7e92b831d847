package dev.rejoin.history;

import dev.rejoin.internal.ElementId;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of the retained changes was made after others. A question costs O(authors * changes with dependencies). */
public final class CausalFuture {
    private final ReplicaContext context;
    private final ChangeLog log;
    /** Changes with dependencies, those of each author ascending; read when somebody asks. */
    private @Nullable List<Joint> joints;

    private static final class Joint {
        private final int author;
        private final long firstSeq;
        private final long[] dependencies;

        Joint(int author, long firstSeq, long[] dependencies) {
            this.author = author;
            this.firstSeq = firstSeq;
            this.dependencies = dependencies;
        }
    }

    /** Of a log that is not changed meanwhile. */
    public CausalFuture(ReplicaContext context, ChangeLog log) {
        this.context = context;
        this.log = log;
    }

    /**
     * What was made after one of some operations.
     *
     * @param operations packed ids of retained operations
     * @return per replica index, from which seq on all that it did was made after one of them, or is one
     */
    public long[] of(long[] operations) {
        long[] from = new long[context.replicas().size()];
        Arrays.fill(from, Long.MAX_VALUE);
        for (long operation : operations) {
            int author = ElementId.replica(operation);
            from[author] = Math.min(from[author], ElementId.seq(operation));
        }
        boolean changed = true;
        while (changed) { // each time at least one author's first is settled
            changed = false;
            for (Joint joint : joints()) {
                if (joint.firstSeq < from[joint.author] && follows(joint, from)) {
                    from[joint.author] = joint.firstSeq;
                    changed = true;
                }
            }
        }
        return from;
    }

    private static boolean follows(Joint joint, long[] from) {
        for (long dependency : joint.dependencies) {
            if (ElementId.seq(dependency) >= from[ElementId.replica(dependency)]) {
                return true;
            }
        }
        return false;
    }

    private List<Joint> joints() {
        List<Joint> known = joints;
        if (known == null) {
            known = new ArrayList<>();
            joints = known;
            for (int author = 0; author < context.replicas().size(); author++) {
                ReplicaLog history = log.find(author);
                if (history != null && !history.isEmpty()) {
                    ChangeCursor changes = new ChangeCursor(history, history.firstSeq());
                    while (changes.next()) {
                        if (changes.dependencies().length > 0) {
                            known.add(new Joint(author, changes.firstSeq(), changes.dependencies()));
                        }
                        changes.emit(OpSink.NOTHING);
                    }
                }
            }
        }
        return known;
    }
}
