package dev.rejoin.replica;

import dev.rejoin.internal.ElementId;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.op.OpCodec;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.version.ReplicaId;

/** Writes and reads {@link RestampOp}. What it names need not be known to who reads it, so it is no reference. */
public final class RestampOpCodec implements OpCodec<RestampOp> {
    /** A codec, which has no state. */
    public RestampOpCodec() {}

    @Override
    public Class<RestampOp> type() {
        return RestampOp.class;
    }

    @Override
    public int[] tags() {
        return new int[] {RestampOp.TAG};
    }

    @Override
    public void write(RestampOp op, OpWriter writer) {
        writer.number(op.replaced().value());
        writer.count(op.firstSeq());
    }

    @Override
    public RestampOp read(int tag, OpReader reader) {
        ReplicaId replaced = new ReplicaId(reader.number());
        long firstSeq = reader.count();
        if (firstSeq < 0 || firstSeq > ElementId.MAX_SEQ) {
            throw reader.corrupt(Kind.BAD_VALUE, "a seq", Long.toUnsignedString(firstSeq));
        }
        return new RestampOp(replaced, firstSeq);
    }
}
