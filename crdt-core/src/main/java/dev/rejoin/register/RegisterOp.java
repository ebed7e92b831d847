package dev.rejoin.register;

import dev.rejoin.op.Op;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import org.jspecify.annotations.Nullable;

/** Operations on registers. */
public sealed interface RegisterOp extends Op {
    /** Tag of a {@link Write} of a value. */
    int WRITE_TAG = 0x01;

    /** Tag of a {@link Write} that erases. */
    int ERASE_TAG = 0x02;

    /**
     * Writes a value, or absence, over the entries that the author saw.
     *
     * @param value the new value; {@code null} if the register shall be empty
     * @param replaced the writes that this one takes the place of
     */
    record Write(@Nullable Value value, Dots replaced) implements RegisterOp {
        @Override
        public int tag() {
            return value == null ? ERASE_TAG : WRITE_TAG;
        }
    }
}
