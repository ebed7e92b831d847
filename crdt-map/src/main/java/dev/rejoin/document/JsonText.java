package dev.rejoin.document;

import dev.rejoin.map.internal.ContainerState;
import dev.rejoin.map.internal.CounterState;
import dev.rejoin.map.internal.LogState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.map.internal.ValuesState;
import dev.rejoin.object.ContainerType;
import dev.rejoin.value.Value;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what can be read as JSON (RFC 8259): deterministic, without white space. */
final class JsonText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StateSource source;
    private final StringBuilder out = new StringBuilder();

    JsonText(StateSource source) {
        this.source = source;
    }

    String of(ContainerState container) {
        write(container);
        return out.toString();
    }

    private void write(ContainerState container) {
        if (container instanceof MapState map) {
            writeMap(map);
        } else if (container instanceof SequenceState sequence) {
            if (sequence.type() == ContainerType.TEXT) {
                writeString(source.view(sequence)
                        .text(source.text(), 0, sequence.rga().length()));
            } else {
                writeList(sequence);
            }
        } else if (container instanceof CounterState counter) {
            out.append(counter.counter().value());
        } else if (container instanceof ValuesState set) {
            writeValues(set.set().values());
        } else if (container instanceof LogState log) {
            writeValues(log.log().values());
        } else {
            out.append("null"); // a type of a later version
        }
    }

    private void writeMap(MapState map) {
        out.append('{');
        boolean first = true;
        for (StateSource.Entry entry : source.entries(map)) {
            if (!first) {
                out.append(',');
            }
            first = false;
            writeString(entry.key());
            out.append(':');
            writeSlot(entry.container(), entry.scalar());
        }
        out.append('}');
    }

    private void writeList(SequenceState list) {
        out.append('[');
        int start = out.length();
        source.forEachElement(list, 0, list.rga().length(), (element, container, scalar) -> {
            if (out.length() > start) {
                out.append(',');
            }
            writeSlot(container, scalar);
        });
        out.append(']');
    }

    private void writeSlot(int container, @Nullable Value scalar) {
        if (scalar != null) {
            writeValue(scalar);
        } else {
            write(source.state(container));
        }
    }

    private void writeValues(List<Value> values) {
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            writeValue(values.get(i));
        }
        out.append(']');
    }

    private void writeValue(Value value) {
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
                writeDouble(((Value.Float64) value).value());
                break;
            case DECIMAL:
                out.append(((Value.Decimal) value).value());
                break;
            case STR:
                writeString(((Value.Str) value).value());
                break;
            case BYTES:
                writeBytes((Value.Bytes) value);
                break;
            case TIMESTAMP:
                writeString(((Value.Timestamp) value).value().toString());
                break;
            case BLOB_REF:
                Value.BlobRef blob = (Value.BlobRef) value;
                out.append("{\"length\":").append(blob.length()).append(",\"mediaType\":");
                writeString(blob.mediaType());
                out.append(",\"sha256\":");
                writeBytes(blob.sha256());
                out.append('}');
                break;
            case LIST:
                writeValues(((Value.ListValue) value).values());
                break;
            case MAP:
                writeMapValue((Value.MapValue) value);
                break;
            case OBJECT:
                Value.ObjectValue object = (Value.ObjectValue) value;
                out.append("{\"encoded\":");
                writeBytes(object.encoded());
                out.append(",\"type\":");
                writeString(object.type());
                out.append('}');
                break;
        }
    }

    private void writeMapValue(Value.MapValue map) {
        out.append('{');
        for (int i = 0; i < map.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            writeString(map.key(i));
            out.append(':');
            writeValue(map.value(i));
        }
        out.append('}');
    }

    private void writeDouble(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            out.append('"').append(value).append('"');
        } else {
            out.append(value);
        }
    }

    private void writeBytes(Value.Bytes bytes) {
        out.append('"')
                .append(Base64.getEncoder().encodeToString(bytes.toByteArray()))
                .append('"');
    }

    private void writeString(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '"' || unit == '\\') {
                out.append('\\').append(unit);
            } else if (unit >= ' ') {
                out.append(unit);
            } else {
                writeControl(unit);
            }
        }
        out.append('"');
    }

    private void writeControl(char unit) {
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
}
