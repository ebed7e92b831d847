package dev.rejoin.proptests.gen;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Seeds of simulated schedules. */
public final class Seeds {
    private Seeds() {}

    /**
     * Any seed. The schedule that a seed gives is not monotone in it, so seeds do not shrink.
     *
     * @return all {@code long} values, evenly
     */
    public static Arbitrary<Long> any() {
        return Arbitraries.longs().withoutEdgeCases().dontShrink();
    }
}
