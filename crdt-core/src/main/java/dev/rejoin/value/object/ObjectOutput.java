package dev.rejoin.value.object;

import dev.rejoin.io.ByteWriter;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;

/** Takes the parts of an object. Valid during one call of a serializer. */
public final class ObjectOutput {
    private final ByteWriter out;
    private final ObjectGraph graph;

    ObjectOutput(ByteWriter out, ObjectGraph graph) {
        this.out = out;
        this.graph = graph;
    }

    /**
     * Writes a number; small ones take few bytes.
     *
     * @param value any number
     */
    public void number(long value) {
        out.zigzag(value);
    }

    /**
     * Writes how many parts follow.
     *
     * @param count not negative
     */
    public void count(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("A count is not negative: " + count);
        }
        out.varint(count);
    }

    /**
     * Writes a truth value.
     *
     * @param value true or false
     */
    public void flag(boolean value) {
        out.bool(value);
    }

    /**
     * Writes a text.
     *
     * @param text well-formed UTF-16
     * @throws IllegalArgumentException if it has an unpaired surrogate
     */
    public void text(String text) {
        out.string(text);
    }

    /**
     * Writes bytes and their number.
     *
     * @param bytes what to write
     */
    public void bytes(byte[] bytes) {
        out.varint(bytes.length);
        out.bytes(bytes);
    }

    /**
     * Writes a value of any kind.
     *
     * @param value what to write
     */
    public void value(Value value) {
        ValueCodec.write(value, out);
    }

    /**
     * Writes another object by the serializer of its class, without the name: its reader must know the class.
     *
     * @param object of a registered class
     * @throws IllegalArgumentException if its class is not registered
     */
    public void object(Object object) {
        graph.write(object);
    }
}
