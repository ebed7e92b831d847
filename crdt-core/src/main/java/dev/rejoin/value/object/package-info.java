/** Objects of an application as values: written and read by its own serializers, under names that it chooses. */
@NullMarked
package dev.rejoin.value.object;

import org.jspecify.annotations.NullMarked;
