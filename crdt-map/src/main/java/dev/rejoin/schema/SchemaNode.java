package dev.rejoin.schema;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a schema says about one place, and the way to the places below it. Immutable, for any thread; each step O(log keys). */
public final class SchemaNode {
    /** By key; either these or {@link #any}. */
    private final Map<String, SchemaNode> named = new TreeMap<>();

    private @Nullable SchemaNode any;
    private @Nullable Field field;

    SchemaNode() {}

    /**
     * One step down.
     *
     * @param key the key in a map; null for an element of a list, an entry of a log or a value of a set
     * @return what the schema says there, or null if it says nothing there and below
     */
    public @Nullable SchemaNode below(@Nullable String key) {
        SchemaNode there = key == null ? null : named.get(key);
        return there == null ? any : there;
    }

    /**
     * The field here.
     *
     * @return empty if only places below are described
     */
    public Optional<Field> field() {
        return Optional.ofNullable(field);
    }

    /**
     * The keys that are named in a map here.
     *
     * @return what the schema says at each, in ascending order
     */
    public Map<String, SchemaNode> named() {
        return Collections.unmodifiableMap(named);
    }

    /** The node one step below, made if there is none; null for {@code *}. */
    SchemaNode grow(@Nullable String key, String path) {
        if (key == null ? !named.isEmpty() : any != null) {
            throw new SchemaException(path + ": * stands beside a key, so that two entries would mean one place");
        }
        Field here = field;
        if (here != null && (key == null ? !here.type().isCollection() : here.type() != FieldType.MAP)) {
            throw new SchemaException(
                    path + " is inside a field of type " + here.type().id());
        }
        SchemaNode there = key == null ? any : named.get(key);
        if (there == null) {
            there = new SchemaNode();
            if (key == null) {
                any = there;
            } else {
                named.put(key, there);
            }
        }
        return there;
    }

    void set(Field described, String path) {
        if (field != null) {
            throw new SchemaException(path + " is described twice");
        }
        field = described;
    }
}
