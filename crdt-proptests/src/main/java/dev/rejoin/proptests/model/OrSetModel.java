package dev.rejoin.proptests.model;

import dev.rejoin.version.OpId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An add-wins set as the set of adds that no remove has seen.
 *
 * @param <T> what the set holds
 */
public final class OrSetModel<T> {
    private final Map<OpId, T> adds = new HashMap<>();

    /**
     * The adds of an element that a remove, or another add, issued now takes away.
     *
     * @param element the element
     * @return dots of its adds
     */
    public Set<OpId> seen(T element) {
        return adds.entrySet().stream()
                .filter(add -> add.getValue().equals(element))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Integrates an add.
     *
     * @param dot its identity
     * @param element what is added
     * @param replaced dots of the adds that its author saw
     */
    public void add(OpId dot, T element, Collection<OpId> replaced) {
        adds.keySet().removeAll(replaced);
        adds.put(dot, element);
    }

    /**
     * Integrates a remove.
     *
     * @param seen dots of the adds that its author saw
     */
    public void remove(Collection<OpId> seen) {
        adds.keySet().removeAll(seen);
    }

    /**
     * What a reader sees.
     *
     * @return the elements, a new set
     */
    public Set<T> values() {
        return Set.copyOf(adds.values());
    }
}
