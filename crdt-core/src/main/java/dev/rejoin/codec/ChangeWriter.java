package dev.rejoin.codec;

import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.Crc32c;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.op.OpWriter;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.util.Arrays;
import org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Encodes changes in the self-contained form: begin, the operations, finish. Reused from change to change, so that the
 * live path allocates the message only.
 */
final class ChangeWriter implements OpSink {
    /** Up to this many characters their length in bytes takes one byte: 42 * 3 = 126. */
    private static final int SHORT_TEXT = 42;

    /** Up to this many references are searched one by one. */
    private static final int SEARCHED = 8;

    /** Bytes up to the references: kind, flags, replica, three varints, time. */
    private static final int LARGEST_START = 2 + Long.BYTES + 3 * 10 + 6;

    private final ReplicaContext context;
    private final OpRegistry registry;
    private final ByteWriter payload = new ByteWriter(64);
    /** The document id, which the checksum covers but nobody sends, and then the message. */
    private final ByteWriter frame = new ByteWriter(128);

    private final FieldWriter fields = new FieldWriter();

    private ContentSource content;
    private int author;
    private long operationSeq;
    private int lastContainer;

    private int referenceCount;
    private int[] references = new int[4];
    private long[] referenceSeqs = new long[4];
    /** Place of a replica among the references, from 1; while there are few, they are searched one by one. */
    private @Nullable IntIntHashMap referenceSlots;

    private int dependencyCount;

    ChangeWriter(ReplicaContext context, OpRegistry registry, ContentSource content, DocumentChecksum checksum) {
        this.context = context;
        this.registry = registry;
        this.content = content;
        checksum.writeId(frame);
    }

    /** Begins a change of an author; dependencies are packed ids of changes of others. */
    void begin(int author, long[] dependencies, ContentSource content) {
        this.author = author;
        this.content = content;
        payload.reset();
        lastContainer = ContainerTable.ROOT;
        referenceCount = 0;
        referenceSlots = null;
        dependencyCount = dependencies.length;
        for (long dependency : dependencies) {
            reference(ElementId.replica(dependency), ElementId.seq(dependency));
        }
    }

    /**
     * The finished message of the change with seqs [firstSeq, endSeq).
     *
     * @param knowsDigest whether predecessorDigest is that of the author's operations below firstSeq
     */
    byte[] finish(
            long firstSeq,
            long endSeq,
            long time,
            @Nullable ChangeNote note,
            boolean knowsDigest,
            int predecessorDigest) {
        frame.truncate(DocumentChecksum.ID_BYTES);
        writeHeader(firstSeq, endSeq, time, note, knowsDigest && firstSeq > 0);
        if (knowsDigest && firstSeq > 0) {
            frame.u32(predecessorDigest);
        }
        ChangeHead.writeNote(note, frame);
        int payloadBytes = payload.position();
        byte[] target = frame.room(payloadBytes + WireFormat.CRC_BYTES);
        int at = frame.position();
        payload.copyTo(0, payloadBytes, target, at);
        at += payloadBytes;
        Raw.putU32(target, at, Crc32c.of(target, 0, at));
        return Arrays.copyOfRange(target, DocumentChecksum.ID_BYTES, at + WireFormat.CRC_BYTES);
    }

    private void writeHeader(long firstSeq, long endSeq, long time, @Nullable ChangeNote note, boolean hasDigest) {
        long counter = time & 0xFFFF;
        int flags = (referenceCount > 0 ? WireFormat.HAS_REFERENCES : 0)
                | (note != null ? WireFormat.HAS_NOTE : 0)
                | (counter != 0 ? WireFormat.HAS_COUNTER : 0)
                | (endSeq - firstSeq != 1 ? WireFormat.HAS_COUNT : 0)
                | (hasDigest ? WireFormat.HAS_DIGEST : 0);
        byte[] target = frame.room(LARGEST_START);
        int at = frame.position();
        target[at] = WireFormat.CHANGE;
        target[at + 1] = (byte) flags;
        at = Raw.putU64(target, at + 2, context.replicas().id(author));
        at = Raw.putVarint(target, at, firstSeq);
        if ((flags & WireFormat.HAS_COUNT) != 0) {
            at = Raw.putVarint(target, at, endSeq - firstSeq);
        }
        at = Raw.putU48(target, at, time >>> 16);
        if (counter != 0) {
            at = Raw.putVarint(target, at, counter);
        }
        frame.end(at);
        if (referenceCount > 0) {
            frame.varint(referenceCount);
            for (int i = 0; i < referenceCount; i++) {
                frame.u64(context.replicas().id(references[i]));
                frame.varint(referenceSeqs[i] << 1 | (i < dependencyCount ? 1 : 0));
            }
        }
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        operationSeq = seq;
        int kindShift = text ? 0 : WireFormat.VALUES;
        if (continues) {
            payload.u8(WireFormat.CONTINUE_TEXT + kindShift);
        } else if (parent == ElementId.NONE) {
            payload.u8(WireFormat.INSERT_TEXT_FIRST + kindShift);
            writeContainer(container);
        } else {
            payload.u8((left ? WireFormat.INSERT_TEXT_LEFT : WireFormat.INSERT_TEXT_RIGHT) + kindShift);
            writeElement(parent);
        }
        if (text) {
            writeText(seq, count);
        } else {
            payload.varint(count);
            for (int i = 0; i < count; i++) {
                ValueCodec.write(content.value(author, seq + i), payload);
            }
        }
    }

