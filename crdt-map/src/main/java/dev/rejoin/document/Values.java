package dev.rejoin.document;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.op.Op;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values that operations carry: their checks before they are written, and which one an operation holds. */
final class Values {
    /** Tag and length in front of the content of a string or of bytes, at most. */
    private static final int HEADER_BYTES = 6;

    private Values() {}

    /** Throws unless the encoded value is within the limit of the format. */
    static void checkSize(Value value) {
        switch (Objects.requireNonNull(value, "value").kind()) {
            case STR:
                int units = ((Value.Str) value).value().length();
                if (units > (FormatLimits.MAX_VALUE_BYTES - HEADER_BYTES) / 3) {
                    encode(value);
                }
                break;
            case BYTES:
                if (((Value.Bytes) value).length() > FormatLimits.MAX_VALUE_BYTES - HEADER_BYTES) {
                    encode(value);
                }
                break;
            case LIST:
            case MAP:
            case OBJECT:
                encode(value);
                break;
            default:
                break; // numbers, times and references are small by their own limits
        }
    }

    /** What an operation on a counter, set or log counts, sets, adds or takes out; null for any other. */
    static @Nullable Value of(Op op) {
        if (op instanceof CounterOp.Increment increment) {
            return Value.of(increment.delta());
        } else if (op instanceof CounterOp.Reset reset) {
            return Value.of(reset.base());
        } else if (op instanceof SetOp.Add add) {
            return add.value();
        } else if (op instanceof SetOp.Remove remove) {
            return remove.value();
        } else if (op instanceof RemoveWinsSetOp set) {
            return set.value();
        }
        return op instanceof GrowOnlyLogOp.Append append ? append.value() : null;
    }

    private static void encode(Value value) {
        ValueCodec.write(value, new ByteWriter());
    }
}
