package dev.rejoin.codec;

import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.Utf8;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The changes of a decoded batch one by one; the operations of the present one may be read any number of times. */
final class BatchReader implements IncomingChange, ContentSource {
    private final ReplicaContext context;
    private final OpRegistry registry;
    private final ChangeCodec codec;
    private final DecodedBatch batch;
    private final Dots dots;
    /** The registered operations of a change, for all passes but the first, and how many dots were read behind each. */
    private final List<Op> decoded = new ArrayList<>(0);

    private int[] dotsBehind = new int[0];
    private int decodedChange = -1;

    private int change = -1;
    private boolean onlyContinues;
    private int author;
    /** The run that is being read. */
    private long contentSeq;

    private int contentAt;
    private @Nullable Value[] contentValues = new Value[0];

    BatchReader(ReplicaContext context, OpRegistry registry, ChangeCodec codec, DecodedBatch batch) {
        this.context = context;
        this.registry = registry;
        this.codec = codec;
        this.batch = batch;
        this.dots = new Dots();
    }

    boolean next() {
        if (change + 1 >= batch.changes) {
            return false;
        }
        change++;
        return true;
    }

    void rewind() {
        change = -1;
    }

    boolean isWhole() {
        return batch.isWhole;
    }

    boolean lacksNotes() {
        for (int i = 0; i < batch.changes; i++) {
            ChangeNote note = batch.notes[i];
            if (note != null && note.isLeftOut()) {
                return true;
            }
        }
        return false;
    }

    IdRanges lacking() {
        return batch.lacking;
    }

    private int localReplica() {
        return batch.replicas[batch.authors[change]];
    }

    @Override
    public long replica() {
        return context.replicas().id(localReplica());
    }

    @Override
    public long firstSeq() {
        return batch.firstSeqs[change];
    }

    @Override
    public long endSeq() {
        return batch.endSeqs[change];
    }

    @Override
    public long time() {
        return batch.times[change];
    }

    @Override
    public @Nullable ChangeNote note() {
        return batch.notes[change];
    }

    private long dependency(int i) {
        return batch.dependencies.get(batch.dependencyStarts[change] + i);
    }

    private int dependencyCount() {
        return batch.dependencyStarts[change + 1] - batch.dependencyStarts[change];
    }

    @Override
    public int referenceCount() {
        return dependencyCount() + batch.namedStarts[change + 1] - batch.namedStarts[change];
    }

    /** The dependencies, and then what the operations name. */
    private long reference(int i) {
        int named = i - dependencyCount();
        return named < 0 ? dependency(i) : batch.named.get(batch.namedStarts[change] + named);
    }

    @Override
    public long referenceReplica(int i) {
        return context.replicas().id(ElementId.replica(reference(i)));
    }

    @Override
    public long referenceSeq(int i) {
        return ElementId.seq(reference(i));
    }

    @Override
    public boolean isDependency(int i) {
        return i < dependencyCount();
    }

    /**
     * Reads the chain digests that a batch tells behind its columns: of each author whose part begins above 0. One of 0 is
     * not known to the sender.
     */
    void readStartDigests(ByteReader in) {
        batch.startDigests = new long[batch.startSeqs.length];
        for (int i = 0; i < batch.startSeqs.length; i++) {
            batch.startDigests[i] = batch.startSeqs[i] == 0 ? 0 : in.u64();
        }
    }

    @Override
    public boolean hasPredecessorDigest() {
        int by = batch.authors[change];
        return by < batch.startDigests.length
                && firstSeq() > 0
                && firstSeq() == batch.startSeqs[by]
                && startDigest() != 0;
    }

    @Override
    public long endDigest() {
        int by = batch.authors[change];
        return by < batch.endDigests.length && endSeq() == batch.endSeqsOfAuthors[by] ? batch.endDigests[by] : 0;
    }

    private long startDigest() {
        return batch.startDigests[batch.authors[change]];
    }

    @Override
    public String predecessorDigest() {
        return Long.toHexString(startDigest());
    }

    @Override
    public boolean digestAgrees(long digest) {
        return startDigest() == digest;
    }

    @Override
    public boolean onlyContinues() {
        return onlyContinues;
    }

    @Override
    public byte[] message() {
        long[] dependencies = new long[dependencyCount()];
        for (int i = 0; i < dependencies.length; i++) {
            dependencies[i] = dependency(i);
        }
        ChangeWriter messages = codec.writer();
        messages.begin(localReplica(), dependencies, this);
        readOperations(localReplica(), firstSeq(), messages, false);
        boolean told = hasPredecessorDigest();
        return messages.finish(firstSeq(), endSeq(), time(), note(), told, told ? (int) startDigest() : 0);
    }

    @Override
    public int encodeText(int of, long seq, int count, byte[] target, int at) {
        int from = contentAt + (int) (seq - contentSeq);
        String characters = batch.text.substring(from, from + count);
        if (batch.lacking.isEmpty()) {
            return Utf8.encode(characters, target, at);
        }
        try {
            return Utf8.encode(filled(of, seq, characters), target, at);
        } catch (IllegalArgumentException unpaired) { // half a character here, and another half there
            throw batch.fields.corrupt(Kind.BAD_VALUE, "text that goes with what is known", "half a surrogate pair");
        }
    }

