package dev.rejoin.proptests.map;

import dev.rejoin.proptests.gen.Seeds;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Containers of a document against the rules written down plainly. */
class MapProperties {
    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property
    void schedule_anyOrderOfDelivery_readsAsTheModelAndEndsEqual(@ForAll("seeds") long seed) {
        new MapSchedule(seed).run();
    }
}
