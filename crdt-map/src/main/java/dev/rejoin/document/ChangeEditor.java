package dev.rejoin.document;

import dev.rejoin.conflict.Candidate;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.StoredSchema;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.schema.Schema;

/**
 * The transaction that is given to each edit of a document, between {@link #open} and {@link #close}.
 *
 * <p>There is one for all, because most transactions are a keystroke: its handles keep what they found from one to the
 * next, and nothing is allocated to find a place again. (TextEditBenchmark.live)
 */
final class ChangeEditor implements Transaction {
    private final Access access;
    private final MapHandle root;

    ChangeEditor(DocumentState state, OpenChange change) {
        access = Access.editing(state, change);
        root = new MapHandle(access);
    }

    @Override
    public MapEditor root() {
        access.change();
        root.give();
        return root;
    }

    @Override
    public Transaction resolve(Conflict conflict, Candidate choice) {
        new Resolution(access.live(), access.change()).resolve(conflict, choice);
        return this;
    }

    @Override
    public Transaction adopt(Schema schema) {
        OpenChange change = access.change();
        StoredSchema stored = access.live().schema();
        if (stored == null || stored.version() < schema.version()) {
            change.operation(ContainerTable.ROOT, new MapOp.DefineSchema(schema.version(), schema.toValue()));
        }
        return this;
    }

    @Override
    public Transaction author(String author) {
        access.change().author(FormatLimits.checkNote(author));
        return this;
    }

    @Override
    public Transaction message(String message) {
        access.change().message(FormatLimits.checkNote(message));
        return this;
    }

    /** What its handles may do. */
    Access access() {
        return access;
    }

    /** Adds an operation on the document as a whole. */
    void operation(Op op) {
        access.change().operation(ContainerTable.ROOT, op);
    }

    /** Begins the next transaction. */
    void open() {
        access.open();
    }

    /** Writes what was typed and is not written yet. */
    void settle() {
        access.settle();
    }

    /** Throws when what was written so far is not as the schema says. */
    void check(SchemaRules rules, boolean rootWasNew) {
        rules.check(access.change(), rootWasNew);
    }

    /** From now on every handle that the transaction gave throws. */
    void close() {
        access.close();
    }
}
