package dev.rejoin.codec;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.io.Utf8;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.util.Arrays;
import java.util.Objects;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Decodes columns change by change, in their causal order. {@link #next} goes to a change; its operations are then read
 * once or more, at last from its end if nobody wants them, which moves on.
 */
final class BatchReader implements IncomingChange, ContentSource {
    private final ReplicaContext context;
    private final OpRegistry registry;
    private final ChangeWriter messages;
    private final DecodeLimits limits;
    private final ByteReader[] columns;
    private final int[] marks = new int[Columns.NUMBER];
    private final int[] replicas;
    private final FieldReader fields = new FieldReader();

    private final String text;
    private int textAt;
    private int textMark;

    private final long[] nextSeqs;
    private final long[] lastTimes;
    private final long[] lastSeqs;
    private final long[] lastSeqMarks;
    private final IntArrayList containers = new IntArrayList();
    private int containerMark;

    private int changes;
    private int authorSlot;
    private int segmentLeft;
    private long firstSeq;
    private long endSeq;
    private long time;
    private int referenceCount;
    private int[] referenceSlots = new int[4];
    private long[] referenceSeqs = new long[4];
    private @Nullable ChangeNote note;
    private boolean onlyContinues;

    private int author;
    private long operationSeq;
    private long contentSeq;
    private int contentAt;
    private @Nullable Value[] contentValues = new Value[0];

    /**
     * Reads the replica table and the columns.
     *
     * @param firstSeqs first seqs of the authors that begin above 0, by place in the table; the rest is 0
     */
    BatchReader(
            ReplicaContext context,
            OpRegistry registry,
            ChangeWriter messages,
            ByteReader in,
            boolean deflated,
            DecodeLimits limits,
            long[] firstSeqs) {
        this.context = context;
        this.registry = registry;
        this.messages = messages;
        this.limits = limits;
        int at = in.offset();
        int number = in.count(Long.BYTES);
        limits.checkReplicas(number, at);
        if (number < firstSeqs.length) {
            throw in.corruptAt(
                    at, Kind.BAD_VALUE, "a replica for each of " + firstSeqs.length + " authors", number + " replicas");
        }
        replicas = new int[number];
        long[] ids = new long[number];
        for (int i = 0; i < number; i++) {
            ids[i] = in.u64();
        }
        long[] sorted = ids.clone();
        Arrays.sort(sorted);
        for (int i = 1; i < number; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw in.corruptAt(at, Kind.DUPLICATE, "each replica once", Long.toHexString(sorted[i]) + " twice");
            }
        }
        columns = Columns.read(in, deflated, limits);
        ByteReader characters = columns[Columns.TEXT];
        text = characters.utf8(characters.remaining());
        for (int i = 0; i < number; i++) {
            replicas[i] = context.replicas().intern(ids[i]);
        }
        nextSeqs = Arrays.copyOf(firstSeqs, number);
        lastTimes = new long[number];
        lastSeqs = new long[number];
        lastSeqMarks = new long[number];
        containers.add(ContainerTable.ROOT);
    }

    /** Goes to the next change; false at the end, where nothing may be left over. */
    boolean next() {
        while (segmentLeft == 0) {
            ByteReader segments = columns[Columns.SEGMENTS];
            if (segments.remaining() == 0) {
                for (ByteReader column : columns) {
                    column.expectEnd();
                }
                if (textAt != text.length()) {
                    throw segments.corrupt(
                            Kind.TRAILING_BYTES, "characters of inserts", (text.length() - textAt) + " more");
                }
                return false;
            }
            authorSlot = segments.varintUpTo(replicas.length - 1, "author");
            int at = segments.offset();
            segmentLeft = segments.varintUpTo(Integer.MAX_VALUE, "changes of a segment");
            if (segmentLeft == 0) {
                throw segments.corruptAt(at, Kind.BAD_VALUE, "a change in each segment", "none");
            }
        }
        segmentLeft--;
        limits.checkChanges(++changes, columns[Columns.CHANGES].offset());
        readHeader();
        mark();
        return true;
    }

    private void readHeader() {
        ByteReader changes = columns[Columns.CHANGES];
        int at = changes.offset();
        long coded = changes.varint();
        long count = coded >>> 2;
        firstSeq = nextSeqs[authorSlot];
        if (count <= 0 || count > ElementId.MAX_SEQ - firstSeq) {
            throw changes.corruptAt(at, Kind.BAD_VALUE, "a seq count", Long.toUnsignedString(count));
        }
        endSeq = firstSeq + count;
        nextSeqs[authorSlot] = endSeq;
        readTime();
        ByteReader in = columns[Columns.DEPENDENCIES];
        referenceCount = 0;
        if ((coded & 1) != 0) {
            readDependencies(in);
        }
        note = (coded & 2) == 0 ? null : ChangeReader.readNote(in);
    }

    private void readTime() {
        ByteReader times = columns[Columns.TIMES];
        int at = times.offset();
        long coded = times.varint();
        long zigzag = coded >>> 1;
        long millis = (lastTimes[authorSlot] >>> 16) + ((zigzag >>> 1) ^ -(zigzag & 1));
        long counter = (coded & 1) == 0 ? 0 : times.varintUpTo(0xFFFF, "timestamp counter");
        if ((coded & 1) != 0 && counter == 0) {
            throw times.corruptAt(at, Kind.BAD_VALUE, "a timestamp counter above 0", "0");
        }
        time = millis << 16 | counter;
        if (millis < 0 || millis >>> 47 != 0 || !HybridTimestamp.isAcceptable(time)) {
            throw times.corruptAt(at, Kind.BAD_VALUE, "a time above 0 and below 2^47 ms", millis + " ms");
        }
        lastTimes[authorSlot] = time;
    }

    private void readDependencies(ByteReader in) {
        int at = in.offset();
        referenceCount = in.count(2);
        if (referenceCount == 0) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "dependencies where their flag is set", "none");
        }
        if (referenceCount > referenceSlots.length) {
            referenceSlots = new int[referenceCount];
            referenceSeqs = new long[referenceCount];
        }
        for (int i = 0; i < referenceCount; i++) {
            referenceSlots[i] = in.varintUpTo(replicas.length - 1, "replica");
            if (referenceSlots[i] == authorSlot) {
                throw in.corrupt(Kind.BAD_VALUE, "dependencies on others", "the author");
            }
            int seqAt = in.offset();
            referenceSeqs[i] = in.varint();
            if (referenceSeqs[i] < 0 || referenceSeqs[i] > ElementId.MAX_SEQ) {
                throw in.corruptAt(seqAt, Kind.BAD_VALUE, "a seq below 2^40", Long.toUnsignedString(referenceSeqs[i]));
            }
        }
    }

    private void mark() {
        for (int i = Columns.KINDS; i <= Columns.FIELDS; i++) {
            marks[i] = columns[i].offset();
        }
        textMark = textAt;
        System.arraycopy(lastSeqs, 0, lastSeqMarks, 0, lastSeqs.length);
        containerMark = containers.size();
    }

    private void rewind() {
        for (int i = Columns.KINDS; i < Columns.TEXT; i++) {
            columns[i].seek(marks[i]);
        }
        columns[Columns.FIELDS].seek(marks[Columns.FIELDS]);
        textAt = textMark;
        System.arraycopy(lastSeqMarks, 0, lastSeqs, 0, lastSeqs.length);
        while (containers.size() > containerMark) {
            containers.removeAtIndex(containers.size() - 1);
        }
    }

    /** Passes over the operations of the present change, checking their form. */
    void skip() {
        readOperations(replicas[authorSlot], endSeq, OpSink.NOTHING, false);
    }

    @Override
    public long replica() {
        return context.replicas().id(replicas[authorSlot]);
    }

    @Override
    public long firstSeq() {
        return firstSeq;
    }

    @Override
    public long endSeq() {
        return endSeq;
    }

    @Override
    public long time() {
        return time;
    }

    @Override
    public @Nullable ChangeNote note() {
        return note;
    }

    @Override
    public int referenceCount() {
        return referenceCount;
    }

    @Override
    public long referenceReplica(int i) {
        return context.replicas().id(replicas[referenceSlots[i]]);
    }

    @Override
    public long referenceSeq(int i) {
        return referenceSeqs[i];
    }

    @Override
    public boolean isDependency(int i) {
        return true;
    }

    @Override
    public boolean hasPredecessorDigest() {
        return false;
    }

    @Override
    public boolean digestAgrees(long digest) {
        return true;
    }

    @Override
    public boolean onlyContinues() {
        return onlyContinues;
    }

    @Override
    public byte[] message() {
        long[] dependencies = new long[referenceCount];
        for (int i = 0; i < referenceCount; i++) {
            dependencies[i] = ElementId.of(replicas[referenceSlots[i]], referenceSeqs[i]);
        }
        int by = replicas[authorSlot];
        messages.begin(by, dependencies, this);
        readOperations(by, firstSeq, messages, false);
        return messages.finish(firstSeq, endSeq, time, note, false, 0);
    }

    @Override
    public int encodeText(int of, long seq, int count, byte[] target, int at) {
        int from = contentAt + (int) (seq - contentSeq);
        return Utf8.encode(text.substring(from, from + count), target, at);
    }

    @Override
    public Value value(int of, long seq) {
        return Objects.requireNonNull(contentValues[(int) (seq - contentSeq)]);
    }

    /** Checks the form of everything, so that what is wrong is found before anything is applied; then starts again. */
    void checkForm() {
        long[] first = nextSeqs.clone();
        while (next()) {
            skip();
        }
        for (int i = 0; i < Columns.NUMBER; i++) {
            if (i != Columns.TEXT) {
                columns[i].seek(0);
            }
        }
        textAt = 0;
        changes = 0;
        System.arraycopy(first, 0, nextSeqs, 0, first.length);
        Arrays.fill(lastTimes, 0);
        Arrays.fill(lastSeqs, 0);
        containers.clear();
        containers.add(ContainerTable.ROOT);
    }

    @Override
    public void readOperations(int authorIndex, long from, OpSink sink, boolean store) {
        rewind();
        author = authorIndex;
        onlyContinues = true;
        ByteReader kinds = columns[Columns.KINDS];
        int operations = 0;
        long seq = firstSeq;
        while (seq < endSeq) {
            FormatLimits.checkChangeOperations(++operations);
            operationSeq = seq;
            int kind = kinds.varintUpTo(OpRegistry.MAX_TAG, "operation kind");
            if (!WireFormat.isSequence(kind)) {
                int container = readContainer(0);
                Op op = registry.read(kind, fields);
                if (seq >= from) {
                    onlyContinues = false;
                    sink.operation(container, seq, op);
                }
                seq++;
            } else if (kind >= WireFormat.DELETE_RANGE) {
                seq += readDelete(kind, seq, from, sink);
            } else {
                seq += readInsert(kind, seq, from, sink, store);
            }
        }
    }

    private long readInsert(int kind, long seq, long from, OpSink sink, boolean store) {
        boolean isText = kind < WireFormat.CONTINUE_VALUES;
        long parent = ElementId.NONE;
        int container = ContainerTable.NONE;
        boolean left = false;
        boolean continues = false;
        switch (isText ? kind : kind - WireFormat.VALUES) {
            case WireFormat.CONTINUE_TEXT -> {
                if (seq == 0) {
                    throw columns[Columns.KINDS].corrupt(
                            Kind.BAD_VALUE, "an operation before a continuation", "the first operation");
                }
                parent = ElementId.of(author, seq - 1);
                continues = true;
            }
            case WireFormat.INSERT_TEXT_RIGHT -> parent = readElement();
            case WireFormat.INSERT_TEXT_LEFT -> {
                parent = readElement();
                left = true;
            }
            case WireFormat.INSERT_TEXT_FIRST -> container = readContainer(0);
            default -> throw columns[Columns.KINDS].corrupt(Kind.BAD_VALUE, "an operation kind", "0");
        }
        int count = elementCount(seq);
        contentSeq = seq;
        if (isText) {
            readText(seq, count, from, store);
        } else {
            readValues(seq, count, from, store);
        }
        lastSeqs[authorSlot] = seq + count - 1;
        long stop = seq + count;
        if (stop > from) {
            if (seq >= from) {
                onlyContinues &= continues;
                sink.insert(container, isText, seq, count, parent, left, continues);
            } else {
                sink.insert(
                        ContainerTable.NONE,
                        isText,
                        from,
                        (int) (stop - from),
                        ElementId.of(author, from - 1),
                        false,
                        true);
            }
        }
        return count;
    }

    private int elementCount(long seq) {
        ByteReader counts = columns[Columns.COUNTS];
        int at = counts.offset();
        int count = counts.varintUpTo(Integer.MAX_VALUE, "elements");
        if (count == 0 || count > endSeq - seq) {
            throw counts.corruptAt(at, Kind.BAD_VALUE, "1 to " + (endSeq - seq) + " elements", count + " elements");
        }
        return count;
    }

    private void readText(long seq, int count, long from, boolean store) {
        if (count > text.length() - textAt) {
            throw columns[Columns.TEXT].corrupt(
                    Kind.TRUNCATED, count + " more characters", (text.length() - textAt) + " characters");
        }
        if (Character.isHighSurrogate(text.charAt(textAt + count - 1))
                || Character.isLowSurrogate(text.charAt(textAt))) {
            throw columns[Columns.COUNTS].corrupt(Kind.BAD_VALUE, "whole characters", "half a surrogate pair");
        }
        contentAt = textAt;
        int skipped = (int) Math.max(0, Math.min(count, from - seq));
        if (skipped < count) {
            Surrogates.checkBoundary(text, textAt + skipped);
        }
        if (store && skipped < count) {
            context.writableText().append(author, seq + skipped, text, textAt + skipped, textAt + count);
        }
        textAt += count;
    }

    private void readValues(long seq, int count, long from, boolean store) {
        ByteReader in = columns[Columns.FIELDS];
        if (count > in.remaining()) {
            throw in.corrupt(Kind.TRUNCATED, count + " values", in.remaining() + " bytes");
        }
        @Nullable Value[] values = new Value[count];
        for (int i = 0; i < count; i++) {
            Value value = ValueCodec.read(in);
            values[i] = value;
            if (store && seq + i >= from) {
                context.writableElements().append(author, seq + i, value);
            }
        }
        contentValues = values;
    }

    private long readDelete(int kind, long seq, long from, OpSink sink) {
        long element = readElement();
        ByteReader counts = columns[Columns.COUNTS];
        int at = counts.offset();
        int number = counts.varintUpTo(Integer.MAX_VALUE, "deletions");
        int step = kind == WireFormat.DELETE_RANGE ? 0 : kind == WireFormat.DELETE_FORWARD ? 1 : -1;
        long seqs = step == 0 ? 1 : number;
        long first = ElementId.seq(element);
        long last = step < 0 ? first - (number - 1) : first + (number - 1L);
        long known = ElementId.replica(element) == author ? seq : ElementId.MAX_SEQ;
        if (number == 0
                || number == 1 && step != 0
                || seqs > endSeq - seq
                || last < 0
                || Math.max(first, last) >= known) {
            throw counts.corruptAt(
                    at, Kind.BAD_VALUE, "a number of known elements to delete", Integer.toString(number));
        }
        lastSeqs[fields.idSlot] = step < 0 ? first - number : first - 1;
        if (seq + seqs > from) {
            if (step == 0) {
                sink.delete(seq, element, number, 0);
            } else {
                int skipped = (int) Math.max(0, from - seq);
                int rest = number - skipped;
                sink.delete(seq + skipped, element + (long) step * skipped, rest, rest == 1 ? 0 : step);
            }
        }
        return seqs;
    }

    private long readElement() {
        fields.nextDot();
        return ElementId.of(replicas[fields.idSlot], fields.idSeq);
    }

    /** A number below the containers read so far, or the next one with the identity of a new container. */
    private int readContainer(int depth) {
        ByteReader in = columns[Columns.FIELDS];
        int number = in.varintUpTo(containers.size(), "container");
        if (number < containers.size()) {
            return containers.get(number);
        }
        FormatLimits.checkDepth(depth + 1);
        int parent = readContainer(depth + 1);
        int at = in.offset();
        int coding = in.u8();
        int type = coding & 0x7F;
        if (type == 0) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "a container type", "0");
        }
        int container = (coding & 0x80) == 0
                ? context.containers().intern(parent, fields.key(), type)
                : context.containers().intern(parent, readElement(), type);
        FormatLimits.checkDepth(context.containers().depth(container));
        containers.add(container);
        return container;
    }

    /** The fields of a registered operation, and ids. */
    private final class FieldReader implements OpReader {
        int idSlot;
        long idSeq;

        @Override
        public void nextDot() {
            int coded = columns[Columns.REPLICAS].varintUpTo(replicas.length, "replica");
            idSlot = coded == 0 ? authorSlot : coded - 1;
            ByteReader seqs = columns[Columns.SEQS];
            int at = seqs.offset();
            idSeq = lastSeqs[idSlot] + seqs.zigzag();
            if (idSeq < 0 || idSeq > ElementId.MAX_SEQ || idSlot == authorSlot && idSeq >= operationSeq) {
                throw seqs.corruptAt(at, Kind.BAD_VALUE, "a seq in the past", Long.toString(idSeq));
            }
            lastSeqs[idSlot] = idSeq;
        }

        @Override
        public long dotReplica() {
            return context.replicas().id(replicas[idSlot]);
        }

        @Override
        public long dotSeq() {
            return idSeq;
        }

        @Override
        public long number() {
            return columns[Columns.FIELDS].zigzag();
        }

        @Override
        public long count() {
            return columns[Columns.FIELDS].varint();
        }

        @Override
        public String key() {
            return columns[Columns.FIELDS].string(Limit.KEY_BYTES, FormatLimits.MAX_KEY_BYTES);
        }

        @Override
        public Value value() {
            return ValueCodec.read(columns[Columns.FIELDS]);
        }

        @Override
        public byte[] bytes() {
            ByteReader in = columns[Columns.FIELDS];
            return in.bytes(in.count(1));
        }

        @Override
        public long offset() {
            return columns[Columns.FIELDS].offset();
        }
    }
}
