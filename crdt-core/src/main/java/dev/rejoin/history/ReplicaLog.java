package dev.rejoin.history;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.op.Op;
import dev.rejoin.replica.Digest;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The retained changes of one author, run-length packed; characters and list values stay in the content stores.
 *
 * <p>Joining and run-merging happen here, at the end of the log, and depend on nothing but the sequence of operations: a
 * log that got keystrokes one by one equals one that got them as runs.
 */
public final class ReplicaLog {
    /*
     * Layout      Entries stand in pages of bytes, in seq order: CHANGE (time, dependencies, note), INSERT (a run),
     *             DELETE (a range, or a run of single deletions), OPERATION (anything else, length first). The newest
     *             insert or delete is the open tail: it is held in fields, because the next operation often extends it.
     * Operations  append extends the tail or writes it out; replay reads from the page that holds a seq.
     * Views       A page never changes below its size, and a header (this object, Page) that a view may hold is copied
     *             before it is changed, so a view reads its own length.
     * Invariants  L1 the seqs of the entries are dense from firstSeq to endSeq
     *             L2 pages ascend by firstSeq, and none but the last is shorter than PAGE unless it holds one large entry
     *             L3 the digest is that of the replayed operations
     * Gaps        Where content is not here, the digest cannot be rolled: it is 0, which says unknown, until somebody who
     *             had the content tells it. What was told is kept with its seq, and digests behind it roll on from there.
     */
    /** Joined changes span at most 30 seconds, so that times in history are exact to it. */
    private static final long MAX_JOINED_AGE = 30_000L << 16;

    /** Bytes after which a new page begins; a seek scans at most one page. */
    private static final int PAGE = 1024;

    private static final long[] NONE_TOLD = {};

    private static final int TAIL_NONE = 0;
    private static final int TAIL_INSERT = 1;
    private static final int TAIL_DELETE = 2;

    final ReplicaContext context;
    final int author;
    final LogOpCodec codec;
    private final LogTotals totals;
    private int epoch;

    private @Nullable LogPage[] pages;
    private int pageCount;
    private long firstSeq;
    private long baseTime;
    private long baseChangeSeq;
    private long baseDigest;
    private long endSeq;
    private long lastTime;
    private long lastChangeSeq;
    private int changeCount;
    private long digest;
    /** Seqs, ascending, and the digests there, that were told; the array is replaced, never changed. */
    private long[] told = NONE_TOLD;
    /** Whether the digest is not known. */
    private boolean blind;

    private int tailKind = TAIL_NONE;
    private int tailFlags;
    private int tailContainer;
    private long tailSeq;
    private int tailCount;
    private long tailElement;
    private int tailStep;
    private long tailDigest;

    private @Nullable ReplicaLog mark;
    private int markedSize;

    ReplicaLog(ReplicaContext context, int author, LogOpCodec codec, LogTotals totals) {
        this.context = context;
        this.author = author;
        this.codec = codec;
        this.totals = totals;
        this.epoch = context.epoch().current();
        this.pages = new LogPage[1];
    }

    private ReplicaLog(ReplicaLog source) {
        this.context = source.context;
        this.author = source.author;
        this.codec = source.codec;
        this.totals = source.totals;
        this.epoch = source.context.epoch().current();
        this.pages = source.pages.clone();
        copyPosition(source);
        if (pageCount > 0) {
            pages[pageCount - 1] = new LogPage(page(pageCount - 1));
        }
    }

    /** Whether no view can hold this log. */
    boolean isOwnedBy(int now) {
        return epoch == now;
    }

    /** This log, or its copy for the current edit epoch when a view may hold this one. */
    ReplicaLog copyUnlessOwnedBy(int now) {
        return isOwnedBy(now) ? this : new ReplicaLog(this);
    }

    /** First retained seq. */
    public long firstSeq() {
        return firstSeq;
    }

    /** Seq that the next operation takes. */
    public long endSeq() {
        return endSeq;
    }

