package dev.rejoin.counter;

import org.jspecify.annotations.Nullable;

/** What one replica did to a counter. */
final class Tally {
    /**
     * A setting of the counter.
     *
     * @param time packed timestamp of its change
     * @param seq its number
     * @param value the number that was set
     */
    record Assignment(long time, long seq, long value) {}

    final long replica;
    /** The replica's increments. */
    StepLog steps;
    /** Increments below this number no longer count ... */
    long floorEnd;
    /** ... because this total is subtracted. */
    long floorTotal;
    /** The replica's last setting that no reset of the container covers. */
    @Nullable
    Assignment assignment;

    Tally(long replica) {
        this(replica, new StepLog(0, 0));
    }

    private Tally(long replica, StepLog steps) {
        this.replica = replica;
        this.steps = steps;
    }

    Tally copy() {
        Tally copy = new Tally(replica, steps.copy());
        copy.floorEnd = floorEnd;
        copy.floorTotal = floorTotal;
        copy.assignment = assignment;
        return copy;
    }

    /** Whether the tally says nothing, so that it is left out of the canonical state. */
    boolean isEmpty() {
        return steps.end() == 0 && floorEnd == 0 && assignment == null;
    }

    /**
     * Raises the floor. Honest floors of one end have one total; among forged ones the larger total prevails, so that
     * the order of application does not matter.
     *
     * @return whether the floor changed
     */
    boolean raiseFloor(long end, long total) {
        if (end < floorEnd || end == floorEnd && total <= floorTotal) {
            return false;
        }
        floorEnd = end;
        floorTotal = total;
        return true;
    }

    /**
     * Takes all increments below a number out of the value. The floor's end is normalised to the last increment, so
     * that equal floors are equal numbers.
     *
     * @return whether the floor changed
     */
    boolean coverSteps(long end) {
        if (end <= floorEnd || end < steps.startEnd()) {
            return false;
        }
        StepLog.Cursor below = steps.find(end);
        return below.end() > floorEnd && raiseFloor(below.end(), below.total());
    }
}
