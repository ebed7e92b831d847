package dev.rejoin.proptests.sim;

import dev.rejoin.document.Transaction;

/** What the simulated replicas edit. */
@FunctionalInterface
public interface Workload {
    /**
     * Performs one operation. Any four numbers must give something valid for the document as it is, and equal numbers
     * on equal documents the same operation. What must hold right after it is checked here, by an
     * {@link AssertionError}; {@link CheckedEdits} does so for texts and lists.
     *
     * @param transaction the open transaction
     * @param op the numbers
     * @param carets where this replica typed last
     */
    void perform(Transaction transaction, OpSpec op, Carets carets);
}
