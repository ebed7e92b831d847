/** Replays editing traces through the public API, measures each way of doing it, and checks that all ways end equal. */
@NullMarked
package dev.rejoin.bench.replay;

import org.jspecify.annotations.NullMarked;
