package dev.rejoin.engine;

import dev.rejoin.codec.IncomingChange;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.replica.OpSink;
import dev.rejoin.version.OpId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A received change of which only the head is looked at: who made it, when, and what it follows. A digest of 0 is not told.
 */
record FollowingChange(
        long replica,
        long firstSeq,
        long endSeq,
        long time,
        List<OpId> dependencies,
        List<OpId> named,
        boolean onlyContinues,
        @Nullable ChangeNote note,
        long digestBefore,
        long endDigest)
        implements IncomingChange {
    FollowingChange(long replica, long firstSeq, long time, List<OpId> dependencies, List<OpId> named) {
        this(replica, firstSeq, firstSeq + 1, time, dependencies, named, false, null, 0, 0);
    }

    private OpId reference(int i) {
        return i < dependencies.size() ? dependencies.get(i) : named.get(i - dependencies.size());
    }

    @Override
    public int referenceCount() {
        return dependencies.size() + named.size();
    }

    @Override
    public long referenceReplica(int i) {
        return reference(i).replica().value();
    }

    @Override
    public long referenceSeq(int i) {
        return reference(i).seq();
    }

    @Override
    public boolean isDependency(int i) {
        return i < dependencies.size();
    }

    @Override
    public boolean hasPredecessorDigest() {
        return digestBefore != 0;
    }

    @Override
    public String predecessorDigest() {
        return Long.toHexString(digestBefore);
    }

    @Override
    public boolean digestAgrees(long digest) {
        return digest == digestBefore;
    }

    @Override
    public byte[] message() {
        return new byte[0];
    }

    @Override
    public void readOperations(int author, long from, OpSink sink, boolean store) {
        throw new UnsupportedOperationException("it has a head only");
    }
}
