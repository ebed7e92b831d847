package dev.rejoin.engine;

import dev.rejoin.codec.IncomingChange;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ReplicaLog;
import java.util.HashSet;
import java.util.Set;

/** Finds changes whose author has another history there than here: two devices wrote as one replica. */
final class Chains {
    private final ChangeLog log;
    /** Authors of the batch at hand whose part of it is of another chain. */
    private final Set<Long> forked = new HashSet<>();

    Chains(ChangeLog log) {
        this.log = log;
    }

    /** What is found from now on is of another batch. */
    void beginBatch() {
        forked.clear();
    }

    /** Whether an earlier change of an author in the batch at hand was of another chain. */
    boolean isForked(long author) {
        return forked.contains(author);
    }

    /** A change is of another chain. */
    void note(IncomingChange change) {
        forked.add(change.replica());
    }

    /** How the author's chain before a change, or behind it, differs from the one known here, or nothing. */
    String fork(IncomingChange change, int author) {
        ReplicaLog history = log.find(author);
        long first = change.firstSeq();
        long end = change.endSeq();
        if (history != null
                && change.endDigest() != 0
                && end >= history.firstSeq()
                && end <= history.endSeq()
                && history.digestAt(end) != 0
                && history.digestAt(end) != change.endDigest()) {
            return forked(change, end, history.digestAt(end), Long.toHexString(change.endDigest()));
        }
        if (!change.hasPredecessorDigest()
                || history == null
                || first < history.firstSeq()
                || first > history.endSeq()) {
            return "";
        }
        long digest = history.digestAt(first);
        boolean isUnknown = digest == 0 && first > 0;
        return isUnknown || change.digestAgrees(digest)
                ? ""
                : forked(change, first, digest, change.predecessorDigest());
    }

    private String forked(IncomingChange change, long seq, long here, String there) {
        note(change);
        return "the author's chain before seq " + seq + " is " + Long.toHexString(here) + " here and " + there
                + " there";
    }
}
