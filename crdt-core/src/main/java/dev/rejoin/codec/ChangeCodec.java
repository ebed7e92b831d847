package dev.rejoin.codec;

import dev.rejoin.delivery.DeletedContentException;
import dev.rejoin.history.CausalWalk;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes to bytes and back: the self-contained change and the batch. One instance per document, reused; not thread-safe. */
public final class ChangeCodec {
    private static final byte[] NO_BYTES = new byte[0];

    private final ReplicaContext context;
    private final OpRegistry registry;
    private final DecodeLimits limits;
    private final ContentSource stored;
    private final DocumentChecksum checksum;
    private @Nullable ChangeWriter writer;
    private @Nullable ChangeReader reader;

    /** A codec for one document. */
    public ChangeCodec(ReplicaContext context, OpRegistry registry, DecodeLimits limits) {
        this.context = context;
        this.registry = registry;
        this.limits = limits;
        this.stored = new StoredContent(context);
        this.checksum = new DocumentChecksum(context.documentId());
    }

    /** Comes into being with the first change that is written: most open documents are only read. */
    ChangeWriter writer() {
        ChangeWriter known = writer;
        if (known == null) {
            known = new ChangeWriter(context, registry, stored, checksum);
            writer = known;
        }
        return known;
    }

    private ChangeReader reader() {
        ChangeReader known = reader;
        if (known == null) {
            known = new ChangeReader(context, registry, limits, checksum, new KeystrokeReader(checksum));
            reader = known;
        }
        return known;
    }

    /** Begins the message of a change; its operations go to the sink, and then {@link #endChange} is due. */
    public OpSink beginChange(int author, long[] dependencies) {
        ChangeWriter message = writer();
        message.begin(author, dependencies, stored);
        return message;
    }

    /**
     * The message of the change with seqs [firstSeq, endSeq) that was begun.
     *
     * @param predecessorDigest the author's chain digest before it; 0 if it is not known
     */
    public byte[] endChange(long firstSeq, long endSeq, long time, @Nullable ChangeNote note, long predecessorDigest) {
        return writer().finish(firstSeq, endSeq, time, note, predecessorDigest != 0, (int) predecessorDigest);
    }

    /** Whether a frame is a batch (else a change, or nothing that receive takes). */
    public static boolean isBatch(byte[] bytes, int start, int end) {
        return end > start && bytes[start] == WireFormat.BATCH;
    }

    /** Whether a frame is a self-contained change. */
    public static boolean isChange(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == WireFormat.CHANGE;
    }

    /**
     * Checks the frame of a self-contained change and reads its header.
     *
     * @throws CorruptDataException damaged, malformed or of another document
     * @throws UnsupportedFormatException of a later version, or no change
     */
    public IncomingChange decodeChange(byte[] bytes, int start, int end) {
        ChangeReader change = reader();
        change.readHeader(bytes, start, end);
        return change;
    }

    /** The same codec for another context of the same document. */
    public ChangeCodec in(ReplicaContext other) {
        return new ChangeCodec(other, registry, limits);
    }

    /** An empty log that this codec could encode. */
    public ChangeLog newLog() {
        return new ChangeLog(context, registry);
    }

    /** The same for a change that is held, while another one is being taken in. */
    public IncomingChange decodeHeld(byte[] bytes) {
        ChangeReader change = new ChangeReader(context, registry, limits, checksum, null);
        change.readHeader(bytes, 0, bytes.length);
        return change;
    }

    /**
     * Encodes the changes at or above some seqs and below others in causal order. What lacks text goes with all that
     * deletes it, whatever the length.
     *
     * @param from first wanted seq by replica index, for all replicas of the table
     * @param until first seq that is not wanted any more, for the same replicas
     * @param maxBytes how long the frame may be, if it holds more than one change
     * @throws DeletedContentException if what is wanted shows text that is not here
     */
    public EncodedBatch encodeBatch(ChangeLog log, long[] from, long[] until, BatchForm form, long maxBytes) {
        Gaps gaps = Gaps.of(context, log, from, until, form);
        checkHidden(gaps.exposed());
        long most = gaps.isWhole() ? maxBytes : Long.MAX_VALUE;
        int maxChanges = Integer.MAX_VALUE;
        while (true) {
            EncodedBatch batch = encodeBatch(log, from, until, form, gaps, most, maxChanges);
            if (batch.bytes().length <= most || batch.changes() <= 1) {
                return batch;
            }
            maxChanges = batch.changes() - 1; // the last one was too long
        }
    }

    /**
     * Checks that nothing that is not here could be read at a version.
     *
     * @param redacted ids that may be read as a gap
     * @throws DeletedContentException if something could
     */
    public void checkReadable(ChangeLog log, long[] version, IdRanges redacted) {
        if (!context.gaps().isEmpty()) {
            checkHidden(Gaps.of(context, log, new long[version.length], version, BatchForm.PLAIN)
                    .exposed()
                    .minus(redacted));
        }
    }

    private void checkHidden(IdRanges exposed) {
        if (!exposed.isEmpty()) {
            throw new DeletedContentException(spans(exposed));
        }
    }

    /** Ids as they are known outside. */
    public List<OpIdSpan> spans(IdRanges ids) {
        List<OpIdSpan> spans = new ArrayList<>();
        ids.forEach((first, count) -> {
            long seq = ElementId.seq(first);
            spans.add(new OpIdSpan(new ReplicaId(context.replicas().id(ElementId.replica(first))), seq, seq + count));
        });
        Collections.sort(spans);
        return spans;
    }

