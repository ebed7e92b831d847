package dev.rejoin.history;

import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;

/**
 * Looks, in operations from a seq on, for where only what continues its author's run or deletes is left, and no surrogate
 * pair is divided.
 */
final class BoundarySearch implements OpSink {
    private final ReplicaLog log;
    private long boundary;

    BoundarySearch(ReplicaLog log, long from) {
        this.log = log;
        this.boundary = from;
    }

    long boundary() {
        return boundary;
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        if (!continues) {
            boundary = seq + 1;
        }
        if (text
                && boundary >= seq
                && boundary < seq + count
                && Character.isLowSurrogate(log.context.text().charAt(log.author, boundary))) {
            boundary++;
        }
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        // A deletion has no order of its own.
    }

    @Override
    public void operation(int container, long seq, Op op) {
        boundary = seq + 1;
    }
}
