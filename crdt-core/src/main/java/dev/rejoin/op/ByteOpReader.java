package dev.rejoin.op;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;

/** Reads what {@link ByteOpWriter} writes. */
public final class ByteOpReader implements OpReader {
    private final ByteReader in;
    private long dotReplica;
    private long dotSeq;

    /**
     * A reader of bytes.
     *
     * @param in gives them
     */
    public ByteOpReader(ByteReader in) {
        this.in = in;
    }

    @Override
    public long number() {
        return in.zigzag();
    }

    @Override
    public long count() {
        int start = in.offset();
        long value = in.varint();
        if (value < 0) {
            throw in.corruptAt(start, Kind.LIMIT, "a count of 63 bits", Long.toUnsignedString(value));
        }
        return value;
    }

    @Override
    public String key() {
        return in.string(Limit.KEY_BYTES, FormatLimits.MAX_KEY_BYTES);
    }

    @Override
    public Value value() {
        return ValueCodec.read(in);
    }

    @Override
    public void nextDot() {
        dotReplica = in.u64();
        dotSeq = count();
    }

    @Override
    public long dotReplica() {
        return dotReplica;
    }

    @Override
    public long dotSeq() {
        return dotSeq;
    }

    @Override
    public byte[] bytes() {
        return in.bytes(in.count(1));
    }

    @Override
    public long offset() {
        return in.offset();
    }

    @Override
    public long time() {
        return in.u64();
    }
}
