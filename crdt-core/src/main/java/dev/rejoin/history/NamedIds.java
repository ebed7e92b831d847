package dev.rejoin.history;

import dev.rejoin.internal.ElementId;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;

/**
 * Finds what the operations of a change name of other replicas: elements, writes and additions that are replaced, what
 * vectors cover, and the operations that made their containers. Each of those counts as a dependency, whether the change
 * declares it or not.
 */
public final class NamedIds implements OpSink {
    private final ContainerTable containers;
    private final LogOpCodec codec;
    private final Visitor visitor;
    private int author;
    private int lastContainer;

    NamedIds(ContainerTable containers, LogOpCodec codec, Visitor visitor) {
        this.containers = containers;
        this.codec = codec;
        this.visitor = visitor;
    }

    /** Begins a change of an author. */
    public NamedIds of(int changeAuthor) {
        author = changeAuthor;
        lastContainer = ContainerTable.ROOT;
        return this;
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        if (parent != ElementId.NONE) {
            named(seq, parent);
        }
        nameContainer(seq, container);
        if (!continues) {
            visitor.orders(seq);
        }
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        if (ElementId.replica(element) == author) {
            return;
        }
        if (step > 0) {
            visitor.named(seq, element, count);
        } else {
            visitor.named(seq, step == 0 ? element + count - 1 : element); // the others are older
        }
    }

    @Override
    public void operation(int container, long seq, Op op) {
        nameContainer(seq, container);
        codec.forEachDot(op, id -> named(seq, id));
        visitor.orders(seq);
    }

    private void nameContainer(long seq, int container) {
        if (container == lastContainer) {
            return;
        }
        for (int at = container; at > ContainerTable.ROOT; at = containers.parent(at)) {
            long maker = containers.isInElement(at) ? containers.element(at) : containers.maker(at);
            if (maker != ElementId.NONE) {
                named(seq, maker);
            }
        }
        lastContainer = container;
    }

    private void named(long seq, long id) {
        if (ElementId.replica(id) != author) {
            visitor.named(seq, id);
        }
    }

    /** Is told what is named, in the order of the operations. */
    public interface Visitor {
        /** The operation with a seq names the packed id; of the ids of a range, and of descending ones, the largest. */
        void named(long seq, long id);

        /** Operations with consecutive seqs name consecutive ids, each of them one. */
        default void named(long seq, long first, int count) {
            named(seq + count - 1, first + count - 1);
        }

        /** The operation with a seq neither continues a run nor deletes elements. */
        default void orders(long seq) {}
    }
}
