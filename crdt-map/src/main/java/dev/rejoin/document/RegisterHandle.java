package dev.rejoin.document;

import dev.rejoin.value.Value;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one implementation of register readers and editors: a key of a map. */
final class RegisterHandle implements RegisterEditor {
    private final MapHandle map;
    private final String key;

    RegisterHandle(MapHandle map, String key) {
        this.map = map;
        this.key = key;
    }

    @Override
    public boolean exists() {
        return map.get(key).isPresent();
    }

    @Override
    public Optional<Value> get() {
        return map.get(key);
    }

    @Override
    public List<Value> values() {
        List<@Nullable Value> writes = map.writes(key);
        return writes.stream()
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    @Override
    public boolean hasConflict() {
        return map.writes(key).size() > 1;
    }

    @Override
    public RegisterEditor set(Value value) {
        map.put(key, value);
        return this;
    }

    @Override
    public RegisterEditor set(String value) {
        return set(Value.of(value));
    }

    @Override
    public RegisterEditor set(long value) {
        return set(Value.of(value));
    }

    @Override
    public RegisterEditor clear() {
        map.remove(key);
        return this;
    }
}
