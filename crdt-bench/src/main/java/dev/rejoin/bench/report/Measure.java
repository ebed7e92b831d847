package dev.rejoin.bench.report;

/** What a replay can report of a trace, in the order in which it is printed. The keys are those of {@code --json}. */
public enum Measure {
    /** Patches of the trace. */
    EDITS("edits", Unit.COUNT, "patches of the trace"),
    /** Transactions of the file. */
    TRANSACTIONS("transactions", Unit.COUNT, "transactions of the file"),
    /** Spans in the tree at the end. */
    SPANS("spans", Unit.COUNT, "spans in the tree at the end"),
    /** All patches in one transaction. */
    LOCAL_MILLIS("localMillis", Unit.MILLIS, "all patches in one transaction"),
    /** The same patches on a gap buffer. */
    GAP_BUFFER_MILLIS("gapBufferMillis", Unit.MILLIS, "the same patches on a plain gap buffer"),
    /** One transaction and one message per transaction of the file. */
    LIVE_MILLIS("liveMillis", Unit.MILLIS, "a transaction and a message for each of the file's"),
    /** The messages of the live row, received one by one. */
    REMOTE_MILLIS("remoteMillis", Unit.MILLIS, "those messages received one by one"),
    /** The whole history, received at once. */
    BATCH_MILLIS("batchMillis", Unit.MILLIS, "the whole history received at once"),
    /** Mean size of a self-contained message. */
    MESSAGE_BYTES("messageBytes", Unit.MEAN_BYTES, "mean of a self-contained message"),
    /** Mean size of a message in a session over an ordered transport. */
    SESSION_BYTES("sessionBytes", Unit.MEAN_BYTES, "mean of a message in a session"),
    /** The whole history, not compressed. */
    HISTORY_BYTES("historyBytes", Unit.BYTES, "whole history"),
    /** The whole history, columns deflated. */
    HISTORY_DEFLATED_BYTES("historyDeflatedBytes", Unit.BYTES, "whole history, deflated"),
    /** The same without the text that is deleted in it. */
    HISTORY_LIVE_TEXT_DEFLATED_BYTES("historyLiveTextDeflatedBytes", Unit.BYTES, "the same without deleted text"),
    /** The state without history. */
    SNAPSHOT_BYTES("snapshotBytes", Unit.BYTES, "state without history"),
    /** The state without history, deflated. */
    SNAPSHOT_DEFLATED_BYTES("snapshotDeflatedBytes", Unit.BYTES, "state without history, deflated"),
    /** From the document to the bytes of its history. */
    ENCODE_MILLIS("encodeMillis", Unit.MILLIS, "document to history bytes"),
    /** From the bytes of a history to checked columns. */
    DECODE_MILLIS("decodeMillis", Unit.MILLIS, "history bytes to checked columns"),
    /** From a snapshot to a document whose text was read. */
    LOAD_MILLIS("loadMillis", Unit.MILLIS, "snapshot loaded and its text read"),
    /** What the document read at a version of the past, from a timeline without memory. */
    PAST_MILLIS("pastMillis", Unit.MILLIS, "text read at a version of the past"),
    /** What one change made different, from a timeline that remembers. */
    DIFFERENCE_MILLIS("differenceMillis", Unit.MILLIS, "difference of neighbouring versions"),
    /** Deep size of a document. */
    HEAP_BYTES("heapBytes", Unit.BYTES, "document in memory, history kept"),
    /** Runs of ids in a document of which everything was pruned. */
    PRUNED_SPANS("prunedSpans", Unit.COUNT, "spans when all is pruned"),
    /** The saved bytes of that document. */
    PRUNED_BYTES("prunedBytes", Unit.BYTES, "saved document, all pruned"),
    /** The saved bytes of a new document with the same text. */
    NEW_BYTES("newBytes", Unit.BYTES, "state of a new document with that text"),
    /** Deep size of the pruned document. */
    PRUNED_HEAP_BYTES("prunedHeapBytes", Unit.BYTES, "document in memory, all pruned"),
    /** Deep size of the new document. */
    NEW_HEAP_BYTES("newHeapBytes", Unit.BYTES, "new document with that text in memory"),
    /** Every replica ended with the text that the file gives. */
    END_TEXT_MATCHES("endTextMatches", Unit.FLAG, "every replica has the file's end text"),
    /** All replicas that received the same changes are equal. */
    CONVERGED("converged", Unit.FLAG, "equal state hashes and saved bytes");

    /** What a measure counts. */
    public enum Unit {
        /** A number of things. */
        COUNT,
        /** Milliseconds, printed with three decimals. */
        MILLIS,
        /** A size. */
        BYTES,
        /** A mean size, printed with one decimal. */
        MEAN_BYTES,
        /** True or false. */
        FLAG
    }

    private final String key;
    private final Unit unit;
    private final String meaning;

    Measure(String key, Unit unit, String meaning) {
        this.key = key;
        this.unit = unit;
        this.meaning = meaning;
    }

    /**
     * The name of the measure.
     *
     * @return the key in JSON
     */
    public String key() {
        return key;
    }

    /**
     * What the measure counts.
     *
     * @return its unit
     */
    public Unit unit() {
        return unit;
    }

    /**
     * The measure in words.
     *
     * @return a few words for a table
     */
    public String meaning() {
        return meaning;
    }
}
