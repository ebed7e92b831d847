package dev.rejoin.codec;

import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes changes in the self-contained form. {@link #readHeader} checks the frame and reads what routing and gap
 * detection need; {@link #readOperations} gives the operations to a sink, as often as wanted. Nothing here changes the
 * state, except that readOperations names containers in the table and, when told to, appends to the content stores.
 * Reused from change to change; after an error the next good message decodes as ever.
 */
final class ChangeReader implements IncomingChange {
    /** Arrays longer than this are not kept for the next change. */
    private static final int KEPT_PLACES = 1 << 12;

    private final ReplicaContext context;
    private final OpRegistry registry;
    private final DecodeLimits limits;
    private final ByteReader in = new ByteReader(new byte[0]);
    private final DocumentChecksum checksum;
    private final ChangeHead head = new ChangeHead();
    private final FieldReader fields = new FieldReader();

    private byte[] bytes = new byte[0];
    private int start;
    private int end;
    private int[] referenceIndices = new int[4];
    private int operationsAt;
    private int operationsEnd;

    private int author;
    private long operationSeq;
    private int lastContainer;
    private boolean onlyContinues;
    /** The registered operations, for all passes but the first. */
    private final List<Op> decoded = new ArrayList<>(0);
    /** Two an operation: its container, and where it ends. */
    private int[] decodedPlaces = new int[0];

    private int truncations;
    private @Nullable ByteReader payload;
    private final SingleOperation single;
    private final LastPath lastPath;
    private final @Nullable KeystrokeReader keystroke;

    /** A reader that asks the keystroke reader first; null for none, which reads the same. */
    ChangeReader(
            ReplicaContext context,
            OpRegistry registry,
            DecodeLimits limits,
            DocumentChecksum checksum,
            @Nullable KeystrokeReader keystroke) {
        this.context = context;
        this.registry = registry;
        this.limits = limits;
        this.checksum = checksum;
        this.single = new SingleOperation(context);
        this.lastPath = new LastPath(context.containers());
        this.keystroke = keystroke;
    }

    /**
     * Reads the frame [start, end) up to its operations.
     *
     * @throws CorruptDataException if the checksum fails, which is so too for a change of another document, or the header
     *     is malformed
     */
    void readHeader(byte[] source, int from, int to) {
        limits.checkMessageBytes(to - from);
        bytes = source;
        start = from;
        end = to;
        decoded.clear();
        if (decodedPlaces.length > KEPT_PLACES) {
            decodedPlaces = new int[0];
        }
        single.forget();
        if (keystroke != null && keystroke.readHead(source, from, to)) {
            take(keystroke);
            return;
        }
        in.wrap(source, from, to);
        checkKind();
        checkChecksum();
        head.read(in, limits);
        if (head.referenceCount > referenceIndices.length) {
            referenceIndices = new int[head.referenceCount];
        }
        operationsAt = in.offset();
        operationsEnd = in.limit();
    }

    /** Before the checksum, whose place belongs to the format. */
    private void checkKind() {
        int first = in.peekU8();
        if (first != WireFormat.CHANGE) {
            throw new UnsupportedFormatException(
                    "first byte 0x" + Integer.toHexString(first), "0x" + Integer.toHexString(WireFormat.CHANGE));
        }
    }

    private void take(KeystrokeReader read) {
        head.replica = read.replica();
        head.firstSeq = read.seq();
        head.count = 1;
        head.time = read.time();
        head.referenceCount = 0;
        head.note = null;
        head.hasDigest = read.hasDigest();
        head.digest = read.digest();
        operationsAt = read.operationAt() - start;
        operationsEnd = end - start - WireFormat.CRC_BYTES;
        if (read.readOperation(single)) {
            onlyContinues = single.onlyContinues();
            single.complete();
        }
    }

    private void checkChecksum() {
        int length = end - start;
        if (length < 2 + Long.BYTES + WireFormat.CRC_BYTES) {
            throw in.corruptAt(length, Kind.TRUNCATED, "a change of at least 14 bytes", length + " bytes");
        }
        int at = length - WireFormat.CRC_BYTES;
        int found = checksum.of(bytes, start, start + at);
        in.seek(at);
        int expected = in.u32();
        if (found != expected) {
            throw in.corruptAt(
                    at,
                    Kind.CHECKSUM,
                    "checksum " + Integer.toHexString(found) + " over document and frame",
                    Integer.toHexString(expected) + ": damaged, or a change of another document");
        }
        in.wrap(bytes, start, end - WireFormat.CRC_BYTES);
    }

    @Override
    public long replica() {
        return head.replica;
    }

    @Override
    public long firstSeq() {
        return head.firstSeq;
    }

    @Override
    public long endSeq() {
        return head.endSeq();
    }

    @Override
    public long time() {
        return head.time;
    }

    @Override
    public @Nullable ChangeNote note() {
        return head.note;
    }

    @Override
    public int referenceCount() {
        return head.referenceCount;
    }

    @Override
    public long referenceReplica(int i) {
        return head.referenceIds[i];
    }

    @Override
    public long referenceSeq(int i) {
        return head.referenceSeqs[i];
    }

    @Override
    public boolean isDependency(int i) {
        return head.referenceIsDependency[i];
    }

    @Override
    public boolean hasPredecessorDigest() {
        return head.hasDigest;
    }

    @Override
    public String predecessorDigest() {
        return Integer.toHexString(head.digest);
    }

    @Override
    public boolean digestAgrees(long digest) {
        return head.digest == (int) digest;
    }

    @Override
    public byte[] message() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    @Override
    public boolean onlyContinues() {
        return onlyContinues;
    }

    /** All referenced replicas must be known in the replica table. */
    @Override
    public void readOperations(int authorIndex, long from, OpSink sink, boolean store) {
        if (single.isComplete() && from <= head.firstSeq) {
            single.give(bytes, authorIndex, head.firstSeq, sink, store);
            return;
        }
        for (int i = 0; i < head.referenceCount; i++) {
            referenceIndices[i] = context.replicas().find(head.referenceIds[i]);
        }
        author = authorIndex;
        in.wrap(bytes, start, start + operationsEnd);
        in.seek(operationsAt);
        lastContainer = ContainerTable.ROOT;
        onlyContinues = true;
        if (truncations != context.containers().truncations()) {
            truncations = context.containers().truncations();
            decoded.clear(); // the containers have other numbers
        }
        int operations = 0;
        int registered = 0;
        long count = head.count;
        long seq = head.firstSeq;
        long endSeq = head.endSeq();
        while (in.remaining() > 0) {
            FormatLimits.checkChangeOperations(++operations);
            if (seq >= endSeq) {
                throw in.corrupt(Kind.TRAILING_BYTES, "operations for " + count + " seqs", "more");
            }
            operationSeq = seq;
            int kind = in.varintUpTo(OpRegistry.MAX_TAG, "operation kind");
            if (!WireFormat.isSequence(kind)) {
                Op op = readRegistered(kind, registered++);
                single.operation(lastContainer, op);
                if (seq >= from) {
                    onlyContinues = false;
                    sink.operation(lastContainer, seq, op);
                }
                seq++;
            } else if (kind >= WireFormat.DELETE_RANGE) {
                seq += readDelete(kind, seq, endSeq, from, sink);
            } else {
                seq += readInsert(kind, seq, endSeq, from, sink, store);
            }
        }
        if (seq != endSeq) {
            throw in.corrupt(Kind.BAD_VALUE, "operations for " + count + " seqs", "for " + (seq - head.firstSeq));
        }
        if (operations == 1 && from == head.firstSeq) {
            single.complete();
        }
    }

    private long readInsert(int kind, long seq, long endSeq, long from, OpSink sink, boolean store) {
        boolean text = kind < WireFormat.CONTINUE_VALUES;
        long parent = ElementId.NONE;
        int container = ContainerTable.NONE;
        boolean left = false;
        boolean continues = false;
        switch (text ? kind : kind - WireFormat.VALUES) {
            case WireFormat.CONTINUE_TEXT -> {
                if (seq == 0) {
                    throw in.corrupt(Kind.BAD_VALUE, "an operation before a continuation", "the first operation");
                }
                parent = ElementId.of(author, seq - 1);
                continues = true;
            }
            case WireFormat.INSERT_TEXT_RIGHT -> parent = readElement();
            case WireFormat.INSERT_TEXT_LEFT -> {
                parent = readElement();
                left = true;
            }
            case WireFormat.INSERT_TEXT_FIRST -> container = readContainer();
            default -> throw in.corrupt(Kind.BAD_VALUE, "an operation kind", "0");
        }
        int units = text ? readText(seq, endSeq, from, store) : readValues(seq, endSeq, from, store);
        long stop = seq + units;
        if (stop > from) {
            if (seq >= from) {
                onlyContinues &= continues;
                if (text) {
                    single.insert(container, parent, units, left, continues);
                }
                sink.insert(container, text, seq, units, parent, left, continues);
            } else {
                sink.insert(
                        ContainerTable.NONE,
                        text,
                        from,
                        (int) (stop - from),
                        ElementId.of(author, from - 1),
                        false,
                        true);
            }
        }
        return units;
    }

    private int readText(long seq, long endSeq, long from, boolean store) {
        int at = in.offset();
        int length = in.count(1);
        if (length == 0) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "at least one character", "none");
        }
        int first = start + in.offset();
        if (isAscii(first, first + length)) {
            in.skip(length);
            checkUnits(at, seq, length, endSeq);
            single.ascii(first);
            if (store && seq + length > from) {
                int skipped = (int) Math.max(0, from - seq);
                context.writableText().appendLatin1(author, seq + skipped, bytes, first + skipped, length - skipped);
            }
            return length;
        }
        String value = in.utf8(length);
        checkUnits(at, seq, value.length(), endSeq);
        single.characters(value);
        int skipped = (int) Math.max(0, Math.min(value.length(), from - seq));
        if (skipped < value.length()) {
            Surrogates.checkBoundary(value, skipped);
        }
        if (store && skipped < value.length()) {
            context.writableText().append(author, seq + skipped, value, skipped, value.length());
        }
        return value.length();
    }

    private boolean isAscii(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private int readValues(long seq, long endSeq, long from, boolean store) {
        int at = in.offset();
        int number = in.count(1);
        if (number == 0) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "at least one element", "none");
        }
        checkUnits(at, seq, number, endSeq);
        for (int i = 0; i < number; i++) {
            Value value = ValueCodec.read(in);
            if (store && seq + i >= from) {
                context.writableElements().append(author, seq + i, value);
            }
        }
        return number;
    }

    private void checkUnits(int at, long seq, int units, long endSeq) {
        if (units > endSeq - seq) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "at most " + (endSeq - seq) + " elements", units + " elements");
        }
    }

    private long readDelete(int kind, long seq, long endSeq, long from, OpSink sink) {
        long element = readElement();
        int at = in.offset();
        long number = in.varint();
        int step = kind == WireFormat.DELETE_RANGE ? 0 : kind == WireFormat.DELETE_FORWARD ? 1 : -1;
        long seqs = step == 0 ? 1 : number;
        long first = ElementId.seq(element);
        long last = step < 0 ? first - (number - 1) : first + (number - 1);
        if (number <= 0
                || number == 1 && step != 0
                || number > ElementId.MAX_SEQ
                || seqs > endSeq - seq
                || last < 0
                || Math.max(first, last) >= knownEnd(element, seq)) {
            throw in.corruptAt(
                    at, Kind.BAD_VALUE, "a number of known elements to delete", Long.toUnsignedString(number));
        }
        if (seq + seqs > from) {
            single.delete(element, (int) number, step);
            if (step == 0) {
                sink.delete(seq, element, (int) number, 0);
            } else {
                int skipped = (int) Math.max(0, from - seq);
                int rest = (int) number - skipped;
                sink.delete(seq + skipped, element + (long) step * skipped, rest, rest == 1 ? 0 : step);
            }
        }
        return seqs;
    }

    /** One past the largest seq of the element's replica that the change may name. */
    private long knownEnd(long element, long seq) {
        int of = ElementId.replica(element);
        if (of == author) {
            return seq;
        }
        for (int i = 0; i < head.referenceCount; i++) {
            if (referenceIndices[i] == of) {
                return head.referenceSeqs[i] + 1;
            }
        }
        return 0;
    }

    private Op readRegistered(int kind, int number) {
        int at = 2 * number;
        if (number < decoded.size()) {
            lastContainer = decodedPlaces[at];
            in.seek(decodedPlaces[at + 1]);
            return decoded.get(number);
        }
        lastContainer = readContainer();
        Op op = registry.read(kind, fields);
        if (at == decodedPlaces.length) {
            decodedPlaces = Arrays.copyOf(decodedPlaces, 2 + 2 * at);
        }
        decodedPlaces[at] = lastContainer;
        decodedPlaces[at + 1] = in.offset();
        decoded.add(op);
        return op;
    }

    private long readElement() {
        fields.nextId();
        return ElementId.of(fields.idIndex, fields.idSeq);
    }

    /** The id of an operation, which may be the present one. */
    private long readMaker() {
        fields.nextId(operationSeq);
        return ElementId.of(fields.idIndex, fields.idSeq);
    }

    private int readContainer() {
        int at = in.offset();
        int coded = in.u8();
        if (coded == 0) {
            return lastContainer;
        }
        if (coded != 1) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "0 or 1 before a container", Integer.toString(coded));
        }
        int from = start + in.offset();
        int known = lastPath.find(bytes, from, start + operationsEnd);
        if (known != ContainerTable.NONE) {
            in.skip(lastPath.length());
            lastContainer = known;
            return known;
        }
        int steps = in.count(2);
        FormatLimits.checkDepth(steps);
        ContainerTable containers = context.containers();
        int container = ContainerTable.ROOT;
        boolean isOfKeys = true;
        for (int i = 0; i < steps; i++) {
            int typeAt = in.offset();
            int coding = in.u8();
            int type = WireFormat.containerType(coding);
            if (type < 0) {
                throw in.corruptAt(typeAt, Kind.BAD_VALUE, "a container type", Integer.toString(coding));
            }
            isOfKeys &= (coding & (WireFormat.IN_ELEMENT | WireFormat.MADE_ANEW)) == 0;
            if ((coding & WireFormat.IN_ELEMENT) != 0) {
                container = containers.intern(container, readElement(), type);
            } else {
                String key = key();
                long maker = (coding & WireFormat.MADE_ANEW) == 0 ? ElementId.NONE : readMaker();
                container = containers.intern(container, key, type, maker);
            }
        }
        FormatLimits.checkDepth(containers.depth(container));
        if (isOfKeys) {
            lastPath.keep(bytes, from, start + in.offset(), container);
        }
        lastContainer = container;
        return container;
    }

    private String key() {
        return in.string(Limit.KEY_BYTES, FormatLimits.MAX_KEY_BYTES);
    }

    /** The fields of a registered operation, and ids. */
    private final class FieldReader implements OpReader {
        int idIndex;
        long idReplica;
        long idSeq;

        void nextId() {
            nextId(operationSeq - 1);
        }

        /** Reads an id: 0 and the distance back for an own one, else the place in the reference table and the seq. */
        void nextId(long lastOwn) {
            int at = in.offset();
            long coded = in.varint();
            long value = in.varint();
            if (coded == 0) {
                if (value < operationSeq - lastOwn || value > operationSeq) {
                    throw in.corruptAt(at, Kind.BAD_VALUE, "an id before this operation", "distance " + value);
                }
                idIndex = author;
                idReplica = head.replica;
                idSeq = operationSeq - value;
                return;
            }
            if (coded < 0 || coded > head.referenceCount) {
                throw in.corruptAt(
                        at, Kind.BAD_VALUE, "one of " + head.referenceCount + " references", Long.toString(coded));
            }
            int slot = (int) coded - 1;
            if (value < 0 || value > head.referenceSeqs[slot]) {
                throw in.corruptAt(at, Kind.BAD_VALUE, "a seq up to " + head.referenceSeqs[slot], Long.toString(value));
            }
            idIndex = referenceIndices[slot];
            idReplica = head.referenceIds[slot];
            idSeq = value;
        }

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
            return ChangeReader.this.key();
        }

        @Override
        public Value value() {
            return ValueCodec.read(in);
        }

        @Override
        public void nextDot() {
            nextId();
        }

        @Override
        public long dotReplica() {
            return idReplica;
        }

        @Override
        public long dotSeq() {
            return idSeq;
        }

        @Override
        public byte[] bytes() {
            return in.bytes(in.count(1));
        }

        @Override
        public ByteReader payload() {
            ByteReader part = in.part(in.count(1), payload);
            payload = part;
            return part;
        }

        @Override
        public long offset() {
            return in.offset();
        }
    }
}
