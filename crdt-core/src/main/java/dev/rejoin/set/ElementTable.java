package dev.rejoin.set;

import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Elements and their dots, found by value. Keys are 64-bit hashes under a secret, because values come from outside;
 * elements whose hashes are equal all the same form a chain.
 */
final class ElementTable {
    /** An element; immutable, so that copies of the table share it. */
    static final class Element {
        final Value value;
        private final long replica;
        private final long seq;
        /** All dots if there are several; {@code null} in the common case of one. */
        private final @Nullable Dots several;

        private final @Nullable Element next;

        private Element(Value value, Dots dots, @Nullable Element next) {
            this.value = value;
            this.replica = dots.replica(0);
            this.seq = dots.seq(0);
            this.several = dots.size() == 1 ? null : dots;
            this.next = next;
        }

        private Element(Value value, long replica, long seq, @Nullable Element next) {
            this.value = value;
            this.replica = replica;
            this.seq = seq;
            this.several = null;
            this.next = next;
        }

        Dots dots() {
            return several == null ? Dots.of(replica, seq) : several;
        }

        /** Whether no dot is left when some go. */
        private boolean isCoveredBy(Dots gone) {
            return several == null
                    ? gone.contains(replica, seq)
                    : several.minus(gone).isEmpty();
        }
    }

    /** Seeds the hashes; it never reaches a result. */
    private final long secret;

    private final LongObjectHashMap<Element> chains;
    private int size;

    ElementTable(long secret) {
        this.secret = secret;
        chains = new LongObjectHashMap<>();
    }

    private ElementTable(ElementTable from) {
        secret = from.secret;
        chains = new LongObjectHashMap<>(from.chains);
        size = from.size;
    }

    ElementTable copy() {
        return new ElementTable(this);
    }

    int size() {
        return size;
    }

    @Nullable
    Element find(Value value) {
        return find(chains.get(Value.hash64(value, secret)), value);
    }

    private static @Nullable Element find(@Nullable Element chain, Value value) {
        Element element = chain;
        while (element != null && !element.value.equals(value)) {
            element = element.next;
        }
        return element;
    }

    /**
     * Adds a dot to an element and takes others away.
     *
     * @return whether the element is new
     */
    boolean add(Value value, Dots replaced, long replica, long seq) {
        long hash = Value.hash64(value, secret);
        Element chain = chains.get(hash);
        Element present = find(chain, value);
        if (present == null || present.isCoveredBy(replaced)) {
            // Nearly always: a new element, or one whose additions were all seen.
            chains.put(hash, new Element(value, replica, seq, without(chain, present)));
            size += present == null ? 1 : 0;
            return present == null;
        }
        Dots dots = present.dots().minus(replaced).with(replica, seq);
        chains.put(hash, new Element(present.value, dots, without(chain, present)));
        return false;
    }

    /**
     * Takes dots away from an element.
     *
     * @return whether the element is gone
     */
    boolean remove(Value value, Dots removed) {
        long hash = Value.hash64(value, secret);
        Element chain = chains.get(hash);
        Element present = find(chain, value);
        if (present == null) {
            return false;
        }
        return replace(hash, chain, present, present.dots().minus(removed));
    }

    private boolean replace(long hash, @Nullable Element chain, Element present, Dots dots) {
        Element others = without(chain, present);
        if (!dots.isEmpty()) {
            chains.put(hash, new Element(present.value, dots, others));
            return false;
        }
        if (others == null) {
            chains.remove(hash);
        } else {
            chains.put(hash, others);
        }
        size--;
        return true;
    }

    /** Puts the dots of an element in place, whatever they were; none remove it. */
    void set(Value value, Dots dots) {
        long hash = Value.hash64(value, secret);
        Element chain = chains.get(hash);
        Element present = find(chain, value);
        if (present != null) {
            replace(hash, chain, present, dots);
        } else if (!dots.isEmpty()) {
            chains.put(hash, new Element(value, dots, chain));
            size++;
        }
    }

    /** The chain without one of its elements, which is nearly always all of it. */
    private static @Nullable Element without(@Nullable Element chain, @Nullable Element removed) {
        if (chain == null || chain == removed) {
            return chain == null ? null : chain.next;
        }
        return removed == null ? chain : new Element(chain.value, chain.dots(), without(chain.next, removed));
    }

    /** All elements in no particular order. */
    List<Element> elements() {
        List<Element> elements = new ArrayList<>(size);
        chains.forEachValue(chain -> {
            for (Element element = chain; element != null; element = element.next) {
                elements.add(element);
            }
        });
        return elements;
    }

    /** All elements in canonical order. */
    List<Element> sorted() {
        List<Element> elements = elements();
        elements.sort((a, b) -> Value.compare(a.value, b.value));
        return elements;
    }

    void checkInvariants() {
        int counted = 0;
        for (Element element : elements()) {
            counted++;
            if (element.dots().isEmpty()) {
                throw new AssertionError("I19 element without a dot: " + element.value);
            }
            if (find(element.value) != element) {
                throw new AssertionError("Element is not found by its value: " + element.value);
            }
        }
        if (counted != size) {
            throw new AssertionError("size=" + size + " but there are " + counted + " elements");
        }
    }
}