    /** Kept timestamp of the newest change; 0 when there is none. */
    public long lastTime() {
        return lastTime;
    }

    /** Chain digest at endSeq; 0 if it is not known, or nothing was appended. */
    public long digest() {
        return digest;
    }

    private boolean isDigestUnknown() {
        return blind;
    }

    /**
     * Takes over the digest at the end where it is not known, because content is not here.
     *
     * @param there what somebody tells; 0 for nothing
     * @return whether what is known here, if it is, is the same
     */
    public boolean settle(long there) {
        if (there != 0 && isDigestUnknown()) {
            tell(endSeq, there);
            digest = there;
            blind = false;
        }
        return there == 0 || digest == there;
    }

    private void tell(long seq, long there) {
        long[] more = Arrays.copyOf(told, told.length + 2);
        more[told.length] = seq;
        more[told.length + 1] = there;
        told = more;
    }

    /** Sets what the operation at hand made of the digest. */
    private void roll(boolean known, long mixed) {
        digest = known ? mixed : 0;
        blind = !known;
    }

    /** Number of retained changes after joining. */
    public int changeCount() {
        return changeCount;
    }

    public boolean isEmpty() {
        return endSeq == firstSeq;
    }

    /** Bytes that the packed entries take. */
    public long byteSize() {
        long sum = 0;
        for (int i = 0; i < pageCount; i++) {
            sum += page(i).size;
        }
        return sum;
    }

    /** Kept timestamp of the newest change below firstSeq. */
    public long baseTime() {
        return baseTime;
    }

    /** Chain digest at firstSeq. */
    public long baseDigest() {
        return baseDigest;
    }

    /** Seq at which the newest change below firstSeq begins. */
    public long baseChangeSeq() {
        return baseChangeSeq;
    }

    /** Seq at which the newest change begins. */
    public long lastChangeSeq() {
        return lastChangeSeq;
    }

    /** Begins a log whose operations below seq are not retained; the newest of them is of a change from changeSeq on. */
    public void startAt(long seq, long changeSeq, long time, long digestThere) {
        lastChangeSeq = changeSeq;
        baseChangeSeq = changeSeq;
        firstSeq = seq;
        endSeq = seq;
        lastTime = time;
        digest = digestThere;
        baseTime = time;
        baseDigest = digestThere;
        blind = digestThere == 0 && seq > 0;
    }

    /**
     * This log without the operations below a seq.
     *
     * @param seq from firstSeq to endSeq; a change that it divides loses its boundary
     */
    ReplicaLog cutBelow(long seq) {
        ReplicaLog cut = new ReplicaLog(context, author, codec, totals);
        if (seq == endSeq) {
            cut.startAt(seq, lastChangeSeq, lastTime, digest);
        } else {
            copyFrom(seq, cut);
        }
        if (cut.isDigestUnknown()) {
            tellAbove(seq, cut);
            cut.digest = digest;
            cut.blind = blind;
        }
        if (cut.digest != digest || cut.endSeq != endSeq) {
            throw new AssertionError("L3 another digest behind the cut at " + seq);
        }
        totals.changes -= changeCount;
        totals.bytes -= byteSize();
        return cut;
    }

    /** The digests that are known above a seq, which replaying over gaps does not give again. */
    private void tellAbove(long seq, ReplicaLog cut) {
        TreeMap<Long, Long> known = new TreeMap<>();
        for (int i = 0; i < pageCount; i++) {
            known.put(page(i).firstSeq, page(i).digest);
        }
        for (int i = 0; i < told.length; i += 2) {
            known.put(told[i], told[i + 1]);
        }
        known.tailMap(seq, false).forEach((at, there) -> {
            if (there != 0 && at < endSeq) {
                cut.tell(at, there);
            }
        });
        cut.tell(endSeq, digest);
    }

