package dev.rejoin.document;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.engine.Replica;
import dev.rejoin.history.ChangeCursor;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.member.MemberOp;
import dev.rejoin.member.MemberTable;
import dev.rejoin.member.ReturnOp;
import dev.rejoin.member.Returned;
import dev.rejoin.replica.OpSink;
import dev.rejoin.schema.SchemaViolationException;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a device comes back whose replica was retired while it was offline, with what it had not sent: as a new replica,
 * from a snapshot of a member. Also one whose clock was wrong, and the holder of that branch of a cloned replica that the
 * others did not take.
 *
 * <p>Each of its changes that the others lack is made again, as one ordinary change of the new replica: what was inserted
 * stands where it stood, increments and additions are repeated, and a write counts as of the time when it was made: it
 * does not beat a newer one that it had not seen, but is reported. Nothing is lost silently. Changes of others that only this
 * device has are left to their authors.
 *
 * <p>What was made again is part of the document, so a second call, or one after a crash, goes on where the first one
 * ended. For the thread of both documents. Costs what the changes cost, and once the length of the texts and lists in which
 * something was inserted.
 */
public final class Return {
    private final Document former;
    private final Document adopted;

    private Return(Document former, Document adopted) {
        this.former = former;
        this.adopted = adopted;
    }

    /**
     * Prepares a return.
     *
     * @param former the document as the device has it; it is only read, and should be kept until nothing is left to look at
     * @param adopted another replica of it, from a snapshot of a member; store its checkpoint, and let it be joined, before
     *     {@link #run()}
     * @return to look at what would become of it, and to do it
     * @throws IllegalArgumentException if they are not two replicas of one document
     */
    public static Return of(Document former, Document adopted) {
        if (!former.id().equals(adopted.id()) || former.replica().equals(adopted.replica())) {
            throw new IllegalArgumentException("Not two replicas of one document: " + former.replica() + " of "
                    + former.id() + ", " + adopted.replica() + " of " + adopted.id());
        }
        return new Return(former, adopted);
    }

    /**
     * Says what {@link #run()} would do, and changes nothing. The new replica need not be a member yet. O(document).
     *
     * @return what would become of each edit
     * @throws IllegalStateException if it is not settled yet where the former replica ends
     * @throws HistoryCutException if the former document does not have its own changes any more
     */
    public ReturnReport preview() {
        long from = from();
        Document trial = adopted.trial();
        MemberTable members = trial.parts().context().members();
        ReplicaId self = trial.replica();
        if (members.isDeclared() && !members.isJoined(self)) {
            members.apply(
                    new MemberOp.Join(self, VersionVector.EMPTY),
                    new OpId(self, trial.version().get(self)));
        }
        ReturnReport report = new Return(former, trial).run(from);
        return new ReturnReport(report.former(), report.replica(), report.sources(), List.of(), report.others());
    }

    /**
     * Makes again what the others lack. The changes go to the sink and to {@link Document#onLocalChange}, as edits do.
     *
     * @return what became of each edit, and the changes to send
     * @throws IllegalStateException if it is not settled yet where the former replica ends, or a call is open
     * @throws NotAMemberException if the new replica was not joined
     * @throws HistoryCutException if the former document does not have its own changes any more
     */
    public ReturnReport run() {
        return run(from());
    }

    /** The first seq of the former replica that the others lack. */
    private long from() {
        Replica there = former.parts().replica();
        Replica here = adopted.parts().replica();
        ReplicaId replica = former.replica();
        boolean members = adopted.parts().context().members().isDeclared();
        if (members && here.stability().end(replica).isEmpty()) {
            throw new IllegalStateException("It is not settled where " + replica
                    + " ends: retire it, and let all members acknowledge that to the new replica");
        }
        ReplicaLog own = there.log().find(there.index());
        ReplicaLog taken = here.log().find(adopted.parts().context().replicas().find(replica.value()));
        if (own == null) {
            return 0;
        }
        long from = taken == null ? 0 : branch(own, taken, replica);
        if (from < own.firstSeq()) {
            throw new HistoryCutException(there.base());
        }
        return from;
    }

