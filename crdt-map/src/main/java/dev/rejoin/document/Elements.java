package dev.rejoin.document;

import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.LongIntHashMap;
import org.jspecify.annotations.Nullable;

/** What is read in a list, by index and by element. */
final class Elements {
    private final StateSource source;
    private final LongArrayList elements = new LongArrayList();
    private final IntArrayList containers = new IntArrayList();
    private final List<@Nullable Value> scalars = new ArrayList<>();
    private final LongIntHashMap indices = new LongIntHashMap();

    Elements(StateSource source, SequenceState list) {
        this.source = source;
        source.forEachElement(list, 0, list.length(), (element, container, scalar) -> {
            indices.put(element, elements.size());
            elements.add(element);
            containers.add(container);
            scalars.add(scalar);
        });
    }

    int size() {
        return elements.size();
    }

    long element(int index) {
        return elements.get(index);
    }

    /** Lets another element stand for one of these. */
    void alias(long other, int index) {
        indices.put(other, index);
    }

    /** Where an element, or one that stands for it, stands; or -1. */
    int indexOf(long element) {
        return indices.getIfAbsent(element, -1);
    }

    int container(int index) {
        return containers.get(index);
    }

    Content content(int index) {
        return Contents.of(source, containers.get(index), scalars.get(index));
    }
}
