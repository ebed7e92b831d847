/** Internal: not part of the library's API. Changes to bytes and back. */
@NullMarked
package dev.rejoin.codec;

import org.jspecify.annotations.NullMarked;
