package dev.rejoin.sequence.internal;

/** Receives the entries of a sequence from left to right, spans maximally joined. */
public interface SpanVisitor {
    /**
     * A run of elements with consecutive ids, each the right child of the one before.
     *
     * @param first packed id of the first
     * @param count how many, at least one
     * @param deleted whether all of them are tombstones; otherwise all are visible
     * @param headTime timestamp of the run's head, 0 at or below the base
     */
    void span(long first, int count, boolean deleted, long headTime);

    /**
     * The start marker of an element that has, or had, left children.
     *
     * @param element packed id of the element
     * @param headTime timestamp of that element's run, 0 at or below the base
     */
    void marker(long element, long headTime);
}
