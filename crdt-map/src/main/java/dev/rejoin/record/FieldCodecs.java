package dev.rejoin.record;

import dev.rejoin.document.Content;
import dev.rejoin.document.Path;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The codecs of fields, and codecs that are made of others. All are immutable, for any thread. */
public final class FieldCodecs {
    /** A string that is written as a whole. */
    public static final FieldCodec<String> STRING =
            scalar("a string", Value::of, value -> value instanceof Value.Str text ? text.value() : null);

    /** An integer. */
    public static final FieldCodec<Long> LONG =
            scalar("an integer", Value::of, value -> value instanceof Value.Int64 number ? number.value() : null);

    /** An integer of 32 bits. */
    public static final FieldCodec<Integer> INT = scalar(
            "an integer of 32 bits",
            Value::of,
            value -> value instanceof Value.Int64 number && number.value() == (int) number.value()
                    ? (int) number.value()
                    : null);

    /** A floating-point number. */
    public static final FieldCodec<Double> DOUBLE = scalar(
            "a floating-point number",
            Value::of,
            value -> value instanceof Value.Float64 number ? number.value() : null);

    /** A decimal. */
    public static final FieldCodec<BigDecimal> DECIMAL =
            scalar("a decimal", Value::of, value -> value instanceof Value.Decimal number ? number.value() : null);

    /** True or false. */
    public static final FieldCodec<Boolean> BOOL =
            scalar("true or false", Value::of, value -> value instanceof Value.Bool bool ? bool.value() : null);

    /** A point in time. */
    public static final FieldCodec<Instant> INSTANT =
            scalar("a point in time", Value::of, value -> value instanceof Value.Timestamp time ? time.value() : null);

    /** Bytes, immutable. */
    public static final FieldCodec<Value.Bytes> BYTES =
            scalar("bytes", value -> value, value -> value instanceof Value.Bytes bytes ? bytes : null);

    /** A reference to an attachment, which lies beside the document. */
    public static final FieldCodec<Value.BlobRef> BLOB =
            scalar("an attachment", value -> value, value -> value instanceof Value.BlobRef blob ? blob : null);

    /** Any scalar. */
    public static final FieldCodec<Value> VALUE = scalar("a scalar", value -> value, value -> value);

    /** A text that is edited by characters: a change is written as the insertions and deletions by which it differs. */
    public static final FieldCodec<String> TEXT = container(
            "a text",
            Content.TextContent::new,
            (content, path) -> content instanceof Content.TextContent text ? text.text() : null,
            () -> "");

    /** A counter: a change is written as an increment. */
    public static final FieldCodec<Long> COUNTER = container(
            "a counter within 64 bits",
            count -> new Content.CounterContent(BigInteger.valueOf(count)),
            (content, path) -> content instanceof Content.CounterContent counter
                            && counter.value().bitLength() < Long.SIZE
                    ? counter.value().longValue()
                    : null,
            () -> 0L);

    private FieldCodecs() {}

    /**
     * A codec of scalars.
     *
     * @param name what is expected, for errors
     * @param write makes a value
     * @param read makes it back; null for a value that it cannot read
     * @return a codec that nothing in the document fails to satisfy but that value
     * @param <T> type of the field
     */
    public static <T> FieldCodec<T> scalar(String name, Function<T, Value> write, Function<Value, @Nullable T> read) {
        return container(
                name,
                value -> new Content.Scalar(write.apply(value)),
                (content, path) -> content instanceof Content.Scalar scalar ? read.apply(scalar.value()) : null,
                () -> null);
    }

    private static String nameOf(Optional<Content> content) {
        if (content.isEmpty()) {
            return "nothing";
        }
        return content.get() instanceof Content.Scalar scalar
                ? scalar.value().kind().name()
                : content.get().kind().name();
    }

    /**
     * One of some constants, by its name.
     *
     * @param constants all of them, as {@code values()} of an enum gives them
     * @return a codec of strings
     * @param <E> the enum
     */
    @SafeVarargs
    public static <E extends Enum<E>> FieldCodec<E> oneOf(E... constants) {
        Map<String, E> byName = new LinkedHashMap<>();
        for (E constant : constants) {
            byName.put(constant.name(), constant);
        }
        return scalar(
                "one of " + String.join(", ", byName.keySet()),
                constant -> Value.of(constant.name()),
                value -> value instanceof Value.Str text ? byName.get(text.value()) : null);
    }

    /**
     * A field that may be missing.
     *
     * @param codec of the field when it is there
     * @return a codec that writes nothing for an empty one
     * @param <T> type of the field
     */
    public static <T> FieldCodec<Optional<T>> optional(FieldCodec<T> codec) {
        return new FieldCodec<>() {
            @Override
            public Optional<Content> write(Optional<T> value) {
                return value.flatMap(codec::write);
            }

            @Override
            public Optional<T> read(Optional<Content> content, Path path) {
                return content.isEmpty() ? Optional.empty() : Optional.of(codec.read(content, path));
            }
        };
    }

    /**
     * A field that reads as a default where nothing stands. A record that was read and written again leaves the place empty.
     *
     * @param codec of the field when it is there
     * @param otherwise what is read where nothing stands
     * @return a codec
     * @param <T> type of the field
     */
    public static <T> FieldCodec<T> orElse(FieldCodec<T> codec, T otherwise) {
        return new FieldCodec<>() {
            @Override
            public Optional<Content> write(T value) {
                return codec.write(value);
            }

            @Override
            public T read(Optional<Content> content, Path path) {
                return content.isEmpty() ? otherwise : codec.read(content, path);
            }
        };
    }

