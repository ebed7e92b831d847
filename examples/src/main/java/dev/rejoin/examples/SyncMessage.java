package dev.rejoin.examples;

import dev.rejoin.document.Document;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.version.VersionVector;
import java.nio.ByteBuffer;

/**
 * What two devices say to each other in this guide: what I have, and what I think you lack. It means the same however
 * often and in whatever order it arrives, so every transport will do.
 */
public final class SyncMessage {
    private final VersionVector version;
    private final byte[] changes;

    /** The changes are what {@code receive} takes; empty if there are none. */
    public SyncMessage(VersionVector version, byte[] changes) {
        this.version = version;
        this.changes = changes;
    }

    /** What to tell a device that is known to have a version; of a stranger everything is missing. */
    public static SyncMessage to(Document from, VersionVector known) {
        boolean lacksNothing = known.covers(from.version());
        return new SyncMessage(from.version(), lacksNothing ? new byte[0] : from.changesSince(known));
    }

    /** What the sender has. */
    public VersionVector version() {
        return version;
    }

    /** What the sender thinks that the other one lacks. */
    public byte[] changes() {
        return changes;
    }

    /** The message as bytes: the length of the version, the version, the changes. */
    public byte[] toBytes() {
        byte[] head = version.toBytes();
        return ByteBuffer.allocate(Integer.BYTES + head.length + changes.length)
                .putInt(head.length)
                .put(head)
                .put(changes)
                .array();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it was cut off
     * @throws CorruptDataException if the version is none
     */
    public static SyncMessage read(byte[] bytes) {
        if (bytes.length < Integer.BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes are no message");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("A version of " + length + " bytes in " + in.remaining());
        }
        byte[] head = new byte[length];
        in.get(head);
        byte[] changes = new byte[in.remaining()];
        in.get(changes);
        return new SyncMessage(VersionVector.fromBytes(head), changes);
    }
}
