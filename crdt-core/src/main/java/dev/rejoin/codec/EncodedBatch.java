package dev.rejoin.codec;

/** What encoding a batch gave. */
public final class EncodedBatch {
    private final byte[] bytes;
    private final boolean complete;
    private final int changes;
    private final long[] position;

    EncodedBatch(byte[] bytes, boolean complete, int changes, long[] position) {
        this.bytes = bytes;
        this.complete = complete;
        this.changes = changes;
        this.position = position;
    }

    /** The frame; empty where the batch is part of another frame. Not copied. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether nothing remains after it. */
    public boolean complete() {
        return complete;
    }

    /** How many changes it holds. */
    public int changes() {
        return changes;
    }

    /** Per replica index, the seq up to which it goes. Not copied. */
    public long[] position() {
        return position;
    }
}
