package dev.rejoin.document;

import dev.rejoin.engine.OpenChange;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.StateSource;
import org.jspecify.annotations.Nullable;

/**
 * What all handles that came from one root may do: read a view, read the live document, or read and write it inside a
 * transaction.
 */
final class Access {
    /** Changes only when a live document is built anew. */
    private StateSource source;

    private final @Nullable DocumentState live;
    private final @Nullable OpenChange change;
    private @Nullable Runnable guard;
    /** What was typed but is not written yet; null for readers. */
    private final @Nullable Keystrokes keystrokes;

    private boolean open;
    /** Number of the transaction, by which a handle that was kept from an earlier one is told. */
    private int transaction;

    private Access(
            StateSource source, @Nullable DocumentState live, @Nullable OpenChange change, @Nullable Runnable guard) {
        this.source = source;
        this.live = live;
        this.change = change;
        this.guard = guard;
        this.keystrokes = change == null ? null : new Keystrokes();
        this.open = change == null;
    }

    /**
     * For readers.
     *
     * @param guard called before each read of a live document; throws when it may not be read now; null for views
     */
    static Access reading(StateSource source, @Nullable Runnable guard) {
        return new Access(source, null, null, guard);
    }

    /** The document was built anew. */
    void moveTo(StateSource rebuilt, Runnable itsGuard) {
        source = rebuilt;
        guard = itsGuard;
    }

    /** For the editors of a document's changes: usable between {@link #open()} and {@link #close()}, again and again. */
    static Access editing(DocumentState state, OpenChange change) {
        return new Access(state, state, change, null);
    }

    StateSource source() {
        if (!open) {
            throw closed();
        }
        if (guard != null) {
            guard.run();
        }
        settle();
        return source;
    }

    /** The open change; throws when this may only read. */
    OpenChange change() {
        if (!open || change == null) {
            throw closed();
        }
        settle();
        return change;
    }

    /** The state under edit. */
    DocumentState live() {
        if (!open || live == null) {
            throw closed();
        }
        settle();
        return live;
    }

    /** What was typed but is not written yet; null for readers. */
    @Nullable
    Keystrokes keystrokes() {
        return keystrokes;
    }

    /** Writes what was typed. */
    void settle() {
        if (keystrokes != null) {
            keystrokes.settle();
        }
    }

    /** Whether handles may keep what they found: a view is read by many threads, so nothing is kept there. */
    boolean mayRemember() {
        return source.structure() >= 0;
    }

    void open() {
        open = true;
        transaction++;
    }

    void close() {
        open = false;
        if (keystrokes != null) {
            keystrokes.drop();
        }
    }

    /** Which transaction is, or was last, open; always the same for readers. */
    int transaction() {
        return transaction;
    }

    /** Throws when a handle was given by an earlier transaction. */
    void checkGivenIn(int givenIn) {
        if (givenIn != transaction) {
            throw over();
        }
    }

    private IllegalStateException closed() {
        return open ? new IllegalStateException("This place can only be read") : over();
    }

    private static IllegalStateException over() {
        return new IllegalStateException("The transaction that gave this handle is over");
    }
}
