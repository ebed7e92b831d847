/** Collaborative text and lists. */
@NullMarked
package dev.rejoin.sequence;

import org.jspecify.annotations.NullMarked;
