package dev.rejoin.counter;

import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.op.OpCodec;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;

/**
 * Writes and reads operations on counters. An increment is its number. A reset is its base, the count of floors, and
 * for each floor the dot of the last increment below it, then the total.
 */
public final class CounterOpCodec implements OpCodec<CounterOp> {
    /** A codec, which has no state. */
    public CounterOpCodec() {}

    @Override
    public Class<CounterOp> type() {
        return CounterOp.class;
    }

    @Override
    public int[] tags() {
        return new int[] {CounterOp.INCREMENT_TAG, CounterOp.RESET_TAG};
    }

    @Override
    public void write(CounterOp op, OpWriter writer) {
        if (op instanceof CounterOp.Increment increment) {
            writer.number(increment.delta());
        } else if (op instanceof CounterOp.Reset reset) {
            writer.number(reset.base());
            writeFloors(reset.floors(), writer);
        }
    }

    private static void writeFloors(CounterFloors floors, OpWriter writer) {
        int size = floors.size();
        if (size > FormatLimits.MAX_OPERATION_DOTS) {
            throw new LimitExceededException(Limit.OPERATION_DOTS, FormatLimits.MAX_OPERATION_DOTS, size);
        }
        writer.count(size);
        for (int i = 0; i < size; i++) {
            writer.dot(floors.replica(i), floors.end(i) - 1);
            writer.number(floors.total(i));
        }
    }

    @Override
    public CounterOp read(int tag, OpReader reader) {
        long number = reader.number();
        return tag == CounterOp.INCREMENT_TAG
                ? new CounterOp.Increment(number)
                : new CounterOp.Reset(number, readFloors(reader));
    }

    private static CounterFloors readFloors(OpReader reader) {
        int size = reader.dotCount();
        CounterFloors.Builder builder = CounterFloors.builder();
        long before = 0;
        for (int i = 0; i < size; i++) {
            reader.nextDot();
            long replica = reader.dotReplica();
            long seq = reader.dotSeq();
            if (i > 0) {
                reader.checkAscending(Long.compareUnsigned(before, replica));
            }
            if (seq == Long.MAX_VALUE) {
                throw reader.corrupt(Kind.LIMIT, "a smaller sequence number", "the largest");
            }
            before = replica;
            builder.set(replica, seq + 1, reader.number());
        }
        return builder.build();
    }
}
