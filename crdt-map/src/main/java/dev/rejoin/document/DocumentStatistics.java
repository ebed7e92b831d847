package dev.rejoin.document;

/**
 * Figures of one document.
 *
 * @param replicas writers whose changes are integrated
 * @param changes retained changes, joined ones counted once
 * @param operations integrated operations, an inserted run counted by its elements
 * @param containers containers ever named, the root included
 * @param historyBytes bytes that retained changes take, text and list values excluded
 * @param textBytes bytes that the pages of all inserted characters take
 * @param waiting changes that wait
 * @param waitingBytes bytes of the waiting changes
 * @param quarantined changes that were set aside
 * @param quarantinedBytes bytes of the changes that were set aside
 * @param unsent own operations that no peer is known to have
 * @param openConflicts what {@link Document#conflicts} lists
 * @param clockLeadMillis how far the document's clock is ahead of the wall clock, 0 if it is not
 */
public record DocumentStatistics(
        int replicas,
        long changes,
        long operations,
        int containers,
        long historyBytes,
        long textBytes,
        int waiting,
        long waitingBytes,
        int quarantined,
        long quarantinedBytes,
        long unsent,
        int openConflicts,
        long clockLeadMillis) {}
