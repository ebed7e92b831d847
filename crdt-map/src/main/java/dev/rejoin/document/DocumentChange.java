package dev.rejoin.document;

import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.List;

/**
 * What one change did to what can be read, told after the whole change is applied.
 *
 * @param author the replica that made the change
 * @param origin whether it was made here
 * @param span the ids of its operations, as far as they were new here
 * @param events its effects in order; empty when nothing that can be read changed
 */
public record DocumentChange(ReplicaId author, EditOrigin origin, OpIdSpan span, List<DocumentEvent> events) {
    /** Keeps a copy. */
    public DocumentChange {
        events = List.copyOf(events);
    }
}
