package dev.rejoin.codec;

import dev.rejoin.history.ChangeCursor;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
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
    private final IdRanges lacking;
    private final boolean notes;
    private final ByteWriter[] columns = Columns.writers();
    private final FieldWriter fields = new FieldWriter();

    private final IntIntHashMap replicaSlots = new IntIntHashMap();
    private final IntArrayList replicas = new IntArrayList();
    private final IntIntHashMap containerSlots = new IntIntHashMap();
    private final NumberColumn times = new NumberColumn();
    private final NumberColumn dependencies = new NumberColumn();
    private final NumberColumn seqs = new NumberColumn();
    private final NumberColumn counts = new NumberColumn();
    private int authors;
    private long[] lastSeqs = new long[8];
    private long[] expectedMillis = new long[8];
    private long[] ends = new long[8];

    private int author;
    private int authorSlot;
    private int segmentAuthor = -1;
    private int segmentChanges;
    private int changes;

    /**
     * A batch without changes.
     *
     * @param lacking whose text does not go in
     * @param notes whether authors and messages go in
     */
    BatchWriter(ReplicaContext context, OpRegistry registry, ContentSource content, IdRanges lacking, boolean notes) {
        this.context = context;
        this.notes = notes;
        this.lacking = lacking;
        this.registry = registry;
        this.content = content;
        containerSlots.put(ContainerTable.ROOT, 1);
    }

    /** Names an author and where its part begins; all are named, in the order of the frame, before any change. */
    void author(int replica, long firstSeq) {
        int slot = slotOf(replica);
        ends[slot] = firstSeq;
        authors++;
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
        long time = change.time();
        long[] on = change.dependencies();
        ChangeNote note = change.note();
        int counter = (int) time & 0xFFFF;
        columns[Columns.KINDS].u8((on.length > 0 ? Columns.HAS_DEPENDENCIES : 0)
                | (note != null ? Columns.HAS_NOTE : 0)
                | (counter != 0 ? Columns.HAS_COUNTER : 0));
        times.addSigned((time >>> 16) - expectedMillis[authorSlot]);
        if (counter != 0) {
            times.add(counter);
        }
        if (on.length > 0) {
            writeDependencies(on);
        }
        if (note != null) {
            columns[Columns.NOTES].string(note.author() == null || !notes ? "" : note.author());
            columns[Columns.NOTES].string(note.message() == null || !notes ? "" : note.message());
        }
        long end = change.emit(this);
        expectedMillis[authorSlot] = (time >>> 16) + Columns.PACE * (end - change.firstSeq());
        ends[authorSlot] = end;
        return end;
    }

    /** Of an author, how far the seq lies below the last one of this batch; of anyone else, the seq. */
    private void writeDependencies(long[] on) {
        dependencies.add(on.length);
        for (long dependency : on) {
            int slot = slotOf(ElementId.replica(dependency));
            long seq = ElementId.seq(dependency);
            dependencies.add(slot);
            dependencies.add(slot < authors ? ends[slot] - 1 - seq : seq);
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
        return sum + times.size() + dependencies.size() + seqs.size() + counts.size();
    }

    int changes() {
        return changes;
    }

    /** Replica table and columns. */
    void finish(Packing packing, ByteWriter out) {
        closeSegment();
        out.varint(replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            out.u64(context.replicas().id(replicas.get(i)));
        }
        finish(times, Columns.TIMES);
        finish(dependencies, Columns.DEPENDENCIES);
        finish(seqs, Columns.SEQS);
        finish(counts, Columns.COUNTS);
        Columns.write(columns, packing, out);
    }

    private void finish(NumberColumn numbers, int column) {
        columns[column] = numbers.classes();
        numbers.writeBits(columns[Columns.BITS]);
    }

    private void kind(int kind) {
        columns[Columns.KINDS].varint(kind + Columns.KIND_SHIFT);
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        int shift = text ? 0 : WireFormat.VALUES;
        if (continues) {
            kind(WireFormat.CONTINUE_TEXT + shift);
        } else if (parent == ElementId.NONE) {
            kind(WireFormat.INSERT_TEXT_FIRST + shift);
            writeContainer(container);
        } else {
            kind((left ? WireFormat.INSERT_TEXT_LEFT : WireFormat.INSERT_TEXT_RIGHT) + shift);
            writeElement(parent);
        }
        counts.add(count - 1L);
        if (text) {
            writeText(seq, count);
        } else {
            for (int i = 0; i < count; i++) {
                ValueCodec.write(content.value(author, seq + i), columns[Columns.FIELDS]);
            }
        }
        lastSeqs[authorSlot] = seq + count - 1;
    }

    private void writeText(long seq, int count) {
        if (lacking.isEmpty()) {
            appendText(seq, count);
            return;
        }
        long end = ElementId.of(author, seq + count);
        for (long at = ElementId.of(author, seq); at < end; ) {
            long boundary = lacking.boundary(at, end);
            if (boundary >= 0) {
                appendText(ElementId.seq(at), (int) (boundary - at));
            }
            at = boundary < 0 ? ~boundary : boundary;
        }
    }

    private void appendText(long seq, int count) {
        ByteWriter out = columns[Columns.TEXT];
        byte[] buffer = out.room(3L * count);
        out.end(content.encodeText(author, seq, count, buffer, out.position()));
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        kind(step == 0 ? WireFormat.DELETE_RANGE : step > 0 ? WireFormat.DELETE_FORWARD : WireFormat.DELETE_BACKWARD);
        writeElement(element);
        counts.add(count - 1L);
        int slot = slotOf(ElementId.replica(element));
        lastSeqs[slot] = ElementId.seq(element) + (step < 0 ? -count : -1);
    }

    @Override
    public void operation(int container, long seq, Op op) {
        kind(op.tag());
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
        seqs.addSigned(seq - lastSeqs[slot]);
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
            out.u8(containers.type(container) | WireFormat.IN_ELEMENT);
            writeElement(containers.element(container));
        } else {
            long maker = containers.maker(container);
            out.u8(containers.type(container) | (maker == ElementId.NONE ? 0 : WireFormat.MADE_ANEW));
            out.string(containers.key(container));
            if (maker != ElementId.NONE) {
                writeElement(maker);
            }
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
            expectedMillis = Arrays.copyOf(expectedMillis, slot * 2);
            ends = Arrays.copyOf(ends, slot * 2);
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
