package dev.rejoin.document;

import dev.rejoin.clock.HybridLogicalClock;
import dev.rejoin.clock.HybridTimestamp;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells the application what it should know, or the log if it did not say whom. What the teller throws goes to the log. */
final class Warnings {
    private final Optional<Consumer<DocumentWarning>> target;
    private final long maxDriftMillis;
    private boolean aheadTold;

    Warnings(DocumentOptions options) {
        this.target = options.warnings();
        this.maxDriftMillis = options.maxDriftMillis();
    }

    void tell(DocumentWarning warning) {
        if (target.isEmpty()) {
            log(warning);
            return;
        }
        try {
            target.get().accept(warning);
        } catch (Throwable failure) {
            log(warning);
            logger().log(System.Logger.Level.ERROR, "whoever is warned failed", failure);
        }
    }

    /** Looked up at need: loggers would be a good part of what a first document loads. */
    private static System.Logger logger() {
        return System.getLogger("dev.rejoin");
    }

    private static void log(DocumentWarning warning) {
        if (warning instanceof DocumentWarning.ListenerFailed failed) {
            logger().log(
                            System.Logger.Level.ERROR,
                            "a listener failed; the document is as it should be",
                            failed.failure());
        } else {
            logger().log(System.Logger.Level.WARNING, warning.toString());
        }
    }

    /** Whether it was said that the clock is ahead, and is not to be said again. */
    boolean wasAheadTold() {
        return aheadTold;
    }

    /** An own change was made: is its time further ahead of the wall clock than others accept? */
    void changedHere(HybridLogicalClock clock) {
        check(clock, clock.peekedLeadMillis());
    }

    /** Changes that were too far ahead may have been accepted, and the clock followed them. */
    void accepted(HybridLogicalClock clock) {
        check(clock, clock.leadMillis());
    }

    private void check(HybridLogicalClock clock, long lead) {
        if (lead <= maxDriftMillis) {
            aheadTold = false;
        } else if (!aheadTold) {
            aheadTold = true;
            tell(new DocumentWarning.ClockAhead(new HybridTimestamp(clock.last()), Duration.ofMillis(lead)));
        }
    }
}
