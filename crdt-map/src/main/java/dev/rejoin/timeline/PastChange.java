package dev.rejoin.timeline;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.conflict.PathPattern;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A change as history keeps it: keystrokes of up to 30 seconds that only continue what was typed or deleted before are one
 * change, with the time of the first.
 *
 * @param span the ids of its operations
 * @param timestamp when its transaction began, by the writer's hybrid clock
 * @param dependencies the newest changes of others that its writer had seen, as far as it is not told by those
 * @param author who made it, if the transaction said so
 * @param message why, if the transaction said so
 * @param places the keys and containers that it wrote to, whether they can be read or not; a step into a list element is
 *     {@code *}, since its index was another one at every time
 */
public record PastChange(
        OpIdSpan span,
        HybridTimestamp timestamp,
        List<OpId> dependencies,
        Optional<String> author,
        Optional<String> message,
        Set<PathPattern> places) {
    /** Keeps copies. */
    public PastChange {
        dependencies = List.copyOf(dependencies);
        places = Collections.unmodifiableSet(new LinkedHashSet<>(places));
    }
}
