/** Looks into files that documents were saved to: what is in them, what takes the space, whether they are sound. */
@NullMarked
package dev.rejoin.bench.inspect;

import org.jspecify.annotations.NullMarked;
