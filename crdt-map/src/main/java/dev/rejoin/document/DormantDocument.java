package dev.rejoin.document;

import dev.rejoin.engine.SnapshotCodec;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Supplier;

/**
 * A small document that was opened or stored and not written since: its bytes, which are known to be good. What they
 * were read as, or written from, stays within reach until memory is collected, or for as long as somebody holds a reader
 * of it, so that who uses the document at once pays nothing. After that it is read again for whoever looks, and forgotten
 * again.
 */
final class DormantDocument {
    /**
     * Longer documents stay as they were opened. Live, a document takes some eight times its bytes; reading this many again
     * takes less than 0.1 ms ({@code SmallDocumentBenchmark}).
     */
    static final int MAX_BYTES = 4096;

    private final byte[] bytes;
    private final boolean checkpoint;
    private WeakReference<LiveDocument> opened;

    /**
     * A document at rest.
     *
     * @param bytes a snapshot, or a checkpoint that holds nothing back; copied
     * @param opened what reading them gave, or would give but for numbers that mean nothing outside
     */
    DormantDocument(byte[] bytes, boolean checkpoint, LiveDocument opened) {
        this.bytes = bytes.clone();
        this.checkpoint = checkpoint;
        this.opened = new WeakReference<>(opened);
    }

    /**
     * What the bytes stand for, read again if nobody holds it. Equal bytes give equal ordinals, but those of what was
     * written here may be others: whatever refers to ordinals holds the parts.
     */
    LiveDocument parts(Supplier<LiveDocument> empty) {
        LiveDocument known = opened.get();
        if (known != null) {
            return known;
        }
        LiveDocument again = read(empty.get());
        opened = new WeakReference<>(again);
        return again;
    }

    /** Reads the bytes again. They were accepted when they were opened, whatever the wall clock shows now. */
    private LiveDocument read(LiveDocument empty) {
        if (checkpoint) {
            return empty.resume(bytes, SnapshotCodec.readDevice(bytes, 0, bytes.length), List.of());
        }
        empty.load(bytes, Long.MAX_VALUE);
        return empty;
    }

    /** Does what a collection of memory does. For tests. */
    void forgetOpened() {
        opened.clear();
    }
}
