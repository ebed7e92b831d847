package dev.rejoin.document;

import dev.rejoin.json.JsonWriter;
import dev.rejoin.map.internal.ContainerState;
import dev.rejoin.map.internal.CounterState;
import dev.rejoin.map.internal.LogState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.map.internal.ValuesState;
import dev.rejoin.object.ContainerType;
import dev.rejoin.value.Value;
import org.jspecify.annotations.Nullable;

/** Writes what can be read as JSON (RFC 8259): deterministic, without white space. */
final class JsonText {
    private final StateSource source;
    private final StringBuilder out = new StringBuilder();
    private final JsonWriter values = new JsonWriter(out);

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
                values.string(source.view(sequence)
                        .text(source.text(), 0, sequence.rga().length()));
            } else {
                writeList(sequence);
            }
        } else if (container instanceof CounterState counter) {
            out.append(counter.counter().value());
        } else if (container instanceof ValuesState set) {
            values.list(set.set().values());
        } else if (container instanceof LogState log) {
            values.list(log.log().values());
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
            values.string(entry.key());
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
            values.value(scalar);
        } else {
            write(source.state(container));
        }
    }
}
