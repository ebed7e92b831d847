package dev.rejoin.history;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the written entries of a packed log, from the page that holds a seq on; the open tail is not among them. */
final class LogCursor {
    private static final long[] NO_DEPENDENCIES = new long[0];

    private final ReplicaLog log;
    private int pageIndex;
    private byte[] data = new byte[0];
    private int limit;
    private int at;

    private int kind;
    private int flags;
    private long nextSeq;
    private long seq;
    private int count;
    private int container;
    private long element;
    private int tag;
    private int bodyOffset;
    private int bodyLength;
    private long time;
    private long[] dependencies = NO_DEPENDENCIES;
    private @Nullable ChangeNote note;
    private int noteOffset;

    LogCursor(ReplicaLog log, long from) {
        this.log = log;
        this.pageIndex = log.pageOf(from) - 1;
        if (log.pageCount() > 0) {
            openPage();
        }
    }

    /** Begins inside a page, at an entry whose first operation has the given seq. */
    LogCursor(ReplicaLog log, int page, int offset, long seq, long time) {
        this(log, page);
        at = offset;
        nextSeq = seq;
        this.time = time;
    }

    private LogCursor(ReplicaLog log, int page) {
        this.log = log;
        this.pageIndex = page - 1;
        openPage();
    }

    /** What is left of a page, at whose beginning this cursor stands, without some content. */
    LogPage copy(LogPage page, IdRanges ids, IdRanges notes, IdRanges taken) {
        LogPage kept = new LogPage(page.firstSeq, page.time, page.digest, page.size);
        int end = limit;
        while (at < end) {
            int start = at;
            next();
            int bodyStart = kept.size;
            kept.reserve(at - start + 16);
            if (kind == LogFormat.OPERATION && ids.contains(ElementId.of(log.author, seq))) {
                Op op = log.codec.decode(tag, data, bodyOffset, bodyLength);
                Op rest = op.withoutContent();
                if (!rest.equals(op)) {
                    int length = log.codec.encode(rest, 0);
                    kept.reserve(length + 32);
                    kept.put(LogFormat.OPERATION);
                    kept.putVarint(rest.tag());
                    kept.putVarint(container);
                    kept.putVarint(length);
                    log.codec.copyTo(kept);
                    taken.add(ElementId.of(log.author, seq), 1);
                }
            } else if (kind == LogFormat.CHANGE
                    && note != null
                    && notes.contains(ElementId.of(log.author, seq))
                    && !note.isLeftOut()) {
                kept.putBytes(Arrays.copyOfRange(data, start, noteOffset), noteOffset - start);
                kept.putText(null);
                kept.putText(null);
            }
            if (kept.size == bodyStart) {
                kept.putBytes(Arrays.copyOfRange(data, start, at), at - start);
            }
        }
        return kept;
    }

    private boolean openPage() {
        if (pageIndex + 1 >= log.pageCount()) {
            return false;
        }
        LogPage page = log.page(++pageIndex);
        data = page.data;
        limit = page.size;
        at = 0;
        nextSeq = page.firstSeq;
        time = page.time;
        return true;
    }

    /** Goes to the next entry; false at the end. */
    boolean next() {
        while (at == limit) {
            if (!openPage()) {
                return false;
            }
        }
        int first = data[at++];
        kind = first & LogFormat.KIND_MASK;
        flags = first & ~LogFormat.KIND_MASK;
        seq = nextSeq;
        switch (kind) {
            case LogFormat.CHANGE -> readChange();
            case LogFormat.INSERT -> readInsert();
            case LogFormat.DELETE -> readDelete();
            default -> readOperation();
        }
        return true;
    }

    private void readChange() {
        time = ((time >>> 16) + zigzag()) << 16 | varint();
        dependencies = NO_DEPENDENCIES;
        if ((flags & LogFormat.HAS_DEPENDENCIES) != 0) {
            dependencies = new long[(int) varint()];
            for (int i = 0; i < dependencies.length; i++) {
                int replica = (int) varint();
                dependencies[i] = ElementId.of(replica, varint());
            }
        }
        noteOffset = at;
        note = (flags & LogFormat.HAS_NOTE) == 0 ? null : new ChangeNote(text(), text());
    }

