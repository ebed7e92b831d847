package dev.rejoin.replica;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.op.Op;
import dev.rejoin.version.OpIdSpan;
import java.util.List;

/**
 * Says that the content of operations must not be kept anywhere. Its change deletes or replaces what could be read of it, so
 * the state follows from operations as ever; whoever applies this one takes the content out of history too. It addresses the
 * root, which it does not touch. Redactions commute: each names its own ids, and what is gone is gone.
 *
 * @param spans ids in the causal past, ascending, none twice
 * @param reason why, for whoever finds nothing there
 */
public record RedactOp(List<OpIdSpan> spans, String reason) implements Op {
    /** Tag of a redaction. */
    public static final int TAG = 0x56;

    /** Checks order and length. */
    public RedactOp {
        spans = List.copyOf(spans);
        for (int i = 0; i < spans.size(); i++) {
            OpIdSpan span = spans.get(i);
            if (span.start() >= span.end() || i > 0 && !isAfter(spans.get(i - 1), span)) {
                throw new IllegalArgumentException("Spans must ascend and not overlap: " + spans);
            }
        }
        FormatLimits.checkNote(reason);
    }

    private static boolean isAfter(OpIdSpan before, OpIdSpan span) {
        return before.compareTo(span) < 0 && (!before.replica().equals(span.replica()) || before.end() < span.start());
    }

    /** Adds the ids to a set, of replicas that are known. */
    public void addTo(IdRanges ids, ReplicaTable replicas) {
        for (OpIdSpan span : spans) {
            int replica = replicas.find(span.replica().value());
            if (replica >= 0) {
                ids.add(ElementId.of(replica, span.start()), span.length());
            }
        }
    }

    @Override
    public int tag() {
        return TAG;
    }
}