    private void copyFrom(long seq, ReplicaLog cut) {
        long changeSeq = baseChangeSeq;
        long time = baseTime;
        boolean started = false;
        LogCursor entries = new LogCursor(this, firstSeq);
        while (entries.next()) {
            if (!started && (entries.isChange() ? entries.seq() >= seq : entries.endSeq() > seq)) {
                cut.startAt(seq, changeSeq, time, digestAt(seq));
                started = true;
            }
            if (!started) {
                if (entries.isChange()) {
                    changeSeq = entries.seq();
                    time = entries.time();
                }
            } else if (entries.isChange()) {
                cut.change(entries.time(), entries.dependencies(), entries.note());
            } else {
                entries.emit(seq, endSeq, cut.appender());
            }
        }
        if (!started) {
            cut.startAt(seq, lastChangeSeq, lastTime, digestAt(seq));
        }
        if (tailKind != TAIL_NONE) {
            emitTail(seq, endSeq, cut.appender());
        }
    }

    /**
     * Whether a change of continuations and deletions, without dependencies and note, is put to the change before it: not
     * when that began too long ago or would grow too large. A function of what is kept, so all replicas agree.
     *
     * @param time packed timestamp of the change
     * @param end seq after its operations
     */
    public boolean joins(long time, long end) {
        return endSeq > 0
                && time - lastTime < MAX_JOINED_AGE
                && end - lastChangeSeq <= FormatLimits.MAX_CHANGE_OPERATIONS;
    }

    /** Begins a change that keeps its own timestamp. */
    public void change(long time, long[] dependencies, @Nullable ChangeNote note) {
        writeTail();
        LogPage page = room(note == null ? 24 + 18 * dependencies.length : 64 + 18 * dependencies.length);
        int sizeBefore = page.size;
        roll(!isDigestUnknown() && (note == null || !note.isLeftOut()), digestOf(time, dependencies, note));
        int flags =
                (dependencies.length > 0 ? LogFormat.HAS_DEPENDENCIES : 0) | (note != null ? LogFormat.HAS_NOTE : 0);
        page.put(LogFormat.CHANGE | flags);
        page.putZigzag((time >>> 16) - (lastTime >>> 16));
        page.putVarint(time & 0xFFFF);
        if (dependencies.length > 0) {
            page.putVarint(dependencies.length);
            for (long dependency : dependencies) {
                page.putVarint(ElementId.replica(dependency));
                page.putVarint(ElementId.seq(dependency));
            }
        }
        if (note != null) {
            page.putText(note.author());
            page.putText(note.message());
        }
        lastTime = time;
        lastChangeSeq = endSeq;
        changeCount++;
        totals.changes++;
        totals.bytes += page.size - sizeBefore;
    }

    /** Appends a run of count elements at endSeq. */
    public void insert(int container, boolean text, int count, long parent, boolean left, boolean continues) {
        long before = digest;
        mixInsert(container, text, count, parent, left, continues);
        if (continues && tailKind == TAIL_INSERT && text == ((tailFlags & LogFormat.TEXT) != 0)) {
            tailCount += count;
        } else {
            writeTail();
            tailDigest = before;
            tailKind = TAIL_INSERT;
            tailFlags =
                    (text ? LogFormat.TEXT : 0) | (left ? LogFormat.LEFT : 0) | (continues ? LogFormat.CONTINUES : 0);
            tailContainer = container;
            tailSeq = endSeq;
            tailCount = count;
            tailElement = parent;
        }
        endSeq += count;
    }

    /** Appends deletions at endSeq; step as in OpSink.delete. */
    public void delete(long element, int count, int step) {
        if (step == 0 && count > 1) {
            long before = digest;
            mixDelete(element, count);
            writeTail();
            tailDigest = before;
            tailKind = TAIL_DELETE;
            tailSeq = endSeq;
            tailCount = count;
            tailElement = element;
            tailStep = 0;
            endSeq++;
            return;
        }
        for (int i = 0; i < count; i++) {
            deleteOne(element + (long) i * step);
        }
    }

