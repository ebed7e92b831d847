package dev.rejoin.history;

import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.op.OpWriter;
import dev.rejoin.replica.Digest;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Packs registered operations for the log, with local replica indices, and mixes them into digests, with real ids. */
final class LogOpCodec {
    private final ReplicaContext context;
    private final OpRegistry registry;
    private final ByteWriter out = new ByteWriter(64);
    private final ByteReader in = new ByteReader(new byte[0]);
    private @Nullable ByteWriter payload;
    private final PackedWriter packed = new PackedWriter();
    private final PackedReader unpacked = new PackedReader();

    LogOpCodec(ReplicaContext context, OpRegistry registry) {
        this.context = context;
        this.registry = registry;
    }

    /**
     * Packs an operation into the buffer that {@link #copyTo} reads, and mixes it into a digest on the way.
     *
     * @param before the digest before it, with what is not part of the operation itself mixed in already
     * @return its length
     */
    int encode(Op op, long before) {
        out.reset();
        packed.digest = before;
        registry.write(op, packed);
        return out.position();
    }

    /** The digest after the operation that was encoded last. */
    long digest() {
        return packed.digest;
    }

    /** Copies what was encoded last to the end of a page with room for it. */
    void copyTo(LogPage page) {
        out.copyTo(0, out.position(), page.data, page.size);
        page.size += out.position();
    }

    Op decode(int tag, byte[] bytes, int offset, int length) {
        in.wrap(bytes, offset, offset + length);
        return registry.read(tag, unpacked);
    }

    /** Gives the packed ids that an operation names, but for those in an extension, which applies without them. */
    void forEachDot(Op op, LongConsumer target) {
        if (op.tag() < OpRegistry.FIRST_FRAMED_TAG) {
            registry.write(op, new DotWriter(target));
        }
    }

    private final class DotWriter implements OpWriter {
        private final LongConsumer target;

        DotWriter(LongConsumer target) {
            this.target = target;
        }

        @Override
        public void number(long value) {
            // No id.
        }

        @Override
        public void count(long value) {
            // No id.
        }

        @Override
        public void key(String key) {
            // No id.
        }

        @Override
        public void value(Value value) {
            // No id.
        }

        @Override
        public void dot(long replica, long seq) {
            target.accept(ElementId.of(context.replicas().find(replica), seq));
        }

        @Override
        public void bytes(byte[] bytes) {
            // No id.
        }
    }

    /** Both at once: an operation is taken apart once for each of its writers. */
    private final class PackedWriter implements OpWriter {
        long digest;

        @Override
        public void number(long value) {
            out.zigzag(value);
            digest = Digest.mix(digest, value);
        }

        @Override
        public void count(long value) {
            out.varint(value);
            digest = Digest.mix(digest, value);
        }

        @Override
        public void key(String key) {
            out.string(key);
            digest = Digest.mixText(digest, key);
        }

        @Override
        public void value(Value value) {
            int start = out.position();
            ValueCodec.write(value, out);
            digest = Digest.mixBytes(digest, out.room(0), start, out.position() - start);
        }

        @Override
        public void dot(long replica, long seq) {
            out.varint(context.replicas().find(replica));
            out.varint(seq);
            digest = Digest.mix(Digest.mix(digest, replica), seq);
        }

        @Override
        public void bytes(byte[] bytes) {
            out.varint(bytes.length);
            out.bytes(bytes);
            digest = Digest.mixBytes(digest, bytes, 0, bytes.length);
        }

        @Override
        public ByteWriter payload() {
            ByteWriter writer = payload;
            if (writer == null) {
                writer = new ByteWriter(32);
                payload = writer;
            }
            writer.reset();
            return writer;
        }
    }

    private final class PackedReader implements OpReader {
        private long replica;
        private long seq;

        @Override
        public long number() {
            return in.zigzag();
        }

        @Override
        public long count() {
            return in.varint();
        }

        @Override
        public String key() {
            return in.string();
        }

        @Override
        public Value value() {
            return ValueCodec.read(in);
        }

        @Override
        public void nextDot() {
            replica = context.replicas().id((int) in.varint());
            seq = in.varint();
        }

        @Override
        public long dotReplica() {
            return replica;
        }

        @Override
        public long dotSeq() {
            return seq;
        }

        @Override
        public byte[] bytes() {
            return in.bytes((int) in.varint());
        }

        @Override
        public long offset() {
            return in.offset();
        }
    }
}
