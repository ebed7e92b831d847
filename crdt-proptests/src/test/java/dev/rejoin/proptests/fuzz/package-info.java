/**
 * Fuzzing of everything that takes bytes from outside.
 *
 * <p>{@link dev.rejoin.proptests.fuzz.FuzzTarget} names the entry points and says what may happen at each: a typed
 * exception with nothing changed, or something that is taken and can be read, saved and sent again. The same entry points
 * are run by {@code FuzzTest} (a fixed number of executions, and all inputs in {@code src/test/resources/fuzz}), by
 * {@code Fuzzer} for hours ({@code mvn verify -Pfuzz}), and by Jazzer ({@code -Pjazzer}), which finds its way by coverage.
 *
 * <p>An input that is found is stored by the fuzzer; put it under {@code src/test/resources/fuzz/TARGET/crasher-SYMPTOM},
 * made as small as possible, with the test that names what was wrong.
 */
package dev.rejoin.proptests.fuzz;
