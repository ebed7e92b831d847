/** Benchmarks of Rejoin and the command line that runs them. */
@NullMarked
package dev.rejoin.bench;

import org.jspecify.annotations.NullMarked;
