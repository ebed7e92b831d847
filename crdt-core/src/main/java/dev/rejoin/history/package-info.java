/** Internal: not part of the library's API. The packed log of retained changes. */
@NullMarked
package dev.rejoin.history;

import org.jspecify.annotations.NullMarked;
