package dev.rejoin.codec;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.RedactOp;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.ValueCodec;
import dev.rejoin.version.Dots;
import java.util.Arrays;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/** Reads columns in one pass and checks the form of everything. Interns replicas and containers, and changes nothing else. */
final class BatchDecoder {
    private final ReplicaContext context;
    private final OpRegistry registry;
    private final DecodeLimits limits;

    /** Whether characters are put to their operations later. */
    private final boolean spread;

    private final boolean leavesNotesOut;

    private final ByteReader segments;
    private final ByteReader kinds;
    private final ByteReader notes;
    private final ByteReader replicas;
    private final ByteReader fields;
    private final ByteReader[] columns;
    private final long[] times;
    private final long[] dependencies;
    private final long[] seqs;
    private final long[] counts;
    private int timeAt;
    private int dependencyAt;
    private int seqAt;
    private int countAt;
    private int textAt;

    private final DecodedBatch batch;
    private final String text;
    private final Ids ids;

    private final int authors;
    private final long[] nextSeqs;
    private final long[] expectedMillis;
    private final long[] lastSeqs;
    private final IntArrayList containers = new IntArrayList();
    /** The other replicas that the dots of the open change name, and per replica one past the last seq. */
    private final IntArrayList namedSlots = new IntArrayList();

    private final long[] namedEnds;

    private int authorSlot;
    private int author;
    private long operationSeq;

    private BatchDecoder(
            ReplicaContext context, OpRegistry registry, DecodeLimits limits, ByteReader in, int flags, long[] first) {
        this.spread = TextSpreader.isNeeded(flags);
        this.leavesNotesOut = (flags & WireFormat.WITHOUT_NOTES) != 0;
        this.context = context;
        this.registry = registry;
        this.limits = limits;
        long[] table = readTable(in, first.length);
        columns = Columns.read(in, Packing.of(flags, in), limits);
        segments = columns[Columns.SEGMENTS];
        kinds = columns[Columns.KINDS];
        notes = columns[Columns.NOTES];
        replicas = columns[Columns.REPLICAS];
        fields = columns[Columns.FIELDS];
        times = numbers(Columns.TIMES);
        dependencies = numbers(Columns.DEPENDENCIES);
        seqs = numbers(Columns.SEQS);
        counts = numbers(Columns.COUNTS);
        ByteReader characters = columns[Columns.TEXT];
        text = characters.utf8(characters.remaining());
        int[] indices = new int[table.length];
        for (int i = 0; i < table.length; i++) {
            indices[i] = context.replicas().intern(table[i]);
        }
        authors = first.length;
        nextSeqs = Arrays.copyOf(first, table.length);
        expectedMillis = new long[authors];
        lastSeqs = new long[table.length];
        namedEnds = new long[table.length];
        containers.add(ContainerTable.ROOT);
        batch = new DecodedBatch(indices, first, times.length, kinds.remaining(), text, fields);
        ids = new Ids(fields);
    }

    /**
     * Reads replica table and columns.
     *
     * @param flags of the frame
     * @param firstSeqs where the parts of the authors begin
     */
    static DecodedBatch decode(
            ReplicaContext context,
            OpRegistry registry,
            DecodeLimits limits,
            ByteReader in,
            int flags,
            long[] firstSeqs) {
        BatchDecoder decoder = new BatchDecoder(context, registry, limits, in, flags, firstSeqs);
        while (decoder.segments.remaining() > 0) {
            decoder.readSegment();
        }
        decoder.expectEnd();
        return decoder.batch;
    }

