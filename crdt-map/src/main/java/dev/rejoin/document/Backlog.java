package dev.rejoin.document;

import dev.rejoin.delivery.Delivery;
import dev.rejoin.version.OpIdSpan;
import java.util.List;

/**
 * What was received or written and is not where it should be yet.
 *
 * @param waiting changes that wait for others, with what each lacks now, ordered by author and seq
 * @param quarantined changes that were set aside, in order of arrival
 * @param unsent own operations that no peer is known to have
 */
public record Backlog(List<Delivery.Waiting> waiting, List<Delivery.Quarantined> quarantined, List<OpIdSpan> unsent) {
    /** Keeps copies. */
    public Backlog {
        waiting = List.copyOf(waiting);
        quarantined = List.copyOf(quarantined);
        unsent = List.copyOf(unsent);
    }

    /**
     * Whether nothing received is held back.
     *
     * @return whether nothing waits and nothing is quarantined
     */
    public boolean isClear() {
        return waiting.isEmpty() && quarantined.isEmpty();
    }
}
