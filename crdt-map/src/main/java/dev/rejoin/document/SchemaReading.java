package dev.rejoin.document;

import dev.rejoin.map.internal.ContainerState;
import dev.rejoin.map.internal.CounterState;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.SchemaLens;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.Repair;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.SchemaNode;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a document through a schema, and notes what reads otherwise than it stands. */
final class SchemaReading {
    private final DocumentState state;
    private final SchemaLens lens;
    private final Schema schema;
    private final List<Repair> repairs = new ArrayList<>();

    SchemaReading(DocumentState state, Schema schema) {
        this.state = state;
        this.lens = new SchemaLens(state);
        this.schema = schema;
    }

    /** A container that can be read, and what the schema says of it. */
    private record Spot(ContainerState container, @Nullable SchemaNode node) {}

    /** What was noted so far, each once. */
    List<Repair> repairs() {
        return repairs.stream().distinct().toList();
    }

    /** All that can be read in the container at a path, or nothing. */
    Optional<Content> content(Path path) {
        Spot spot = find(path);
        return spot == null ? Optional.empty() : Optional.of(read(spot.container(), spot.node(), path));
    }

    /** The scalar at a path, or the value of the counter there as a decimal. */
    Optional<Value> value(Path path) {
        if (path.isRoot()) {
            return Optional.empty();
        }
        Spot above = find(path.parent());
        Path.Step last = path.steps().get(path.steps().size() - 1);
        if (above == null) {
            return Optional.empty();
        }
        if (last instanceof Path.Key key && above.container() instanceof MapState map) {
            int winner = state.winner(map, key.key());
            if (winner == StateSource.NONE) {
                return scalar(map, above.node(), key.key(), path);
            }
            SchemaNode there = above.node() == null ? null : above.node().below(key.key());
            return state.state(winner) instanceof CounterState counter
                    ? Optional.of(count(counter, there, path))
                    : Optional.empty();
        }
        if (last instanceof Path.Index index && isList(above.container())) {
            SequenceState list = (SequenceState) above.container();
            long element = state.elementAt(list, index.index());
            return state.winner(list, element) == StateSource.NONE
                    ? Optional.of(state.scalar(list, element))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /** Reads what an event may have changed. */
    void follow(DocumentEvent event) {
        Path path = event.path();
        for (int depth = 0; depth < path.steps().size(); depth++) {
            if (path.steps().get(depth) instanceof Path.Index) { // which may be another one at the end of the change
                content(prefix(path, depth));
                return;
            }
        }
        if (event instanceof DocumentEvent.ValueChanged changed) {
            follow(path, changed.key());
        } else if (event instanceof DocumentEvent.ContainerAppeared appeared) {
            content(path.key(appeared.key()));
        } else if (!(event instanceof DocumentEvent.ContainerDisappeared)) {
            value(path);
            if (event instanceof DocumentEvent.ElementsInserted || event instanceof DocumentEvent.ElementSet) {
                content(path);
            }
        }
    }

    private void follow(Path map, String key) {
        value(map.key(key));
        Spot spot = find(map);
        if (spot != null && spot.node() != null) {
            SchemaNode node = spot.node();
            node.newerKeys(key).stream().filter(newer -> !node.isMoved(newer)).forEach(newer -> value(map.key(newer)));
        }
    }

    private static Path prefix(Path path, int depth) {
        Path prefix = path;
        while (prefix.steps().size() > depth) {
            prefix = prefix.parent();
        }
        return prefix;
    }

    private @Nullable Spot find(Path path) {
        ContainerState container = state.state(ContainerTable.ROOT);
        SchemaNode node = schema.root();
        for (Path.Step step : path.steps()) {
            int next = StateSource.NONE;
            if (step instanceof Path.Key key && container instanceof MapState map) {
                next = state.winner(map, key.key());
                node = node == null ? null : node.below(key.key());
            } else if (step instanceof Path.Index index && isList(container)) {
                SequenceState list = (SequenceState) container;
                next = state.winner(list, state.elementAt(list, index.index()));
                node = node == null ? null : node.below(null);
            }
            if (next == StateSource.NONE) {
                return null;
            }
            container = state.state(next);
        }
        return new Spot(container, node);
    }

    private static boolean isList(ContainerState container) {
        return container.type() == ContainerType.LIST;
    }

    private Content read(ContainerState container, @Nullable SchemaNode node, Path path) {
        if (node == null) {
            return Contents.of(state, container);
        }
        if (container instanceof MapState map) {
            return readMap(map, node, path);
        }
        if (isList(container)) {
            List<Content> elements = new ArrayList<>();
            SequenceState list = (SequenceState) container;
            state.forEachElement(
                    list,
                    0,
                    list.length(),
                    (element, inside, scalar) -> elements.add(
                            scalar != null
                                    ? new Content.Scalar(scalar)
                                    : read(state.state(inside), node.below(null), path.index(elements.size()))));
            return new Content.ListContent(elements);
        }
        if (container instanceof CounterState counter) {
            Value.Decimal count = (Value.Decimal) count(counter, node, path);
            return new Content.CounterContent(count.value().toBigIntegerExact());
        }
        return Contents.of(state, container);
    }

    private Content readMap(MapState map, SchemaNode node, Path path) {
        TreeSet<String> keys = new TreeSet<>(node.named().keySet());
        state.entries(map).forEach(entry -> keys.add(entry.key()));
        Map<String, Content> entries = new LinkedHashMap<>();
        for (String key : keys) {
            if (!node.isMoved(key)) {
                int winner = state.winner(map, key);
                Path here = path.key(key);
                if (winner == StateSource.NONE) {
                    scalar(map, node, key, here).ifPresent(value -> entries.put(key, new Content.Scalar(value)));
                } else {
                    entries.put(key, read(state.state(winner), node.below(key), here));
                }
            }
        }
        return new Content.MapContent(Collections.unmodifiableMap(entries));
    }

    private Optional<Value> scalar(MapState map, @Nullable SchemaNode node, String key, Path path) {
        if (node == null) {
            return Optional.ofNullable(state.scalar(map, key));
        }
        SchemaLens.Reading reading = lens.read(map, node, key);
        note(reading, path);
        return reading == null ? Optional.empty() : Optional.of(reading.value());
    }

    private Value count(CounterState counter, @Nullable SchemaNode node, Path path) {
        Field field = node == null ? null : node.field().orElse(null);
        SchemaLens.Reading reading =
                SchemaLens.read(counter.counter().value(), field == null ? Field.counter() : field);
        note(reading, path);
        return reading.value();
    }

    private void note(SchemaLens.@Nullable Reading reading, Path path) {
        Value stored = reading == null ? null : reading.stored();
        if (reading != null && stored != null && reading.reason() != null) {
            repairs.add(new Repair(path.toString(), reading.reason(), stored, reading.value()));
        }
    }
}
