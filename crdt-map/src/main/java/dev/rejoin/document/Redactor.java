package dev.rejoin.document;

import dev.rejoin.audit.Redaction;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.engine.Replica;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.op.Op;
import dev.rejoin.op.UnknownOp;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.RedactOp;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the operations of a redaction: what can still be read of it is deleted, or replaced by what stands beside it, and
 * then the redaction itself, by which everybody takes it out of history.
 */
final class Redactor implements OpSink {
    private final DocumentState state;
    private final Replica replica;
    private final OpenChange change;
    private final RedactOp redaction;
    private final IdRanges unread;
    private final List<Runnable> edits = new ArrayList<>();
    private final Set<Integer> deleted = new TreeSet<>();
    private int author;

    Redactor(LiveDocument parts, OpenChange change, RedactOp redaction) {
        state = parts.state();
        replica = parts.replica();
        this.change = change;
        this.redaction = redaction;
        unread = replica.unread(replica.past().now());
    }

    /** What is asked, in the one form that it has. */
    static RedactOp operation(Collection<OpIdSpan> spans, String reason) {
        List<OpIdSpan> joined = new ArrayList<>();
        for (OpIdSpan span : new TreeSet<>(spans)) {
            OpIdSpan last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && last.replica().equals(span.replica()) && span.start() <= last.end()) {
                long end = Math.max(last.end(), span.end());
                joined.set(joined.size() - 1, new OpIdSpan(last.replica(), last.start(), end));
            } else {
                joined.add(span);
            }
        }
        if (joined.isEmpty()) {
            throw new IllegalArgumentException("Nothing to redact");
        }
        return new RedactOp(joined, reason);
    }

    /** All redactions that have arrived. */
    static List<Redaction> all(Replica replica) {
        List<Redaction> all = new ArrayList<>();
        replica.redactions().all().forEach((id, op) -> all.add(new Redaction(id, op.spans(), op.reason())));
        return all;
    }

    void redact() {
        for (OpIdSpan span : redaction.spans()) {
            author = state.context().replicas().find(span.replica().value());
            ReplicaLog history = author < 0 ? null : replica.log().find(author);
            if (history == null || span.end() > history.endSeq()) {
                throw new IllegalArgumentException("Not all of " + span + " is here");
            }
            if (span.start() < history.firstSeq()) {
                throw new HistoryCutException(replica.base());
            }
            history.replay(span.start(), span.end(), this);
        }
        edits.forEach(Runnable::run);
        for (int container : deleted) {
            if (!state.isDeleted(container)) { // what was deleted in it touched it
                change.operation(container, new MapOp.Hide(state.touched(container)));
            }
        }
        change.operation(ContainerTable.ROOT, redaction);
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        long end = ElementId.of(author, seq + count);
        for (long at = ElementId.of(author, seq); at < end; ) {
            long boundary = unread.boundary(at, end);
            if (boundary >= 0) {
                long first = at;
                edits.add(() -> delete(first, (int) (boundary - first)));
            }
            at = boundary < 0 ? ~boundary : boundary;
        }
    }

    /** Of what was reset nothing is there any more. */
    private void delete(long first, int count) {
        for (long at = first; at < first + count; ) {
            int container = state.containerOf(at);
            long end = at + 1;
            while (end < first + count && state.containerOf(end) == container) {
                end++;
            }
            if (container >= 0 && !state.isBelowFloor(container)) { // others may have dropped it
                noteDeleted(container);
                change.delete(at, (int) (end - at));
            }
            at = end;
        }
    }

    /** Containers that were deleted stay so. */
    private void noteDeleted(int container) {
        for (int at = container;
                at != ContainerTable.ROOT;
                at = state.context().containers().parent(at)) {
            if (state.isDeleted(at)) {
                deleted.add(at);
            }
        }
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        // Holds no content.
    }

    @Override
    public void operation(int container, long seq, Op op) {
        OpId id = state.unpack(ElementId.of(author, seq));
        if (op instanceof SetOp
                || op instanceof RemoveWinsSetOp
                || op instanceof GrowOnlyLogOp
                || op instanceof MapOp.DefineSchema
                || op instanceof UnknownOp) {
            throw new IllegalArgumentException(
                    "What " + id + " holds cannot be redacted: elements of sets, entries of logs,"
                            + " schemas and operations of unknown kinds stay as they are");
        }
        if (op.withoutContent().equals(op) || unread.contains(ElementId.of(author, seq))) {
            return;
        }
        Dots dots = Dots.of(id.replica().value(), id.seq());
        if (state.isBelowFloor(container)) {
            return;
        }
        if (op instanceof MapOp.Put put) {
            edits.add(() -> change.operation(container, new MapOp.Withdraw(put.key(), dots)));
        } else if (op instanceof MapOp.SetElement set) {
            edits.add(() -> {
                noteDeleted(container);
                RegisterOp.Write nothing = new RegisterOp.Write(Value.NULL, dots);
                change.operation(container, new MapOp.SetElement(set.element(), nothing));
            });
        }
    }
}
