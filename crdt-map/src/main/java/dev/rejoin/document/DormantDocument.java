package dev.rejoin.document;

import dev.rejoin.engine.SnapshotCodec;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small document that was opened and not looked at yet: its bytes, which were read once and are known to be good. What
 * reading them gave stays within reach until memory is collected, so that who uses the document at once pays nothing.
 */
final class DormantDocument {
    /**
     * Longer documents stay as they were opened. Live, a document takes some eight times its bytes; reading this many again
     * takes less than 0.1 ms ({@code SmallDocumentBenchmark}).
     */
    static final int MAX_BYTES = 4096;

    private final byte[] bytes;
    private final boolean checkpoint;
    private final WeakReference<LiveDocument> opened;

    /**
     * A document at rest.
     *
     * @param bytes a snapshot, or a checkpoint that holds nothing back; copied
     * @param opened what reading them gave
     */
    DormantDocument(byte[] bytes, boolean checkpoint, LiveDocument opened) {
        this.bytes = bytes.clone();
        this.checkpoint = checkpoint;
        this.opened = new WeakReference<>(opened);
    }

    /** What reading the bytes gave, if it was not collected. */
    @Nullable
    LiveDocument opened() {
        return opened.get();
    }

    /** Reads the bytes again. They were accepted when they were opened, whatever the wall clock shows now. */
    void readInto(LiveDocument empty) {
        if (checkpoint) {
            empty.resume(bytes, SnapshotCodec.readDevice(bytes, 0, bytes.length), List.of());
        } else {
            empty.load(bytes, Long.MAX_VALUE);
        }
    }

    /** Does what a collection of memory does. For tests. */
    void forgetOpened() {
        opened.clear();
    }
}
