package dev.rejoin.engine;

import dev.rejoin.history.ChangeNote;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The local change that is being written. Each operation is recorded (content store, log, digest) and then goes to the
 * state's one applier, exactly as a received one does.
 */
public final class OpenChange {
    /** Runs are cut at this age, so that times in history are exact to it: 30 seconds as packed timestamp distance. */
    private static final long MAX_RUN_AGE = 30_000L << 16;

    private final ReplicaContext context;
    private final OpSink applier;
    private final int author;

    private ReplicaLog log;
    private long firstSeq;
    private long time;
    private long[] dependencies = new long[0];
    private @Nullable String noteAuthor;
    private @Nullable String noteMessage;
    private @Nullable ChangeNote writtenNote;
    private boolean boundaryWritten;
    private boolean open;
    /** When the own run that may be continued began; long ago after a restart, so a new run begins. */
    private long headTime;

    private long headTimeBefore;
    private int operations;
    /** The last operation of another kind than text and list edits, so that the only one need not be read back. */
    private @Nullable Op lastOperation;

    private int lastContainer;
    private @Nullable TextContent characters;

    OpenChange(ReplicaContext context, OpSink applier, int author, ReplicaLog log) {
        this.context = context;
        this.applier = applier;
        this.author = author;
        this.log = log;
    }

    void begin(ReplicaLog ownLog, long timestamp, long[] dependsOn) {
        log = ownLog;
        log.mark();
        firstSeq = log.endSeq();
        time = timestamp;
        dependencies = dependsOn;
        noteAuthor = null;
        noteMessage = null;
        writtenNote = null;
        boundaryWritten = false;
        operations = 0;
        headTimeBefore = headTime;
        lastOperation = null;
        characters = null;
        open = true;
    }

    /** Lets go of what was there before a prune. */
    void rest(ReplicaLog own) {
        log = own;
        characters = null;
    }

    /** Makes the recorded form final: a note that came late moves into the boundary. */
    void finish() {
        open = false;
        ChangeNote note = note();
        boolean tooLarge = !boundaryWritten && !log.joins(time, log.endSeq());
        if (!isEmpty() && (tooLarge || !Objects.equals(note, writtenNote))) {
            rewriteBoundary(note);
        }
    }

    void rollback() {
        open = false;
        headTime = headTimeBefore;
        log.rewind();
        context.writableText().truncate(author, firstSeq);
        context.writableElements().truncate(author, firstSeq);
    }

    /** Own index in the replica table. */
    public int author() {
        return author;
    }

    /** Packed timestamp of this change. */
    public long time() {
        return time;
    }

    /** Seq of its first operation. */
    public long firstSeq() {
        return firstSeq;
    }

    /** Seq that the next operation takes. */
    public long nextSeq() {
        return log.endSeq();
    }

    /** Whether nothing was written yet. */
    public boolean isEmpty() {
        return log.endSeq() == firstSeq;
    }

    /** Says who makes the change. */
    public void author(@Nullable String name) {
        noteAuthor = name;
    }

    /** Says why. */
    public void message(@Nullable String text) {
        noteMessage = text;
    }

    @Nullable
    ChangeNote note() {
        return ChangeNote.of(noteAuthor, noteMessage);
    }

    long[] dependencies() {
        return dependencies;
    }

    /** Inserts the characters [start, end) of a text as one run; see {@link OpSink#insert}. */
    public void insertText(
            int container, long parent, boolean left, boolean continues, CharSequence text, int start, int end) {
        boolean goesOn = continuesRun(continues);
        prepare(goesOn);
        long seq = log.endSeq();
        int count = end - start;
        writableText().append(author, seq, text, start, end);
        log.insert(container, true, count, parent, left, goesOn);
        applier.insert(container, true, seq, count, parent, left, goesOn);
    }

