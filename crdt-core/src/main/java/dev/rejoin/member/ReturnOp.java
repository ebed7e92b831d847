package dev.rejoin.member;

import dev.rejoin.op.Op;
import dev.rejoin.version.ReplicaId;
import java.util.List;

/**
 * Says that the change that it ends does again what a retired replica did, which nobody else had taken. It addresses the
 * root and touches nothing.
 *
 * @param former the retired replica
 * @param firstSeq its first operation that was looked at
 * @param count how many operations of it were looked at
 * @param runs which elements stand for which, ascending
 * @param skipped what was not done again, ascending
 */
public record ReturnOp(ReplicaId former, long firstSeq, long count, List<Run> runs, List<Skip> skipped) implements Op {
    /** Tag of this operation. */
    public static final int TAG = 0x52;

    /** Checks that everything is within the operations that were looked at. */
    public ReturnOp {
        runs = List.copyOf(runs);
        skipped = List.copyOf(skipped);
        if (firstSeq < 0 || count <= 0) {
            throw new IllegalArgumentException("operations from " + firstSeq + ", " + count + " of them");
        }
        long end = firstSeq;
        for (Run run : runs) {
            check(run.from(), run.count(), end, firstSeq + count);
            end = run.from() + run.count();
        }
        end = firstSeq;
        for (Skip skip : skipped) {
            check(skip.seq(), skip.count(), end, firstSeq + count);
            end = skip.seq() + skip.count();
        }
    }

    private static void check(long from, long count, long atLeast, long end) {
        if (from < atLeast || count <= 0 || count > end - from) {
            throw new IllegalArgumentException(
                    "runs must ascend within the operations: " + count + " from " + from + " after " + atLeast);
        }
    }

    /**
     * The seq after those that were looked at.
     *
     * @return a seq of the former replica
     */
    public long through() {
        return firstSeq + count;
    }

    /**
     * Whether all that stands for something was made before a seq.
     *
     * @param seq of the author of this operation
     * @return whether the ids in it are ids of its past
     */
    public boolean endsBelow(long seq) {
        return runs.stream().allMatch(run -> run.to() >= 0 && run.count() <= seq && run.to() <= seq - run.count());
    }

    /**
     * Elements that stand for those of the former replica.
     *
     * @param from seq of the first one there
     * @param to seq of the first one of this change's author
     * @param count how many
     */
    public record Run(long from, long to, long count) {}

    /**
     * Operations that were not done again.
     *
     * @param seq the first one
     * @param count how many
     * @param reason why: a number that whoever writes it gives a meaning
     */
    public record Skip(long seq, long count, int reason) {}

    @Override
    public int tag() {
        return TAG;
    }
}
