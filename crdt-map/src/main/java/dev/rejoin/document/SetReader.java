package dev.rejoin.document;

import dev.rejoin.value.Value;
import java.util.List;

/**
 * Reads the set at a place. Places: see {@link MapReader}. Values are equal if their encodings are.
 *
 * <p>Concurrent edits: of adding and removing one value, adding wins; in a {@link MapReader#removeWinsSet}, removing does.
 */
public interface SetReader {
    /**
     * Whether a set can be read here.
     *
     * @return false where nobody created one, where it was deleted, or where something else stands
     */
    boolean exists();

    /**
     * How many values there are.
     *
     * @return the size, 0 when the set does not exist
     */
    int size();

    /**
     * Whether a value is in the set.
     *
     * @param value the value
     * @return whether it is there
     */
    boolean contains(Value value);

    /**
     * Whether a string is in the set.
     *
     * @param value the value
     * @return whether it is there
     */
    boolean contains(String value);

    /**
     * Whether an integer is in the set.
     *
     * @param value the value
     * @return whether it is there
     */
    boolean contains(long value);

    /**
     * All values, in canonical order: that of {@link Value#compare}.
     *
     * @return a snapshot, unmodifiable
     */
    List<Value> values();
}
