/** Shapes of editing that are hard on a sequence, of any size: what an operation costs, and how that grows. */
@NullMarked
package dev.rejoin.bench.shapes;

import org.jspecify.annotations.NullMarked;
