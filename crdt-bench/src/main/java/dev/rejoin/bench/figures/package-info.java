/** Measured figures of several runs and systems as lines of JSON, and pages made of them. */
@NullMarked
package dev.rejoin.bench.figures;

import org.jspecify.annotations.NullMarked;
