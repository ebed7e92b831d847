package dev.rejoin.register;

import dev.rejoin.op.OpCodec;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.value.Value;
import org.jspecify.annotations.Nullable;

/** Writes and reads operations on registers: the replaced dots, then the value unless the write erases. */
public final class RegisterOpCodec implements OpCodec<RegisterOp> {
    /** A codec, which has no state. */
    public RegisterOpCodec() {}

    @Override
    public Class<RegisterOp> type() {
        return RegisterOp.class;
    }

    @Override
    public int[] tags() {
        return new int[] {RegisterOp.WRITE_TAG, RegisterOp.ERASE_TAG};
    }

    @Override
    public void write(RegisterOp op, OpWriter writer) {
        RegisterOp.Write write = (RegisterOp.Write) op;
        writer.dots(write.replaced());
        Value value = write.value();
        if (value != null) {
            writer.value(value);
        }
    }

    @Override
    public RegisterOp read(int tag, OpReader reader) {
        var replaced = reader.dots();
        @Nullable Value value = tag == RegisterOp.WRITE_TAG ? reader.value() : null;
        return new RegisterOp.Write(value, replaced);
    }
}