    /** Where two histories of a replica part. */
    private static long branch(ReplicaLog own, ReplicaLog taken, ReplicaId replica) {
        long low = Math.max(own.firstSeq(), taken.firstSeq());
        long high = Math.min(own.endSeq(), taken.endSeq());
        if (low > high) { // the device has nothing that the others lack, or does not have it any more
            return high;
        }
        if (own.digestAt(low) != taken.digestAt(low)) {
            throw new IllegalStateException(
                    "The changes of " + replica + " part from those that the others took before seq " + low
                            + ", where history begins: take a snapshot with more history");
        }
        while (low < high) {
            long middle = high - (high - low) / 2;
            if (own.digestAt(middle) == taken.digestAt(middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private ReturnReport run(long from) {
        return new Run(from).run();
    }

    /** Makes changes again. */
    private final class Run {
        private final LiveDocument there = former.parts();
        private final ReplicaId replica = former.replica();
        private final long from;
        private final CausalPast seen = new CausalPast(there);
        private final ReturnPast past;
        private final ReturnIds ids;
        private final ReturnHistory done = new ReturnHistory(replica);
        private final List<Change> written = new ArrayList<>();

        Run(long from) {
            this.from = from;
            VersionVector known = adopted.version();
            if (known.get(replica) > from) { // what the others took instead is not what is meant here
                known = known.toBuilder().set(replica, from).build();
            }
            past = new ReturnPast(seen, replica, adopted.replica(), from);
            ids = new ReturnIds(there, adopted.parts(), from, known);
        }

        ReturnReport run() {
            ReplicaLog earlier = adopted.parts()
                    .replica()
                    .log()
                    .find(adopted.parts().replica().index());
            if (earlier != null) {
                done.read(earlier, past::made);
            }
            long through = Math.max(from, adopted.parts().context().returns().through(replica));
            List<ReturnReport.Source> sources = new ArrayList<>();
            ReplicaLog own = there.replica().log().find(there.replica().index());
            if (own != null) {
                done.notHere().forEach(left -> tryAgain(own, left));
                makeAgain(own, through);
                ReturnOutcomes outcomes = new ReturnOutcomes(there);
                for (long[] source : done.sources()) {
                    if (source[1] > own.firstSeq()) {
                        long first = Math.max(source[0], own.firstSeq());
                        sources.add(outcomes.of(own, first, source[1], done.skipped()));
                    }
                }
            }
            return new ReturnReport(replica, adopted.replica(), sources, written, others());
        }

        private void makeAgain(ReplicaLog own, long through) {
            if (from > 0) {
                seen.add(there.replica().index(), from - 1);
            }
            ChangeCursor changes = new ChangeCursor(own, from);
            while (changes.next()) {
                long first = Math.max(changes.firstSeq(), through);
                long time = changes.time();
                ChangeNote note = changes.note();
                long end = changes.emit(OpSink.NOTHING);
                seen.add(there.replica().index(), end - 1);
                if (first < end) {
                    change(own, first, end, time, note);
                }
            }
        }

        private void change(ReplicaLog own, long first, long end, long time, @Nullable ChangeNote note) {
            try {
                write(own, first, end, time, (writer, made) -> made.add(writer.finish(first, end, note)));
            } catch (SchemaViolationException | LimitExceededException refused) {
                ids.abandon();
                long count = end - first;
                int reason = ReturnOutcome.Reason.REFUSED.code();
                ReturnOp nothing = new ReturnOp(
                        replica, first, count, List.of(), List.of(new ReturnOp.Skip(first, count, reason)));
                Change change = adopted.edit(transaction -> ((ChangeEditor) transaction).operation(nothing));
                past.made(change.firstSeq(), change.firstSeq() + change.count());
                written.add(change);
                done.add(nothing);
            }
        }

        /** What it concerns may be here by now. */
        private void tryAgain(ReplicaLog own, ReturnOp.Skip left) {
            if (left.seq() < own.firstSeq()) {
                return;
            }
            long end = left.seq() + left.count();
            write(own, left.seq(), end, own.timeOf(left.seq()), (writer, made) -> {
                if (!writer.isEmpty()) {
                    made.add(writer.finish(left.seq(), end, null));
                }
            });
        }

        private void write(
                ReplicaLog own, long first, long end, long time, BiConsumer<ReturnWriter, List<ReturnOp>> last) {
            List<ReturnOp> made = new ArrayList<>();
            ids.begin();
            long begin = adopted.version().get(adopted.replica());
            past.made(begin, Long.MAX_VALUE);
            try {
                Change change = adopted.edit(transaction -> {
                    ReturnWriter writer = new ReturnWriter(there, ids, past, time, (ChangeEditor) transaction);
                    own.replay(first, end, writer);
                    last.accept(writer, made);
                });
                if (!change.isEmpty()) {
                    written.add(change);
                }
                made.forEach(done::add);
            } finally {
                past.made(begin, adopted.version().get(adopted.replica()));
            }
        }

        private Set<ReplicaId> others() {
            Set<ReplicaId> others = new TreeSet<>();
            for (Returned each : adopted.parts().context().returns().list()) {
                if (each.former().equals(replica) && !each.replica().equals(adopted.replica())) {
                    others.add(each.replica());
                }
            }
            return others;
        }
    }
}
