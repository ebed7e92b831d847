/**
 * One test for each schedule that once found a fault.
 *
 * <p>How a found seed becomes a test here:
 *
 * <ol>
 *   <li>The simulation, or a property, prints {@code replay: -Drejoin.seed=S -Drejoin.script=R} for the smallest
 *       schedule it came to. Replay it by {@code mvn verify -pl crdt-proptests -am -Dtest=SimulationTest} with these
 *       options, and see it fail.
 *   <li>Add a test class to this package, named by the symptom that a user would have seen
 *       ({@code UndeletedCharacterComesBackTest}), never by a number or a date. Its comment tells the story: what
 *       happened, what was wrong, since when it is right.
 *   <li>Its test runs the script, {@code Schedules.replay(S, "R")}, under all oracles, and should also state by hand
 *       what the document must read, in case that actions or operations come to mean something else.
 *   <li>If a smaller test can say the same about one class, that one belongs beside the class. The schedule stays here.
 *   <li>Bytes that crashed a decoder go to {@code src/test/resources/crashers}, named by the symptom.
 * </ol>
 *
 * <p>Tests are never removed from here, and no expectation is loosened. When the meaning of scripts changes, because a
 * workload got new operations, the part of a test that was written by hand has to keep it alive.
 */
@NullMarked
package dev.rejoin.proptests.regressions;

import org.jspecify.annotations.NullMarked;
