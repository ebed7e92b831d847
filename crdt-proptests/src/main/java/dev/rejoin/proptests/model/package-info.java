/**
 * Slow, obvious models of the types, written from their definitions and from nothing else. They are what the engine is
 * compared with, so they share no idea of its implementation: flat lists, linear searches, everything recomputed.
 */
@NullMarked
package dev.rejoin.proptests.model;

import org.jspecify.annotations.NullMarked;
