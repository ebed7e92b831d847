/** The same work through Rejoin and through other systems of the JVM. */
@NullMarked
package dev.rejoin.comparison;

import org.jspecify.annotations.NullMarked;
