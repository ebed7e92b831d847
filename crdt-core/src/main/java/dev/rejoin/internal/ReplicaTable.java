package dev.rejoin.internal;

import java.util.Arrays;
import org.eclipse.collections.impl.map.mutable.primitive.LongIntHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Interns the 64-bit replica ids of one document to small indices, in order of first appearance.
 *
 * <p>An index names a replica on this device only. It never decides any order: that is {@link #compare(int, int)}, by
 * unsigned id. Most documents know few replicas, so the hash map comes into being with the ninth.
 *
 * <p>All methods take constant time, {@link #truncate(int)} copies the table.
 */
public final class ReplicaTable {
    /** Up to this many ids are searched one by one; a map for them would cost more than it saves. */
    private static final int SEARCHED = 8;

    private long[] ids = new long[1];
    private int size;
    private @Nullable LongIntHashMap indices;

    /** Creates an empty table. */
    public ReplicaTable() {}

    /**
     * The index of an id, given out now if it is new.
     *
     * @param id the replica id
     * @return its index
     * @throws IllegalStateException if the table holds {@link ElementId#MAX_REPLICAS} ids
     */
    public int intern(long id) {
        int known = find(id);
        return known >= 0 ? known : add(id);
    }

    /**
     * The index of an id.
     *
     * @param id the replica id
     * @return its index, or -1 if it was never interned
     */
    public int find(long id) {
        if (indices != null) {
            return indices.getIfAbsent(id, -1);
        }
        for (int i = 0; i < size; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The id at an index.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the replica id
     */
    public long id(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("replica index " + index + " of " + size);
        }
        return ids[index];
    }

    /**
     * How many ids are interned.
     *
     * @return the number of ids, which is the next index
     */
    public int size() {
        return size;
    }

    /**
     * Compares two replicas as every device does: by unsigned id.
     *
     * @param a an index
     * @param b an index
     * @return negative, zero or positive
     */
    public int compare(int a, int b) {
        return Long.compareUnsigned(ids[a], ids[b]);
    }

    /**
     * The ids as they are now, for readers on other threads. Constant time.
     *
     * @return a table that never changes; it searches ids one by one, and must not be added to
     */
    public ReplicaTable frozen() {
        ReplicaTable frozen = new ReplicaTable();
        frozen.ids = ids;
        frozen.size = size;
        return frozen;
    }

    /**
     * Forgets the ids that were interned last, for rollback.
     *
     * @param newSize how many of the oldest ids stay, at most {@link #size()}
     */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("cannot truncate " + size + " replicas to " + newSize);
        }
        if (indices != null) {
            for (int i = newSize; i < size; i++) {
                indices.removeKey(ids[i]);
            }
        }
        if (newSize < size) {
            ids = ids.clone(); // what is frozen may still show the ids that go
        }
        size = newSize;
    }

    private int add(long id) {
        if (size == ElementId.MAX_REPLICAS) {
            throw new IllegalStateException("a document holds at most " + ElementId.MAX_REPLICAS + " replicas");
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size + (size >> 1) + 1);
        }
        ids[size] = id;
        if (indices != null) {
            indices.put(id, size);
        } else if (size == SEARCHED) {
            indices = new LongIntHashMap(2 * SEARCHED);
            for (int i = 0; i <= size; i++) {
                indices.put(ids[i], i);
            }
        }
        return size++;
    }
}
