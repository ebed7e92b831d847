/** The unit that documents exchange. */
@NullMarked
package dev.rejoin.change;

import org.jspecify.annotations.NullMarked;
