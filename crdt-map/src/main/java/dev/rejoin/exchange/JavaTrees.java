package dev.rejoin.exchange;

import dev.rejoin.document.Content;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.MapReader;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Maps of a document as {@link Map}s, {@link List}s and plain objects, and back: see {@link TreeUpdate} for what is written.
 *
 * <table>
 * <caption>What stands for what</caption>
 * <tr><th>in the document</th><th>in Java</th></tr>
 * <tr><td>map, list, log</td><td>{@link Map}, {@link List}</td></tr>
 * <tr><td>set</td><td>{@link Set}</td></tr>
 * <tr><td>text, string</td><td>{@link String}</td></tr>
 * <tr><td>counter</td><td>{@link Long}, or {@link BigInteger} where it is larger</td></tr>
 * <tr><td>integer, floating-point number, decimal</td><td>{@link Long}, {@link Double}, {@link BigDecimal}</td></tr>
 * <tr><td>bytes, point in time, true or false, null</td><td>{@code byte[]}, {@link Instant}, {@link Boolean}, null</td></tr>
 * <tr><td>attachment, object</td><td>{@link Value}</td></tr>
 * </table>
 *
 * <p>Where something stands already, it keeps its type wherever the object can be of it: a string goes into the text that
 * stands there, an integer into the counter, a collection into the set or log. Where nothing stands, maps become maps,
 * lists lists, sets sets, and everything else scalars. Nothing is found by reflection.
 */
public final class JavaTrees {
    private JavaTrees() {}

    /**
     * All that can be read in a map. O(what is read).
     *
     * @param map where to read
     * @return a tree that the caller may change
     */
    public static Map<String, @Nullable Object> read(MapReader map) {
        return read(Trees.of(map));
    }

    /**
     * Makes a map equal to a tree, by the smallest edit. Call it inside a transaction.
     *
     * @param target the map
     * @param tree what it shall hold
     * @throws IllegalArgumentException if an object has no place in a document
     */
    public static void write(MapEditor target, Map<String, ? extends @Nullable Object> tree) {
        TreeUpdate.write(target, (Content.MapContent) content(tree, Trees.of(target)));
    }

    /**
     * Writes what differs between two trees into a map that may have changed since the first was read. Call it inside a
     * transaction.
     *
     * @param target the map
     * @param before what was read
     * @param after what it was changed to
     * @throws IllegalArgumentException if an object has no place in a document
     */
    public static void write(
            MapEditor target,
            Map<String, ? extends @Nullable Object> before,
            Map<String, ? extends @Nullable Object> after) {
        Content.MapContent present = Trees.of(target);
        Content.MapContent old = (Content.MapContent) content(before, present);
        TreeUpdate.write(target, old, (Content.MapContent) content(after, present));
    }

