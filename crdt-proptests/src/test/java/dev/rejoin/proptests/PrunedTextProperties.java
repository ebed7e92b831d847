package dev.rejoin.proptests;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What a pruned text forgot is not needed to put the next insertions where all others put them. */
class PrunedTextProperties {
    /** Walls, markers and head times at a base right below concurrent insertions and deletions. */
    @Property(tries = 400)
    void prune_rightBelowConcurrentEdits_isNotSeen(@ForAll long seed) {
        try {
            new PrunedTextSchedule(seed).run();
        } catch (RuntimeException | Error failed) {
            throw new AssertionError("replay with new PrunedTextSchedule(" + seed + "L).run()", failed);
        }
    }
}