    private EncodedBatch encodeBatch(
            ChangeLog log, long[] from, long[] until, BatchForm form, Gaps gaps, long maxBytes, int maxChanges) {
        ByteWriter out = new ByteWriter(256);
        out.u8(WireFormat.BATCH);
        out.u8(form.packing().flag() | gaps.flag() | (gaps.isWhole() ? 0 : WireFormat.EXTENDED));
        out.u64(context.documentId().high());
        out.u64(context.documentId().low());
        EncodedBatch batch = writeHistory(log, from, until, form, gaps, maxBytes, maxChanges, out);
        List<Integer> authors = CausalWalk.authors(context, from, until);
        for (int author : authors) {
            if (from[author] > 0) {
                out.u64(Objects.requireNonNull(log.find(author)).digestAt(from[author]));
            }
        }
        if (!gaps.isWhole()) {
            ByteWriter listed = new ByteWriter(64);
            gaps.write(listed);
            for (int author : authors) {
                if (gaps.isLacking(author)) {
                    listed.u64(Objects.requireNonNull(log.find(author)).digestAt(until[author]));
                }
            }
            Extensions.NONE.with(Extensions.GAPS, listed.toByteArray()).write(out);
        }
        out.u32(out.crc32c(0, out.position()));
        return new EncodedBatch(out.toByteArray(), batch.complete(), batch.changes(), batch.position());
    }

    /** The elements and writes of the retained history that nobody reads at a version or behind it. */
    public IdRanges unread(ChangeLog log, long[] from, long[] version) {
        return Gaps.of(context, log, from, version, new BatchForm(Packing.PLAIN, false, true))
                .unread();
    }

    /** What the retained history lacks from some seqs on. */
    public Gaps gaps(ChangeLog log, long[] from, BatchForm form) {
        return Gaps.of(context, log, from, log.ends(), form);
    }

    /** Authors, replica table and columns of all changes at or above the given seqs, without a frame. */
    public void writeHistory(ChangeLog log, long[] from, BatchForm form, Gaps gaps, ByteWriter out) {
        writeHistory(log, from, log.ends(), form, gaps, Long.MAX_VALUE, Integer.MAX_VALUE, out);
    }

    private EncodedBatch writeHistory(
            ChangeLog log,
            long[] from,
            long[] until,
            BatchForm form,
            Gaps gaps,
            long maxBytes,
            int maxChanges,
            ByteWriter out) {
        List<Integer> authors = CausalWalk.authors(context, from, until);
        out.varint(authors.size());
        BatchWriter batch = new BatchWriter(context, registry, stored, gaps.lacking(), form.notes());
        for (int author : authors) {
            batch.author(author, from[author]);
            out.varint(from[author]);
        }
        CausalWalk walk = new CausalWalk(context, log, from.clone(), until);
        boolean complete = true;
        // What stands around the columns: their lengths, chain digests, the checksum.
        long around = out.position() + 8L * Columns.NUMBER + Long.BYTES * (long) authors.size();
        while (walk.next()) {
            if (batch.changes() > 0 && (batch.changes() >= maxChanges || around + batch.size() >= maxBytes)) {
                complete = false;
                break;
            }
            walk.emitted(batch.change(walk.author(), walk.change()));
        }
        batch.finish(form.packing(), out);
        return new EncodedBatch(NO_BYTES, complete, batch.changes(), walk.position());
    }

    /** Reads a batch; nothing is applied before {@link IncomingBatch} has checked the form of everything. */
    public IncomingBatch decodeBatch(byte[] bytes, int start, int end) {
        limits.checkMessageBytes(end - start);
        ByteReader in = Frames.open(bytes, start, end, WireFormat.BATCH);
        int flags = Frames.frameFlags(in, WireFormat.HISTORY_FLAGS | WireFormat.ZSTANDARD);
        Frames.expectDocument(in, context.documentId());
        IncomingBatch batch = readHistory(in, flags);
        batch.readStartDigests(in);
        Extensions extensions = Frames.end(in, flags, id -> id == Extensions.GAPS);
        ByteReader gaps = new ByteReader(extensions.get(Extensions.GAPS));
        batch.settle(gaps, true);
        gaps.expectEnd();
        return batch;
    }

    /**
     * Reads what {@link #writeHistory} wrote and checks the form of everything.
     *
     * @param flags of the frame; with gaps, {@link IncomingBatch#settle} is due before anything else
     */
    public IncomingBatch readHistory(ByteReader in, int flags) {
        int authors = in.count(1);
        long[] first = new long[authors];
        for (int i = 0; i < authors; i++) {
            int at = in.offset();
            first[i] = in.varint();
            if (first[i] < 0 || first[i] > ElementId.MAX_SEQ) {
                throw in.corruptAt(at, Kind.BAD_VALUE, "a seq below 2^40", Long.toUnsignedString(first[i]));
            }
        }
        DecodedBatch batch = BatchDecoder.decode(context, registry, limits, in, flags, first);
        return new IncomingBatch(
                new BatchReader(context, registry, this, batch),
                TextSpreader.isNeeded(flags) ? new TextSpreader(limits, batch, flags) : null);
    }

    private record StoredContent(ReplicaContext context) implements ContentSource {
        @Override
        public int encodeText(int author, long seq, int count, byte[] target, int at) {
            TextContent text = context.text();
            int typed = count == 1 ? text.newest(author, seq) : -1;
            if (typed >= 0 && typed < 0x80) {
                target[at] = (byte) typed;
                return at + 1;
            }
            return text.writeUtf8(author, seq, count, target, at);
        }

        @Override
        public Value value(int author, long seq) {
            return (Value) context.elements().get(author, seq);
        }
    }
}
