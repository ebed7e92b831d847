/**
 * State of a document: containers, their contents, visibility, canonical encoding. Internal: not exported, may change at
 * any time.
 */
@NullMarked
package dev.rejoin.map.internal;

import org.jspecify.annotations.NullMarked;
