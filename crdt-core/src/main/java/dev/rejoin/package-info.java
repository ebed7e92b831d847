/** The root of Rejoin: the one base type of what its operations throw. */
@NullMarked
package dev.rejoin;

import org.jspecify.annotations.NullMarked;
