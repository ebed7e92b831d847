package dev.rejoin.value.object;

import dev.rejoin.CrdtException;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.value.Value.Bytes;
import dev.rejoin.value.Value.ObjectValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns objects of the application into values and back. Each class is registered under a name that the application
 * chooses and never changes; only the name stands in the bytes, so classes may move.
 *
 * <p>Bytes from other devices are not trusted: only registered serializers make objects, every part is read strictly, and
 * objects nest at most 64 deep. A device that does not know a name keeps the value and passes it on, byte for byte.
 *
 * <p>Immutable and safe for any thread. Costs O(size of the object).
 *
 * <pre>{@code
 * ObjectCodecs codecs = ObjectCodecs.builder()
 *         .register("address", Address.class, new AddressSerializer())
 *         .build();
 * document.edit(tx -> tx.root().put("home", codecs.encode(address)));
 * }</pre>
 */
public final class ObjectCodecs {
    private final Map<String, ObjectCodec<?>> byName;
    private final Map<Class<?>, ObjectCodec<?>> byType;
    /** The last graph that ended well; costly to make, and for one thread at a time. */
    private final AtomicReference<ObjectGraph> idle = new AtomicReference<>();

    private ObjectCodecs(Map<String, ObjectCodec<?>> byName, Map<Class<?>, ObjectCodec<?>> byType) {
        this.byName = Map.copyOf(byName);
        this.byType = Map.copyOf(byType);
    }

    /**
     * Collects registrations.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The value of an object.
     *
     * @param object of a registered class; not of a subclass of one
     * @return its name and bytes
     * @throws IllegalArgumentException if its class, or that of an object in it, is not registered
     * @throws LimitExceededException if it takes more than {@link FormatLimits#MAX_VALUE_BYTES} or nests too deep
     */
    public ObjectValue encode(Object object) {
        ObjectCodec<?> codec = byType.get(object.getClass());
        if (codec == null) {
            throw new IllegalArgumentException(
                    "No serializer is registered for " + object.getClass().getName());
        }
        ObjectGraph graph = take();
        byte[] bytes = graph.encode(object);
        idle.set(graph);
        if (bytes.length > FormatLimits.MAX_VALUE_BYTES) {
            throw new LimitExceededException(Limit.VALUE_BYTES, FormatLimits.MAX_VALUE_BYTES, bytes.length);
        }
        return new ObjectValue(codec.name(), Bytes.copyOf(bytes));
    }

    /**
     * The object of a value.
     *
     * @param value name and bytes
     * @return a new object; empty if no class is registered under that name here
     * @throws CorruptDataException if the serializer refuses the bytes, or leaves some over
     * @throws LimitExceededException if they nest too deep
     */
    public Optional<Object> decode(ObjectValue value) {
        ObjectCodec<?> codec = byName.get(value.type());
        return codec == null ? Optional.empty() : Optional.of(decode(value, codec.type()));
    }

    /**
     * The object of a value that must be of one class.
     *
     * @param value name and bytes
     * @param type the class
     * @param <T> the class
     * @return a new object
     * @throws IllegalArgumentException if the value has another name than the class is registered under
     * @throws CorruptDataException if the serializer refuses the bytes, or leaves some over
     * @throws LimitExceededException if they nest too deep
     */
    public <T> T decode(ObjectValue value, Class<T> type) {
        ObjectCodec<?> codec = byType.get(type);
        if (codec == null || !codec.name().equals(value.type())) {
            throw new IllegalArgumentException(
                    "The value \"" + value.type() + "\" is not registered as " + type.getName());
        }
        ObjectGraph graph = take();
        T object;
        try {
            object = graph.decode(value.encoded().toByteArray(), type);
        } catch (CrdtException refused) {
            throw refused;
        } catch (RuntimeException refused) {
            CorruptDataException corrupt =
                    new CorruptDataException(Kind.BAD_VALUE, 0, "an object of " + value.type(), "something refused");
            corrupt.initCause(refused);
            throw corrupt;
        }
        idle.set(graph);
        return object;
    }

    private ObjectGraph take() {
        ObjectGraph graph = idle.getAndSet(null);
        return graph == null ? new ObjectGraph(byType) : graph;
    }

    /** Collects registrations. */
    public static final class Builder {
        private final Map<String, ObjectCodec<?>> byName = new LinkedHashMap<>();
        private final Map<Class<?>, ObjectCodec<?>> byType = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Registers a class.
         *
         * @param name stands in the bytes, for ever; at most 256 bytes of UTF-8
         * @param type the class; subclasses need registrations of their own
         * @param serializer writes and reads its objects
         * @param <T> the class
         * @return this builder
         * @throws IllegalArgumentException if the name or the class is registered already
         */
        public <T> Builder register(String name, Class<T> type, ObjectSerializer<T> serializer) {
            ObjectCodec<T> codec = new ObjectCodec<>(name, type, serializer);
            if (byName.putIfAbsent(name, codec) != null) {
                throw new IllegalArgumentException("The name \"" + name + "\" is registered already");
            }
            if (byType.putIfAbsent(type, codec) != null) {
                throw new IllegalArgumentException(type.getName() + " is registered already");
            }
            return this;
        }

        /**
         * The codecs of all registered classes.
         *
         * @return immutable codecs
         */
        public ObjectCodecs build() {
            return new ObjectCodecs(byName, byType);
        }
    }
}
