package dev.rejoin.log;

import dev.rejoin.op.OpCodec;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;

/** Writes and reads operations on logs: the entry. */
public final class GrowOnlyLogOpCodec implements OpCodec<GrowOnlyLogOp> {
    /** A codec, which has no state. */
    public GrowOnlyLogOpCodec() {}

    @Override
    public Class<GrowOnlyLogOp> type() {
        return GrowOnlyLogOp.class;
    }

    @Override
    public int[] tags() {
        return new int[] {GrowOnlyLogOp.APPEND_TAG};
    }

    @Override
    public void write(GrowOnlyLogOp op, OpWriter writer) {
        if (op instanceof GrowOnlyLogOp.Append append) {
            writer.value(append.value());
        }
    }

    @Override
    public GrowOnlyLogOp read(int tag, OpReader reader) {
        return new GrowOnlyLogOp.Append(reader.value());
    }
}
