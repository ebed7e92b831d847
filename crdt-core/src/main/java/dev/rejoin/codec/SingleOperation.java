package dev.rejoin.codec;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import org.jspecify.annotations.Nullable;

/**
 * The only operation of a change, as it was decoded once: the checks and then the state take it from here.
 *
 * <p>Nearly all live messages hold one operation, and decoding it twice costs more than applying it.
 * (TextEditBenchmark.remote) List values are not kept; they are decoded again.
 */
final class SingleOperation {
    private static final int NONE = 0;
    private static final int TEXT = 1;
    private static final int DELETE = 2;
    private static final int OPERATION = 3;

    private final ReplicaContext context;
    private int kind = NONE;
    private boolean complete;

    private int container;
    /** The element that it names: packed, or how far before the operation the author made it. */
    private long element;

    private boolean own;
    private int count;
    private boolean left;
    private boolean continues;
    private int step;
    private int asciiAt;
    private @Nullable String characters;
    private @Nullable Op op;

    SingleOperation(ReplicaContext context) {
        this.context = context;
    }

    void forget() {
        kind = NONE;
        complete = false;
    }

    /** The characters of the insert that follows are ASCII, and begin there in the array of the message. */
    void ascii(int at) {
        asciiAt = at;
        characters = null;
    }

    /** The characters of the insert that follows. */
    void characters(String text) {
        characters = text;
    }

    void insert(int newContainer, long parent, int units, boolean onLeft, boolean goesOn) {
        kind = TEXT;
        container = newContainer;
        element = parent;
        own = false;
        count = units;
        left = onLeft;
        continues = goesOn;
    }

    /** One character beside an own one; true. */
    boolean insertBesideOwn(long distance, boolean onLeft, boolean goesOn) {
        insert(ContainerTable.NONE, distance, 1, onLeft, goesOn);
        own = true;
        return true;
    }

    void delete(long first, int elements, int newStep) {
        kind = DELETE;
        element = first;
        own = false;
        count = elements;
        step = newStep;
    }

    /** A range of own elements; true. */
    boolean deleteOwn(long distance, int elements) {
        delete(distance, elements, 0);
        own = true;
        return true;
    }

    void operation(int newContainer, Op decoded) {
        kind = OPERATION;
        container = newContainer;
        op = decoded;
    }

    /** The change holds what was told last and nothing else. */
    void complete() {
        complete = kind != NONE;
    }

    boolean isComplete() {
        return complete;
    }

    /** Whether it does nothing but to continue its author's run or to delete. */
    boolean onlyContinues() {
        return kind == DELETE || kind == TEXT && continues;
    }

    /**
     * Gives the operation.
     *
     * @param message the array that the characters were found in
     * @param store whether its characters go to the content store before
     */
    void give(byte[] message, int author, long seq, OpSink sink, boolean store) {
        long named = own ? ElementId.of(author, seq - element) : element;
        switch (kind) {
            case TEXT -> {
                if (store) {
                    storeCharacters(message, author, seq);
                }
                sink.insert(container, true, seq, count, named, left, continues);
            }
            case DELETE -> sink.delete(seq, named, count, step);
            case OPERATION -> giveOperation(seq, sink);
            default -> throw new AssertionError("no operation was kept");
        }
    }

    /** Without Objects.requireNonNull, whose cast to an interface makes the JVM forget which family the operation is of. */
    private void giveOperation(long seq, OpSink sink) {
        Op decoded = op;
        if (decoded == null) {
            throw new AssertionError("no operation was kept");
        }
        sink.operation(container, seq, decoded);
    }

    private void storeCharacters(byte[] message, int author, long seq) {
        TextContent text = context.writableText();
        String decoded = characters;
        if (decoded == null) {
            text.appendLatin1(author, seq, message, asciiAt, count);
        } else {
            text.append(author, seq, decoded, 0, count);
        }
    }
}
