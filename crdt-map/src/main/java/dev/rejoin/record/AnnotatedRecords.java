package dev.rejoin.record;

import dev.rejoin.schema.Field;
import dev.rejoin.schema.FieldType;
import dev.rejoin.schema.Schema;
import dev.rejoin.value.Value;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Mappers and schemas of records, from their components: a convenience where reflection of records works, which it does not
 * everywhere. Where it does not, say the same with {@link RecordMapper#builder()} and {@link Schema#builder}.
 *
 * <p>Components are strings, longs, ints, doubles, booleans, {@link BigDecimal}, {@link Instant}, {@link Value.Bytes},
 * {@link Value.BlobRef}, {@link Value}, enums, records, and {@link Optional}, {@link List}, {@link Set} and {@link Map} with
 * string keys of these. {@link Stored} says more.
 */
public final class AnnotatedRecords {
    private static final Map<Class<?>, Scalar> SCALARS = Map.ofEntries(
            Map.entry(String.class, new Scalar(FieldType.STRING, FieldCodecs.STRING)),
            Map.entry(long.class, new Scalar(FieldType.INTEGER, FieldCodecs.LONG)),
            Map.entry(Long.class, new Scalar(FieldType.INTEGER, FieldCodecs.LONG)),
            Map.entry(int.class, new Scalar(FieldType.INTEGER, FieldCodecs.INT)),
            Map.entry(Integer.class, new Scalar(FieldType.INTEGER, FieldCodecs.INT)),
            Map.entry(double.class, new Scalar(FieldType.NUMBER, FieldCodecs.DOUBLE)),
            Map.entry(Double.class, new Scalar(FieldType.NUMBER, FieldCodecs.DOUBLE)),
            Map.entry(boolean.class, new Scalar(FieldType.BOOL, FieldCodecs.BOOL)),
            Map.entry(Boolean.class, new Scalar(FieldType.BOOL, FieldCodecs.BOOL)),
            Map.entry(BigDecimal.class, new Scalar(FieldType.DECIMAL, FieldCodecs.DECIMAL)),
            Map.entry(Instant.class, new Scalar(FieldType.TIMESTAMP, FieldCodecs.INSTANT)),
            Map.entry(Value.Bytes.class, new Scalar(FieldType.BYTES, FieldCodecs.BYTES)),
            Map.entry(Value.BlobRef.class, new Scalar(FieldType.BLOB, FieldCodecs.BLOB)),
            Map.entry(Value.class, new Scalar(FieldType.VALUE, FieldCodecs.VALUE)));

    private AnnotatedRecords() {}

    private record Scalar(FieldType type, FieldCodec<?> codec) {}

    /**
     * The mapper of a record.
     *
     * @param type the record
     * @param lookup of the class that may see the record: {@code MethodHandles.lookup()}
     * @return a mapper
     * @throws IllegalArgumentException if a component is of a type that is not listed, or the record cannot be reached
     * @param <R> the record
     */
    public static <R extends Record> RecordMapper<R> mapper(Class<R> type, MethodHandles.Lookup lookup) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        RecordMapper.Builder<R> builder = RecordMapper.builder();
        List<RecordMapper.Field<R, Object>> fields = new ArrayList<>();
        MethodHandle constructor;
        try {
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length);
            for (RecordComponent component : components) {
                MethodHandle accessor = lookup.unreflect(component.getAccessor());
                FieldCodec<Object> codec = codec(component.getGenericType(), typeOf(component), lookup);
                fields.add(builder.field(keyOf(component), codec, record -> call(accessor, record)));
            }
        } catch (ReflectiveOperationException unreachable) {
            throw new IllegalArgumentException("The lookup does not reach " + type, unreachable);
        }
        return builder.build(in -> type.cast(
                call(constructor, (Object) fields.stream().map(in::get).toArray())));
    }

    /**
     * Describes the fields of a record in a schema.
     *
     * @param builder of the schema
     * @param place where the record stands: a path, see {@link Schema}; empty for the root
     * @param type the record
     * @return the builder
     * @throws IllegalArgumentException if a component is of a type that is not listed
     * @throws dev.rejoin.schema.SchemaException if an annotation says what its field cannot have
     */
    public static Schema.Builder describe(Schema.Builder builder, String place, Class<? extends Record> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = keyOf(component).replace("~", "~0").replace("/", "~1").replace("*", "~2");
            String path = place.isEmpty() ? key : place + "/" + key;
            Type declared = component.getGenericType();
            Field field = field(declared, typeOf(component));
            Stored stored = component.getAnnotation(Stored.class);
            builder.field(path, stored == null ? field : with(field, stored));
            describeBelow(builder, path, declared, type);
        }
        return builder;
    }

    private static void describeBelow(Schema.Builder builder, String path, Type declared, Class<?> around) {
        Type type = isOf(declared, Optional.class) ? argument(declared, 0) : declared;
        if (type instanceof Class<?> record && isMap(record)) {
            if (record == around) {
                throw new IllegalArgumentException(path + " is a record inside itself: a schema would have no end");
            }
            describe(builder, path, record.asSubclass(Record.class));
        } else if (type instanceof ParameterizedType collection) {
            Type element = argument(collection, isOf(collection, Map.class) ? 1 : 0);
            builder.field(path + "/*", field(element, FieldType.OTHER));
            describeBelow(builder, path + "/*", element, around);
        }
    }

    private static Field with(Field field, Stored stored) {
        Field more = field;
        if (stored.required()) {
            more = more.required();
        }
        if (stored.min() != Long.MIN_VALUE || stored.max() != Long.MAX_VALUE) {
            more = more.range(stored.min(), stored.max());
        }
        if (stored.maxLength() != Long.MAX_VALUE) {
            more = more.maxLength(stored.maxLength());
        }
        if (!stored.matching().isEmpty()) {
            more = more.matching(stored.matching());
        }
        return field.type().isScalar() ? more.policy(stored.policy()) : more;
    }

    private static String keyOf(RecordComponent component) {
        Stored stored = component.getAnnotation(Stored.class);
        return stored == null || stored.key().isEmpty() ? component.getName() : stored.key();
    }

    private static FieldType typeOf(RecordComponent component) {
        Stored stored = component.getAnnotation(Stored.class);
        return stored == null ? FieldType.OTHER : stored.type();
    }

    private static Field field(Type declared, FieldType chosen) {
        Type type = isOf(declared, Optional.class) ? argument(declared, 0) : declared;
        Object[] constants = type instanceof Class<?> plain ? plain.getEnumConstants() : null;
        if (constants != null) {
            return Field.string()
                    .oneOf(Stream.of(constants)
                            .map(constant -> ((Enum<?>) constant).name())
                            .toArray(String[]::new));
        }
        FieldType usual = isOf(type, List.class)
                ? FieldType.LIST
                : isOf(type, Set.class)
                        ? FieldType.SET
                        : isOf(type, Map.class) || type instanceof Class<?> plain && isMap(plain)
                                ? FieldType.MAP
                                : scalar(type).type();
        return Field.of(chosen == FieldType.OTHER ? usual : chosen);
    }

    /** The codec of a type; what it reads and writes is of that type. */
    private static FieldCodec<Object> codec(Type type, FieldType chosen, MethodHandles.Lookup lookup) {
        boolean isLong = type == long.class || type == Long.class;
        if (chosen == FieldType.TEXT && type == String.class) {
            return unchecked(FieldCodecs.TEXT);
        }
        if (chosen == FieldType.COUNTER && isLong) {
            return unchecked(FieldCodecs.COUNTER);
        }
        if (isOf(type, Optional.class)) {
            return unchecked(FieldCodecs.optional(codec(argument(type, 0), chosen, lookup)));
        }
        if (isOf(type, List.class)) {
            FieldCodec<Object> element = codec(argument(type, 0), FieldType.OTHER, lookup);
            return unchecked(chosen == FieldType.LOG ? FieldCodecs.log(element) : FieldCodecs.list(element));
        }
        if (isOf(type, Set.class)) {
            FieldCodec<Object> element = codec(argument(type, 0), FieldType.OTHER, lookup);
            return unchecked(
                    chosen == FieldType.REMOVE_WINS_SET
                            ? FieldCodecs.removeWinsSet(element)
                            : FieldCodecs.set(element));
        }
        if (isOf(type, Map.class) && argument(type, 0) == String.class) {
            return unchecked(FieldCodecs.map(codec(argument(type, 1), FieldType.OTHER, lookup)));
        }
        if (type instanceof Class<?> record && isMap(record)) {
            return unchecked(FieldCodecs.record(mapper(record.asSubclass(Record.class), lookup)));
        }
        if (type instanceof Class<?> constants && constants.isEnum()) {
            return unchecked(ofEnum(constants));
        }
        Scalar scalar = scalar(type);
        if (chosen != FieldType.OTHER && chosen != scalar.type()) {
            throw new IllegalArgumentException("A component of " + type + " cannot stand as " + chosen);
        }
        return unchecked(scalar.codec());
    }

    private static FieldCodec<Object> ofEnum(Class<?> constants) {
        Object[] all = constants.getEnumConstants();
        return FieldCodecs.scalar(
                "a constant of " + constants.getSimpleName(),
                constant -> Value.of(((Enum<?>) constant).name()),
                value -> value instanceof Value.Str name ? constant(all, name.value()) : null);
    }

    private static @Nullable Object constant(Object[] all, String name) {
        for (Object constant : all) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        return null;
    }

    private static Scalar scalar(Type type) {
        Scalar scalar = type instanceof Class<?> plain ? SCALARS.get(plain) : null;
        if (scalar == null) {
            throw new IllegalArgumentException("A component of " + type + " has no place in a document");
        }
        return scalar;
    }

    /** Some scalars are records too. */
    private static boolean isMap(Class<?> type) {
        return type.isRecord() && !SCALARS.containsKey(type);
    }

    private static boolean isOf(Type type, Class<?> generic) {
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == generic;
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    @SuppressWarnings("unchecked") // the codec was chosen by the type of what it is given
    private static FieldCodec<Object> unchecked(FieldCodec<?> codec) {
        return (FieldCodec<Object>) codec;
    }

    private static Object call(MethodHandle handle, Object argument) {
        try {
            return handle.invoke(argument);
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable failed) {
            throw new IllegalStateException(handle + " failed", failed);
        }
    }
}
