package dev.rejoin.delivery;

import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.VersionVector;
import java.util.List;

/**
 * What became of one received change. What can happen between honest replicas is one of these values; only damaged or
 * foreign bytes throw.
 */
public sealed interface Delivery {
    /**
     * The operations that the change holds.
     *
     * @return a range
     */
    OpIdSpan change();

    /**
     * Integrated now.
     *
     * @param change the operations that it holds
     */
    record Applied(OpIdSpan change) implements Delivery {}

    /**
     * All of it had been integrated before.
     *
     * @param change the operations that it holds
     */
    record Duplicate(OpIdSpan change) implements Delivery {}

    /**
     * Kept until the ranges arrive that it depends on.
     *
     * @param change the operations that it holds
     * @param missing the ranges that it lacks
     */
    record Waiting(OpIdSpan change, List<OpIdSpan> missing) implements Delivery {
        /** The missing ranges are copied. */
        public Waiting {
            missing = List.copyOf(missing);
        }
    }

    /**
     * Kept aside and not applied; listed until it is released or accepted.
     *
     * @param change the operations that it holds
     * @param reason why
     * @param detail for people
     */
    record Quarantined(OpIdSpan change, QuarantineReason reason, String detail) implements Delivery {}

    /**
     * It needs history that was cut here: only a snapshot at or above the base helps its author.
     *
     * @param change the operations that it holds
     * @param base where history begins
     * @param epoch number of the base
     */
    record BelowBase(OpIdSpan change, VersionVector base, long epoch) implements Delivery {}

    /**
     * Its author was retired, and no remaining member had it: its operations end before it, for ever. Not kept; its author
     * brings it back by returning.
     *
     * @param change the operations that it holds
     * @param closed how many operations of its author are part of the document for ever
     * @param base where history begins
     * @param epoch number of the base
     */
    record Retired(OpIdSpan change, long closed, VersionVector base, long epoch) implements Delivery {}

    /**
     * It would have to wait, and the buffer for that is full; not kept, to be offered again later.
     *
     * @param change the operations that it holds
     * @param limit the limit that is reached
     */
    record Full(OpIdSpan change, String limit) implements Delivery {}

    /**
     * No honest replica issues such a change; it is refused for good.
     *
     * @param change the operations that it holds
     * @param reason why
     * @param detail for people
     */
    record Rejected(OpIdSpan change, RejectReason reason, String detail) implements Delivery {}
}
