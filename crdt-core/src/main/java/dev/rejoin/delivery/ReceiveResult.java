package dev.rejoin.delivery;

import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call of receive did, change by change.
 *
 * <p>Applied changes include those that had been waiting and were woken by this call. Immutable.
 */
public final class ReceiveResult {
    /** Nearly every call applies one change, and nobody asks for it: its delivery is made when somebody does. */
    private @Nullable List<Delivery> deliveries;

    private final long appliedReplica;
    private final long appliedStart;
    private final long appliedEnd;

    private ReceiveResult(@Nullable List<Delivery> deliveries, long replica, long start, long end) {
        this.deliveries = deliveries;
        this.appliedReplica = replica;
        this.appliedStart = start;
        this.appliedEnd = end;
    }

    /**
     * A result of one change that was applied.
     *
     * @param replica raw id of its author
     * @param firstSeq seq of its first operation
     * @param endSeq seq after its last operation
     * @return a result
     */
    public static ReceiveResult applied(long replica, long firstSeq, long endSeq) {
        return new ReceiveResult(null, replica, firstSeq, endSeq);
    }

    /**
     * A result of one delivery.
     *
     * @param delivery what happened
     * @return a result
     */
    public static ReceiveResult of(Delivery delivery) {
        return of(List.of(delivery));
    }

    /**
     * A result of several deliveries, in the order in which they happened.
     *
     * @param deliveries what happened, in order
     * @return a result
     */
    public static ReceiveResult of(List<Delivery> deliveries) {
        return new ReceiveResult(List.copyOf(deliveries), 0, 0, 0);
    }

    /**
     * Everything that happened, in order.
     *
     * @return an unmodifiable list
     */
    public List<Delivery> deliveries() {
        List<Delivery> known = deliveries;
        if (known == null) { // whichever thread is first: what it makes is always the same
            OpIdSpan span = new OpIdSpan(new ReplicaId(appliedReplica), appliedStart, appliedEnd);
            known = List.of(new Delivery.Applied(span));
            deliveries = known;
        }
        return known;
    }

    /**
     * What was integrated by this call, woken changes included.
     *
     * @return an unmodifiable list
     */
    public List<OpIdSpan> applied() {
        return spans(Delivery.Applied.class);
    }

    /**
     * What was known before.
     *
     * @return an unmodifiable list
     */
    public List<OpIdSpan> duplicates() {
        return spans(Delivery.Duplicate.class);
    }

    /**
     * What is kept until other changes arrive.
     *
     * @return an unmodifiable list
     */
    public List<Delivery.Waiting> waiting() {
        return only(Delivery.Waiting.class);
    }

    /**
     * What was set aside.
     *
     * @return an unmodifiable list
     */
    public List<Delivery.Quarantined> quarantined() {
        return only(Delivery.Quarantined.class);
    }

    /**
     * What needs history that was cut here.
     *
     * @return an unmodifiable list
     */
    public List<Delivery.BelowBase> belowBase() {
        return only(Delivery.BelowBase.class);
    }

    /**
     * What comes from a replica that was retired, and came too late.
     *
     * @return an unmodifiable list
     */
    public List<Delivery.Retired> retired() {
        return only(Delivery.Retired.class);
    }

    /**
     * What was turned away because a local limit is reached.
     *
     * @return an unmodifiable list
     */
    public List<Delivery.Full> full() {
        return only(Delivery.Full.class);
    }

    /**
     * What was refused for good.
     *
     * @return an unmodifiable list
     */
    public List<Delivery.Rejected> rejected() {
        return only(Delivery.Rejected.class);
    }

    /**
     * The ranges that the waiting changes of this call lack, each once, in order of first mention.
     *
     * @return an unmodifiable list
     */
    public List<OpIdSpan> missing() {
        List<OpIdSpan> missing = new ArrayList<>();
        for (Delivery.Waiting waiting : waiting()) {
            for (OpIdSpan span : waiting.missing()) {
                if (!missing.contains(span)) {
                    missing.add(span);
                }
            }
        }
        return List.copyOf(missing);
    }

    /**
     * Whether all that was received is part of the document now.
     *
     * @return whether nothing waits, is set aside or was refused
     */
    public boolean isComplete() {
        for (Delivery delivery : deliveries()) {
            if (!(delivery instanceof Delivery.Applied) && !(delivery instanceof Delivery.Duplicate)) {
                return false;
            }
        }
        return true;
    }

    private List<OpIdSpan> spans(Class<? extends Delivery> kind) {
        List<OpIdSpan> spans = new ArrayList<>();
        for (Delivery delivery : deliveries()) {
            if (kind.isInstance(delivery)) {
                spans.add(delivery.change());
            }
        }
        return List.copyOf(spans);
    }

    private <D extends Delivery> List<D> only(Class<D> kind) {
        List<D> found = new ArrayList<>();
        for (Delivery delivery : deliveries()) {
            if (kind.isInstance(delivery)) {
                found.add(kind.cast(delivery));
            }
        }
        return List.copyOf(found);
    }

    @Override
    public String toString() {
        return "ReceiveResult" + deliveries();
    }
}
