package dev.rejoin.codec;

import dev.rejoin.history.ChangeNote;
import dev.rejoin.replica.OpSink;
import org.jspecify.annotations.Nullable;

/** A received change whose header was read, whatever form it came in. Valid until its reader goes on. */
public interface IncomingChange {
    /** Raw id of the author. */
    long replica();

    /** Seq of the first operation. */
    long firstSeq();

    /** Seq after the last operation. */
    long endSeq();

    /** Packed timestamp. */
    long time();

    /** Author and message, or null. */
    @Nullable
    ChangeNote note();

    /** How many other replicas the change depends on or names. */
    int referenceCount();

    /** Raw id of a referenced replica. */
    long referenceReplica(int i);

    /** Largest seq of that replica that the change depends on or names. */
    long referenceSeq(int i);

    /** Whether that seq is one of the maximal changes seen by the author. */
    boolean isDependency(int i);

    /** Whether it says what its author's chain digest was before it. */
    boolean hasPredecessorDigest();

    /** That digest, or its low half if the form has no more, in hexadecimal. */
    String predecessorDigest();

    /** Whether a digest is the author's before this change, as far as the form tells. */
    boolean digestAgrees(long digest);

    /** The author's chain digest after this change; 0 if that is not told. */
    default long endDigest() {
        return 0;
    }

    /** The self-contained message, as a new array. */
    byte[] message();

    /**
     * Gives the operations with seqs from `from` on; a run that begins below is cut and becomes a continuation.
     *
     * @param author index of the author in the replica table; all referenced replicas must be there too
     * @param store whether to append characters and values to the content stores before the sink sees their run (the
     *     second pass; the first has checked everything)
     */
    void readOperations(int author, long from, OpSink sink, boolean store);

    /** Whether the operations of the last pass were continuations of the author's run and deletions only. */
    boolean onlyContinues();
}
