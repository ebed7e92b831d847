package dev.rejoin.codec;

import dev.rejoin.internal.IdRanges;
import dev.rejoin.io.ByteReader;
import org.jspecify.annotations.Nullable;

/** A batch whose form was checked: its changes one by one, in their causal order. */
public final class IncomingBatch {
    private final BatchReader reader;
    private final @Nullable TextSpreader spreader;

    IncomingBatch(BatchReader reader, @Nullable TextSpreader spreader) {
        this.reader = reader;
        this.spreader = spreader;
    }

    /** Reads the chain digests that follow the columns of a batch. */
    void readStartDigests(ByteReader in) {
        reader.readStartDigests(in);
    }

    /**
     * Puts the text where it belongs, once it is known which is not there.
     *
     * @param gaps what the frame lists; may be empty
     * @param withDigests whether chain digests follow
     */
    public void settle(ByteReader gaps, boolean withDigests) {
        if (spreader != null) {
            spreader.spread(gaps, withDigests);
        }
    }

    /** Whether all content and all notes are there; else the batch is taken whole or not at all. */
    public boolean isWhole() {
        return reader.isWhole();
    }

    /** Whether notes are not there. */
    public boolean lacksNotes() {
        return reader.lacksNotes();
    }

    /** The ids whose content is not there; it is deleted or replaced in the same batch. */
    public IdRanges lacking() {
        return reader.lacking();
    }

    /** Goes to the next change; false at the end. */
    public boolean next() {
        return reader.next();
    }

    /** Goes before the first change. */
    public void rewind() {
        reader.rewind();
    }

    /** The present change. */
    public IncomingChange change() {
        return reader;
    }
}