    /** With what is here in the place of what is lacked: the known part of a change is compared by it. */
    private String filled(int of, long seq, String characters) {
        StringBuilder filled = new StringBuilder(characters);
        for (int i = 0; i < characters.length(); i++) {
            if (batch.lacking.contains(ElementId.of(of, seq + i))
                    && context.text().covers(of, seq + i, 1)) {
                filled.setCharAt(i, context.text().charAt(of, seq + i));
            }
        }
        return filled.toString();
    }

    @Override
    public Value value(int of, long seq) {
        return Objects.requireNonNull(contentValues[(int) (seq - contentSeq)]);
    }

    @Override
    public void readOperations(int authorIndex, long from, OpSink sink, boolean store) {
        author = authorIndex;
        onlyContinues = true;
        dots.at = batch.dotStarts[change];
        if (decodedChange != change) {
            decodedChange = change;
            decoded.clear();
        }
        int registered = 0;
        int end = batch.operationStarts[change + 1];
        long seq = firstSeq();
        for (int i = batch.operationStarts[change]; i < end; i++) {
            int kind = batch.kinds[i];
            if (!WireFormat.isSequence(kind)) {
                Op op = registered(registered++, kind, batch.places[i]);
                if (seq >= from) {
                    onlyContinues = false;
                    sink.operation((int) batch.ids[i], seq, op);
                }
                seq++;
            } else if (kind >= WireFormat.DELETE_RANGE) {
                seq += giveDelete(i, seq, from, sink);
            } else {
                seq += giveInsert(i, seq, from, sink, store);
            }
        }
    }

    private Op registered(int number, int kind, int place) {
        if (number < decoded.size()) {
            dots.at = dotsBehind[number];
            return decoded.get(number);
        }
        batch.fields.seek(place);
        Op op = registry.read(kind, dots);
        if (number == dotsBehind.length) {
            dotsBehind = Arrays.copyOf(dotsBehind, 1 + number + (number >> 1));
        }
        dotsBehind[number] = dots.at;
        decoded.add(op);
        return op;
    }

    private int giveInsert(int i, long seq, long from, OpSink sink, boolean store) {
        int kind = batch.kinds[i];
        int count = batch.counts[i];
        long end = seq + count;
        if (end <= from) {
            return count;
        }
        boolean isText = kind < WireFormat.CONTINUE_VALUES;
        int skipped = (int) Math.max(0, from - seq);
        contentSeq = seq;
        if (isText) {
            giveText(batch.places[i], seq, skipped, count, store);
        } else {
            giveValues(batch.places[i], seq, skipped, count, store);
        }
        int form = isText ? kind : kind - WireFormat.VALUES;
        boolean continues = form == WireFormat.CONTINUE_TEXT;
        if (skipped > 0 || continues) {
            onlyContinues &= continues || skipped > 0;
            long start = seq + skipped;
            long parent = ElementId.of(author, start - 1);
            sink.insert(ContainerTable.NONE, isText, start, count - skipped, parent, false, true);
        } else {
            onlyContinues = false;
            boolean first = form == WireFormat.INSERT_TEXT_FIRST;
            int container = first ? (int) batch.ids[i] : ContainerTable.NONE;
            long parent = first ? ElementId.NONE : batch.ids[i];
            sink.insert(container, isText, seq, count, parent, form == WireFormat.INSERT_TEXT_LEFT, false);
        }
        return count;
    }

    private void giveText(int place, long seq, int skipped, int count, boolean store) {
        contentAt = place;
        if (skipped > 0) {
            Surrogates.checkBoundary(batch.text, place + skipped);
        }
        if (store) {
            context.writableText().append(author, seq + skipped, batch.text, place + skipped, place + count);
        }
    }

    private void giveValues(int place, long seq, int skipped, int count, boolean store) {
        batch.fields.seek(place);
        @Nullable Value[] values = new Value[count];
        for (int i = 0; i < count; i++) {
            Value value = ValueCodec.read(batch.fields);
            values[i] = value;
            if (store && i >= skipped) {
                context.writableElements().append(author, seq + i, value);
            }
        }
        contentValues = values;
    }

    private int giveDelete(int i, long seq, long from, OpSink sink) {
        int kind = batch.kinds[i];
        int count = batch.counts[i];
        if (kind == WireFormat.DELETE_RANGE) {
            if (seq >= from) {
                sink.delete(seq, batch.ids[i], count, 0);
            }
            return 1;
        }
        if (seq + count > from) {
            int step = kind == WireFormat.DELETE_FORWARD ? 1 : -1;
            int skipped = (int) Math.max(0, from - seq);
            int rest = count - skipped;
            sink.delete(seq + skipped, batch.ids[i] + (long) step * skipped, rest, rest == 1 ? 0 : step);
        }
        return count;
    }

    /** The fields of registered operations, with the ids that were decoded before. */
    private final class Dots extends FieldReader {
        int at;

        Dots() {
            super(batch.fields);
        }

        @Override
        public void nextDot() {
            at++;
        }

        @Override
        public long dotReplica() {
            return context.replicas().id(ElementId.replica(batch.dots.get(at - 1)));
        }

        @Override
        public long dotSeq() {
            return ElementId.seq(batch.dots.get(at - 1));
        }
    }
}
