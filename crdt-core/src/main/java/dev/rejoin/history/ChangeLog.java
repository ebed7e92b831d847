package dev.rejoin.history;

import dev.rejoin.internal.IdRanges;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ReplicaContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The retained changes of a document, one packed log per author, which is its version too: an author's seqs below the
 * end of its log are integrated.
 *
 * <p>Not thread-safe. Invariant: L4 the totals are the sums over the logs.
 */
public final class ChangeLog {
    private final ReplicaContext context;
    private final LogOpCodec codec;
    private final LogTotals totals = new LogTotals();
    private @Nullable ReplicaLog[] logs = new ReplicaLog[1];
    private int epoch;

    /** An empty log. */
    public ChangeLog(ReplicaContext context, OpRegistry registry) {
        this.context = context;
        this.codec = new LogOpCodec(context, registry);
        this.epoch = context.epoch().current();
    }

    /** The author's seqs below this are integrated; 0 for an unknown one. */
    public long end(int author) {
        ReplicaLog log = find(author);
        return log == null ? 0 : log.endSeq();
    }

    /** The author's log, or null when nothing of it is known. */
    public @Nullable ReplicaLog find(int author) {
        return author >= 0 && author < logs.length ? logs[author] : null;
    }

    /** One past the newest seq of each replica of the table, by index. */
    public long[] ends() {
        long[] ends = new long[context.replicas().size()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = end(i);
        }
        return ends;
    }

    /** The author's log for appending; comes into being at need. */
    public ReplicaLog writable(int author) {
        int now = context.epoch().current();
        ReplicaLog known = author < logs.length ? logs[author] : null;
        if (epoch == now && known != null && known.isOwnedBy(now)) {
            return known;
        }
        if (epoch != now) {
            logs = logs.clone();
            epoch = now;
        }
        if (author >= logs.length) {
            logs = Arrays.copyOf(logs, Math.max(author + 1, logs.length * 2));
        }
        ReplicaLog log = known == null ? new ReplicaLog(context, author, codec, totals) : known.copyUnlessOwnedBy(now);
        logs[author] = log;
        return log;
    }

    /** A sink that finds what operations of this log name of other replicas. */
    public NamedIds namedIds(NamedIds.Visitor visitor) {
        return new NamedIds(context.containers(), codec, visitor);
    }

    /** Drops the operations of an author below a seq. O(its retained operations). */
    public void cutBelow(int author, long seq) {
        ReplicaLog log = find(author);
        if (log != null && seq > log.firstSeq()) {
            ReplicaLog cut = writable(author).cutBelow(seq); // first: it may put a copy in the place of the logs
            logs[author] = cut;
        }
    }

    /** Takes content out of what is retained of an author; see {@link ReplicaLog#takeContent}. O(its retained operations). */
    public void takeContent(int author, IdRanges ids, IdRanges notes, IdRanges taken) {
        if (find(author) != null) {
            writable(author).takeContent(ids, notes, taken);
        }
    }

    /** Number of retained changes after joining. */
    public long changeCount() {
        return totals.changes;
    }

    /** Bytes that the packed changes take, text and list values excluded; the open tails of the logs are not counted yet. */
    public long byteSize() {
        return totals.bytes;
    }

    /** Throws AssertionError if the sums are not those of the logs. For tests; O(pages). */
    public void checkInvariants() {
        long changes = 0;
        long bytes = 0;
        for (ReplicaLog log : logs) {
            changes += log == null ? 0 : log.changeCount();
            bytes += log == null ? 0 : log.byteSize();
        }
        if (changes != totals.changes || bytes != totals.bytes) {
            throw new AssertionError("L4 counted " + totals.changes + " changes and " + totals.bytes
                    + " bytes, there are " + changes + " and " + bytes);
        }
    }
}
