package dev.rejoin.proptests.model;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The union of all orders in which anybody ever saw the elements of one sequence. The strong list specification of
 * Attiya et al. (PODC 2016) asks that one total order contains every observed one, which is so exactly when the union
 * has no cycle.
 *
 * @param <T> identity of an element; each element is inserted once
 */
public final class ObservedOrder<T> {
    private final Map<T, Set<T>> successors = new LinkedHashMap<>();

    /**
     * Adds what somebody saw. Neighbours say it all, since order is transitive.
     *
     * @param elements the visible elements, from left to right
     */
    public void observe(List<T> elements) {
        for (int i = 0; i < elements.size(); i++) {
            Set<T> after = successors.computeIfAbsent(elements.get(i), element -> new LinkedHashSet<>());
            if (i + 1 < elements.size()) {
                after.add(elements.get(i + 1));
            }
        }
    }

    /**
     * Elements that cannot be put in order.
     *
     * @return the elements that stand on a cycle or behind one; empty when the specification holds
     */
    public Collection<T> unorderable() {
        Map<T, Integer> predecessors = new HashMap<>();
        successors.values().forEach(after -> after.forEach(element -> predecessors.merge(element, 1, Integer::sum)));
        Deque<T> ready = new ArrayDeque<>();
        successors.keySet().stream()
                .filter(element -> !predecessors.containsKey(element))
                .forEach(ready::add);
        Set<T> rest = new LinkedHashSet<>(successors.keySet());
        while (!ready.isEmpty()) {
            T element = ready.remove();
            rest.remove(element);
            for (T next : successors.getOrDefault(element, Set.of())) {
                if (predecessors.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
        return rest;
    }
}
