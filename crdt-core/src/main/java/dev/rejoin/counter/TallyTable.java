package dev.rejoin.counter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tallies of a counter, sorted by replica (unsigned). Ids come from outside, so they are compared and not hashed:
 * a search costs O(log n) whatever they are.
 */
final class TallyTable {
    private Tally[] tallies;
    private int size;
    /** The place of the tally found last; one replica often counts several times in a row. */
    private int recent;

    TallyTable() {
        tallies = new Tally[1];
    }

    private TallyTable(TallyTable from) {
        tallies = new Tally[Math.max(1, from.size)];
        for (int i = 0; i < from.size; i++) {
            tallies[i] = from.tallies[i].copy();
        }
        size = from.size;
    }

    TallyTable copy() {
        return new TallyTable(this);
    }

    int size() {
        return size;
    }

    /** A tally, in unsigned order of replicas. */
    Tally get(int index) {
        return tallies[index];
    }

    @Nullable
    Tally find(long replica) {
        if (recent < size && tallies[recent].replica == replica) {
            return tallies[recent];
        }
        int index = indexOf(replica);
        if (index < 0) {
            return null;
        }
        recent = index;
        return tallies[index];
    }

    Tally findOrAdd(long replica) {
        Tally found = find(replica);
        return found != null ? found : add(new Tally(replica));
    }

    /** Adds a tally whose replica has none. */
    Tally add(Tally tally) {
        int index = -indexOf(tally.replica) - 1;
        if (size == tallies.length) {
            tallies = Arrays.copyOf(tallies, 2 * size);
        }
        System.arraycopy(tallies, index, tallies, index + 1, size - index);
        tallies[index] = tally;
        size++;
        recent = index;
        return tally;
    }

    /** The index of a replica, or {@code -insertionPoint - 1}. */
    private int indexOf(long replica) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(tallies[middle].replica, replica);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    void checkInvariants() {
        for (int i = 1; i < size; i++) {
            if (Long.compareUnsigned(tallies[i - 1].replica, tallies[i].replica) >= 0) {
                throw new AssertionError("C4 tallies " + (i - 1) + " and " + i + " do not ascend");
            }
        }
    }
}