    private void deleteOne(long element) {
        long before = digest;
        mixDelete(element, 1);
        if (tailKind == TAIL_DELETE && extendsDeletions(element)) {
            tailStep = (int) (element - tailElement) < 0 ? -1 : 1;
            tailCount++;
        } else {
            writeTail();
            tailDigest = before;
            tailKind = TAIL_DELETE;
            tailSeq = endSeq;
            tailCount = 1;
            tailElement = element;
            tailStep = 0;
        }
        endSeq++;
    }

    private boolean extendsDeletions(long element) {
        long distance = element - tailElement;
        if (tailCount == 1) {
            return distance == 1 || distance == -1;
        }
        return tailStep != 0 && distance == (long) tailStep * tailCount;
    }

    /** Appends any other operation at endSeq. */
    public void operation(int container, Op op) {
        writeTail();
        int tag = op.tag();
        long mixed = Digest.mix(digest, LogFormat.OPERATION | (long) tag << 8);
        int length = codec.encode(op, Digest.mix(mixed, context.containers().pathHash(container)));
        LogPage page = room(length + 16);
        int sizeBefore = page.size;
        boolean isKnown = !isDigestUnknown() && !context.gaps().contains(ElementId.of(author, endSeq));
        roll(isKnown, codec.digest());
        page.put(LogFormat.OPERATION);
        page.putVarint(tag);
        page.putVarint(container);
        page.putVarint(length);
        codec.copyTo(page);
        totals.bytes += page.size - sizeBefore;
        endSeq++;
    }

    private long digestOf(long time, long[] dependencies, @Nullable ChangeNote note) {
        long mixed = Digest.mix(Digest.mix(digest, LogFormat.CHANGE), time);
        for (long dependency : dependencies) {
            mixed = Digest.mix(mixed, context.replicas().id(ElementId.replica(dependency)));
            mixed = Digest.mix(mixed, ElementId.seq(dependency));
        }
        if (note != null) {
            mixed = Digest.mixText(mixed, note.author() == null ? "" : note.author());
            mixed = Digest.mixText(mixed, note.message() == null ? "" : note.message());
        }
        return mixed;
    }

    private void mixInsert(int container, boolean text, int count, long parent, boolean left, boolean continues) {
        long mixed = digest;
        if (!continues) {
            mixed = Digest.mix(mixed, LogFormat.INSERT | (left ? LogFormat.LEFT : 0));
            if (parent == ElementId.NONE) {
                mixed = Digest.mix(mixed, context.containers().pathHash(container));
            } else {
                mixed = Digest.mix(mixed, context.replicas().id(ElementId.replica(parent)));
                mixed = Digest.mix(mixed, ElementId.seq(parent));
            }
        }
        boolean isKnown = !isDigestUnknown() && !context.gaps().containsAny(ElementId.of(author, endSeq), count);
        roll(isKnown, text ? mixCharacters(mixed, count) : mixValues(mixed, count));
    }

    private long mixCharacters(long digest, int count) {
        TextContent content = context.text();
        long mixed = digest;
        if (count == 1) {
            int typed = content.newest(author, endSeq);
            return Digest.mix(mixed, typed >= 0 ? typed : content.charAt(author, endSeq));
        }
        char[] block = new char[Math.min(count, 1024)];
        for (int done = 0; done < count; done += block.length) {
            int length = Math.min(block.length, count - done);
            content.copyTo(author, endSeq + done, length, block, 0);
            for (int i = 0; i < length; i++) {
                mixed = Digest.mix(mixed, block[i]);
            }
        }
        return mixed;
    }

    private long mixValues(long digest, int count) {
        long mixed = digest;
        for (int i = 0; i < count; i++) {
            byte[] value = ValueCodec.encode((Value) context.elements().get(author, endSeq + i));
            mixed = Digest.mixBytes(mixed, value, 0, value.length);
        }
        return mixed;
    }

    private void mixDelete(long element, int count) {
        long mixed = Digest.mix(digest, LogFormat.DELETE | (long) count << 8);
        mixed = Digest.mix(mixed, context.replicas().id(ElementId.replica(element)));
        roll(!isDigestUnknown(), Digest.mix(mixed, ElementId.seq(element)));
    }

