package dev.rejoin.set;

import dev.rejoin.op.Op;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;

/** Operations on sets. */
public sealed interface SetOp extends Op {
    /** Tag of {@link Add}. */
    int ADD_TAG = 0x08;

    /** Tag of {@link Remove}. */
    int REMOVE_TAG = 0x09;

    /**
     * Adds an element.
     *
     * @param value the element
     * @param replaced earlier additions of it that the author saw
     */
    record Add(Value value, Dots replaced) implements SetOp {
        @Override
        public int tag() {
            return ADD_TAG;
        }
    }

    /**
     * Removes the additions of an element that the author saw.
     *
     * @param value the element
     * @param removed the additions
     */
    record Remove(Value value, Dots removed) implements SetOp {
        @Override
        public int tag() {
            return REMOVE_TAG;
        }
    }
}
