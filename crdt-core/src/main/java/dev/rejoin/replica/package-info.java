/** Internal: not part of the library's API. The seam between engine and state: operations as primitives, identity tables. */
@NullMarked
package dev.rejoin.replica;

import org.jspecify.annotations.NullMarked;
