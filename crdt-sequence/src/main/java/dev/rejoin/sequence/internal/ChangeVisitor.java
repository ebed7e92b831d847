package dev.rejoin.sequence.internal;

/** Receives the parts of a sequence that an operation really changed. */
@FunctionalInterface
public interface ChangeVisitor {
    /**
     * Elements that stand side by side and became deleted, or visible again.
     *
     * @param index visible index of the first, as the sequence is at this moment
     * @param first packed id of the first
     * @param count how many, at least one
     */
    void changed(int index, long first, int count);
}
