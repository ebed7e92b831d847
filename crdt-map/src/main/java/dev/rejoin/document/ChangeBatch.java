package dev.rejoin.document;

import dev.rejoin.version.VersionVector;

/** A causal prefix of the changes that somebody lacks. Immutable. */
public final class ChangeBatch {
    private final byte[] bytes;
    private final boolean complete;
    private final int changes;
    private final VersionVector end;

    ChangeBatch(byte[] bytes, boolean complete, int changes, VersionVector end) {
        this.bytes = bytes;
        this.complete = complete;
        this.changes = changes;
        this.end = end;
    }

    /**
     * The bytes to send.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /**
     * Whether nothing remains to be sent after this.
     *
     * @return false if {@link #end} is a version to ask from again
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * Whether there was nothing to send.
     *
     * @return whether the batch holds no change
     */
    public boolean isEmpty() {
        return changes == 0;
    }

    /**
     * How many changes it holds, joined ones counted once.
     *
     * @return not negative
     */
    public int changes() {
        return changes;
    }

    /**
     * What the receiver has after this, if it had the version that was asked from.
     *
     * @return a version at or above that one
     */
    public VersionVector end() {
        return end;
    }
}
