package dev.rejoin.document;

import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.util.Objects;

/** Checks of values before they are written. */
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

    private static void encode(Value value) {
        ValueCodec.write(value, new ByteWriter());
    }
}
