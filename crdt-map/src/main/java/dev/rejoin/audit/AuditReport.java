package dev.rejoin.audit;

import dev.rejoin.version.OpIdSpan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Changes in history. {@link #toString} is for people.
 *
 * @param changes in the total order, the oldest first
 * @param cut what was asked about and is not retained: of each replica at most one range
 */
public record AuditReport(List<AuditedChange> changes, List<OpIdSpan> cut) {
    /** Keeps copies. */
    public AuditReport {
        changes = List.copyOf(changes);
        cut = List.copyOf(cut);
    }

    /** One change after the other, without a line end at the end. */
    @Override
    public String toString() {
        String text = changes.stream().map(AuditedChange::toString).collect(Collectors.joining("\n"));
        return cut.isEmpty() ? text : "history before is cut: " + cut + "\n" + text;
    }
}
