package dev.rejoin.internal.content;

import dev.rejoin.internal.EditEpoch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of the list elements of one document: references addressed by (replica index, seq), append-only per
 * replica.
 *
 * <p>Ownership and threads as in {@link TextContent}: a view reads the object it captured, the writer goes on with the
 * one that {@link #forkIfStale()} answers. Constant time per value.
 */
public final class ElementContent {
    private static final int PAGE_BITS = 9;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int MASK = PAGE - 1;
    private static final int SMALLEST = 4;

    private final EditEpoch epochs;
    private final int epoch;
    private @Nullable PageDirectory[] directories;
    private int directoriesEpoch;

    /**
     * Creates an empty store.
     *
     * @param epochs the edit epoch of the document
     */
    public ElementContent(EditEpoch epochs) {
        this.epochs = epochs;
        this.epoch = epochs.current();
        this.directories = new PageDirectory[1];
        this.directoriesEpoch = epoch;
    }

    private ElementContent(ElementContent stale) {
        this.epochs = stale.epochs;
        this.epoch = epochs.current();
        this.directories = stale.directories;
        this.directoriesEpoch = stale.directoriesEpoch;
    }

    /**
     * The store to write to: this one, or its successor if a view may hold this one.
     *
     * @return a store of the current epoch with the same content; constant time
     */
    public ElementContent forkIfStale() {
        return epoch == epochs.current() ? this : new ElementContent(this);
    }

    /**
     * Appends the value of one element.
     *
     * @param replica index of the replica
     * @param seq id of the element, at or after {@link #end(int)}
     * @param value what it holds
     */
    public void append(int replica, long seq, Object value) {
        PageDirectory directory = replica < directories.length ? directories[replica] : null;
        if (directory != null && seq < directory.end) {
            throw new IllegalArgumentException(
                    "replica " + replica + " has values up to seq " + directory.end + ", cannot append at " + seq);
        }
        int offset = (int) seq & MASK;
        Object page = directory == null ? null : directory.page(seq >>> PAGE_BITS);
        Object[] values = (Object[]) page;
        if (directory == null || values == null || offset >= values.length) {
            directory = ownDirectory(replica);
            values = enlarged(values, offset);
            directory.put(seq >>> PAGE_BITS, values);
        }
        values[offset] = value;
        directory.end = seq + 1;
    }

    /**
     * The value of an element.
     *
     * @param replica index of the replica
     * @param seq id of an element that was appended
     * @return what it holds
     */
    public Object get(int replica, long seq) {
        Object value = find(replica, seq);
        if (value == null) {
            throw new IllegalArgumentException("replica " + replica + " has no value at seq " + seq);
        }
        return value;
    }

    /**
     * The value of an element that may have none.
     *
     * @param replica index of the replica
     * @param seq any id
     * @return what it holds, or null
     */
    public @Nullable Object find(int replica, long seq) {
        PageDirectory directory = replica < directories.length ? directories[replica] : null;
        Object page = directory == null ? null : directory.page(seq >>> PAGE_BITS);
        int offset = (int) seq & MASK;
        return page instanceof Object[] values && offset < values.length ? values[offset] : null;
    }

    /**
     * Where the next values of a replica may start.
     *
     * @param replica index of the replica
     * @return one past the last seq that has a value
     */
    public long end(int replica) {
        PageDirectory directory = replica < directories.length ? directories[replica] : null;
        return directory == null ? 0 : directory.end;
    }

    /**
     * Forgets the latest values of a replica, for rollback.
     *
     * @param replica index of the replica
     * @param endSeq values from this seq on are forgotten
     */
    public void truncate(int replica, long endSeq) {
        if (end(replica) <= endSeq) {
            return;
        }
        PageDirectory directory = ownDirectory(replica);
        long number = endSeq >>> PAGE_BITS;
        int kept = (int) endSeq & MASK;
        Object cut = directory.page(number);
        directory.truncate(kept == 0 ? number : number + 1);
        if (kept != 0 && cut instanceof Object[] values) {
            Object[] copy = new Object[values.length];
            System.arraycopy(values, 0, copy, 0, Math.min(kept, values.length));
            directory.put(number, copy);
        }
        directory.end = endSeq;
    }

    private static Object[] enlarged(Object @Nullable [] values, int offset) {
        int size = Math.max(SMALLEST, Integer.highestOneBit(offset) << 1);
        return values == null ? new Object[size] : Arrays.copyOf(values, size);
    }

    private PageDirectory ownDirectory(int replica) {
        int now = epochs.current();
        if (epoch != now) {
            throw new IllegalStateException("a view holds this store; write to the one that forkIfStale() gives");
        }
        if (replica >= directories.length) {
            directories = Arrays.copyOf(directories, Math.max(replica + 1, directories.length * 3 / 2));
            directoriesEpoch = now;
        }
        PageDirectory directory = directories[replica];
        if (directory != null && directory.epoch == now) {
            return directory;
        }
        if (directoriesEpoch != now) {
            directories = directories.clone();
            directoriesEpoch = now;
        }
        PageDirectory owned = directory == null ? new PageDirectory(now) : directory.copy(now);
        directories[replica] = owned;
        return owned;
    }
}