    private static Map<String, @Nullable Object> read(Content.MapContent map) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        map.entries().forEach((key, content) -> tree.put(key, read(content)));
        return tree;
    }

    private static @Nullable Object read(Content content) {
        if (content instanceof Content.Scalar scalar) {
            return read(scalar.value());
        }
        if (content instanceof Content.MapContent map) {
            return read(map);
        }
        if (content instanceof Content.ListContent list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.elements().forEach(element -> elements.add(read(element)));
            return elements;
        }
        if (content instanceof Content.TextContent text) {
            return text.text();
        }
        if (content instanceof Content.CounterContent counter) {
            return counter.value().bitLength() < Long.SIZE
                    ? (Object) counter.value().longValue()
                    : counter.value();
        }
        if (content instanceof Content.LogContent log) {
            return readAll(log.values(), new ArrayList<>());
        }
        List<Value> values = content instanceof Content.SetContent set
                ? set.values()
                : ((Content.RemoveWinsSetContent) content).values();
        return readAll(values, new LinkedHashSet<>());
    }

    private static Collection<@Nullable Object> readAll(List<Value> values, Collection<@Nullable Object> into) {
        values.forEach(value -> into.add(read(value)));
        return into;
    }

    private static @Nullable Object read(Value value) {
        return switch (value.kind()) {
            case NULL -> null;
            case BOOL -> ((Value.Bool) value).value();
            case INT64 -> ((Value.Int64) value).value();
            case FLOAT64 -> ((Value.Float64) value).value();
            case DECIMAL -> ((Value.Decimal) value).value();
            case STR -> ((Value.Str) value).value();
            case BYTES -> ((Value.Bytes) value).toByteArray();
            case TIMESTAMP -> ((Value.Timestamp) value).value();
            case LIST -> readAll(((Value.ListValue) value).values(), new ArrayList<>());
            case MAP -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                ((Value.MapValue) value).forEach((key, entry) -> entries.put(key, read(entry)));
                yield entries;
            }
            case BLOB_REF, OBJECT -> value;
        };
    }

    private static Content content(@Nullable Object object, @Nullable Content present) {
        if (present instanceof Content.Scalar scalar
                && (scalar.value() instanceof Value.ListValue || scalar.value() instanceof Value.MapValue)) {
            return new Content.Scalar(value(object));
        }
        if (object instanceof Map<?, ?> map) {
            Map<String, Content> old = present instanceof Content.MapContent there ? there.entries() : Map.of();
            Map<String, Content> entries = new LinkedHashMap<>();
            map.forEach((key, child) -> entries.put(key(key), content(child, old.get(key(key)))));
            return new Content.MapContent(entries);
        }
        if (object instanceof Collection<?> collection) {
            return collection(collection, present);
        }
        if (present instanceof Content.TextContent && object instanceof CharSequence text) {
            return new Content.TextContent(text.toString());
        }
        if (present instanceof Content.CounterContent) {
            if (object instanceof Long
                    || object instanceof Integer
                    || object instanceof Short
                    || object instanceof Byte) {
                return new Content.CounterContent(BigInteger.valueOf(((Number) object).longValue()));
            }
            if (object instanceof BigInteger number) {
                return new Content.CounterContent(number);
            }
        }
        return new Content.Scalar(value(object));
    }

    private static Content collection(Collection<?> collection, @Nullable Content present) {
        boolean isSet = collection instanceof Set<?>;
        if (present instanceof Content.LogContent) {
            return new Content.LogContent(values(collection));
        }
        if (present instanceof Content.RemoveWinsSetContent) {
            return new Content.RemoveWinsSetContent(distinct(collection));
        }
        if (present instanceof Content.SetContent || isSet && !(present instanceof Content.ListContent)) {
            return new Content.SetContent(distinct(collection));
        }
        List<Content> old = present instanceof Content.ListContent there ? there.elements() : List.of();
        List<Content> elements = new ArrayList<>();
        for (Object element : collection) {
            // Elements have moved, perhaps: the type at an index is a guess, and none where types differ.
            Content beside = elements.size() < old.size() ? old.get(elements.size()) : null;
            elements.add(content(element, beside));
        }
        return new Content.ListContent(elements);
    }

    private static List<Value> distinct(Collection<?> collection) {
        return values(new LinkedHashSet<>(collection)).stream().distinct().toList();
    }

    private static List<Value> values(Collection<?> collection) {
        List<Value> values = new ArrayList<>();
        for (Object element : collection) {
            values.add(value(element));
        }
        return values;
    }

    private static Value value(@Nullable Object object) {
        if (object == null) {
            return Value.NULL;
        }
        if (object instanceof Value value) {
            return value;
        }
        if (object instanceof CharSequence text) {
            return Value.of(text.toString());
        }
        if (object instanceof Long || object instanceof Integer || object instanceof Short || object instanceof Byte) {
            return Value.of(((Number) object).longValue());
        }
        if (object instanceof Double || object instanceof Float) {
            return Value.of(((Number) object).doubleValue());
        }
        if (object instanceof BigDecimal decimal) {
            return Value.of(decimal);
        }
        if (object instanceof BigInteger number) {
            return Value.of(new BigDecimal(number));
        }
        if (object instanceof Boolean bool) {
            return Value.of(bool);
        }
        if (object instanceof Instant time) {
            return Value.of(time);
        }
        if (object instanceof byte[] bytes) {
            return Value.of(bytes);
        }
        if (object instanceof Collection<?> collection) {
            return Value.of(values(collection));
        }
        if (object instanceof Map<?, ?> map) {
            Map<String, Value> entries = new LinkedHashMap<>();
            map.forEach((key, child) -> entries.put(key(key), value(child)));
            return Value.of(entries);
        }
        throw new IllegalArgumentException("An object of " + object.getClass() + " has no place in a document");
    }

    private static String key(@Nullable Object key) {
        if (key instanceof String name) {
            return name;
        }
        throw new IllegalArgumentException("A key of a map must be a string: " + key);
    }
}
