package dev.rejoin.log;

import dev.rejoin.op.Op;
import dev.rejoin.value.Value;
import java.util.Objects;

/** Operations on logs. */
public sealed interface GrowOnlyLogOp extends Op {
    /** Tag of {@link Append}. */
    int APPEND_TAG = 0x2b;

    /**
     * Adds an entry, at the place that the stamp of the operation gives it.
     *
     * @param value the entry
     */
    record Append(Value value) implements GrowOnlyLogOp {
        /** Checks that there is a value. */
        public Append {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public int tag() {
            return APPEND_TAG;
        }
    }
}
