package dev.rejoin.codec;

import dev.rejoin.io.ByteReader;

/** A batch whose form was checked: its changes one by one, in their causal order. */
public final class IncomingBatch {
    private final BatchReader reader;

    IncomingBatch(BatchReader reader) {
        this.reader = reader;
    }

    /** Reads the chain digests that follow the columns of a batch. */
    void readStartDigests(ByteReader in) {
        reader.readStartDigests(in);
    }

    /** Goes to the next change; false at the end. */
    public boolean next() {
        return reader.next();
    }

    /** The present change. */
    public IncomingChange change() {
        return reader;
    }
}
