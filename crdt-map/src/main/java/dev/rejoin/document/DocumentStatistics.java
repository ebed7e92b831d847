package dev.rejoin.document;

/**
 * Figures of one document.
 *
 * @param replicas writers whose changes are integrated
 * @param changes retained changes, joined ones counted once
 * @param operations integrated operations, an inserted run counted by its elements
 * @param historyBytes bytes that retained changes take, their text excluded
 * @param containers containers ever named, the root included
 * @param spans runs of ids in all texts and lists
 * @param waiting changes that wait
 * @param waitingBytes bytes of the waiting changes
 * @param quarantined changes that were set aside
 * @param clockLeadMillis how far the document's clock is ahead of the wall clock, 0 if it is not
 */
public record DocumentStatistics(
        int replicas,
        long changes,
        long operations,
        long historyBytes,
        int containers,
        long spans,
        int waiting,
        long waitingBytes,
        int quarantined,
        long clockLeadMillis) {}
