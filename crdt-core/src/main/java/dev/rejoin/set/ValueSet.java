package dev.rejoin.set;

import dev.rejoin.op.Op;
import dev.rejoin.value.Value;
import java.util.List;
import java.util.Optional;

/** What the sets have in common: reads, and operations that are made from an edit. */
public sealed interface ValueSet permits OrSet, RemoveWinsSet {
    /**
     * An addition of an element.
     *
     * @param value the element
     * @return the operation, not applied yet
     */
    Op prepareAdd(Value value);

    /**
     * A removal of an element.
     *
     * @param value the element
     * @return the operation, not applied yet; empty if the element is not in the set
     */
    Optional<? extends Op> prepareRemove(Value value);

    /**
     * Whether an element is in the set.
     *
     * @param value any value
     * @return {@code true} if it is
     */
    boolean contains(Value value);

    /**
     * How many elements.
     *
     * @return not negative
     */
    int size();

    /**
     * All elements.
     *
     * @return an unmodifiable snapshot in canonical order ({@link Value#compare})
     */
    List<Value> values();
}
