package dev.rejoin.document;

import dev.rejoin.value.Value;
import java.util.List;
import java.util.Optional;

/** Reads the scalar at a key, with its concurrent values. Places: see {@link MapReader}. */
public interface RegisterReader {
    /**
     * Whether a scalar can be read here.
     *
     * @return false where none was written, where it was removed, or where a container stands
     */
    boolean exists();

    /**
     * The value.
     *
     * @return the write with the largest (timestamp, replica, seq); empty when no scalar can be read here
     */
    Optional<Value> get();

    /**
     * All concurrent values, also when a removal that was concurrent to them is what is read; the removal itself is left
     * out.
     *
     * @return a snapshot, the largest (timestamp, replica, seq) first; empty when a container stands here
     */
    List<Value> values();

    /**
     * Whether more than one concurrent write stands, removals included.
     *
     * @return whether a write that has seen all of them is due
     */
    boolean hasConflict();
}
