package dev.rejoin.replica;

import dev.rejoin.op.Op;

/**
 * Receives the operations of one change in seq order, as primitives: the one shape in which operations travel between
 * codec, log and state. The author is known from the change that was begun.
 */
public interface OpSink {
    /** Takes no notice: for operations of which only the form is to be read. */
    OpSink NOTHING = new OpSink() {
        @Override
        public void insert(
                int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {}

        @Override
        public void delete(long seq, long element, int count, int step) {}

        @Override
        public void operation(int container, long seq, Op op) {}
    };

    /**
     * The author's elements [seq, seq + count) are inserted as one run. Their characters or values already stand in the
     * content store.
     *
     * @param container ordinal of the sequence; for parent != NONE it may be -1, then the parent's sequence is meant
     * @param text whether the elements are characters (else values)
     * @param parent packed {@link dev.rejoin.internal.ElementId} or ElementId.NONE for the start of the sequence
     * @param left whether the run hangs on the left side of parent
     * @param continues whether the first element continues the author's previous run (parent is then (author, seq - 1))
     */
    void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues);

    /**
     * Deletes elements. step 0: one operation (one seq) deletes [element, element + count). step +1 or -1: count
     * operations (seqs seq .. seq + count - 1), each deletes one element: element, element + step, ...
     */
    void delete(long seq, long element, int count, int step);

    /** Any other operation; takes one seq. container is the ordinal that it addresses. */
    void operation(int container, long seq, Op op);
}
