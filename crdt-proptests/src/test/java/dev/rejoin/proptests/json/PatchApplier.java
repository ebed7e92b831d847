package dev.rejoin.proptests.json;

import static java.util.Objects.requireNonNull;

import dev.rejoin.exchange.JsonPointer;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Applies JSON patches (RFC 6902) to JSON values: the operations that documents give. */
final class PatchApplier {
    private PatchApplier() {}

    static Value apply(Value json, Value patch) {
        Value result = json;
        for (Value operation : ((Value.ListValue) patch).values()) {
            result = apply(result, (Value.MapValue) operation);
        }
        return result;
    }

    private static Value apply(Value json, Value.MapValue operation) {
        List<String> path = pointer(operation, "path");
        switch (text(operation, "op")) {
            case "add":
                return put(json, path, requireNonNull(operation.get("value")), true);
            case "replace":
                return put(json, path, requireNonNull(operation.get("value")), false);
            case "remove":
                return remove(json, path);
            case "move":
                List<String> from = pointer(operation, "from");
                return put(remove(json, from), path, get(json, from), true);
            default:
                throw new AssertionError(operation);
        }
    }

    private static String text(Value.MapValue operation, String key) {
        return ((Value.Str) requireNonNull(operation.get(key))).value();
    }

    private static List<String> pointer(Value.MapValue operation, String key) {
        return JsonPointer.parse(text(operation, key)).tokens();
    }

    private static Value get(Value json, List<String> path) {
        Value at = json;
        for (String token : path) {
            at = at instanceof Value.ListValue list
                    ? list.get(Integer.parseInt(token))
                    : requireNonNull(((Value.MapValue) at).get(token));
        }
        return at;
    }

    private static Value put(Value json, List<String> path, Value value, boolean isNew) {
        return change(json, path, (old, container) -> {
            boolean exists = container instanceof Map<?, ?> || !isNew;
            if (!isNew && old == null) {
                throw new AssertionError("Nothing to replace at " + path);
            }
            return exists ? new Step(value, false) : new Step(value, true);
        });
    }

    private static Value remove(Value json, List<String> path) {
        return change(json, path, (old, container) -> {
            requireNonNull(old, () -> "Nothing to remove at " + path);
            return new Step(null, false);
        });
    }

    /** What becomes of the last step: a value or nothing, inserted or put in its place. */
    private record Step(@Nullable Value value, boolean inserted) {}

    private interface Change {
        Step of(@Nullable Value old, Object container);
    }

    private static Value change(Value json, List<String> path, Change change) {
        String token = path.get(0);
        List<String> rest = path.subList(1, path.size());
        UnaryOperator<Value> inside = child -> change(child, rest, change);
        if (json instanceof Value.ListValue list) {
            List<Value> elements = new ArrayList<>(list.values());
            int index = Integer.parseInt(token);
            if (!rest.isEmpty()) {
                elements.set(index, inside.apply(elements.get(index)));
                return Value.of(elements);
            }
            Step step = change.of(index < elements.size() ? elements.get(index) : null, elements);
            if (step.value == null) {
                elements.remove(index);
            } else if (step.inserted) {
                elements.add(index, step.value);
            } else {
                elements.set(index, step.value);
            }
            return Value.of(elements);
        }
        Map<String, Value> entries = new TreeMap<>(((Value.MapValue) json).toMap());
        if (!rest.isEmpty()) {
            entries.put(token, inside.apply(requireNonNull(entries.get(token), () -> "No way to " + path)));
            return Value.of(entries);
        }
        Step step = change.of(entries.get(token), entries);
        if (step.value == null) {
            entries.remove(token);
        } else {
            entries.put(token, step.value);
        }
        return Value.of(entries);
    }
}