    private long[] readTable(ByteReader in, int authorCount) {
        int at = in.offset();
        int number = in.count(Long.BYTES);
        limits.checkReplicas(number, at);
        if (number < authorCount) {
            throw in.corruptAt(
                    at, Kind.BAD_VALUE, "a replica for each of " + authorCount + " authors", number + " replicas");
        }
        long[] table = new long[number];
        for (int i = 0; i < number; i++) {
            table[i] = in.u64();
        }
        long[] sorted = table.clone();
        Arrays.sort(sorted);
        for (int i = 1; i < number; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw in.corruptAt(at, Kind.DUPLICATE, "each replica once", Long.toHexString(sorted[i]) + " twice");
            }
        }
        return table;
    }

    private long[] numbers(int column) {
        return NumberColumn.read(columns[column], columns[Columns.BITS]);
    }

    private void expectEnd() {
        for (ByteReader column : columns) {
            column.expectEnd();
        }
        expectUsed(Columns.TIMES, times.length - timeAt);
        expectUsed(Columns.DEPENDENCIES, dependencies.length - dependencyAt);
        expectUsed(Columns.SEQS, seqs.length - seqAt);
        expectUsed(Columns.COUNTS, counts.length - countAt);
        if (!spread) {
            expectUsed(Columns.TEXT, text.length() - textAt);
        }
    }

    private void expectUsed(int column, int left) {
        if (left > 0) {
            throw columns[column].corrupt(Kind.TRAILING_BYTES, "the end of column " + column, left + " more");
        }
    }

    private long take(int column, long[] numbers, int at) {
        if (at >= numbers.length) {
            throw columns[column].corrupt(Kind.TRUNCATED, "a number in column " + column, "the end");
        }
        return numbers[at];
    }

    private void readSegment() {
        int at = segments.offset();
        authorSlot = segments.varintUpTo(Integer.MAX_VALUE, "author");
        int number = segments.varintUpTo(Integer.MAX_VALUE, "changes of a segment");
        if (authorSlot >= authors || number == 0) {
            throw segments.corruptAt(
                    at, Kind.BAD_VALUE, "changes of one of " + authors + " authors", number + " of " + authorSlot);
        }
        author = batch.replicas[authorSlot];
        for (int i = 0; i < number; i++) {
            readChange();
        }
    }

    private void readChange() {
        int at = kinds.offset();
        int flags = kinds.varintUpTo(Integer.MAX_VALUE, "kind");
        if (flags >= Columns.CHANGE_KINDS) {
            throw kinds.corruptAt(at, Kind.BAD_VALUE, "the beginning of a change", "an operation");
        }
        limits.checkChanges(batch.changes + 1L, at);
        long firstSeq = nextSeqs[authorSlot];
        long time = readTime((flags & Columns.HAS_COUNTER) != 0);
        if ((flags & Columns.HAS_DEPENDENCIES) != 0) {
            readDependencies();
        }
        ChangeNote note = (flags & Columns.HAS_NOTE) == 0 ? null : readNote();
        long seq = firstSeq;
        int operations = 0;
        while (kinds.remaining() > 0 && kinds.peekU8() >= Columns.CHANGE_KINDS) {
            FormatLimits.checkChangeOperations(++operations);
            operationSeq = seq;
            seq += readOperation(kinds.varintUpTo(OpRegistry.MAX_TAG + Columns.KIND_SHIFT, "operation kind"));
            if (seq > ElementId.MAX_SEQ) {
                throw kinds.corrupt(Kind.BAD_VALUE, "seqs below 2^40", Long.toString(seq));
            }
        }
        if (operations == 0) {
            throw kinds.corrupt(Kind.BAD_VALUE, "an operation in each change", "none");
        }
        nextSeqs[authorSlot] = seq;
        endNamed();
        expectedMillis[authorSlot] = (time >>> 16) + Columns.PACE * (seq - firstSeq);
        batch.endChange(authorSlot, firstSeq, seq, time, note);
    }

    private ChangeNote readNote() {
        int at = notes.offset();
        ChangeNote note = ChangeHead.readAnyNote(notes);
        if (note.isLeftOut() && !leavesNotesOut) {
            throw notes.corruptAt(at, Kind.BAD_VALUE, "an author or a message", "neither");
        }
        return note;
    }

    private void endNamed() {
        for (int i = 0; i < namedSlots.size(); i++) {
            int slot = namedSlots.get(i);
            batch.named.add(ElementId.of(batch.replicas[slot], namedEnds[slot] - 1));
            namedEnds[slot] = 0;
        }
        namedSlots.clear();
    }

    private long readTime(boolean hasCounter) {
        long millis = expectedMillis[authorSlot] + NumberColumn.signed(take(Columns.TIMES, times, timeAt++));
        long counter = hasCounter ? take(Columns.TIMES, times, timeAt++) : 0;
        long time = millis << 16 | counter;
        if (millis < 0
                || millis >>> 47 != 0
                || counter < 0
                || counter > 0xFFFF
                || hasCounter && counter == 0
                || !HybridTimestamp.isAcceptable(time)) {
            throw columns[Columns.TIMES].corruptAt(
                    timeAt, Kind.BAD_VALUE, "a time above 0 and below 2^47 ms", millis + " ms, counter " + counter);
        }
        return time;
    }

    private long dependencyNumber() {
        return take(Columns.DEPENDENCIES, dependencies, dependencyAt++);
    }

    private void readDependencies() {
        long number = dependencyNumber();
        if (number <= 0 || number > (dependencies.length - dependencyAt) / 2) {
            throw badDependency("1 to " + (dependencies.length - dependencyAt) / 2 + " dependencies", number);
        }
        int before = -1;
        for (int i = 0; i < number; i++) {
            long slot = dependencyNumber();
            long coded = dependencyNumber();
            if (slot < 0 || slot >= nextSeqs.length || slot == authorSlot) {
                throw badDependency("another replica than the author", slot);
            }
            int on = (int) slot;
            long seq = on < authors ? nextSeqs[on] - 1 - coded : coded;
            if (coded < 0 || seq < 0 || seq > ElementId.MAX_SEQ) {
                throw badDependency("a seq that came before", coded);
            }
            int replica = batch.replicas[on];
            if (before >= 0 && context.replicas().compare(before, replica) >= 0) {
                throw columns[Columns.DEPENDENCIES].corruptAt(
                        dependencyAt, Kind.UNSORTED, "replicas ascending by id", "place " + slot);
            }
            before = replica;
            batch.dependencies.add(ElementId.of(replica, seq));
        }
    }

    private RuntimeException badDependency(String expected, long found) {
        return columns[Columns.DEPENDENCIES].corruptAt(
                dependencyAt, Kind.BAD_VALUE, expected, Long.toUnsignedString(found));
    }

    /** Reads an operation and answers how many seqs it takes. */
    private long readOperation(int coded) {
        int kind = coded - Columns.KIND_SHIFT;
        if (!WireFormat.isSequence(kind)) {
            int container = readContainer(0);
            batch.operation(kind, container, 0, fields.offset());
            Op op = registry.read(kind, ids);
            if (spread) {
                noteContent(op);
            }
            return 1;
        }
        return kind >= WireFormat.DELETE_RANGE ? readDelete(kind) : readInsert(kind);
    }

    private void noteContent(Op op) {
        if (op instanceof RedactOp redaction) {
            redaction.addTo(batch.redacted, context.replicas());
        }
        Dots replaced = op.replacedWrites();
        for (int i = 0; i < replaced.size(); i++) {
            batch.replaced.add(ElementId.of(context.replicas().find(replaced.replica(i)), replaced.seq(i)), 1);
        }
        if (!op.withoutContent().equals(op)) {
            batch.withContent.add(ElementId.of(author, operationSeq), 1);
        }
    }

    private long readInsert(int kind) {
        boolean isText = kind < WireFormat.CONTINUE_VALUES;
        long id = ElementId.NONE;
        switch (isText ? kind : kind - WireFormat.VALUES) {
            case WireFormat.CONTINUE_TEXT -> {
                if (operationSeq == 0) {
                    throw kinds.corrupt(Kind.BAD_VALUE, "an operation before a continuation", "the first operation");
                }
            }
            case WireFormat.INSERT_TEXT_FIRST -> id = readContainer(0);
            default -> id = readElement();
        }
        int count = readCount();
        if (count > ElementId.MAX_SEQ - operationSeq) {
            throw badCount("seqs below 2^40", count);
        }
        batch.operation(kind, id, count, isText ? textAt : fields.offset());
        if (isText) {
            passText(count);
        } else {
            passValues(count);
        }
        lastSeqs[authorSlot] = operationSeq + count - 1;
        return count;
    }

    private int readCount() {
        long less = take(Columns.COUNTS, counts, countAt++);
        if (less < 0 || less >= Integer.MAX_VALUE) {
            throw badCount("1 to 2^31 - 1 elements", less);
        }
        return (int) less + 1;
    }

    private RuntimeException badCount(String expected, long found) {
        return columns[Columns.COUNTS].corruptAt(countAt, Kind.BAD_VALUE, expected, Long.toUnsignedString(found));
    }

    private void passText(int count) {
        if (spread) {
            return;
        }
        if (count > text.length() - textAt) {
            throw columns[Columns.TEXT].corrupt(
                    Kind.TRUNCATED, count + " more characters", (text.length() - textAt) + " characters");
        }
        if (Character.isHighSurrogate(text.charAt(textAt + count - 1))
                || Character.isLowSurrogate(text.charAt(textAt))) {
            throw columns[Columns.COUNTS].corruptAt(
                    countAt, Kind.BAD_VALUE, "whole characters", "half a surrogate pair");
        }
        textAt += count;
    }

    private void passValues(int count) {
        if (count > fields.remaining()) {
            throw fields.corrupt(Kind.TRUNCATED, count + " values", fields.remaining() + " bytes");
        }
        for (int i = 0; i < count; i++) {
            ValueCodec.read(fields);
        }
    }

    private long readDelete(int kind) {
        long element = readElement();
        int number = readCount();
        int step = kind == WireFormat.DELETE_RANGE ? 0 : kind == WireFormat.DELETE_FORWARD ? 1 : -1;
        long first = ElementId.seq(element);
        long last = step < 0 ? first - (number - 1L) : first + (number - 1L);
        long known = ElementId.replica(element) == author ? operationSeq : ElementId.MAX_SEQ;
        if (number == 1 && step != 0
                || last < 0
                || Math.max(first, last) >= known
                || number > ElementId.MAX_SEQ - operationSeq) {
            throw badCount("a number of known elements to delete", number);
        }
        lastSeqs[ids.slot] = step < 0 ? first - number : first - 1;
        batch.operation(kind, element, number, 0);
        return step == 0 ? 1 : number;
    }

    private long readElement() {
        ids.read();
        return ElementId.of(batch.replicas[ids.slot], ids.seq);
    }

    /** The id of an operation, which may be the present one. */
    private long readMaker() {
        ids.read(operationSeq);
        return ElementId.of(batch.replicas[ids.slot], ids.seq);
    }

    /** A number below the containers read so far, or the next one with the identity of a new container. */
    private int readContainer(int depth) {
        int number = fields.varintUpTo(containers.size(), "container");
        if (number < containers.size()) {
            return containers.get(number);
        }
        FormatLimits.checkDepth(depth + 1);
        int parent = readContainer(depth + 1);
        int at = fields.offset();
        int coding = fields.u8();
        int type = WireFormat.containerType(coding);
        if (type < 0) {
            throw fields.corruptAt(at, Kind.BAD_VALUE, "a container type", Integer.toString(coding));
        }
        int container;
        if ((coding & WireFormat.IN_ELEMENT) != 0) {
            container = context.containers().intern(parent, readElement(), type);
        } else {
            String key = ids.key();
            long maker = (coding & WireFormat.MADE_ANEW) == 0 ? ElementId.NONE : readMaker();
            container = context.containers().intern(parent, key, type, maker);
        }
        FormatLimits.checkDepth(context.containers().depth(container));
        containers.add(container);
        return container;
    }

    /** Ids, and the fields of registered operations, whose ids are kept for the next time. */
    private final class Ids extends FieldReader {
        int slot;
        long seq;

        Ids(ByteReader in) {
            super(in);
        }

        void read() {
            read(operationSeq - 1);
        }

        void read(long lastOwn) {
            int coded = replicas.varintUpTo(batch.replicas.length, "replica");
            slot = coded == 0 ? authorSlot : coded - 1;
            seq = lastSeqs[slot] + NumberColumn.signed(take(Columns.SEQS, seqs, seqAt++));
            if (seq < 0 || seq > ElementId.MAX_SEQ || slot == authorSlot && seq > lastOwn) {
                throw columns[Columns.SEQS].corruptAt(seqAt, Kind.BAD_VALUE, "a seq in the past", Long.toString(seq));
            }
            lastSeqs[slot] = seq;
        }

        @Override
        public void nextDot() {
            read();
            if (slot != authorSlot && seq >= namedEnds[slot]) {
                if (namedEnds[slot] == 0) {
                    namedSlots.add(slot);
                }
                namedEnds[slot] = seq + 1;
            }
            batch.dots.add(ElementId.of(batch.replicas[slot], seq));
        }

        @Override
        public long dotReplica() {
            return context.replicas().id(batch.replicas[slot]);
        }

        @Override
        public long dotSeq() {
            return seq;
        }
    }
}