    private void writeTail() {
        if (tailKind == TAIL_NONE) {
            return;
        }
        LogPage page = room(40);
        int sizeBefore = page.size;
        if (tailKind == TAIL_INSERT) {
            page.put(LogFormat.INSERT | tailFlags);
            page.putVarint(tailCount);
            if ((tailFlags & LogFormat.CONTINUES) == 0) {
                putElement(page, tailElement);
                if (tailElement == ElementId.NONE) {
                    page.putVarint(tailContainer);
                }
            }
        } else {
            page.put(LogFormat.DELETE | (tailStep == 0 ? 0 : tailStep < 0 ? LogFormat.BACKWARD : LogFormat.FORWARD));
            page.putVarint(tailCount);
            putElement(page, tailElement);
        }
        totals.bytes += page.size - sizeBefore;
        tailKind = TAIL_NONE;
    }

    /** 0 is no element, 1 an own one (distance back from the tail's seq), else the replica index + 2. */
    private void putElement(LogPage page, long element) {
        if (element == ElementId.NONE) {
            page.putVarint(0);
        } else if (ElementId.replica(element) == author) {
            page.putVarint(1);
            page.putVarint(tailSeq - ElementId.seq(element));
        } else {
            page.putVarint(ElementId.replica(element) + 2L);
            page.putVarint(ElementId.seq(element));
        }
    }

