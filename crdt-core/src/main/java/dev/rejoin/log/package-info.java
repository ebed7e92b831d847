/** The grow-only log: {@link dev.rejoin.log.GrowOnlyLog}. */
@NullMarked
package dev.rejoin.log;

import org.jspecify.annotations.NullMarked;
