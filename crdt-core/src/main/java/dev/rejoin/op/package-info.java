/**
 * Operations: what they are, in which order they win, and how they are written.
 *
 * <p>{@link dev.rejoin.op.Op} is open, because each family of operations is sealed in its own module; {@link
 * dev.rejoin.op.OpRegistry} lists by tag which codecs an engine uses. Codecs speak to {@link dev.rejoin.op.OpWriter}
 * and {@link dev.rejoin.op.OpReader} only, so one codec serves single changes, columns, digests and state alike.
 */
@NullMarked
package dev.rejoin.op;

import org.jspecify.annotations.NullMarked;
