package dev.rejoin.set;

import dev.rejoin.op.OpCodec;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.value.Value;

/** Writes and reads operations on sets in which removing wins: the element, then the dots. */
public final class RemoveWinsSetOpCodec implements OpCodec<RemoveWinsSetOp> {
    /** A codec, which has no state. */
    public RemoveWinsSetOpCodec() {}

    @Override
    public Class<RemoveWinsSetOp> type() {
        return RemoveWinsSetOp.class;
    }

    @Override
    public int[] tags() {
        return new int[] {RemoveWinsSetOp.ADD_TAG, RemoveWinsSetOp.REMOVE_TAG};
    }

    @Override
    public void write(RemoveWinsSetOp op, OpWriter writer) {
        writer.value(op.value());
        writer.dots(op.replaced());
    }

    @Override
    public RemoveWinsSetOp read(int tag, OpReader reader) {
        Value value = reader.value();
        return tag == RemoveWinsSetOp.ADD_TAG
                ? new RemoveWinsSetOp.Add(value, reader.dots())
                : new RemoveWinsSetOp.Remove(value, reader.dots());
    }
}
