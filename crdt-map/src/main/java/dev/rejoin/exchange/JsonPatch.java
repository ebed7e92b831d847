package dev.rejoin.exchange;

import dev.rejoin.document.Content;
import dev.rejoin.document.DocumentChange;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.Path;
import dev.rejoin.json.JsonWriter;
import dev.rejoin.value.Value;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a change did, as a JSON Patch (RFC 6902): applied to the plain JSON of the document before the change it gives the
 * plain JSON after it.
 *
 * <p>JSON Patch has no operation inside of a string, and sets are arrays to it: a text or set that changed is replaced
 * whole, once, by what it holds after the change. All else costs what the events cost.
 */
public final class JsonPatch {
    private final List<DocumentEvent> events;
    private final MapReader after;
    private final StringBuilder out = new StringBuilder("[");
    private final JsonWriter writer = new JsonWriter(out);
    private final Set<Path> replaced = new HashSet<>();

    private JsonPatch(DocumentChange change, MapReader after) {
        this.events = change.events();
        this.after = after;
    }

    /**
     * The patch of one change; call it where the change is announced, before the next one.
     *
     * @param change what happened
     * @param after the root of the document after the change
     * @return a JSON array of operations, empty when nothing that can be read changed
     */
    public static String of(DocumentChange change, MapReader after) {
        return new JsonPatch(change, after).write();
    }

    private String write() {
        for (int i = 0; i < events.size(); i++) {
            write(events.get(i), i);
        }
        return out.append(']').toString();
    }

    private void write(DocumentEvent event, int index) {
        if (event instanceof DocumentEvent.ValueChanged changed) {
            Path path = changed.path().key(changed.key());
            Optional<Value> now = changed.after();
            if (now.isEmpty()) {
                operation("remove", path);
            } else {
                operation(changed.before().isEmpty() ? "add" : "replace", path, now.get());
            }
        } else if (event instanceof DocumentEvent.ContainerAppeared appeared) {
            operation("add", appeared.path().key(appeared.key()), PlainJson.write(appeared.content()));
        } else if (event instanceof DocumentEvent.ContainerDisappeared disappeared) {
            operation("remove", disappeared.path().key(disappeared.key()));
        } else if (event instanceof DocumentEvent.ElementsInserted inserted) {
            int at = inserted.index();
            for (Content element : inserted.elements()) {
                operation("add", inserted.path().index(at++), PlainJson.write(element));
            }
        } else if (event instanceof DocumentEvent.ElementsRemoved removed) {
            for (int i = 0; i < removed.elements().size(); i++) {
                operation("remove", removed.path().index(removed.index()));
            }
        } else if (event instanceof DocumentEvent.ElementSet set) {
            operation("replace", set.path().index(set.index()), PlainJson.write(set.after()));
        } else if (event instanceof DocumentEvent.ElementMoved moved) {
            begin("move", moved.path().index(moved.to()));
            out.append(",\"from\":");
            writer.string(JsonPointer.of(moved.path().index(moved.from())).toString());
            out.append('}');
        } else if (event instanceof DocumentEvent.LogAppended appended) {
            operation(
                    "add",
                    appended.path().index(appended.index()),
                    PlainJson.write(new Content.Scalar(appended.value())));
        } else if (event instanceof DocumentEvent.CounterChanged counter) {
            operation("replace", counter.path(), number(counter.after()));
        } else {
            replaceWhole(event.path(), index);
        }
    }

    /** Replaces what stands at a path by what it holds after the change. */
    private void replaceWhole(Path path, int index) {
        Path last = FinalPath.of(path, events.subList(index + 1, events.size()));
        if (last == null || !replaced.add(last)) {
            return; // it goes with a later event, or was replaced by an earlier one
        }
        operation("replace", path, PlainJson.write(Trees.of(Slots.at(after, last))));
    }

    private static Value number(BigInteger value) {
        return PlainJson.write(new Content.CounterContent(value));
    }

    private void operation(String name, Path path) {
        begin(name, path);
        out.append('}');
    }

    private void operation(String name, Path path, Value value) {
        begin(name, path);
        out.append(",\"value\":");
        writer.value(value);
        out.append('}');
    }

    private void begin(String name, Path path) {
        if (out.length() > 1) {
            out.append(',');
        }
        out.append("{\"op\":\"").append(name).append("\",\"path\":");
        writer.string(JsonPointer.of(path).toString());
    }
}
