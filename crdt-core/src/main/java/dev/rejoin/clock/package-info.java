/**
 * Time that never runs backward and respects causality: hybrid logical clocks.
 *
 * <p>A {@link dev.rejoin.clock.HybridTimestamp} orders changes; it never identifies anything. {@link
 * dev.rejoin.clock.PhysicalClock} is the only source of wall time.
 */
@NullMarked
package dev.rejoin.clock;

import org.jspecify.annotations.NullMarked;
