/** What becomes of a received change, and the seam through which changes are made durable. */
@NullMarked
package dev.rejoin.delivery;

import org.jspecify.annotations.NullMarked;
