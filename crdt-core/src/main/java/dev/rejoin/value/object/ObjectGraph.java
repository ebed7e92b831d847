package dev.rejoin.value.object;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.objenesis.instantiator.ObjectInstantiator;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.InstantiatorStrategy;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import java.util.Map;

/**
 * One Kryo instance as the walker of an object graph: it finds the serializer of a class and bounds the depth. Not one
 * byte is read or written by Kryo itself, because it trusts its input: readers and writers are our strict ones, no class
 * name or class number stands in the bytes, and objects are made by the application's serializers only.
 *
 * <p>One encoding or decoding at a time; after an exception it is given up.
 */
final class ObjectGraph {
    /** Kryo's own buffers stay empty; a serializer that wrote there would be a fault of ours. */
    private final Output noOutput = new Output(1, 1);

    private final Input noInput = new Input(new byte[0]);
    private final Kryo kryo = new Kryo();
    private final Map<Class<?>, ObjectCodec<?>> codecs;
    private ByteWriter writer = new ByteWriter(16);
    private ByteReader reader = new ByteReader(new byte[0]);
    private int depth;

    ObjectGraph(Map<Class<?>, ObjectCodec<?>> codecs) {
        this.codecs = codecs;
        kryo.setRegistrationRequired(true);
        kryo.setReferences(false);
        kryo.setMaxDepth(FormatLimits.MAX_DEPTH);
        kryo.setInstantiatorStrategy(new NoInstances());
        int id = kryo.getNextRegistrationId();
        for (ObjectCodec<?> codec : codecs.values()) {
            kryo.register(codec.type(), new Adapter<>(codec), id++);
        }
    }

    byte[] encode(Object object) {
        writer = new ByteWriter(64);
        write(object);
        return writer.toByteArray();
    }

    <T> T decode(byte[] bytes, Class<T> type) {
        reader = new ByteReader(bytes);
        T object = read(type);
        reader.expectEnd();
        return object;
    }

    void write(Object object) {
        enter(object.getClass());
        kryo.writeObject(noOutput, object);
        depth--;
    }

    <T> T read(Class<T> type) {
        enter(type);
        T object = kryo.readObject(noInput, type);
        depth--;
        return object;
    }

    /** Kryo has serializers of its own for some classes, and a bound of its own: neither must come into play. */
    private void enter(Class<?> type) {
        if (!codecs.containsKey(type)) {
            throw new IllegalArgumentException("No serializer is registered for " + type.getName());
        }
        if (depth == FormatLimits.MAX_DEPTH) {
            throw new LimitExceededException(Limit.DEPTH, FormatLimits.MAX_DEPTH, depth + 1L);
        }
        depth++;
    }

    private static final class NoInstances implements InstantiatorStrategy {
        @Override
        public <T> ObjectInstantiator<T> newInstantiatorOf(Class<T> type) {
            throw new IllegalStateException("only serializers make objects, not " + type.getName());
        }
    }

    /** Leads from Kryo to the application's serializer, past Kryo's buffers. */
    private final class Adapter<T> extends Serializer<T> {
        private final ObjectCodec<T> codec;

        Adapter(ObjectCodec<T> codec) {
            super(false, true);
            this.codec = codec;
        }

        @Override
        public void write(Kryo walker, Output unused, T object) {
            codec.serializer().write(object, new ObjectOutput(writer, ObjectGraph.this));
        }

        @Override
        public T read(Kryo walker, Input unused, Class<? extends T> type) {
            return codec.serializer().read(new ObjectInput(reader, ObjectGraph.this));
        }
    }
}
