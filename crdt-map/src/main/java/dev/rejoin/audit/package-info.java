/**
 * What an audit answers: who changed what and when, what it lost to, and who wrote which part of a text.
 *
 * <p>Start with {@code Document.audit}. These are values; they say themselves where history was cut.
 */
@NullMarked
package dev.rejoin.audit;

import org.jspecify.annotations.NullMarked;
