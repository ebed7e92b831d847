package dev.rejoin.audit;

import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import java.util.List;

/**
 * Content that was taken out of a document everywhere, for example because the law says so.
 *
 * @param by id of the operation, which tells who did it and when: {@code timeline().changes} has its change
 * @param spans the operations whose content is gone; their ids stay
 * @param reason why
 */
public record Redaction(OpId by, List<OpIdSpan> spans, String reason) {
    /** Keeps a copy of the list. */
    public Redaction {
        spans = List.copyOf(spans);
    }
}
