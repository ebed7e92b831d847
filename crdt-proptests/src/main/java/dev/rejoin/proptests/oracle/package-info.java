/** What must hold in every simulated run, one class for each claim. */
@NullMarked
package dev.rejoin.proptests.oracle;

import org.jspecify.annotations.NullMarked;
