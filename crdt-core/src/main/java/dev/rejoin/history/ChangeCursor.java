package dev.rejoin.history;

import dev.rejoin.replica.OpSink;
import org.jspecify.annotations.Nullable;

/**
 * Walks the retained changes of one author from a seq to another, change by change. A change that the start divides
 * appears as the rest of it, without dependencies and note: whoever has the first part has those.
 */
public final class ChangeCursor {
    private static final long[] NO_DEPENDENCIES = new long[0];

    private final ReplicaLog log;
    private final LogCursor entries;
    private final long end;
    private boolean entryReady;
    private boolean beginning;
    private long firstSeq;
    private long nextSeq;
    private long time;
    private long[] dependencies = NO_DEPENDENCIES;
    private @Nullable ChangeNote note;

    /** A cursor before the first change that has seqs at or above from, up to the end of the log. */
    public ChangeCursor(ReplicaLog log, long from) {
        this(log, from, log.endSeq());
    }

    /**
     * A cursor before the first change that has seqs at or above from.
     *
     * @param until seq at which it ends, at most the end of the log; a change that it divides appears as its first part
     */
    public ChangeCursor(ReplicaLog log, long from, long until) {
        this.log = log;
        // One back: the entry that begins the change may be the last of the page before.
        this.entries = new LogCursor(log, from - 1);
        this.end = until;
        this.nextSeq = from;
    }

    /** Goes to the next change; its operations must have been emitted before. */
    public boolean next() {
        if (nextSeq >= end) {
            return false;
        }
        firstSeq = nextSeq;
        dependencies = NO_DEPENDENCIES;
        note = null;
        if (!entryReady) {
            entryReady = entries.next();
        }
        while (entryReady && entries.endSeq() <= firstSeq && !startsHere()) {
            entryReady = entries.next();
        }
        beginning = entryReady && startsHere();
        if (beginning) {
            dependencies = entries.dependencies();
            note = entries.note();
            time = entries.time();
            entryReady = entries.next();
        } else {
            time = entryReady ? entries.time() : log.lastTime();
        }
        return true;
    }

    /** Whether the present change is not the rest of one. */
    boolean isBeginning() {
        return beginning;
    }

    private boolean startsHere() {
        return entries.isChange() && entries.seq() == firstSeq;
    }

    /** Gives the operations of this change to a sink and returns the seq after them. */
    public long emit(OpSink sink) {
        while (entryReady && !entries.isChange() && entries.seq() < end) {
            entries.emit(firstSeq, end, sink);
            nextSeq = Math.min(entries.endSeq(), end);
            entryReady = entries.next();
        }
        if (!entryReady && log.hasTail() && log.tailSeq() < end) {
            log.emitTail(firstSeq, end, sink);
            nextSeq = end;
        }
        return nextSeq;
    }

    /** Seq of the first operation. */
    public long firstSeq() {
        return firstSeq;
    }

    /** Packed timestamp that history keeps. */
    public long time() {
        return time;
    }

    /** Packed ids of the maximal changes of others that it depends on. */
    public long[] dependencies() {
        return dependencies;
    }

    /** Author and message, or null. */
    public @Nullable ChangeNote note() {
        return note;
    }
}
