/**
 * Editing traces: real or generated editing histories, how their files are read, and what turns their positions into
 * indices of a Java string.
 */
@NullMarked
package dev.rejoin.bench.trace;

import org.jspecify.annotations.NullMarked;
