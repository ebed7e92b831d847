package dev.rejoin.codec;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.op.OpReader;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import org.jspecify.annotations.Nullable;

/** The parts of a registered operation in the column of fields; where its ids are, differs. */
abstract class FieldReader implements OpReader {
    final ByteReader in;
    private @Nullable ByteReader payload;

    FieldReader(ByteReader in) {
        this.in = in;
    }

    @Override
    public long number() {
        return in.zigzag();
    }

    @Override
    public long count() {
        return in.varint();
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
    public byte[] bytes() {
        return in.bytes(in.count(1));
    }

    @Override
    public ByteReader payload() {
        ByteReader part = in.part(in.count(1), payload);
        payload = part;
        return part;
    }

    @Override
    public long offset() {
        return in.offset();
    }
}
