package dev.rejoin.map.internal;

import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.FieldType;
import dev.rejoin.schema.Repair;
import dev.rejoin.schema.Rule;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.SchemaNode;
import dev.rejoin.schema.Violation;
import dev.rejoin.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is not as a schema says: of an open change, at the places that it wrote; of a document, everywhere. Reads
 * only. Cost: that of the change, or of the places that the schema describes.
 */
public final class SchemaCheck {
    private final DocumentState state;
    private final ContainerTable containers;
    private final Schema schema;
    private final SchemaLens lens;
    private final List<Violation> found = new ArrayList<>();
    private final Map<Integer, Optional<SchemaNode>> nodes = new HashMap<>();

    private SchemaCheck(DocumentState state, Schema schema) {
        this.state = state;
        this.containers = state.containers();
        this.schema = schema;
        this.lens = new SchemaLens(state);
    }

    /**
     * What a local change, which is applied but not committed, did wrong.
     *
     * @param operations gives the operations of the change
     * @param rootIsNew whether nothing could be read in the document before
     */
    public static List<Violation> ofChange(
            DocumentState state, Schema schema, Consumer<OpSink> operations, boolean rootIsNew) {
        WrittenPlaces written = new WrittenPlaces(state);
        operations.accept(written);
        if (rootIsNew) {
            written.rootIsNew();
        }
        SchemaCheck check = new SchemaCheck(state, schema);
        check.check(written);
        return check.found;
    }

    /** Everything in a document that is not as a schema says. */
    public static List<Violation> ofDocument(DocumentState state, Schema schema) {
        SchemaCheck check = new SchemaCheck(state, schema);
        check.visit(ContainerTable.ROOT, schema.root(), "");
        return check.found;
    }

    private void check(WrittenPlaces written) {
        written.scalars.forEach((slot, value) -> {
            SchemaNode node = readNode(slot.container());
            SchemaNode there = node == null ? null : node.below(slot.key());
            if (node == null || there == null) {
                return;
            }
            String path = slot.key() == null
                    ? path(slot.container(), slot.element())
                    : path(slot.container()) + step(slot.key());
            if (value != null) {
                checkScalar(there, value, path);
            } else if (slot.key() != null) {
                checkRequired(node, there, slot.container(), slot.key(), path);
            }
        });
        written.runs.forEach(this::checkRun);
        written.entries.forEach(entry -> {
            SchemaNode node = readNode(entry.container());
            SchemaNode there = node == null ? null : node.below(null);
            if (there != null) {
                checkScalar(there, entry.value(), path(entry.container()) + "/*");
            }
        });
        for (int container : written.created) {
            SchemaNode node = readNode(container);
            if (node != null) {
                String path = path(container);
                checkType(node, container, path);
                checkRequired(node, container, path);
            }
        }
        for (int container : written.deleted) {
            if (!containers.isInElement(container)) {
                int map = containers.parent(container);
                SchemaNode node = readNode(map);
                String key = containers.key(container);
                SchemaNode there = node == null ? null : node.below(key);
                if (node != null && there != null) {
                    checkRequired(node, there, map, key, path(map) + step(key));
                }
            }
        }
        written.counted.forEach((counter, difference) -> {
            SchemaNode node = readNode(counter);
            Field field = node == null ? null : node.field().orElse(null);
            if (node != null && field != null && state.state(counter) instanceof CounterState counting) {
                BigInteger count = counting.counter().value();
                // Others may have left it outside the range: who leads it back does nothing wrong.
                if (field.repaired(count).subtract(count).signum() * difference.signum() <= 0) {
                    checkSize(node, counting, path(counter));
                }
            }
        });
        for (int container : written.grown) {
            SchemaNode node = readNode(container);
            if (node != null) {
                checkSize(node, state.state(container), path(container));
            }
        }
    }

    private void checkRun(WrittenPlaces.Run run) {
        SchemaNode node = readNode(run.container());
        SchemaNode there = node == null ? null : node.below(null);
        if (there == null) {
            return;
        }
        SequenceState list = (SequenceState) state.state(run.container());
        for (long element = run.first(); element < run.first() + run.count(); element++) {
            if (list.isVisible(element) && state.winner(list, element) == StateSource.NONE) {
                checkScalar(there, state.scalar(list, element), path(run.container(), element));
            }
        }
    }

    private void visit(int container, SchemaNode node, String path) {
        ContainerState here = state.state(container);
        checkSize(node, here, path);
        if (here instanceof MapState map) {
            SchemaNode any = node.below(null);
            if (any != null) {
                for (StateSource.Entry entry : state.entries(map)) {
                    visit(map, entry.key(), node, any, path + step(entry.key()));
                }
            }
            node.named().forEach((key, there) -> visit(map, key, node, there, path + step(key)));
            return;
        }
        SchemaNode there = node.below(null);
        if (there == null) {
            return;
        }
        if (here instanceof SequenceState list && list.type() == ContainerType.LIST) {
            int[] index = {0};
            state.forEachElement(
                    list,
                    0,
                    list.length(),
                    (element, inside, scalar) -> visit(inside, scalar, there, path + "/" + index[0]++));
        } else if (here instanceof ValuesState set) {
            set.set().values().forEach(value -> checkScalar(there, value, path + "/*"));
        } else if (here instanceof LogState log) {
            log.log().values().forEach(value -> checkScalar(there, value, path + "/*"));
        }
    }