    /**
     * A list.
     *
     * @param codec of its elements
     * @return a codec; where nothing stands, the list is empty
     * @param <T> type of the elements
     */
    public static <T> FieldCodec<List<T>> list(FieldCodec<T> codec) {
        return container(
                "a list",
                elements -> new Content.ListContent(elements.stream()
                        .map(element -> codec.write(element).orElse(new Content.Scalar(Value.NULL)))
                        .toList()),
                (content, path) ->
                        content instanceof Content.ListContent list ? readAll(list.elements(), codec, path) : null,
                List::of);
    }

    /**
     * A log, which can only get more entries.
     *
     * @param codec of its entries, which are scalars
     * @return a codec; where nothing stands, the log is empty
     * @param <T> type of the entries
     */
    public static <T> FieldCodec<List<T>> log(FieldCodec<T> codec) {
        return container(
                "a log",
                entries -> new Content.LogContent(values(entries, codec)),
                (content, path) ->
                        content instanceof Content.LogContent log ? readAll(contents(log.values()), codec, path) : null,
                List::of);
    }

    /**
     * A set in which adding wins.
     *
     * @param codec of its values, which are scalars
     * @return a codec; where nothing stands, the set is empty
     * @param <T> type of the values
     */
    public static <T> FieldCodec<Set<T>> set(FieldCodec<T> codec) {
        return container(
                "a set",
                elements -> new Content.SetContent(sorted(elements, codec)),
                (content, path) -> content instanceof Content.SetContent set
                        ? readEach(contents(set.values()), codec, path)
                        : null,
                Set::of);
    }

    /**
     * A set in which removing wins.
     *
     * @param codec of its values, which are scalars
     * @return a codec; where nothing stands, the set is empty
     * @param <T> type of the values
     */
    public static <T> FieldCodec<Set<T>> removeWinsSet(FieldCodec<T> codec) {
        return container(
                "a set in which removing wins",
                elements -> new Content.RemoveWinsSetContent(sorted(elements, codec)),
                (content, path) -> content instanceof Content.RemoveWinsSetContent set
                        ? readEach(contents(set.values()), codec, path)
                        : null,
                Set::of);
    }

    /**
     * A map whose keys the application chooses.
     *
     * @param codec of what stands at its keys
     * @return a codec; where nothing stands, the map is empty
     * @param <T> type of what stands at its keys
     */
    public static <T> FieldCodec<Map<String, T>> map(FieldCodec<T> codec) {
        return container(
                "a map",
                entries -> {
                    Map<String, Content> contents = new LinkedHashMap<>();
                    entries.forEach(
                            (key, value) -> codec.write(value).ifPresent(content -> contents.put(key, content)));
                    return new Content.MapContent(contents);
                },
                (content, path) -> {
                    if (!(content instanceof Content.MapContent map)) {
                        return null;
                    }
                    Map<String, T> entries = new LinkedHashMap<>();
                    map.entries()
                            .forEach((key, child) -> entries.put(key, codec.read(Optional.of(child), path.key(key))));
                    return Collections.unmodifiableMap(entries);
                },
                Map::of);
    }

    /**
     * A record inside a record.
     *
     * @param mapper of the record
     * @return a codec
     * @param <R> the record
     */
    public static <R> FieldCodec<R> record(RecordMapper<R> mapper) {
        return new FieldCodec<>() {
            @Override
            public Optional<Content> write(R record) {
                return Optional.of(mapper.toContent(record));
            }

            @Override
            public R read(Optional<Content> content, Path path) {
                if (content.orElse(null) instanceof Content.MapContent map) {
                    return mapper.read(map, path);
                }
                throw new RecordMismatchException(path, "a map", nameOf(content));
            }
        };
    }

    /** Reads content at a path; null for what it cannot read. */
    private interface Reader<T> {
        @Nullable
        T read(Content content, Path path);
    }

    private static <T> FieldCodec<T> container(
            String name, Function<T, Content> writer, Reader<T> reader, Supplier<@Nullable T> ofNothing) {
        return new FieldCodec<>() {
            @Override
            public Optional<Content> write(T value) {
                return Optional.of(writer.apply(value));
            }

            @Override
            public T read(Optional<Content> content, Path path) {
                T value = content.isPresent() ? reader.read(content.get(), path) : ofNothing.get();
                if (value == null) {
                    throw new RecordMismatchException(path, name, nameOf(content));
                }
                return value;
            }
        };
    }

    private static <T> List<T> readAll(List<Content> contents, FieldCodec<T> codec, Path path) {
        List<T> into = new ArrayList<>(contents.size());
        for (int i = 0; i < contents.size(); i++) {
            into.add(codec.read(Optional.of(contents.get(i)), path.index(i)));
        }
        return Collections.unmodifiableList(into);
    }

    private static <T> Set<T> readEach(List<Content> contents, FieldCodec<T> codec, Path path) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(readAll(contents, codec, path)));
    }

    private static List<Content> contents(List<Value> values) {
        return values.stream().<Content>map(Content.Scalar::new).toList();
    }

    private static <T> List<Value> values(Collection<T> elements, FieldCodec<T> codec) {
        List<Value> values = new ArrayList<>();
        for (T element : elements) {
            if (!(codec.write(element).orElse(null) instanceof Content.Scalar scalar)) {
                throw new IllegalArgumentException("Sets and logs hold scalars only");
            }
            values.add(scalar.value());
        }
        return values;
    }

    /** In the order in which a set is read, so that equal sets are equal content. */
    private static <T> List<Value> sorted(Set<T> elements, FieldCodec<T> codec) {
        return values(elements, codec).stream().sorted(Value.ORDER).distinct().toList();
    }
}
