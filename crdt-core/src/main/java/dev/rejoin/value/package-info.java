/**
 * What registers hold and sets contain: a closed family of immutable values with one canonical encoding.
 *
 * <p>Start with {@link dev.rejoin.value.Value} and its factories {@code Value.of(...)}; {@link
 * dev.rejoin.value.ValueCodec} is the byte form.
 */
@NullMarked
package dev.rejoin.value;

import org.jspecify.annotations.NullMarked;
