package dev.rejoin.proptests.sequence;

import dev.rejoin.proptests.gen.Seeds;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RgaProperties {
    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property
    void shortSession_isWhatTheModelSays(@ForAll("seeds") long seed) {
        new SequenceSchedule(seed).run(30);
    }

    @Property(tries = 60)
    void longSession_isWhatTheModelSays(@ForAll("seeds") long seed) {
        new SequenceSchedule(seed).run(250);
    }
}
