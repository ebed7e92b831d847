package dev.rejoin.replica;

import dev.rejoin.internal.ElementId;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.op.OpCodec;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads {@link RedactOp}: of each span its first id and how many there are, then the reason. */
public final class RedactOpCodec implements OpCodec<RedactOp> {
    private static final int MOST_SPANS = 1 << 20;

    /** A codec, which has no state. */
    public RedactOpCodec() {}

    @Override
    public Class<RedactOp> type() {
        return RedactOp.class;
    }

    @Override
    public int[] tags() {
        return new int[] {RedactOp.TAG};
    }

    @Override
    public void write(RedactOp op, OpWriter writer) {
        writer.count(op.spans().size());
        for (OpIdSpan span : op.spans()) {
            writer.dot(span.replica().value(), span.start());
            writer.count(span.length());
        }
        writer.bytes(op.reason().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public RedactOp read(int tag, OpReader reader) {
        long number = reader.count();
        if (number < 1 || number > MOST_SPANS) {
            throw reader.corrupt(Kind.LIMIT, "1 to " + MOST_SPANS + " spans", Long.toUnsignedString(number));
        }
        List<OpIdSpan> spans = new ArrayList<>();
        for (long i = 0; i < number; i++) {
            reader.nextDot();
            long start = reader.dotSeq();
            long length = reader.count();
            if (start < 0 || length < 1 || start > ElementId.MAX_SEQ || length > ElementId.MAX_SEQ - start) {
                throw reader.corrupt(Kind.BAD_VALUE, "a span of seqs", start + ", " + Long.toUnsignedString(length));
            }
            spans.add(new OpIdSpan(new ReplicaId(reader.dotReplica()), start, start + length));
        }
        String reason = new String(reader.bytes(), StandardCharsets.UTF_8);
        try {
            return new RedactOp(spans, reason);
        } catch (IllegalArgumentException unsorted) {
            throw reader.corrupt(Kind.UNSORTED, "spans that ascend and do not touch", spans.toString());
        }
    }
}
