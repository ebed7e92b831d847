package dev.rejoin.member;

import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.op.OpCodec;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes and reads {@link ReturnOp}: the former replica need not be known to who reads it, so it is no reference. Runs and
 * skipped operations say how far they are behind the end of the one before.
 */
public final class ReturnOpCodec implements OpCodec<ReturnOp> {
    private static final int MOST = 1 << 20;
    private static final long MAX_SEQ = (1L << 40) - 1;

    /** A codec, which has no state. */
    public ReturnOpCodec() {}

    @Override
    public Class<ReturnOp> type() {
        return ReturnOp.class;
    }

    @Override
    public int[] tags() {
        return new int[] {ReturnOp.TAG};
    }

    @Override
    public void write(ReturnOp op, OpWriter writer) {
        writer.number(op.former().value());
        writer.count(op.firstSeq());
        writer.count(op.count());
        writer.count(op.runs().size());
        long end = op.firstSeq();
        for (ReturnOp.Run run : op.runs()) {
            writer.count(run.from() - end);
            writer.count(run.to());
            writer.count(run.count());
            end = run.from() + run.count();
        }
        writer.count(op.skipped().size());
        end = op.firstSeq();
        for (ReturnOp.Skip skip : op.skipped()) {
            writer.count(skip.seq() - end);
            writer.count(skip.count());
            writer.count(skip.reason());
            end = skip.seq() + skip.count();
        }
    }

    @Override
    public ReturnOp read(int tag, OpReader reader) {
        ReplicaId former = new ReplicaId(reader.number());
        long firstSeq = seq(reader);
        long count = seq(reader);
        List<ReturnOp.Run> runs = new ArrayList<>();
        long end = firstSeq;
        long number = number(reader);
        for (long i = 0; i < number; i++) {
            ReturnOp.Run run = new ReturnOp.Run(end + seq(reader), seq(reader), seq(reader));
            runs.add(run);
            end = run.from() + run.count();
        }
        List<ReturnOp.Skip> skipped = new ArrayList<>();
        end = firstSeq;
        number = number(reader);
        for (long i = 0; i < number; i++) {
            ReturnOp.Skip skip = new ReturnOp.Skip(end + seq(reader), seq(reader), (int) number(reader));
            skipped.add(skip);
            end = skip.seq() + skip.count();
        }
        try {
            return new ReturnOp(former, firstSeq, count, runs, skipped);
        } catch (IllegalArgumentException malformed) {
            throw reader.corrupt(
                    Kind.BAD_VALUE, "operations that were done again", String.valueOf(malformed.getMessage()));
        }
    }

    private static long seq(OpReader reader) {
        return upTo(reader, MAX_SEQ);
    }

    private static long number(OpReader reader) {
        return upTo(reader, MOST);
    }

    private static long upTo(OpReader reader, long most) {
        long value = reader.count();
        if (value < 0 || value > most) {
            throw reader.corrupt(Kind.BAD_VALUE, "a number up to " + most, Long.toUnsignedString(value));
        }
        return value;
    }
}
