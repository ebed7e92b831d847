package dev.rejoin.engine;

import dev.rejoin.history.ChangeNote;
import org.jspecify.annotations.Nullable;

/** Is told of each change after it was integrated whole. */
public interface ReplicaListener {
    /**
     * A change was integrated.
     *
     * @param author index of its author in the replica table
     * @param local whether it was written here
     */
    void integrated(int author, long firstSeq, long endSeq, long time, @Nullable ChangeNote note, boolean local);
}
