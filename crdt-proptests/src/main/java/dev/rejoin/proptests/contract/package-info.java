/** What every type of content owes its users, as properties to inherit. */
@NullMarked
package dev.rejoin.proptests.contract;

import org.jspecify.annotations.NullMarked;
