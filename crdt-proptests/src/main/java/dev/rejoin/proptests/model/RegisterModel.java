package dev.rejoin.proptests.model;

import dev.rejoin.version.OpId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A register as the set of writes that no later write has seen. The largest stamp wins; the others are conflicts.
 *
 * @param <T> what is written
 */
public final class RegisterModel<T> {
    private final TreeMap<Stamp, T> writes = new TreeMap<>();

    /**
     * The writes that a new write replaces.
     *
     * @return dots of everything visible here
     */
    public Set<OpId> seen() {
        return writes.keySet().stream().map(Stamp::dot).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Integrates a write.
     *
     * @param stamp identity and order of the write
     * @param value what is written
     * @param replaced dots that its author saw
     */
    public void write(Stamp stamp, T value, Collection<OpId> replaced) {
        writes.keySet().removeIf(old -> replaced.contains(old.dot()));
        writes.put(stamp, value);
    }

    /**
     * The value that a reader sees.
     *
     * @return the value of the largest stamp, empty when nothing was written
     */
    public Optional<T> value() {
        return Optional.ofNullable(writes.lastEntry()).map(Map.Entry::getValue);
    }

    /**
     * All concurrent values.
     *
     * @return a new list, winner first
     */
    public List<T> values() {
        return List.copyOf(writes.descendingMap().values());
    }
}
