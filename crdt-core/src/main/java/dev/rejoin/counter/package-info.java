/** Counters: numbers that many replicas add to. Start with {@link dev.rejoin.counter.PnCounter}. */
@NullMarked
package dev.rejoin.counter;

import org.jspecify.annotations.NullMarked;
