package dev.rejoin.op;

import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;

/**
 * Takes the parts of an operation, in an order that its codec decides. What becomes of a part is the writer's affair:
 * bytes of a message, entries of columns, input of a digest.
 */
public interface OpWriter {
    /**
     * A signed number, usually small.
     *
     * @param value any number
     */
    void number(long value);

    /**
     * A count or another number that is never negative, usually small.
     *
     * @param value not negative
     */
    void count(long value);

    /**
     * A key of a map.
     *
     * @param key checked by {@link FormatLimits#checkKey}
     */
    void key(String key);

    /**
     * A value.
     *
     * @param value any value
     */
    void value(Value value);

    /**
     * The id of an operation in the causal past.
     *
     * @param replica the bits of its replica's id
     * @param seq its number
     */
    void dot(long replica, long seq);

    /**
     * Bytes without structure, with their length.
     *
     * @param bytes copied if they are kept
     */
    void bytes(byte[] bytes);

    /**
     * Where bytes can be put together that {@link #bytes} then takes.
     *
     * @return empty; valid until the next call
     */
    default ByteWriter payload() {
        return new ByteWriter(OpRegistry.FEW_BYTES);
    }

    /**
     * A packed timestamp other than that of the change; state has them, operations do not.
     *
     * @param packed milliseconds and counter
     */
    default void time(long packed) {
        number(packed);
    }

    /**
     * A set of ids: its size as a count, then each id in order.
     *
     * @param dots the set
     * @throws LimitExceededException if there are more than {@link FormatLimits#MAX_OPERATION_DOTS}
     */
    default void dots(Dots dots) {
        int size = dots.size();
        if (size > FormatLimits.MAX_OPERATION_DOTS) {
            throw new LimitExceededException(Limit.OPERATION_DOTS, FormatLimits.MAX_OPERATION_DOTS, size);
        }
        count(size);
        for (int i = 0; i < size; i++) {
            dot(dots.replica(i), dots.seq(i));
        }
    }
}
