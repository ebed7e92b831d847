/**
 * A deterministic simulator of documents that are edited apart.
 *
 * <p>A {@link dev.rejoin.proptests.sim.Scenario} is a list of {@link dev.rejoin.proptests.sim.Action}s with raw numbers
 * in them. {@link dev.rejoin.proptests.sim.SimulatedWorld} clamps each number to what is possible at that moment, so
 * every list of numbers is a valid scenario: a generator cannot make a wrong one, and the shrinker may change anything.
 * {@link dev.rejoin.proptests.sim.Simulator} runs many scenarios, each decided by one seed, under a set of
 * {@link dev.rejoin.proptests.sim.Oracle}s, shrinks what fails and prints one line that replays it.
 *
 * <p>What the replicas edit is a {@link dev.rejoin.proptests.sim.Workload}; an application puts its own schema there.
 */
@NullMarked
package dev.rejoin.proptests.sim;

import org.jspecify.annotations.NullMarked;
