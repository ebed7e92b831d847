package dev.rejoin.undo.internal;

import dev.rejoin.change.Change;
import dev.rejoin.engine.OpenChange;
import java.util.function.Consumer;

/** The document, as undoing sees it. */
public interface UndoTarget {
    /** Makes a change in the name of a manager. */
    Change write(String call, UndoStacks by, Consumer<OpenChange> body);

    /** Wall time in milliseconds. */
    long millis();

    /** A manager is not needed any more. */
    void closed(UndoStacks stacks);
}
