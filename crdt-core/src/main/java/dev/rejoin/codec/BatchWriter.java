package dev.rejoin.codec;

import dev.rejoin.history.ChangeCursor;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.op.OpWriter;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.util.Arrays;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap;

/** Encodes changes of many authors as columns. The bytes are a function of the changes and of their order. */
final class BatchWriter implements OpSink {
    private final ReplicaContext context;
    private final OpRegistry registry;
    private final ContentSource content;
    private final ByteWriter[] columns = Columns.writers();
    private final FieldWriter fields = new FieldWriter();

    private final IntIntHashMap replicaSlots = new IntIntHashMap();
    private final IntArrayList replicas = new IntArrayList();
    private final IntIntHashMap containerSlots = new IntIntHashMap();
    private long[] lastSeqs = new long[8];
    private long[] lastTimes = new long[8];

    private int author;
    private int authorSlot;
    private int segmentAuthor = -1;
    private int segmentChanges;
    private int changes;

    BatchWriter(ReplicaContext context, OpRegistry registry, ContentSource content) {
        this.context = context;
        this.registry = registry;
        this.content = content;
        containerSlots.put(ContainerTable.ROOT, 1);
    }

    /** Names an author, with where its part begins; all are named, in the order of the frame, before any change. */
    int author(int replica) {
        return slotOf(replica);
    }

    /** Appends the cursor's present change and returns the seq after it. */
    long change(int replica, ChangeCursor change) {
        author = replica;
        authorSlot = slotOf(replica);
        if (segmentAuthor != authorSlot) {
            closeSegment();
            segmentAuthor = authorSlot;
        }
        segmentChanges++;
        changes++;
        writeTime(change.time());
        long[] dependencies = change.dependencies();
        ChangeNote note = change.note();
        if (dependencies.length > 0) {
            writeDependencies(dependencies);
        }
        if (note != null) {
            columns[Columns.DEPENDENCIES].string(note.author() == null ? "" : note.author());
            columns[Columns.DEPENDENCIES].string(note.message() == null ? "" : note.message());
        }
        long end = change.emit(this);
        long count = end - change.firstSeq();
        columns[Columns.CHANGES].varint(count << 2 | (dependencies.length > 0 ? 1 : 0) | (note != null ? 2 : 0));
        return end;
    }

    private void writeTime(long time) {
        long last = lastTimes[authorSlot];
        long millis = (time >>> 16) - (last >>> 16);
        long zigzag = (millis << 1) ^ (millis >> 63);
        long counter = time & 0xFFFF;
        columns[Columns.TIMES].varint(zigzag << 1 | (counter != 0 ? 1 : 0));
        if (counter != 0) {
            columns[Columns.TIMES].varint(counter);
        }
        lastTimes[authorSlot] = time;
    }

    private void writeDependencies(long[] dependencies) {
        ByteWriter out = columns[Columns.DEPENDENCIES];
        out.varint(dependencies.length);
        for (long dependency : dependencies) {
            out.varint(slotOf(ElementId.replica(dependency)));
            out.varint(ElementId.seq(dependency));
        }
    }

    private void closeSegment() {
        if (segmentChanges > 0) {
            columns[Columns.SEGMENTS].varint(segmentAuthor);
            columns[Columns.SEGMENTS].varint(segmentChanges);
            segmentChanges = 0;
        }
    }

    /** Bytes written so far, before compression. */
    long size() {
        long sum = 10L * replicas.size();
        for (ByteWriter column : columns) {
            sum += column.position();
        }
        return sum;
    }

    int changes() {
        return changes;
    }

