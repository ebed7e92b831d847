/** What transports and relays see of changes: their heads, and the short form in which two ends of a connection exchange them. */
@NullMarked
package dev.rejoin.session;

import org.jspecify.annotations.NullMarked;
