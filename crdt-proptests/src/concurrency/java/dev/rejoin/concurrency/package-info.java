/**
 * What documents promise to other threads, for JCStress: it runs the actors of each test against each other, millions of
 * times and compiled in every way, and counts what they saw. {@code mvn verify -Pconcurrency -pl crdt-proptests -am}.
 */
@NullMarked
package dev.rejoin.concurrency;

import org.jspecify.annotations.NullMarked;
