package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.map.MapOp;
import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;

/** Tells of retained operations of one author what they do to the vectors of containers. The elements that they name are there. */
abstract class VectorSink implements OpSink {
    private final DocumentState state;
    private final int author;

    VectorSink(DocumentState state, int author) {
        this.state = state;
        this.author = author;
    }

    /** The author's operations of these seqs are applied in a container. */
    abstract void touched(int container, long seq, long end);

    /** A delete of a container. */
    abstract void hidden(int container, MapOp.Hide hide, long seq);

    /** A reset of a container. */
    abstract void cleared(int container, MapOp.Clear clear, long seq);

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        touch(container < 0 ? containerOf(ElementId.of(author, seq)) : container, seq, seq + count);
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        if (step == 0) {
            touch(containerOf(element), seq, seq + 1);
            return;
        }
        long first = step > 0 ? element : element - (count - 1L);
        long last = first + count - 1;
        for (long at = first; at <= last; ) {
            int container = containerOf(at);
            long end = container < 0 ? at + 1 : state.sequences().endInSequence(at, last + 1);
            long seqOfFirst = step > 0 ? seq + (at - first) : seq + (last - (end - 1));
            touch(container, seqOfFirst, seqOfFirst + (end - at));
            at = end;
        }
    }

    @Override
    public void operation(int container, long seq, Op op) {
        if (Visibility.touches(op)) {
            touch(container, seq, seq + 1);
        } else if (op instanceof MapOp.Hide hide) {
            hidden(container, hide, seq);
        } else if (op instanceof MapOp.Clear clear) {
            cleared(container, clear, seq);
        }
    }

    private int containerOf(long element) {
        return state.sequences().containerOf(element);
    }

    private void touch(int container, long seq, long end) {
        if (container > 0) { // the root has no vectors
            touched(container, seq, end);
        }
    }
}
