package dev.rejoin.bench.replay;

import java.util.Locale;

/** What {@code --rows} can choose: one way of replaying, with the measures that it gives. */
public enum Row {
    /** All patches in one transaction. */
    LOCAL("local"),
    /** The same patches on a plain gap buffer. */
    GAP_BUFFER("gapBuffer"),
    /** One transaction and one message per transaction of the file. */
    LIVE("live"),
    /** Another replica receives the messages one by one. */
    REMOTE("remote"),
    /** Another replica receives the history at once. */
    BATCH("batch"),
    /** Sizes of messages and of the history. */
    HISTORY("history"),
    /** Sizes of the state without history. */
    SNAPSHOT("snapshot"),
    /** From the document to the bytes of its history. */
    ENCODE("encode"),
    /** From the bytes of a history to checked columns. */
    DECODE("decode"),
    /** From a snapshot to a document whose text was read. */
    LOAD("load"),
    /** Deep size of the document. */
    HEAP("heap"),
    /** Five shuffled causal orders of a concurrent trace; checked, not timed. */
    ORDERS("orders");

    private final String name;

    Row(String name) {
        this.name = name;
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