    private void readInsert() {
        count = (int) varint();
        container = -1;
        if ((flags & LogFormat.CONTINUES) != 0) {
            element = ElementId.of(log.author, seq - 1);
        } else {
            element = element();
            if (element == ElementId.NONE) {
                container = (int) varint();
            }
        }
        nextSeq = seq + count;
    }

    private void readDelete() {
        count = (int) varint();
        element = element();
        nextSeq = seq + deletedSeqs(count, step());
    }

    private void readOperation() {
        tag = (int) varint();
        container = (int) varint();
        bodyLength = (int) varint();
        bodyOffset = at;
        at += bodyLength;
        nextSeq = seq + 1;
    }

    private int step() {
        return (flags & LogFormat.FORWARD) != 0 ? 1 : (flags & LogFormat.BACKWARD) != 0 ? -1 : 0;
    }

    private static long deletedSeqs(int count, int step) {
        return step == 0 ? 1 : count;
    }

    boolean isChange() {
        return kind == LogFormat.CHANGE;
    }

    /** Seq of this entry's first operation; of a change, that of its first operation. */
    long seq() {
        return seq;
    }

    /** Seq after this entry's operations. */
    long endSeq() {
        return nextSeq;
    }

    /** Kept timestamp of the open change. */
    long time() {
        return time;
    }

    long[] dependencies() {
        return dependencies;
    }

    @Nullable
    ChangeNote note() {
        return note;
    }

    /** Gives the part of this entry's operations within [from, to); nothing for a change. */
    void emit(long from, long to, OpSink sink) {
        switch (kind) {
            case LogFormat.INSERT -> emitInsert(log.author, container, flags, seq, count, element, from, to, sink);
            case LogFormat.DELETE -> emitDelete(seq, element, count, step(), from, to, sink);
            case LogFormat.OPERATION -> {
                if (seq >= from && seq < to) {
                    Op op = log.codec.decode(tag, data, bodyOffset, bodyLength);
                    sink.operation(container, seq, op);
                }
            }
            default -> {}
        }
    }

    static void emitInsert(
            int author, int container, int flags, long seq, int count, long parent, long from, long to, OpSink sink) {
        boolean text = (flags & LogFormat.TEXT) != 0;
        long start = Math.max(seq, from);
        long end = Math.min(seq + count, to);
        if (start >= end) {
            return;
        }
        int length = (int) (end - start);
        if (start == seq) {
            boolean left = (flags & LogFormat.LEFT) != 0;
            sink.insert(container, text, seq, length, parent, left, (flags & LogFormat.CONTINUES) != 0);
        } else {
            sink.insert(-1, text, start, length, ElementId.of(author, start - 1), false, true);
        }
    }

    static void emitDelete(long seq, long element, int count, int step, long from, long to, OpSink sink) {
        long start = Math.max(seq, from);
        long end = Math.min(seq + deletedSeqs(count, step), to);
        if (start >= end) {
            return;
        }
        if (step == 0) {
            sink.delete(seq, element, count, 0);
        } else {
            int length = (int) (end - start);
            sink.delete(start, element + step * (start - seq), length, length == 1 ? 0 : step);
        }
    }

    private long element() {
        long code = varint();
        if (code == 0) {
            return ElementId.NONE;
        }
        long value = varint();
        return code == 1 ? ElementId.of(log.author, seq - value) : ElementId.of((int) (code - 2), value);
    }

    private @Nullable String text() {
        int length = (int) varint();
        if (length == 0) {
            return null;
        }
        String value = new String(data, at, length - 1, StandardCharsets.UTF_8);
        at += length - 1;
        return value;
    }

    private long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    private long varint() {
        byte b = data[at++];
        if (b >= 0) {
            return b;
        }
        long value = b & 0x7F;
        int shift = 7;
        do {
            b = data[at++];
            value |= (long) (b & 0x7F) << shift;
            shift += 7;
        } while (b < 0);
        return value;
    }
}
