/** The one abstraction over replicated types. */
@NullMarked
package dev.rejoin.object;

import org.jspecify.annotations.NullMarked;