    /** The last page with at least that many bytes free, or a new one. Entries never span pages. */
    private LogPage room(int bytes) {
        LogPage last = pageCount == 0 ? null : page(pageCount - 1);
        if (last != null && (last.size == 0 || last.size + bytes <= PAGE)) {
            last.reserve(bytes);
            return last;
        }
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, pageCount * 2);
        }
        boolean settled = tailKind == TAIL_NONE;
        long digestHere = settled ? digest : tailDigest;
        LogPage page = new LogPage(
                settled ? endSeq : tailSeq, lastTime, digestHere, Math.max(bytes, pageCount == 0 ? 48 : PAGE / 4));
        pages[pageCount++] = page;
        return page;
    }

    // Marks: what a rolled back transaction returns to.

    /** Remembers the present end; one mark at a time. */
    public void mark() {
        if (mark == null) {
            mark = new ReplicaLog(context, author, codec, totals);
        }
        mark.copyPosition(this);
        mark.markedSize = pageCount == 0 ? 0 : page(pageCount - 1).size;
    }

    /** Returns to the mark. */
    public void rewind() {
        ReplicaLog saved = Objects.requireNonNull(mark, "no mark");
        totals.changes -= changeCount - saved.changeCount;
        for (int i = saved.pageCount; i < pageCount; i++) {
            totals.bytes -= page(i).size;
            pages[i] = null;
        }
        copyPosition(saved);
        if (pageCount > 0) {
            LogPage last = page(pageCount - 1);
            totals.bytes -= last.size - saved.markedSize;
            last.size = saved.markedSize;
        }
    }

    private void copyPosition(ReplicaLog source) {
        pageCount = source.pageCount;
        firstSeq = source.firstSeq;
        baseTime = source.baseTime;
        baseChangeSeq = source.baseChangeSeq;
        baseDigest = source.baseDigest;
        endSeq = source.endSeq;
        lastTime = source.lastTime;
        lastChangeSeq = source.lastChangeSeq;
        changeCount = source.changeCount;
        digest = source.digest;
        told = source.told;
        blind = source.blind;
        tailKind = source.tailKind;
        tailFlags = source.tailFlags;
        tailContainer = source.tailContainer;
        tailSeq = source.tailSeq;
        tailCount = source.tailCount;
        tailElement = source.tailElement;
        tailStep = source.tailStep;
        tailDigest = source.tailDigest;
    }

    // Reading.

    /**
     * Replays the operations with seqs in [from, to) without change boundaries: runs that stick out are cut. Costs a scan
     * of one page, nothing when everything stands in the open tail.
     */
    public void replay(long from, long to, OpSink sink) {
        if (tailKind != TAIL_NONE && from >= tailSeq) {
            emitTail(from, to, sink);
            return;
        }
        LogCursor cursor = cursorFor(from);
        while (cursor.next() && cursor.seq() < to) {
            cursor.emit(from, to, sink);
        }
        if (tailKind != TAIL_NONE && tailSeq < to) {
            emitTail(from, to, sink);
        }
    }

    /** What a transaction wrote begins at its mark, so a small change does not cost the scan of a page. */
    private LogCursor cursorFor(long from) {
        ReplicaLog saved = mark;
        if (saved == null || from != saved.endSeq || saved.pageCount == 0) {
            return new LogCursor(this, from);
        }
        long seq = saved.tailKind == TAIL_NONE ? saved.endSeq : saved.tailSeq;
        return new LogCursor(this, saved.pageCount - 1, saved.markedSize, seq, saved.lastTime);
    }

    /**
     * The first seq, from a retained one on, that may be the first that somebody lacks: a change begins there, or the rest
     * of the change that it divides only continues its author's run or deletes, as joined changes do. Costs the scan of a
     * page, and of the change that the seq divides.
     */
    public long boundaryFrom(long seq) {
        ChangeCursor rest = new ChangeCursor(this, seq, endSeq);
        if (seq == endSeq || rest.next() && rest.isBeginning()) {
            return seq;
        }
        BoundarySearch search = new BoundarySearch(this, seq);
        rest.emit(search);
        return search.boundary();
    }

    /** Kept timestamp of the change that holds a retained seq. */
    public long timeOf(long seq) {
        if (tailKind != TAIL_NONE && seq >= tailSeq) {
            return lastTime;
        }
        LogCursor cursor = new LogCursor(this, seq);
        long time = cursor.time();
        while (cursor.next() && cursor.seq() <= seq) {
            time = cursor.time();
        }
        return time;
    }

    /** The change that holds a seq, or null if that is not retained. Costs the scan of the pages on which it stands. */
    public @Nullable ChangeAt changeOf(long seq) {
        if (seq < firstSeq || seq >= endSeq) {
            return null;
        }
        for (int page = pageCount == 0 ? -1 : pageOf(seq); page >= 0; page--) {
            LogCursor entries = new LogCursor(this, page(page).firstSeq);
            long first = -1;
            long end = endSeq;
            long time = 0;
            ChangeNote note = null;
            while (entries.next()) {
                if (!entries.isChange()) {
                    continue;
                }
                if (entries.seq() > seq) {
                    end = entries.seq();
                    break;
                }
                first = entries.seq();
                time = entries.time();
                note = entries.note();
            }
            if (first >= 0) {
                return new ChangeAt(first, end, time, note);
            }
        }
        return new ChangeAt(firstSeq, endOfFirst(), baseTime, null);
    }

    /** Where the change ends of which the beginning is not retained. */
    private long endOfFirst() {
        LogCursor entries = new LogCursor(this, firstSeq);
        while (pageCount > 0 && entries.next()) {
            if (entries.isChange()) {
                return entries.seq();
            }
        }
        return endSeq;
    }

    /** Chain digest before a seq from firstSeq to endSeq; 0 if it is not known. Costs the replay of a page. */
    public long digestAt(long seq) {
        if (seq == endSeq) {
            return digest;
        }
        if (seq == firstSeq) {
            return baseDigest;
        }
        ReplicaLog replayed = new ReplicaLog(context, author, codec, new LogTotals());
        if (pageCount == 0) {
            replayed.startAt(firstSeq, baseChangeSeq, baseTime, baseDigest);
        } else {
            // One back: a change may begin at the end of a page, and its operations on the next one.
            LogPage page = page(pageOf(seq - 1));
            replayed.startAt(page.firstSeq, page.firstSeq, page.time, page.digest);
            replayed.blind |= page.digest == 0 && page != page(0);
        }
        long from = replayed.endSeq;
        for (int i = 0; i < told.length && told[i] <= seq; i += 2) {
            if (told[i] > replayed.endSeq || told[i] == replayed.endSeq && replayed.isDigestUnknown()) {
                replayed.startAt(told[i], told[i], 0, told[i + 1]);
                from = told[i] - 1; // what was told does not know yet of a change that begins there
            }
        }
        replayTo(seq, from, replayed);
        return replayed.digest;
    }

    private void replayTo(long seq, long from, ReplicaLog replayed) {
        long start = replayed.endSeq;
        LogCursor entries = new LogCursor(this, from);
        while (replayed.endSeq < seq && entries.next() && entries.seq() < seq) {
            if (!entries.isChange()) {
                entries.emit(replayed.endSeq, seq, replayed.appender());
            } else if (entries.seq() >= start) {
                replayed.change(entries.time(), entries.dependencies(), entries.note());
            }
        }
        if (tailKind != TAIL_NONE && tailSeq < seq && replayed.endSeq < seq) {
            emitTail(replayed.endSeq, seq, replayed.appender());
        }
    }

    /**
     * Takes content out of what is retained: of operations whatever can go, and notes. Lengths and digests stay.
     *
     * @param ids of operations
     * @param notes ids at which changes begin whose notes go
     * @param taken gets the ids of the operations that lost something
     */
    void takeContent(IdRanges ids, IdRanges notes, IdRanges taken) {
        mark = null; // it knows how long pages were
        for (int i = 0; i < pageCount; i++) {
            LogPage page = page(i);
            long first = ElementId.of(author, page.firstSeq);
            long count = pageEnd(i) - page.firstSeq;
            if (notes.containsAny(first, count + 1) || ids.containsAny(first, count)) {
                totals.bytes -= page.size;
                LogPage kept = new LogCursor(this, i, 0, page.firstSeq, page.time).copy(page, ids, notes, taken);
                pages[i] = kept;
                totals.bytes += kept.size;
            }
        }
    }

    private long pageEnd(int index) {
        return index + 1 < pageCount ? Math.max(page(index + 1).firstSeq, page(index).firstSeq + 1) : endSeq;
    }

    /**
     * Whether there are notes among the changes from a seq on and below another that are not kept. O(entries).
     *
     * @param any whether those count too that are kept
     */
    public boolean hasNotes(long from, long until, boolean any) {
        ChangeCursor changes = new ChangeCursor(this, from, until);
        while (changes.next()) {
            ChangeNote note = changes.note();
            if (note != null && (any || note.isLeftOut())) {
                return true;
            }
            changes.emit(OpSink.NOTHING);
        }
        return false;
    }

    /** A sink that appends to this log. */
    private OpSink appender() {
        return new OpSink() {
            @Override
            public void insert(
                    int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
                ReplicaLog.this.insert(container, text, count, parent, left, continues);
            }

            @Override
            public void delete(long seq, long element, int count, int step) {
                ReplicaLog.this.delete(element, count, step);
            }

            @Override
            public void operation(int container, long seq, Op op) {
                ReplicaLog.this.operation(container, op);
            }
        };
    }

    void emitTail(long from, long to, OpSink sink) {
        if (tailKind == TAIL_INSERT) {
            LogCursor.emitInsert(author, tailContainer, tailFlags, tailSeq, tailCount, tailElement, from, to, sink);
        } else {
            LogCursor.emitDelete(tailSeq, tailElement, tailCount, tailStep, from, to, sink);
        }
    }

    boolean hasTail() {
        return tailKind != TAIL_NONE;
    }

    long tailSeq() {
        return tailSeq;
    }

    int pageOf(long seq) {
        int low = 0;
        int high = pageCount - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (page(middle).firstSeq <= seq) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    LogPage page(int index) {
        return Objects.requireNonNull(pages[index]);
    }

    int pageCount() {
        return pageCount;
    }
}
