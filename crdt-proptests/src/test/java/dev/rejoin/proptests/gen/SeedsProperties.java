package dev.rejoin.proptests.gen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SeedsProperties {
    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 100)
    void seed_givesOneSequence(@ForAll("seeds") long seed) {
        assertThat(new SplittableRandom(seed).longs(5))
                .containsExactlyElementsOf(
                        new SplittableRandom(seed).longs(5).boxed().toList());
    }
}
