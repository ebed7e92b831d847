/** Generators of arbitrary values, operations and schedules for jqwik properties. */
@NullMarked
package dev.rejoin.proptests.gen;

import org.jspecify.annotations.NullMarked;
