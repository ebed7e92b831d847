package dev.rejoin.engine;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.replica.RedactOp;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was redacted, by which operations: a function of the set of operations. */
public final class Redactions {
    private final TreeMap<OpId, RedactOp> all = new TreeMap<>();

    Redactions() {}

    void add(OpId id, RedactOp op) {
        all.put(id, op);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** All of them, by the id of the operation. */
    public SortedMap<OpId, RedactOp> all() {
        return Collections.unmodifiableSortedMap(all);
    }

    /** The ids that were redacted. */
    IdRanges ids(ReplicaContext context) {
        IdRanges ids = new IdRanges();
        all.values().forEach(op -> op.addTo(ids, context.replicas()));
        return ids;
    }

    byte[] toBytes() {
        ByteWriter out = new ByteWriter(64);
        if (all.isEmpty()) {
            return out.toByteArray();
        }
        out.varint(all.size());
        for (Map.Entry<OpId, RedactOp> each : all.entrySet()) {
            out.u64(each.getKey().replica().value());
            out.varint(each.getKey().seq());
            out.varint(each.getValue().spans().size());
            for (OpIdSpan span : each.getValue().spans()) {
                out.u64(span.replica().value());
                out.varint(span.start());
                out.varint(span.length());
            }
            out.string(each.getValue().reason());
        }
        return out.toByteArray();
    }

    void read(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        ByteReader in = new ByteReader(bytes);
        int number = in.count(2 * (Long.BYTES + 1) + 3);
        for (int i = 0; i < number; i++) {
            int at = in.offset();
            OpId id = OpId.of(in.u64(), seq(in));
            if (!all.isEmpty() && all.lastKey().compareTo(id) >= 0) {
                throw in.corruptAt(at, Kind.UNSORTED, "redactions by id", id.toString());
            }
            int count = in.count(Long.BYTES + 2);
            List<OpIdSpan> spans = new ArrayList<>(count);
            for (int j = 0; j < count; j++) {
                ReplicaId replica = new ReplicaId(in.u64());
                long start = seq(in);
                long length = seq(in);
                if (length == 0 || length > ElementId.MAX_SEQ - start) {
                    throw in.corruptAt(at, Kind.BAD_VALUE, "a span of seqs", start + ", " + length);
                }
                spans.add(new OpIdSpan(replica, start, start + length));
            }
            String reason = in.string(Limit.NOTE_BYTES, FormatLimits.MAX_NOTE_BYTES);
            try {
                all.put(id, new RedactOp(spans, reason));
            } catch (IllegalArgumentException unsorted) {
                throw in.corruptAt(at, Kind.UNSORTED, "spans that ascend and do not touch", spans.toString());
            }
        }
        in.expectEnd();
    }

    private static long seq(ByteReader in) {
        int at = in.offset();
        long seq = in.varint();
        if (seq < 0 || seq > ElementId.MAX_SEQ) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "a seq below 2^40", Long.toUnsignedString(seq));
        }
        return seq;
    }
}
