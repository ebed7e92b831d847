package dev.rejoin.document;

import dev.rejoin.io.Utf8;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where something stands in a document: keys of maps and indices of lists, from the root.
 *
 * <p>A path is a description of the moment: an index in it is the one that held when the event or exception that carries
 * the path came into being. Immutable; extending a path shares it.
 */
public final class Path {
    private static final Path ROOT = new Path(null, null);

    private final @Nullable Path parent;
    private final @Nullable Step last;

    private Path(@Nullable Path parent, @Nullable Step last) {
        this.parent = parent;
        this.last = last;
    }

    /** One step down: into a key or into a list element. */
    public sealed interface Step permits Key, Index {}

    /**
     * A step into a map.
     *
     * @param key the key
     */
    public record Key(String key) implements Step {
        /** Checks that the key is well-formed. */
        public Key {
            Utf8.requireWellFormed(key);
        }
    }

    /**
     * A step into a list.
     *
     * @param index the visible index of the element, from 0
     */
    public record Index(int index) implements Step {
        /** Checks that the index is not negative. */
        public Index {
            if (index < 0) {
                throw new IllegalArgumentException("Index must not be negative: " + index);
            }
        }
    }

    /**
     * The root map.
     *
     * @return the path without steps
     */
    public static Path root() {
        return ROOT;
    }

    /**
     * The path of a key in the map that this path leads to.
     *
     * @param key the key
     * @return a longer path
     */
    public Path key(String key) {
        return new Path(this, new Key(key));
    }

    /**
     * The path of an element in the list that this path leads to.
     *
     * @param index its visible index, from 0
     * @return a longer path
     */
    public Path index(int index) {
        return new Path(this, new Index(index));
    }

    /**
     * Whether this is the root map.
     *
     * @return whether the path has no steps
     */
    public boolean isRoot() {
        return parent == null;
    }

    /**
     * The path of the map or list that the last step goes into.
     *
     * @return the path without its last step
     * @throws IllegalStateException if this is the root
     */
    public Path parent() {
        if (parent == null) {
            throw new IllegalStateException("The root has no parent");
        }
        return parent;
    }

    /**
     * All steps, from the root.
     *
     * @return an unmodifiable list
     */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Path at = this; at.last != null && at.parent != null; at = at.parent) {
            steps.add(at.last);
        }
        Collections.reverse(steps);
        return Collections.unmodifiableList(steps);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Path that && Objects.equals(last, that.last) && Objects.equals(parent, that.parent);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hashCode(parent) + Objects.hashCode(last);
    }

    /** The steps as {@code /site/checklist/3}; {@code /} for the root. In keys, {@code ~} and {@code /} read ~0 and ~1. */
    @Override
    public String toString() {
        if (isRoot()) {
            return "/";
        }
        StringBuilder text = new StringBuilder();
        for (Step step : steps()) {
            text.append('/');
            if (step instanceof Key key) {
                text.append(key.key().replace("~", "~0").replace("/", "~1"));
            } else if (step instanceof Index index) {
                text.append(index.index());
            }
        }
        return text.toString();
    }
}
