package dev.rejoin.json;

import dev.rejoin.value.Value;
import java.util.Base64;

/**
 * Writes values as JSON (RFC 8259): deterministic, without white space, keys of maps in ascending order, so that equal
 * values give equal text.
 *
 * <p>Null, booleans, integers, decimals and strings are what JSON has for them, and exact. What JSON has no notation for
 * becomes its next of kin: bytes a Base64 string, a timestamp an ISO-8601 string, NaN and the infinities a string; a
 * reference to an attachment an object with {@code length}, {@code mediaType} and {@code sha256}; an application object
 * one with {@code encoded} and {@code type}. An instance is for one thread; the cost is linear in the text.
 */
public final class JsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out;

    /**
     * A writer behind what was written before.
     *
     * @param out what the text is appended to
     */
    public JsonWriter(StringBuilder out) {
        this.out = out;
    }

    /**
     * One value as JSON.
     *
     * @param value the value
     * @return its text
     */
    public static String write(Value value) {
        StringBuilder text = new StringBuilder();
        new JsonWriter(text).value(value);
        return text.toString();
    }

    /**
     * Appends a value.
     *
     * @param value the value
     */
    public void value(Value value) {
        switch (value.kind()) {
            case NULL:
                out.append("null");
                break;
            case BOOL:
                out.append(((Value.Bool) value).value());
                break;
            case INT64:
                out.append(((Value.Int64) value).value());
                break;
            case FLOAT64:
                number(((Value.Float64) value).value());
                break;
            case DECIMAL:
                out.append(((Value.Decimal) value).value());
                break;
            case STR:
                string(((Value.Str) value).value());
                break;
            case BYTES:
                bytes((Value.Bytes) value);
                break;
            case TIMESTAMP:
                string(((Value.Timestamp) value).value().toString());
                break;
            case BLOB_REF:
                blob((Value.BlobRef) value);
                break;
            case LIST:
                list(((Value.ListValue) value).values());
                break;
            case MAP:
                map((Value.MapValue) value);
                break;
            case OBJECT:
                Value.ObjectValue object = (Value.ObjectValue) value;
                out.append("{\"encoded\":");
                bytes(object.encoded());
                out.append(",\"type\":");
                string(object.type());
                out.append('}');
                break;
        }
    }

    /**
     * Appends an array.
     *
     * @param values its elements
     */
    public void list(Iterable<? extends Value> values) {
        out.append('[');
        boolean first = true;
        for (Value value : values) {
            if (!first) {
                out.append(',');
            }
            first = false;
            value(value);
        }
        out.append(']');
    }

    /**
     * Appends a string in quotes, with the escapes that RFC 8259 demands and no others.
     *
     * @param text the characters
     */
    public void string(CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '"' || unit == '\\') {
                out.append('\\').append(unit);
            } else if (unit >= ' ') {
                out.append(unit);
            } else {
                control(unit);
            }
        }
        out.append('"');
    }

    private void control(char unit) {
        switch (unit) {
            case '\n':
                out.append("\\n");
                break;
            case '\r':
                out.append("\\r");
                break;
            case '\t':
                out.append("\\t");
                break;
            default:
                out.append("\\u00").append(HEX[unit >> 4]).append(HEX[unit & 15]);
                break;
        }
    }

    private void number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            out.append('"').append(value).append('"');
        } else {
            out.append(value);
        }
    }

    private void bytes(Value.Bytes bytes) {
        out.append('"')
                .append(Base64.getEncoder().encodeToString(bytes.toByteArray()))
                .append('"');
    }

    private void blob(Value.BlobRef blob) {
        out.append("{\"length\":").append(blob.length()).append(",\"mediaType\":");
        string(blob.mediaType());
        out.append(",\"sha256\":");
        bytes(blob.sha256());
        out.append('}');
    }

    private void map(Value.MapValue map) {
        out.append('{');
        for (int i = 0; i < map.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            string(map.key(i));
            out.append(':');
            value(map.value(i));
        }
        out.append('}');
    }
}