    /** Inserts list elements as one run; see {@link OpSink#insert}. */
    public void insertValues(int container, long parent, boolean left, boolean continues, List<Value> values) {
        boolean goesOn = continuesRun(continues);
        prepare(goesOn);
        long seq = log.endSeq();
        for (int i = 0; i < values.size(); i++) {
            context.writableElements().append(author, seq + i, values.get(i));
        }
        log.insert(container, false, values.size(), parent, left, goesOn);
        applier.insert(container, false, seq, values.size(), parent, left, goesOn);
    }

    /** Nobody takes a view while a change is open, so that this is asked once. */
    private TextContent writableText() {
        TextContent known = characters;
        if (known == null) {
            known = context.writableText();
            characters = known;
        }
        return known;
    }

    private boolean continuesRun(boolean continues) {
        if (continues && time - headTime < MAX_RUN_AGE) {
            return true;
        }
        headTime = time;
        return false;
    }

    /** Deletes elements with consecutive ids, which takes one seq. */
    public void delete(long element, int count) {
        prepare(true);
        long seq = log.endSeq();
        log.delete(element, count, 0);
        applier.delete(seq, element, count, 0);
    }

    /** Deletes elements with consecutive ids one by one, up or down as step says, each of which takes one seq. */
    public void deleteEach(long element, int count, int step) {
        if (count == 1) {
            delete(element, 1);
            return;
        }
        prepare(true);
        long seq = log.endSeq();
        log.delete(element, count, step);
        applier.delete(seq, element, count, step);
    }

    /** Any other operation. */
    public void operation(int container, Op op) {
        prepare(false);
        long seq = log.endSeq();
        log.operation(container, op);
        applier.operation(container, seq, op);
        lastOperation = op;
        lastContainer = container;
    }

    /** Gives all that was recorded so far, to look at. */
    public void forEach(OpSink sink) {
        log.replay(firstSeq, log.endSeq(), sink);
    }

    /** Gives all that was recorded. */
    void replay(OpSink sink) {
        Op only = operations == 1 ? lastOperation : null;
        if (only != null) {
            sink.operation(lastContainer, firstSeq, only);
        } else {
            log.replay(firstSeq, log.endSeq(), sink);
        }
        lastOperation = null;
    }

    /**
     * A change that only continues its author's run or deletes joins the change before it in history; the first
     * operation of another kind, dependencies or a note make it keep a boundary of its own.
     */
    private void prepare(boolean joins) {
        if (!open) {
            throw new IllegalStateException("the transaction is closed");
        }
        FormatLimits.checkChangeOperations(++operations);
        if (boundaryWritten || joins && dependencies.length == 0 && note() == null && log.joins(time, nextSeq())) {
            return;
        }
        ChangeNote note = note();
        if (isEmpty()) {
            log.change(time, dependencies, note);
            boundaryWritten = true;
            writtenNote = note;
        } else {
            rewriteBoundary(note);
        }
    }

    /** Rare: what was recorded so far is recorded again behind a boundary. */
    private void rewriteBoundary(@Nullable ChangeNote note) {
        Recorded recorded = new Recorded();
        log.replay(firstSeq, log.endSeq(), recorded);
        log.rewind();
        log.change(time, dependencies, note);
        boundaryWritten = true;
        writtenNote = note;
        for (Recorded.Entry entry : recorded.entries) {
            entry.appendTo(log);
        }
    }

    /** Operations in between. */
    private static final class Recorded implements OpSink {
        interface Entry {
            void appendTo(ReplicaLog log);
        }

        final List<Entry> entries = new ArrayList<>();

        @Override
        public void insert(
                int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
            entries.add(log -> log.insert(container, text, count, parent, left, continues));
        }

        @Override
        public void delete(long seq, long element, int count, int step) {
            entries.add(log -> log.delete(element, count, step));
        }

        @Override
        public void operation(int container, long seq, Op op) {
            entries.add(log -> log.operation(container, op));
        }
    }
}
