package dev.rejoin.sequence.internal;

import dev.rejoin.internal.ReplicaTable;
import java.util.Arrays;

/**
 * Follows a sequence from left to right, to say which subtrees may be left children of the entry that comes next: where
 * its start marker may stand.
 *
 * <p>Constant time per entry, spread over all.
 */
final class OpenSubtrees {
    /*
     * What counts - A subtree is known by its root's priority and by the place where it begins. The left children of an
     *               entry are larger than it, and stand right before it: they are some of the last subtrees, all of them
     *               if nobody else wrote there meanwhile, because then an entry has at most one child on each side.
     *               Subtrees that were not taken may still belong to an entry further on.
     */
    private final ReplicaTable replicas;
    private long[] time = new long[4];
    private long[] element = new long[4];
    private int[] start = new int[4];
    private int size;

    OpenSubtrees(ReplicaTable replicas) {
        this.replicas = replicas;
    }

    /** Begins another sequence. */
    void clear() {
        size = 0;
    }

    /**
     * Whether the last of so many subtrees, from the last one back, is larger than an entry: it may be its child. Entries
     * below the base do not tell; anything before such a one may be.
     */
    boolean mayTake(int number, long entryTime, long entry) {
        int at = size - number;
        return at >= 0 && (entryTime == Priority.BASE || isLarger(at, entryTime, entry));
    }

    private boolean isLarger(int at, long entryTime, long entry) {
        return Priority.isSmaller(entryTime, entry, time[at], element[at], replicas);
    }

    /** How many of the last subtrees begin at or after a place. */
    int beginningAt(int place) {
        int at = size;
        while (at > 0 && start[at - 1] >= place) {
            at--;
        }
        return size - at;
    }

    /** Adds an entry with so many of the last subtrees as its left children; answers where its own begins. */
    int add(long entryTime, long entry, int place, int children) {
        size -= children;
        int begins = children == 0 ? place : start[size];
        if (size == time.length) {
            time = Arrays.copyOf(time, 2 * size);
            element = Arrays.copyOf(element, 2 * size);
            start = Arrays.copyOf(start, 2 * size);
        }
        time[size] = entryTime;
        element[size] = entry;
        start[size++] = begins;
        return begins;
    }
}