    /** Replica table and columns. */
    void finish(boolean deflated, ByteWriter out) {
        closeSegment();
        out.varint(replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            out.u64(context.replicas().id(replicas.get(i)));
        }
        Columns.write(columns, deflated, out);
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        int shift = text ? 0 : WireFormat.VALUES;
        ByteWriter kinds = columns[Columns.KINDS];
        if (continues) {
            kinds.u8(WireFormat.CONTINUE_TEXT + shift);
        } else if (parent == ElementId.NONE) {
            kinds.u8(WireFormat.INSERT_TEXT_FIRST + shift);
            writeContainer(container);
        } else {
            kinds.u8((left ? WireFormat.INSERT_TEXT_LEFT : WireFormat.INSERT_TEXT_RIGHT) + shift);
            writeElement(parent);
        }
        columns[Columns.COUNTS].varint(count);
        if (text) {
            ByteWriter out = columns[Columns.TEXT];
            byte[] buffer = out.room(3L * count);
            out.end(content.encodeText(author, seq, count, buffer, out.position()));
        } else {
            for (int i = 0; i < count; i++) {
                ValueCodec.write(content.value(author, seq + i), columns[Columns.FIELDS]);
            }
        }
        lastSeqs[authorSlot] = seq + count - 1;
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        columns[Columns.KINDS].u8(
                step == 0
                        ? WireFormat.DELETE_RANGE
                        : step > 0 ? WireFormat.DELETE_FORWARD : WireFormat.DELETE_BACKWARD);
        writeElement(element);
        columns[Columns.COUNTS].varint(count);
        int slot = slotOf(ElementId.replica(element));
        lastSeqs[slot] = ElementId.seq(element) + (step < 0 ? -count : -1);
    }

    @Override
    public void operation(int container, long seq, Op op) {
        columns[Columns.KINDS].varint(op.tag());
        writeContainer(container);
        registry.write(op, fields);
    }

    private void writeElement(long element) {
        writeId(ElementId.replica(element), ElementId.seq(element));
    }

    /** The replica as 0 for the author or its slot + 1, the seq as the distance from the one named last. */
    private void writeId(int replica, long seq) {
        int slot = slotOf(replica);
        columns[Columns.REPLICAS].varint(slot == authorSlot ? 0 : slot + 1L);
        columns[Columns.SEQS].zigzag(seq - lastSeqs[slot]);
        lastSeqs[slot] = seq;
    }

    /** A container's number in order of first use, the root being 0; the next unused number brings its identity. */
    private void writeContainer(int container) {
        ByteWriter out = columns[Columns.FIELDS];
        int known = containerSlots.get(container);
        if (known > 0) {
            out.varint(known - 1L);
            return;
        }
        out.varint(containerSlots.size());
        ContainerTable containers = context.containers();
        writeContainer(containers.parent(container));
        int number = containerSlots.size();
        containerSlots.put(container, number + 1);
        if (containers.isInElement(container)) {
            out.u8(containers.type(container) | 0x80);
            writeElement(containers.element(container));
        } else {
            out.u8(containers.type(container));
            out.string(containers.key(container));
        }
    }

    private int slotOf(int replica) {
        int known = replicaSlots.get(replica);
        if (known > 0) {
            return known - 1;
        }
        int slot = replicas.size();
        if (slot == lastSeqs.length) {
            lastSeqs = Arrays.copyOf(lastSeqs, slot * 2);
            lastTimes = Arrays.copyOf(lastTimes, slot * 2);
        }
        replicas.add(replica);
        replicaSlots.put(replica, slot + 1);
        return slot;
    }

    /** The fields of a registered operation. */
    private final class FieldWriter implements OpWriter {
        private final ByteWriter out = columns[Columns.FIELDS];

        @Override
        public void number(long value) {
            out.zigzag(value);
        }

        @Override
        public void count(long value) {
            out.varint(value);
        }

        @Override
        public void key(String key) {
            out.string(key);
        }

        @Override
        public void value(Value value) {
            ValueCodec.write(value, out);
        }

        @Override
        public void dot(long replica, long seq) {
            writeId(context.replicas().find(replica), seq);
        }

        @Override
        public void bytes(byte[] bytes) {
            out.varint(bytes.length);
            out.bytes(bytes);
        }
    }
}
