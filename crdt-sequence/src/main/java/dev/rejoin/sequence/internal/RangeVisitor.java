package dev.rejoin.sequence.internal;

/** Receives ranges of consecutive ids. */
@FunctionalInterface
public interface RangeVisitor {
    /**
     * One range.
     *
     * @param first packed id of the first element
     * @param count how many, at least one
     */
    void range(long first, int count);
}
