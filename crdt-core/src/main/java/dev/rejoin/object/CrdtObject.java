package dev.rejoin.object;

import dev.rejoin.io.ByteWriter;
import dev.rejoin.op.ByteOpWriter;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpMeta;
import dev.rejoin.op.OpWriter;
import dev.rejoin.version.Coverage;

/**
 * A replicated object: state that operations change, the same way on every replica.
 *
 * <p>{@link #apply} and {@link #clear} are the only methods that change what is read, for local and remote operations
 * alike. Each type adds {@code prepare...} methods, which make an operation from an edit and change nothing, and reads. Operations are
 * applied once each and in causal order; concurrent ones in any order, with the same result.
 *
 * <p>Objects are not synchronised: one thread at a time.
 *
 * @param <O> its operations, a sealed family
 * @param <E> its events, a sealed family
 */
public interface CrdtObject<O extends Op, E> {
    /**
     * Applies an operation, local or remote.
     *
     * @param op the operation
     * @param meta its identity and time
     * @return what changed for a reader on this replica
     */
    E apply(O op, OpMeta meta);

    /**
     * Forgets all operations that a reset of the container around the object covers, as if they had never been. Causal
     * delivery makes sure that all of them were applied before.
     *
     * @param covered which operations go
     */
    void clear(Coverage covered);

    /**
     * Writes the state in its canonical form: equal sets of applied operations give equal parts, whatever the order.
     *
     * @param writer takes the parts
     */
    void writeState(OpWriter writer);

    /**
     * Writes the state in its canonical form as bytes that need no context.
     *
     * @param writer takes the bytes
     */
    default void writeState(ByteWriter writer) {
        writeState(new ByteOpWriter(writer));
    }

    /**
     * An object with equal state that shares nothing mutable with this one.
     *
     * @return a new object
     */
    CrdtObject<O, E> copy();

    /**
     * Checks the invariants that the type documents. Tests call it, production code does not.
     *
     * @throws AssertionError if one does not hold; the message names it
     */
    void checkInvariants();
}
