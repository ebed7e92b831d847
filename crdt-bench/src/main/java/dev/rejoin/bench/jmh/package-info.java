/** Micro-benchmarks of the public API; {@code crdt-bench bench} runs them. */
@NullMarked
package dev.rejoin.bench.jmh;

import org.jspecify.annotations.NullMarked;
