package dev.rejoin.op;

import dev.rejoin.io.ByteWriter;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;

/**
 * Writes operations and state as plain bytes that need no context: replica ids take eight bytes, all other numbers are
 * varints.
 */
public final class ByteOpWriter implements OpWriter {
    private final ByteWriter out;

    /**
     * A writer onto bytes.
     *
     * @param out takes them
     */
    public ByteOpWriter(ByteWriter out) {
        this.out = out;
    }

    @Override
    public void number(long value) {
        out.zigzag(value);
    }

    @Override
    public void count(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("Count must not be negative: " + value);
        }
        out.varint(value);
    }

    @Override
    public void key(String key) {
        out.string(key);
    }

    @Override
    public void value(Value value) {
        ValueCodec.write(value, out);
    }

    @Override
    public void dot(long replica, long seq) {
        out.u64(replica);
        count(seq);
    }

    @Override
    public void bytes(byte[] bytes) {
        out.varint(bytes.length);
        out.bytes(bytes);
    }

    @Override
    public void time(long packed) {
        out.u64(packed);
    }
}
