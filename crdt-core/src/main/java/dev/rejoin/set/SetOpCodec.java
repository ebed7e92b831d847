package dev.rejoin.set;

import dev.rejoin.op.OpCodec;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.value.Value;

/** Writes and reads operations on sets: the element, then the dots. */
public final class SetOpCodec implements OpCodec<SetOp> {
    /** A codec, which has no state. */
    public SetOpCodec() {}

    @Override
    public Class<SetOp> type() {
        return SetOp.class;
    }

    @Override
    public int[] tags() {
        return new int[] {SetOp.ADD_TAG, SetOp.REMOVE_TAG};
    }

    @Override
    public void write(SetOp op, OpWriter writer) {
        if (op instanceof SetOp.Add add) {
            writer.value(add.value());
            writer.dots(add.replaced());
        } else if (op instanceof SetOp.Remove remove) {
            writer.value(remove.value());
            writer.dots(remove.removed());
        }
    }

    @Override
    public SetOp read(int tag, OpReader reader) {
        Value value = reader.value();
        return tag == SetOp.ADD_TAG ? new SetOp.Add(value, reader.dots()) : new SetOp.Remove(value, reader.dots());
    }
}
