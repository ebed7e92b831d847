/**
 * Taking back own edits, and repeating them, without touching those of others.
 *
 * <p>Start with {@link dev.rejoin.undo.UndoManager}, which {@code Document.undoManager} gives.
 */
@NullMarked
package dev.rejoin.undo;

import org.jspecify.annotations.NullMarked;
