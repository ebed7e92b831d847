package dev.rejoin.op;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.value.Value.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The codecs that an engine uses, by tag. Immutable, built explicitly, shared between threads.
 *
 * <p>Tags below {@link #FIRST_FRAMED_TAG} are part of the format version: whoever reads the format knows them all.
 * Operations with larger tags are extensions; they are written with their length and without context, so that a reader
 * that does not know them keeps them as {@link UnknownOp} and passes them on.
 */
public final class OpRegistry {
    /** Room for most operations that are written with their length; larger ones make their own. */
    static final int FEW_BYTES = 32;

    /** Operations with this tag or a larger one are written with their length. */
    public static final int FIRST_FRAMED_TAG = 0x40;

    /** Largest tag, which takes two bytes as a varint. */
    public static final int MAX_TAG = (1 << 14) - 1;

    private final @Nullable OpCodec<?>[] codecs;

    private OpRegistry(@Nullable OpCodec<?>[] codecs) {
        this.codecs = codecs;
    }

    /**
     * A registry of some codecs.
     *
     * @param codecs codecs that share no tag
     * @return the registry
     * @throws IllegalArgumentException if two claim the same tag
     */
    public static OpRegistry of(OpCodec<?>... codecs) {
        Builder builder = builder();
        for (OpCodec<?> codec : codecs) {
            builder.add(codec);
        }
        return builder.build();
    }

    /**
     * A builder without codecs.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Whether a tag has a codec.
     *
     * @param tag any tag
     * @return {@code true} if it has
     */
    public boolean knows(int tag) {
        return codec(tag) != null;
    }

    /**
     * The codec of a tag.
     *
     * @param tag any tag
     * @return the codec, or {@code null} if the tag is not known
     */
    public @Nullable OpCodec<?> codec(int tag) {
        return tag >= 0 && tag < codecs.length ? codecs[tag] : null;
    }

    /**
     * Writes the content of an operation, without its tag.
     *
     * @param op an operation of a registered family, or an {@link UnknownOp}
     * @param writer takes its parts
     * @throws IllegalArgumentException if its tag is not registered
     */
    public void write(Op op, OpWriter writer) {
        if (op instanceof UnknownOp unknown) {
            writer.bytes(unknown.payload().toByteArray());
            return;
        }
        OpCodec<?> codec = codec(op.tag());
        if (codec == null) {
            throw new IllegalArgumentException("No codec for operations with tag " + op.tag());
        }
        if (op.tag() < FIRST_FRAMED_TAG) {
            write(codec, op, writer);
        } else {
            ByteWriter payload = writer.payload();
            write(codec, op, new ByteOpWriter(payload));
            writer.bytes(payload.toByteArray());
        }
    }

    @SuppressWarnings(
            "unchecked") // the codec's own method checks, at a tenth of what Class.cast costs (CounterBenchmark)
    private static <O extends Op> void write(OpCodec<O> codec, Op op, OpWriter writer) {
        codec.write((O) op, writer);
    }

    /**
     * Reads the content of an operation.
     *
     * @param tag its tag
     * @param reader gives its parts
     * @return the operation; an {@link UnknownOp} if it is framed and its tag is not registered
     * @throws UnsupportedFormatException if the tag belongs to the format and is not registered
     */
    public Op read(int tag, OpReader reader) {
        OpCodec<?> codec = codec(tag);
        if (tag < FIRST_FRAMED_TAG) {
            if (codec == null) {
                throw new UnsupportedFormatException("operation tag " + tag, "the tags of this format version");
            }
            return codec.read(tag, reader);
        }
        if (codec == null) {
            return new UnknownOp(tag, Bytes.copyOf(reader.bytes()));
        }
        ByteReader bytes = reader.payload();
        Op op = codec.read(tag, new ByteOpReader(bytes));
        bytes.expectEnd();
        return op;
    }

    /** Collects codecs; each method returns the builder. */
    public static final class Builder {
        private @Nullable OpCodec<?>[] codecs = new OpCodec<?>[FIRST_FRAMED_TAG];

        private Builder() {}

        /**
         * Registers a codec for its tags.
         *
         * @param codec the codec
         * @return this builder
         * @throws IllegalArgumentException if a tag is out of range or taken
         */
        public Builder add(OpCodec<?> codec) {
            for (int tag : codec.tags()) {
                if (tag <= 0 || tag > MAX_TAG) {
                    throw new IllegalArgumentException("Tag must be in 1.." + MAX_TAG + ": " + tag);
                }
                if (tag >= codecs.length) {
                    codecs = Arrays.copyOf(codecs, tag + 1);
                }
                if (codecs[tag] != null) {
                    throw new IllegalArgumentException("Tag " + tag + " is taken by " + codecs[tag]);
                }
                codecs[tag] = codec;
            }
            return this;
        }

        /**
         * The registry of the codecs so far.
         *
         * @return a registry
         */
        public OpRegistry build() {
            return new OpRegistry(codecs.clone());
        }
    }
}
