package dev.rejoin.set;

import dev.rejoin.op.Op;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;

/** Operations on sets in which removing wins. */
public sealed interface RemoveWinsSetOp extends Op {
    /** Tag of {@link Add}. */
    int ADD_TAG = 0x29;

    /** Tag of {@link Remove}. */
    int REMOVE_TAG = 0x2a;

    /**
     * The element.
     *
     * @return what is added or removed
     */
    Value value();

    /**
     * Earlier additions and removals of the element that the author saw.
     *
     * @return what the operation takes the place of
     */
    Dots replaced();

    /**
     * Adds an element.
     *
     * @param value the element
     * @param replaced earlier additions and removals of it that the author saw
     */
    record Add(Value value, Dots replaced) implements RemoveWinsSetOp {
        @Override
        public int tag() {
            return ADD_TAG;
        }
    }

    /**
     * Removes an element.
     *
     * @param value the element
     * @param replaced earlier additions and removals of it that the author saw
     */
    record Remove(Value value, Dots replaced) implements RemoveWinsSetOp {
        @Override
        public int tag() {
            return REMOVE_TAG;
        }
    }
}
