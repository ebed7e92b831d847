package dev.rejoin.sequence.internal;

/** Which elements are covered: those of each replica below a seq, as a version vector says it. */
@FunctionalInterface
public interface CoveredTest {
    /**
     * How far a replica is covered.
     *
     * @param replica index in the replica table
     * @return one past the last covered seq, 0 if nothing is
     */
    long coveredEnd(int replica);
}
