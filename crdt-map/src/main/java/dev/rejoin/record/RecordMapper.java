package dev.rejoin.record;

import dev.rejoin.document.Content;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.Path;
import dev.rejoin.exchange.TreeUpdate;
import dev.rejoin.exchange.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads maps of a document into records, and writes what changed in a record. Keys that the record has no field for stay
 * as they are.
 *
 * <p>Concurrent edits merge with what was written, field by field and inside of fields, as {@link TreeUpdate} says: a field
 * that did not change is not touched. It converges because it only makes ordinary edits. Immutable, for any thread, if its
 * codecs are. Cost: that of the fields.
 *
 * <pre>{@code
 * RecordMapper.Builder<Order> fields = RecordMapper.builder();
 * var number = fields.field("number", FieldCodecs.STRING, Order::number);
 * var hours = fields.field("hours", FieldCodecs.COUNTER, Order::hours);
 * RecordMapper<Order> orders = fields.build(in -> new Order(in.get(number), in.get(hours)));
 * }</pre>
 *
 * @param <R> the record
 */
public final class RecordMapper<R> {
    private final List<Field<R, ?>> fields;
    private final Function<Fields, R> constructor;

    private RecordMapper(List<Field<R, ?>> fields, Function<Fields, R> constructor) {
        this.fields = List.copyOf(fields);
        this.constructor = constructor;
    }

    /**
     * Begins a mapper.
     *
     * @return a builder without fields
     * @param <R> the record
     */
    public static <R> Builder<R> builder() {
        return new Builder<>();
    }

    /**
     * A field of a record.
     *
     * @param <R> the record
     * @param <T> type of the field
     */
    public static final class Field<R, T> {
        private final String key;
        private final FieldCodec<T> codec;
        private final Function<R, T> getter;

        private Field(String key, FieldCodec<T> codec, Function<R, T> getter) {
            this.key = key;
            this.codec = codec;
            this.getter = getter;
        }

        private Optional<Content> write(R record) {
            return codec.write(getter.apply(record));
        }

        private T read(Optional<Content> content, Path path) {
            return codec.read(content, path.key(key));
        }
    }

    /** What the fields of one record hold, while it is made. */
    public interface Fields {
        /**
         * What a field holds.
         *
         * @param field a field of the mapper that makes the record
         * @return its value
         * @throws RecordMismatchException if what stands in the document has no value in this field
         * @param <T> type of the field
         */
        <T> T get(Field<?, T> field);
    }

    /**
     * Collects fields.
     *
     * @param <R> the record
     */
    public static final class Builder<R> {
        private final Map<String, Field<R, ?>> fields = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a field.
         *
         * @param key where it stands in the map
         * @param codec how
         * @param getter reads it from a record
         * @return the field, for the code that makes a record
         * @throws IllegalArgumentException if there is one at the key
         * @param <T> type of the field
         */
        public <T> Field<R, T> field(String key, FieldCodec<T> codec, Function<R, T> getter) {
            Field<R, T> field = new Field<>(key, codec, getter);
            if (fields.putIfAbsent(key, field) != null) {
                throw new IllegalArgumentException("There are two fields at " + key);
            }
            return field;
        }

        /**
         * The mapper of the fields so far.
         *
         * @param constructor makes a record of what its fields hold
         * @return a mapper
         */
        public RecordMapper<R> build(Function<Fields, R> constructor) {
            return new RecordMapper<>(new ArrayList<>(fields.values()), constructor);
        }
    }

    /**
     * The record that stands in a map.
     *
     * @param map where to read
     * @return a record
     * @throws RecordMismatchException if a field has no value there
     */
    public R read(MapReader map) {
        return read(contentOf(map), Path.root());
    }

    /**
     * The record that stands in a tree of content.
     *
     * @param map its fields by their keys
     * @return a record
     * @throws RecordMismatchException if a field has no value there
     */
    public R read(Content.MapContent map) {
        return read(map, Path.root());
    }

    R read(Content.MapContent map, Path path) {
        return constructor.apply(new Fields() {
            @Override
            public <T> T get(Field<?, T> field) {
                return field.read(Optional.ofNullable(map.entries().get(field.key)), path);
            }
        });
    }

    /**
     * What stands for a record.
     *
     * @param record the record
     * @return its fields by their keys
     */
    public Content.MapContent toContent(R record) {
        Map<String, Content> entries = new LinkedHashMap<>();
        for (Field<R, ?> field : fields) {
            field.write(record).ifPresent(content -> entries.put(field.key, content));
        }
        return new Content.MapContent(entries);
    }

    /**
     * Writes a record over what stands in a map: the fields by which it differs from the record that can be read there. If
     * none can be read there, all that differs from what stands there. Call it inside a transaction.
     *
     * @param target the map, created if need be
     * @param wanted the record
     */
    public void write(MapEditor target, R wanted) {
        Content.MapContent present = present(target);
        TreeUpdate.write(target, present, toContent(wanted), present);
    }

    /**
     * Writes what was changed in a record, into a map that may have changed since it was read: a field that is alike in both
     * is not touched, whatever stands there now. Call it inside a transaction.
     *
     * @param target the map, created if need be
     * @param before the record that was read
     * @param after what it was changed to
     */
    public void write(MapEditor target, R before, R after) {
        TreeUpdate.write(target, toContent(before), toContent(after), present(target));
    }

    /** What stands there, as a record tells it, if one can be read. */
    private Content.MapContent present(MapReader target) {
        try {
            return toContent(read(target));
        } catch (RecordMismatchException incomplete) {
            return contentOf(target);
        }
    }

    private Content.MapContent contentOf(MapReader map) {
        Map<String, Content> entries = new LinkedHashMap<>();
        for (Field<R, ?> field : fields) {
            Trees.at(map, field.key).ifPresent(content -> entries.put(field.key, content));
        }
        return new Content.MapContent(entries);
    }
}
