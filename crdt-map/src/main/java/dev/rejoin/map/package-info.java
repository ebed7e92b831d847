/**
 * Operations on the containers of a document, as history and inspectors show them: {@link dev.rejoin.map.MapOp}. What
 * they mean for a reader is said in {@link dev.rejoin.document}.
 */
@NullMarked
package dev.rejoin.map;

import org.jspecify.annotations.NullMarked;
