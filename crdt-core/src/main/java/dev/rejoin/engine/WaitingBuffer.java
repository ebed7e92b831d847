package dev.rejoin.engine;

import dev.rejoin.version.OpIdSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Changes that came before something they depend on, indexed by the first (replica, seq) that each lacks, so that an
 * arrival wakes exactly its waiters. Bounded in count and bytes. Not thread-safe.
 */
final class WaitingBuffer {
    /*
     * Invariants  I11 nothing here is applicable: its first lack is at or above the version
     *             I13 count and bytes are within their limits
     * Costs       offer and wake O(log n) per change
     */

    /** A change that waits: its bytes, what it is, and what it lacks first. */
    public static final class Entry {
        private final byte[] bytes;
        private final OpIdSpan change;
        private final long lackReplica;
        private final long lackSeq;

        /** Names the first lack by the last seq that is needed of a replica; the bytes are not copied. */
        public Entry(byte[] bytes, OpIdSpan change, long lackReplica, long lackSeq) {
            this.bytes = bytes;
            this.change = change;
            this.lackReplica = lackReplica;
            this.lackSeq = lackSeq;
        }

        /** The message; not copied. */
        public byte[] bytes() {
            return bytes;
        }

        /** The operations that it holds. */
        public OpIdSpan change() {
            return change;
        }

        long lackReplica() {
            return lackReplica;
        }

        long lackSeq() {
            return lackSeq;
        }

        @Override
        public String toString() {
            return change + " waits for " + Long.toHexString(lackReplica) + ":" + lackSeq;
        }
    }

    private final int maxCount;
    private final long maxBytes;
    private final Map<Long, TreeMap<Long, List<Entry>>> byReplica = new HashMap<>();
    private int count;
    private long bytes;

    /** An empty buffer. */
    public WaitingBuffer(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** Whether the very change is here already. */
    public boolean contains(Entry wanted) {
        TreeMap<Long, List<Entry>> waiting = byReplica.get(wanted.lackReplica());
        if (waiting == null) {
            return false;
        }
        List<Entry> same = waiting.get(wanted.lackSeq());
        if (same == null) {
            return false;
        }
        for (Entry entry : same) {
            if (entry.change().equals(wanted.change()) && java.util.Arrays.equals(entry.bytes(), wanted.bytes())) {
                return true;
            }
        }
        return false;
    }

    /** Keeps a change; false when a limit would be passed. */
    public boolean offer(Entry entry) {
        if (count + 1 > maxCount || bytes + entry.bytes().length > maxBytes) {
            return false;
        }
        TreeMap<Long, List<Entry>> waiting = byReplica.get(entry.lackReplica());
        if (waiting == null) {
            waiting = new TreeMap<>();
            byReplica.put(entry.lackReplica(), waiting);
        }
        waiting.computeIfAbsent(entry.lackSeq(), seq -> new ArrayList<>(1)).add(entry);
        count++;
        bytes += entry.bytes().length;
        return true;
    }

    /** Takes an entry back that is here. */
    public void remove(Entry entry) {
        TreeMap<Long, List<Entry>> waiting = Objects.requireNonNull(byReplica.get(entry.lackReplica()), "not here");
        List<Entry> same = Objects.requireNonNull(waiting.get(entry.lackSeq()), "not here");
        same.remove(entry);
        if (same.isEmpty()) {
            waiting.remove(entry.lackSeq());
            if (waiting.isEmpty()) {
                byReplica.remove(entry.lackReplica());
            }
        }
        count--;
        bytes -= entry.bytes().length;
    }

    /** Removes and gives the changes whose first lack is a seq of the replica below end. */
    public List<Entry> wake(long replica, long end) {
        TreeMap<Long, List<Entry>> waiting = byReplica.get(replica);
        if (waiting == null || waiting.firstKey() >= end) {
            return List.of();
        }
        List<Entry> woken = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.firstKey() < end) {
            woken.addAll(waiting.pollFirstEntry().getValue());
        }
        if (waiting.isEmpty()) {
            byReplica.remove(replica);
        }
        for (Entry entry : woken) {
            count--;
            bytes -= entry.bytes().length;
        }
        return woken;
    }

    /** Everything that waits, ordered by (replica unsigned, first seq) of the change. */
    public List<Entry> entries() {
        List<Entry> all = new ArrayList<>(count);
        byReplica.values().forEach(waiting -> waiting.values().forEach(all::addAll));
        all.sort((a, b) -> {
            int order = a.change().replica().compareTo(b.change().replica());
            order = order != 0
                    ? order
                    : Long.compare(a.change().start(), b.change().start());
            return order != 0 ? order : java.util.Arrays.compareUnsigned(a.bytes(), b.bytes());
        });
        return all;
    }

    /** Number of waiting changes. */
    public int count() {
        return count;
    }

    /** Bytes of the waiting changes. */
    public long byteCount() {
        return bytes;
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Names of the limits, for a refusal. */
    public String limits() {
        return "waiting changes: at most " + maxCount + " and " + maxBytes + " bytes";
    }

    /** Checks I11 against a version and I13. */
    public void checkInvariants(java.util.function.LongUnaryOperator endOf) {
        int found = 0;
        long foundBytes = 0;
        for (Entry entry : entries()) {
            if (entry.lackSeq() < endOf.applyAsLong(entry.lackReplica())) {
                throw new AssertionError("I11 waits for what is here: " + entry);
            }
            found++;
            foundBytes += entry.bytes().length;
        }
        if (found != count || foundBytes != bytes || count > maxCount || bytes > maxBytes) {
            throw new AssertionError("I13 count=" + count + " bytes=" + bytes + " but " + found + ", " + foundBytes);
        }
    }
}
