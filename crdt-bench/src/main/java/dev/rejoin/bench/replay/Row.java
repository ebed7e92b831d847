package dev.rejoin.bench.replay;

import java.util.Locale;

/** What {@code --rows} can choose: one way of replaying, with the measures that it gives. */
public enum Row {
    /** All patches in one transaction. */
    LOCAL("local", true),
    /** The same patches on a plain gap buffer. */
    GAP_BUFFER("gapBuffer", true),
    /** One transaction and one message per transaction of the file. */
    LIVE("live", true),
    /** Another replica receives the messages one by one. */
    REMOTE("remote", true),
    /** Another replica receives the history at once. */
    BATCH("batch", true),
    /** Sizes of messages and of the history. */
    HISTORY("history", false),
    /** Sizes of the state without history. */
    SNAPSHOT("snapshot", false),
    /** From the document to the bytes of its history. */
    ENCODE("encode", true),
    /** From the bytes of a history to checked columns. */
    DECODE("decode", true),
    /** From a snapshot to a document whose text was read. */
    LOAD("load", true),
    /** Reading at versions of the past. */
    PAST("past", true),
    /** Differences of neighbouring versions of the past. */
    DIFFERENCE("difference", true),
    /** Deep size of a document. */
    HEAP("heap", false),
    /** Sizes of a document of which everything was pruned, beside a new one with the same text. */
    PRUNED("pruned", false),
    /** Five shuffled causal orders of a concurrent trace; checked, not timed. */
    ORDERS("orders", false);

    private final String name;
    private final boolean timed;

    Row(String name, boolean timed) {
        this.name = name;
        this.timed = timed;
    }

    /** Whether the row is run many times, for its time. */
    boolean isTimed() {
        return timed;
    }

    /**
     * The row that a user names.
     *
     * @param name as in {@link #toString()}, in any case
     * @return the row
     * @throws IllegalArgumentException when there is none of that name
     */
    public static Row named(String name) {
        for (Row row : values()) {
            if (row.name.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return row;
            }
        }
        throw new IllegalArgumentException("no row \"" + name + "\"");
    }

    /** The name that a user gives. */
    @Override
    public String toString() {
        return name;
    }
}
