package dev.rejoin.document;

import dev.rejoin.conflict.Candidate;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.map.internal.DocumentState;
import java.util.Objects;

/** The transaction that is given to an edit, over an open change; {@link #close} it when the edit ends, however it ends. */
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
        return root;
    }

    @Override
    public Transaction resolve(Conflict conflict, Candidate choice) {
        new Resolution(access.live(), access.change()).resolve(conflict, choice);
        return this;
    }

    @Override
    public Transaction author(String author) {
        access.change().author(Objects.requireNonNull(author, "author"));
        return this;
    }

    @Override
    public Transaction message(String message) {
        access.change().message(Objects.requireNonNull(message, "message"));
        return this;
    }

    /** From now on every handle of the transaction throws. */
    void close() {
        access.close();
    }
}
