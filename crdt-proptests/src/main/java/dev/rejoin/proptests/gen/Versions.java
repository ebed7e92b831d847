package dev.rejoin.proptests.gen;

import dev.rejoin.version.Dots;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Replicas, dots and version vectors. */
public final class Versions {
    private Versions() {}

    /**
     * Few replicas, so that vectors often name the same ones, on both sides of the sign bit.
     *
     * @return one of eight ids
     */
    public static Arbitrary<ReplicaId> replicas() {
        return Arbitraries.of(0L, 1L, 2L, 0x100L, Long.MAX_VALUE, Long.MIN_VALUE, -2L, -1L)
                .map(ReplicaId::new);
    }

    /**
     * Version vectors over {@link #replicas()}, small ends more often than large ones.
     *
     * @return vectors of up to eight entries
     */
    public static Arbitrary<VersionVector> vectors() {
        return Arbitraries.maps(replicas(), ends()).ofMaxSize(8).map(VersionVector::of);
    }

    /**
     * Sets of dots over {@link #replicas()}.
     *
     * @return sets of up to ten dots
     */
    public static Arbitrary<Dots> dots() {
        return Combinators.combine(replicas(), ends())
                .as((replica, seq) -> Dots.of(replica.value(), seq))
                .list()
                .ofMaxSize(10)
                .map(list -> {
                    Dots.Builder builder = Dots.builder();
                    list.forEach(builder::addAll);
                    return builder.build();
                });
    }

    private static Arbitrary<Long> ends() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 5), Arbitraries.longs().between(0, Long.MAX_VALUE - 1));
    }
}
