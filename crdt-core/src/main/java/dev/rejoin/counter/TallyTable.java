package dev.rejoin.counter;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.eclipse.collections.impl.map.mutable.primitive.LongIntHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tallies of a counter by replica. A few are searched one by one; more are found through a hash map whose keys are
 * mixed with a secret, because ids of replicas come from outside.
 */
final class TallyTable {
    /** Up to this many tallies a search is as fast as hashing; most counters have fewer. */
    private static final int SEARCHED = 8;

    /** Secret of this process; it never reaches a result. */
    private static final long SECRET = new SplittableRandom().nextLong();

    private static final int ABSENT = -1;

    private Tally[] tallies;
    private int size;
    private @Nullable LongIntHashMap slots;
    /** The tally found last; one replica often counts several times in a row. */
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
        slots = from.slots == null ? null : new LongIntHashMap(from.slots);
    }

    TallyTable copy() {
        return new TallyTable(this);
    }

    int size() {
        return size;
    }

    /** A tally, in no particular order. */
    Tally get(int index) {
        return tallies[index];
    }

    @Nullable
    Tally find(long replica) {
        if (recent < size && tallies[recent].replica == replica) {
            return tallies[recent];
        }
        int slot = slots == null ? search(replica) : slots.getIfAbsent(key(replica), ABSENT);
        if (slot == ABSENT) {
            return null;
        }
        recent = slot;
        return tallies[slot];
    }

    private int search(long replica) {
        for (int i = 0; i < size; i++) {
            if (tallies[i].replica == replica) {
                return i;
            }
        }
        return ABSENT;
    }

    Tally findOrAdd(long replica) {
        Tally found = find(replica);
        return found != null ? found : add(new Tally(replica));
    }

    /** Adds a tally whose replica has none. */
    Tally add(Tally tally) {
        if (size == tallies.length) {
            tallies = Arrays.copyOf(tallies, 2 * size);
        }
        tallies[size] = tally;
        recent = size++;
        if (slots != null) {
            slots.put(key(tally.replica), recent);
        } else if (size > SEARCHED) {
            slots = new LongIntHashMap(2 * size);
            for (int i = 0; i < size; i++) {
                slots.put(key(tallies[i].replica), i);
            }
        }
        return tally;
    }

    /** The tallies that say something, sorted by replica. */
    Tally[] sorted() {
        return Arrays.stream(tallies, 0, size)
                .filter(tally -> !tally.isEmpty())
                .sorted((a, b) -> Long.compareUnsigned(a.replica, b.replica))
                .toArray(Tally[]::new);
    }

    /** A one-to-one mixture: different replicas have different keys, and nobody outside knows which lie together. */
    private static long key(long replica) {
        long mixed = (replica ^ SECRET) * (SECRET << 1 | 1);
        return mixed ^ mixed >>> 32;
    }
}
