package dev.rejoin.engine;

import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.version.OpIdSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Changes set aside: kept and listed, not applied, not counted as seen. Bounded in count and bytes.
 *
 * <p>Invariant: Q1 count and bytes are within their limits, and the bytes are those of the entries.
 */
final class Quarantine {
    /** A change that was set aside. */
    static final class Entry {
        private final byte[] bytes;
        private final OpIdSpan change;
        private final QuarantineReason reason;
        private final String detail;
        private final long time;

        Entry(byte[] bytes, OpIdSpan change, QuarantineReason reason, String detail, long time) {
            this.bytes = bytes;
            this.change = change;
            this.reason = reason;
            this.detail = detail;
            this.time = time;
        }

        byte[] bytes() {
            return bytes;
        }

        OpIdSpan change() {
            return change;
        }

        QuarantineReason reason() {
            return reason;
        }

        long time() {
            return time;
        }

        Delivery.Quarantined delivery() {
            return new Delivery.Quarantined(change, reason, detail);
        }
    }

    private final int maxCount;
    private final long maxBytes;
    private final List<Entry> entries = new ArrayList<>();
    private long bytes;

    Quarantine(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** Keeps a change, once; false when a limit would be passed. */
    boolean offer(Entry entry) {
        for (Entry known : entries) {
            if (known.change().equals(entry.change()) && Arrays.equals(known.bytes(), entry.bytes())) {
                return true;
            }
        }
        if (entries.size() >= maxCount || bytes + entry.bytes().length > maxBytes) {
            return false;
        }
        entries.add(entry);
        bytes += entry.bytes().length;
        return true;
    }

    /** Takes the newest entry back. */
    void removeLast() {
        bytes -= entries.remove(entries.size() - 1).bytes().length;
    }

    /** Removes and gives the entries that a test picks. */
    List<Entry> release(Predicate<Entry> picked) {
        List<Entry> released = new ArrayList<>();
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (picked.test(entry)) {
                all.remove();
                bytes -= entry.bytes().length;
                released.add(entry);
            }
        }
        return released;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    int count() {
        return entries.size();
    }

    long byteCount() {
        return bytes;
    }

    void checkInvariants() {
        long found = 0;
        for (Entry entry : entries) {
            found += entry.bytes().length;
        }
        if (found != bytes || bytes > maxBytes || entries.size() > maxCount) {
            throw new AssertionError(
                    "Q1 " + entries.size() + " changes, " + bytes + " bytes counted, " + found + " there");
        }
    }

    String limits() {
        return "quarantined changes: at most " + maxCount + " and " + maxBytes + " bytes";
    }
}
