package dev.rejoin.document;

import dev.rejoin.clock.HybridTimestamp;
import java.time.Duration;

/** Something that the application should know of, and that did not keep the document from doing what it was asked to. */
public sealed interface DocumentWarning {
    /**
     * A listener threw. The document is as it should be, and the other listeners were told.
     *
     * @param failure what it threw
     */
    record ListenerFailed(Throwable failure) implements DocumentWarning {}

    /**
     * Own changes have times further ahead of this device's wall clock than peers accept, because the wall clock was ahead
     * and was set back, or because changes from the future were accepted. Peers will quarantine them. Told once, until own
     * changes are within the bound again.
     *
     * @param timestamp the largest time so far
     * @param lead how far it is ahead of the wall clock
     */
    record ClockAhead(HybridTimestamp timestamp, Duration lead) implements DocumentWarning {}
}
