package dev.rejoin.value.object;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;

/**
 * Gives the parts of an object, in the order in which they were written. Valid during one call of a serializer. Every
 * method throws {@link CorruptDataException} if what it should give does not stand there in its one form.
 */
public final class ObjectInput {
    private final ByteReader in;
    private final ObjectGraph graph;

    ObjectInput(ByteReader in, ObjectGraph graph) {
        this.in = in;
        this.graph = graph;
    }

    /**
     * Reads a number.
     *
     * @return any number
     */
    public long number() {
        return in.zigzag();
    }

    /**
     * Reads a number that must lie in a range.
     *
     * @param least the smallest that is allowed
     * @param most the largest
     * @return the number
     */
    public long number(long least, long most) {
        int at = in.offset();
        long value = in.zigzag();
        if (value < least || value > most) {
            throw in.corruptAt(at, Kind.LIMIT, "a number from " + least + " to " + most, Long.toString(value));
        }
        return value;
    }

    /**
     * Reads how many parts follow. What is given can be allocated: there are at least as many bytes left.
     *
     * @return not negative
     */
    public int count() {
        return in.count(1);
    }

    /**
     * Reads a truth value.
     *
     * @return true or false
     */
    public boolean flag() {
        return in.bool();
    }

    /**
     * Reads a text.
     *
     * @return well-formed UTF-16
     */
    public String text() {
        return in.string();
    }

    /**
     * Reads bytes.
     *
     * @return a new array
     */
    public byte[] bytes() {
        return in.bytes(in.count(1));
    }

    /**
     * Reads a value of any kind.
     *
     * @return the value
     */
    public Value value() {
        return ValueCodec.read(in);
    }

    /**
     * Reads another object.
     *
     * @param type its class, which must be registered
     * @param <T> its class
     * @return a new object
     * @throws IllegalArgumentException if the class is not registered
     */
    public <T> T object(Class<T> type) {
        return graph.read(type);
    }

    /**
     * What to throw when parts do not make an object.
     *
     * @param expected what should stand here
     * @param found what stands here instead; it must not repeat content
     * @return an exception that tells the place
     */
    public CorruptDataException corrupt(String expected, String found) {
        return in.corrupt(Kind.BAD_VALUE, expected, found);
    }
}