    /** A key, as it is read: what a migration puts right is right. */
    private void visit(MapState map, String key, SchemaNode node, SchemaNode there, String path) {
        int winner = state.winner(map, key);
        SchemaLens.Reading reading = winner == StateSource.NONE ? lens.read(map, node, key) : null;
        Field field = there.field().orElse(null);
        if (winner != StateSource.NONE) {
            visit(winner, null, there, path);
        } else if (reading == null) {
            checkRequired(node, there, map.ordinal(), key, path);
        } else if (reading.stored() != null && field != null && reading.reason() == Repair.Reason.RANGE) {
            report(path, Rule.RANGE, field, Field.show(reading.stored()));
        } else if (reading.stored() != null && field != null && reading.reason() == Repair.Reason.DEFAULT) {
            report(path, Rule.TYPE, field, Field.show(reading.stored()));
        } else if (reading.stored() != null) {
            checkScalar(there, reading.value(), path);
        }
    }

    private void visit(int container, @Nullable Value scalar, SchemaNode node, String path) {
        if (scalar != null) {
            checkScalar(node, scalar, path);
        } else if (container != StateSource.NONE) {
            checkType(node, container, path);
            visit(container, node, path);
        }
    }

    private void checkScalar(SchemaNode node, Value value, String path) {
        Field field = node.field().orElse(null);
        if (field != null) {
            field.check(value).ifPresent(rule -> report(path, rule, field, Field.show(value)));
        } else if (!node.named().isEmpty() || node.below(null) != null) {
            report(path, Rule.TYPE, Field.map(), Field.show(value));
        }
    }

    private void checkType(SchemaNode node, int container, String path) {
        FieldType type = typeOf(containers.type(container));
        Field field = node.field().orElse(null);
        if (field != null && field.type() != type && field.type() != FieldType.OTHER) {
            report(path, Rule.TYPE, field, "a container of another type");
        }
    }

    private void checkRequired(SchemaNode node, int container, String path) {
        if (state.state(container) instanceof MapState) {
            node.named().forEach((key, there) -> checkRequired(node, there, container, key, path + step(key)));
        }
    }

    private void checkRequired(SchemaNode node, SchemaNode there, int container, String key, String path) {
        Field field = there.field().orElse(null);
        if (field != null
                && field.isRequired()
                && state.state(container) instanceof MapState map
                && state.winner(map, key) == StateSource.NONE
                && lens.read(map, node, key) == null) {
            report(path, Rule.REQUIRED, field, "nothing");
        }
    }

    private void checkSize(SchemaNode node, ContainerState container, String path) {
        Field field = node.field().orElse(null);
        if (field == null) {
            return;
        }
        if (container instanceof CounterState counter) {
            field.checkCount(counter.counter().value())
                    .ifPresent(rule ->
                            report(path, rule, field, counter.counter().value().toString()));
            return;
        }
        long size = container instanceof MapState map
                ? state.count(map)
                : container instanceof SequenceState sequence
                        ? sequence.length()
                        : container instanceof ValuesState set
                                ? set.set().size()
                                : container instanceof LogState log ? log.log().size() : 0;
        field.checkSize(size).ifPresent(rule -> report(path, rule, field, Long.toString(size)));
    }

    private void report(String path, Rule rule, Field field, String what) {
        found.add(new Violation(path.isEmpty() ? "/" : path, rule, field.expectation(rule), what));
    }

    /** What the schema says of a container that can be read; null if nothing, or if it cannot. */
    private @Nullable SchemaNode readNode(int container) {
        Optional<SchemaNode> known = nodes.get(container);
        if (known == null) {
            known = Optional.ofNullable(findNode(container));
            nodes.put(container, known);
        }
        return known.orElse(null);
    }

    private @Nullable SchemaNode findNode(int container) {
        if (container == ContainerTable.ROOT) {
            return schema.root();
        }
        int parent = containers.parent(container);
        SchemaNode above = readNode(parent);
        if (above == null) {
            return null;
        }
        boolean inElement = containers.isInElement(container);
        SchemaNode node = above.below(inElement ? null : containers.key(container));
        boolean isRead = node != null
                && container
                        == (inElement
                                ? state.winner((SequenceState) state.state(parent), containers.element(container))
                                : state.winner((MapState) state.state(parent), containers.key(container)));
        return isRead ? node : null;
    }

    private String path(int container) {
        if (container == ContainerTable.ROOT) {
            return "";
        }
        int parent = containers.parent(container);
        return containers.isInElement(container)
                ? path(parent, containers.element(container))
                : path(parent) + step(containers.key(container));
    }

    private String path(int list, long element) {
        return path(list) + "/" + ((SequenceState) state.state(list)).indexOf(element);
    }

    private static String step(String key) {
        return "/" + key.replace("~", "~0").replace("/", "~1");
    }

    private static FieldType typeOf(int type) {
        return switch (type) {
            case ContainerType.MAP -> FieldType.MAP;
            case ContainerType.LIST -> FieldType.LIST;
            case ContainerType.TEXT -> FieldType.TEXT;
            case ContainerType.COUNTER -> FieldType.COUNTER;
            case ContainerType.SET -> FieldType.SET;
            case ContainerType.REMOVE_WINS_SET -> FieldType.REMOVE_WINS_SET;
            case ContainerType.LOG -> FieldType.LOG;
            default -> FieldType.OTHER;
        };
    }
}
