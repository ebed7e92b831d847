package dev.rejoin.proptests.model;

import dev.rejoin.version.OpId;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A counter as the set of its increments. A reset takes away the increments that its author saw and no others.
 */
public final class CounterModel {
    private final Map<OpId, Long> increments = new HashMap<>();

    /**
     * Integrates an increment.
     *
     * @param dot its identity
     * @param delta what it adds; negative to decrement
     */
    public void add(OpId dot, long delta) {
        increments.put(dot, delta);
    }

    /**
     * The increments that a reset issued now takes away.
     *
     * @return their dots
     */
    public Set<OpId> seen() {
        return Set.copyOf(increments.keySet());
    }

    /**
     * Integrates a reset.
     *
     * @param seen dots of the increments that its author saw
     */
    public void reset(Collection<OpId> seen) {
        increments.keySet().removeAll(seen);
    }

    /**
     * What a reader sees.
     *
     * @return the exact sum
     */
    public BigInteger value() {
        return increments.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    }
}
