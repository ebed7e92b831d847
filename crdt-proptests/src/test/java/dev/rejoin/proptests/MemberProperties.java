package dev.rejoin.proptests;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whoever joins and whoever is retired, no member takes anything that was made before what it may have pruned. */
class MemberProperties {
    /** PR1, PR3: an acknowledgement counts when it is applied whole; who joins starts from a version of a member. */
    @Property(tries = 300)
    void schedule_withJoins_takesOnlyWhatCameAfterThePruned(@ForAll long seed) {
        run(seed, 0);
    }

    /** PR3: who is retired counts until it is settled where its operations end, for all at the same place. */
    @Property(tries = 300)
    void schedule_withOneRetirement_endsAtOnePlace(@ForAll long seed) {
        run(seed, 1);
    }

    /** Those who are retired may have vouched for each other. */
    @Property(tries = 300)
    void schedule_withRetirements_endsAtOnePlace(@ForAll long seed) {
        run(seed, 3);
    }

    private static void run(long seed, int retirements) {
        try {
            new MemberSchedule(seed, retirements).run();
        } catch (RuntimeException | Error failed) {
            throw new AssertionError(
                    "replay with new MemberSchedule(" + seed + "L, " + retirements + ").run()", failed);
        }
    }
}
