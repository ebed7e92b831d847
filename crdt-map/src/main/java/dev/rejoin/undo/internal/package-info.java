/** How edits are taken back. Do not use any class in this package. */
@NullMarked
package dev.rejoin.undo.internal;

import org.jspecify.annotations.NullMarked;
