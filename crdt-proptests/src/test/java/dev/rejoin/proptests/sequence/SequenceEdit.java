package dev.rejoin.proptests.sequence;

import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import org.jspecify.annotations.Nullable;

/** One operation on a sequence, in terms that mean the same at every replica. */
sealed interface SequenceEdit {
    /** Which of the sequences of the document. */
    int container();

    /** An element anywhere. */
    record Dot(long replica, long seq) {
        static Dot of(OpId id) {
            return new Dot(id.replica().value(), id.seq());
        }

        OpId id() {
            return new OpId(new ReplicaId(replica), seq);
        }

        Dot plus(long seqs) {
            return new Dot(replica, seq + seqs);
        }
    }

    /** A run of elements; without a parent it hangs on the start of the sequence. */
    record Insert(
            int container, @Nullable Dot parent, boolean left, boolean continues, Dot first, String text, long time)
            implements SequenceEdit {}

    /** Tombstones for consecutive ids. */
    record Delete(int container, Dot first, int count) implements SequenceEdit {}
}