    /** The length in bytes, then UTF-8. */
    private void writeText(long seq, int count) {
        if (count <= SHORT_TEXT) {
            byte[] buffer = payload.room(1 + 3L * count);
            int at = payload.position();
            int stop = content.encodeText(author, seq, count, buffer, at + 1);
            buffer[at] = (byte) (stop - at - 1);
            payload.end(stop);
            return;
        }
        byte[] utf8 = new byte[Math.multiplyExact(3, count)];
        int length = content.encodeText(author, seq, count, utf8, 0);
        payload.varint(length);
        payload.bytes(utf8, 0, length);
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        operationSeq = seq;
        payload.u8(
                step == 0
                        ? WireFormat.DELETE_RANGE
                        : step > 0 ? WireFormat.DELETE_FORWARD : WireFormat.DELETE_BACKWARD);
        writeElement(element);
        payload.varint(count);
        if (ElementId.replica(element) != author && count > 1 && step >= 0) {
            reference(ElementId.replica(element), ElementId.seq(element) + count - 1);
        }
    }

    @Override
    public void operation(int container, long seq, Op op) {
        operationSeq = seq;
        payload.varint(op.tag());
        writeContainer(container);
        registry.write(op, fields);
    }

    private void writeElement(long element) {
        writeId(ElementId.replica(element), ElementId.seq(element));
    }

    /** 0 and the distance back for an own id, else the place in the reference table and the seq. */
    private void writeId(int replica, long seq) {
        if (replica == author) {
            payload.u8(0);
            payload.varint(operationSeq - seq);
        } else {
            payload.varint(reference(replica, seq) + 1L);
            payload.varint(seq);
        }
    }

    private int reference(int replica, long seq) {
        int known = findReference(replica);
        if (known >= 0) {
            referenceSeqs[known] = Math.max(referenceSeqs[known], seq);
            return known;
        }
        if (referenceCount == references.length) {
            references = Arrays.copyOf(references, referenceCount * 2);
            referenceSeqs = Arrays.copyOf(referenceSeqs, referenceCount * 2);
        }
        references[referenceCount] = replica;
        referenceSeqs[referenceCount] = seq;
        referenceCount++;
        if (referenceSlots != null) {
            referenceSlots.put(replica, referenceCount);
        } else if (referenceCount > SEARCHED) {
            referenceSlots = new IntIntHashMap(2 * referenceCount);
            for (int i = 0; i < referenceCount; i++) {
                referenceSlots.put(references[i], i + 1);
            }
        }
        return referenceCount - 1;
    }

    /** Place of a replica among the references, or -1. */
    private int findReference(int replica) {
        if (referenceSlots != null) {
            return referenceSlots.get(replica) - 1;
        }
        for (int i = 0; i < referenceCount; i++) {
            if (references[i] == replica) {
                return i;
            }
        }
        return -1;
    }

    /** 0 for the container of the operation before (the root at first), else 1 and the path. */
    private void writeContainer(int container) {
        if (container == lastContainer) {
            payload.u8(0);
            return;
        }
        payload.u8(1);
        lastContainer = container;
        ContainerTable containers = context.containers();
        payload.varint(containers.depth(container));
        writeSteps(containers, container);
    }

    /** The steps from the root to a container, which are {@link FormatLimits#MAX_DEPTH} at most. */
    private void writeSteps(ContainerTable containers, int container) {
        if (container == ContainerTable.ROOT) {
            return;
        }
        writeSteps(containers, containers.parent(container));
        if (containers.isInElement(container)) {
            payload.u8(containers.type(container) | WireFormat.IN_ELEMENT);
            writeElement(containers.element(container));
        } else {
            long maker = containers.maker(container);
            payload.u8(containers.type(container) | (maker == ElementId.NONE ? 0 : WireFormat.MADE_ANEW));
            payload.string(containers.key(container));
            if (maker != ElementId.NONE) {
                writeElement(maker);
            }
        }
    }

    /** The fields of a registered operation, into the payload. */
    private final class FieldWriter implements OpWriter {
        @Override
        public void number(long value) {
            payload.zigzag(value);
        }

        @Override
        public void count(long value) {
            payload.varint(value);
        }

        @Override
        public void key(String key) {
            payload.string(key);
        }

        @Override
        public void value(Value value) {
            ValueCodec.write(value, payload);
        }

        @Override
        public void dot(long replica, long seq) {
            writeId(context.replicas().find(replica), seq);
        }

        @Override
        public void bytes(byte[] bytes) {
            payload.varint(bytes.length);
            payload.bytes(bytes);
        }
    }
}
