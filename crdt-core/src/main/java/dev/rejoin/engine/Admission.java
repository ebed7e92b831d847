package dev.rejoin.engine;

import dev.rejoin.codec.IncomingChange;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.member.Stability;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Whose changes are taken where there are members: up to where a retired replica's are, and what of it is known. */
final class Admission {
    private final ReplicaContext context;
    private final ChangeLog log;
    private final Stability stability;
    private final Base base;
    private final WaitingBuffer waiting;

    Admission(ReplicaContext context, ChangeLog log, Stability stability, Base base, WaitingBuffer waiting) {
        this.context = context;
        this.log = log;
        this.stability = stability;
        this.base = base;
        this.waiting = waiting;
    }

    /** What is known now by what waits. */
    Witnesses witnesses() {
        return new Witnesses(waiting, context.members());
    }

    /** Whether a change may be taken now. */
    boolean isAdmitted(IncomingChange change) {
        return isAdmitted(new ReplicaId(change.replica()), change.endSeq(), witnesses());
    }

    /** Whether it is decided by now what becomes of a change that was set aside. */
    boolean mayMoveOn(Quarantine.Entry held, Witnesses witnesses) {
        ReplicaId author = held.change().replica();
        return held.reason() == QuarantineReason.RETIRED
                && (isAdmitted(author, held.change().end(), witnesses)
                        || stability.end(author).isPresent());
    }

    /** Whether operations of a replica may be taken up to an end. */
    private boolean isAdmitted(ReplicaId author, long end, Witnesses witnesses) {
        return end <= stability.admitted(author) || end <= witnesses.end(author);
    }

    /** What to say of a change that is behind the end of a replica that was retired; else null. */
    @Nullable
    Delivery tooLate(IncomingChange change) {
        ReplicaId author = new ReplicaId(change.replica());
        boolean complete = change.firstSeq() <= log.end(context.replicas().find(change.replica()));
        for (int i = 0; i < change.referenceCount(); i++) {
            ReplicaId named = new ReplicaId(change.referenceReplica(i));
            if (change.referenceSeq(i) >= log.end(context.replicas().find(named.value()))) {
                complete = false;
                OptionalLong end = context.members().isJoined(named) ? stability.end(named) : OptionalLong.empty();
                if (end.isPresent() && change.referenceSeq(i) >= end.getAsLong()) {
                    return new Delivery.Retired(Receiver.span(change), end.getAsLong(), base.version(), base.epoch());
                }
            }
        }
        // A replica that did not join here may have joined in what is still missing.
        if (!complete && !context.members().isJoined(author)) {
            return null;
        }
        OptionalLong end = stability.end(author);
        return end.isPresent() && change.endSeq() > end.getAsLong()
                ? new Delivery.Retired(Receiver.span(change), end.getAsLong(), base.version(), base.epoch())
                : null;
    }

    /** What waits behind the end of a replica that is out: nobody will send what it waits for. */
    List<WaitingBuffer.Entry> waitingTooLong() {
        List<WaitingBuffer.Entry> late = new ArrayList<>();
        for (WaitingBuffer.Entry entry : waiting.entries()) {
            OptionalLong end = stability.end(entry.change().replica());
            if (end.isPresent() && entry.change().end() > end.getAsLong()) {
                late.add(entry);
            }
        }
        return late;
    }
}
