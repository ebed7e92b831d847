package dev.rejoin.document;

import dev.rejoin.map.internal.ContainerState;
import dev.rejoin.map.internal.CounterState;
import dev.rejoin.map.internal.LogState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.RemoveWinsSetState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.SetState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.object.ContainerType;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies what can be read into plain {@link Content}. */
final class Contents {
    private Contents() {}

    /** All that can be read in a container. */
    static Content of(StateSource source, ContainerState container) {
        if (container instanceof MapState map) {
            Map<String, Content> entries = new LinkedHashMap<>();
            for (StateSource.Entry entry : source.entries(map)) {
                entries.put(entry.key(), of(source, entry.container(), entry.scalar()));
            }
            return new Content.MapContent(Collections.unmodifiableMap(entries));
        }
        if (container instanceof SequenceState sequence) {
            int length = sequence.rga().length();
            if (sequence.type() == ContainerType.TEXT) {
                return new Content.TextContent(source.view(sequence).text(source.text(), 0, length));
            }
            List<Content> elements = new ArrayList<>(length);
            source.forEachElement(
                    sequence, 0, length, (element, child, scalar) -> elements.add(of(source, child, scalar)));
            return new Content.ListContent(elements);
        }
        if (container instanceof CounterState counter) {
            return new Content.CounterContent(counter.counter().value());
        }
        if (container instanceof SetState set) {
            return new Content.SetContent(set.set().values());
        }
        if (container instanceof RemoveWinsSetState set) {
            return new Content.RemoveWinsSetContent(set.set().values());
        }
        if (container instanceof LogState log) {
            return new Content.LogContent(log.log().values());
        }
        return new Content.Scalar(Value.NULL); // a type of a later version
    }

    /** What a slot holds: a scalar, else a container. */
    static Content of(StateSource source, int container, @Nullable Value scalar) {
        return scalar != null ? new Content.Scalar(scalar) : of(source, source.state(container));
    }
}
