/** Sets. Start with {@link dev.rejoin.set.OrSet}. */
@NullMarked
package dev.rejoin.set;

import org.jspecify.annotations.NullMarked;
