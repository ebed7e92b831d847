package dev.rejoin.set;

import dev.rejoin.value.Value;

/** What an operation changed in a set. */
public sealed interface SetEvent {
    /**
     * An element is in the set that was not in it.
     *
     * @param value the element
     */
    record Added(Value value) implements SetEvent {}

    /**
     * An element is no longer in the set.
     *
     * @param value the element
     */
    record Removed(Value value) implements SetEvent {}

    /**
     * The set has the same elements; one was added again, or an addition survived its removal.
     *
     * @param value the element that the operation named
     */
    record Kept(Value value) implements SetEvent {}
}
