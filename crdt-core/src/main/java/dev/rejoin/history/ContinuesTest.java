package dev.rejoin.history;

import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;

/** Whether operations from a seq on only continue their author's run or delete, and leave surrogate pairs whole. */
final class ContinuesTest implements OpSink {
    private final ReplicaLog log;
    private final long from;
    private boolean continuing = true;

    ContinuesTest(ReplicaLog log, long from) {
        this.log = log;
        this.from = from;
    }

    boolean continues() {
        return continuing;
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        continuing &= continues
                && (seq != from
                        || !text
                        || !Character.isLowSurrogate(log.context.text().charAt(log.author, seq)));
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        // A deletion has no order of its own.
    }

    @Override
    public void operation(int container, long seq, Op op) {
        continuing = false;
    }
}
