package dev.rejoin.audit;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.version.OpIdSpan;
import java.util.Optional;

/**
 * Characters that stand side by side and were inserted by one change.
 *
 * @param start index of the first one, in UTF-16 code units
 * @param end index behind the last one
 * @param inserted their ids
 * @param who the author that the change named, else the name that the application gives the replica, else its id
 * @param time when the change began; empty where history was cut
 * @param message why, if its transaction said so
 * @param change the change; empty where history was cut
 */
public record BlameRun(
        int start,
        int end,
        OpIdSpan inserted,
        String who,
        Optional<HybridTimestamp> time,
        Optional<String> message,
        Optional<OpIdSpan> change) {}
