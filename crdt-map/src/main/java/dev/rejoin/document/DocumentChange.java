package dev.rejoin.document;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.Optional;

/**
 * What one change did to what can be read, told after the whole change is applied.
 *
 * @param replica who wrote the change
 * @param author who made it, if its transaction said so
 * @param message why, if its transaction said so
 * @param origin whether it was made here, and whether to take something back
 * @param span the ids of its operations, as far as they were new here
 * @param timestamp when its transaction began, by the writer's hybrid clock
 * @param events its effects in order, as far as they concern whoever is told; empty when nothing that can be read changed
 */
public record DocumentChange(
        ReplicaId replica,
        Optional<String> author,
        Optional<String> message,
        EditOrigin origin,
        OpIdSpan span,
        HybridTimestamp timestamp,
        List<DocumentEvent> events) {
    /** Keeps a copy. */
    public DocumentChange {
        events = List.copyOf(events);
    }

    DocumentChange with(List<DocumentEvent> others) {
        return new DocumentChange(replica, author, message, origin, span, timestamp, others);
    }
}
