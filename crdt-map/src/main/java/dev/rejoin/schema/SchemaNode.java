package dev.rejoin.schema;

import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a schema says about one place, and the way to the places below it. Immutable, for any thread; each step O(log keys). */
public final class SchemaNode {
    /** By key; either these or {@link #any}. */
    private final Map<String, SchemaNode> named = new TreeMap<>();

    /** Of each key of a map here, the older keys whose values may be read at it. */
    private final Map<String, List<OlderKey>> older = new TreeMap<>();
    /** From old forms to the form of the field here, the oldest first. */
    private final List<Function<Value, Optional<Value>>> conversions = new ArrayList<>(0);

    private @Nullable SchemaNode any;
    private @Nullable Field field;

    SchemaNode() {}

    /**
     * A key at which an older version wrote the value of another.
     *
     * @param key the older key, in the same map
     * @param version the older version
     * @param conversion of what stands there to the form of the next version
     */
    public record OlderKey(String key, int version, Function<Value, Optional<Value>> conversion) {
        /**
         * A value in the form of the next version.
         *
         * @param value what stands at the older key
         * @return empty if it has no such form
         */
        public Optional<Value> convert(Value value) {
            return Migration.convert(conversion, value);
        }
    }

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

    /**
     * The keys in a map here at which older versions wrote the value of a key.
     *
     * @param key the key of this version, or of one between
     * @return the oldest version first
     */
    public List<OlderKey> olderKeys(String key) {
        return Collections.unmodifiableList(older.getOrDefault(key, List.of()));
    }

    /**
     * The keys in a map here at which the value of an older key may be read.
     *
     * @param key any key
     * @return those of this version and of versions between, ascending
     */
    public Set<String> newerKeys(String key) {
        Set<String> newer = new TreeSet<>();
        collectNewer(key, newer);
        return newer;
    }

    private void collectNewer(String key, Set<String> newer) {
        older.forEach((to, from) -> {
            if (from.stream().anyMatch(each -> each.key().equals(key)) && newer.add(to)) {
                collectNewer(to, newer);
            }
        });
    }

    /**
     * Whether a key in a map here is one of older versions only.
     *
     * @param key any key
     * @return whether its value is read at another one
     */
    public boolean isMoved(String key) {
        SchemaNode there = named.get(key);
        return (there == null || there.field == null) && !newerKeys(key).isEmpty();
    }

    /**
     * A value of the field here in the form of this version, if an older version wrote it.
     *
     * @param value what stands here, and is not right
     * @return what a migration makes of it, if that is right
     */
    public Optional<Value> converted(Value value) {
        Field here = field;
        Value form = value;
        for (Function<Value, Optional<Value>> conversion : conversions) {
            Optional<Value> next = Migration.convert(conversion, form);
            if (next.isPresent()) {
                form = next.get();
                if (here == null || here.check(form).isEmpty()) {
                    return next;
                }
            }
        }
        return Optional.empty();
    }

    void addOlderKey(String key, OlderKey olderKey) {
        older.computeIfAbsent(key, none -> new ArrayList<>(1)).add(olderKey);
    }

    void addConversion(Function<Value, Optional<Value>> conversion) {
        conversions.add(conversion);
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
