package dev.rejoin.member;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who came back as whom, how far, and which elements stand for which: a function of the set of operations.
 *
 * <p>Not thread-safe. O(log) a question.
 */
public final class ReturnTable {
    private static final int MINIMUM_FORMER_BYTES = Long.BYTES + 1;
    private static final int MINIMUM_RETURN_BYTES = Long.BYTES + 2;
    private static final int RUN_BYTES = 3;

    private final TreeMap<ReplicaId, TreeMap<ReplicaId, Entry>> byFormer = new TreeMap<>();

    /** Starts with nobody. */
    public ReturnTable() {}

    private static final class Entry {
        private long through;
        /** By first seq there: first seq here, number. */
        private final TreeMap<Long, ReturnOp.Run> runs = new TreeMap<>();

        private boolean isFree(ReturnOp.Run run) {
            Map.Entry<Long, ReturnOp.Run> before = runs.lowerEntry(run.from() + run.count());
            return before == null || before.getKey() + before.getValue().count() <= run.from();
        }
    }

    /**
     * Whether nobody came back.
     *
     * @return whether nothing was applied
     */
    public boolean isEmpty() {
        return byFormer.isEmpty();
    }

    /**
     * Applies an operation.
     *
     * @param op the operation
     * @param author who made it
     * @return takes it back, if nothing was applied after it
     */
    public Runnable apply(ReturnOp op, ReplicaId author) {
        TreeMap<ReplicaId, Entry> returns = byFormer.computeIfAbsent(op.former(), former -> new TreeMap<>());
        Entry entry = returns.computeIfAbsent(author, replica -> new Entry());
        long before = entry.through;
        entry.through = Math.max(before, op.through());
        List<Long> added = new ArrayList<>();
        for (ReturnOp.Run run : op.runs()) { // the author's operations come in one order, so the first one holds
            if (entry.isFree(run)) {
                entry.runs.put(run.from(), run);
                added.add(run.from());
            }
        }
        return () -> {
            entry.through = before;
            entry.runs.keySet().removeAll(added);
            if (before == 0) {
                returns.remove(author);
            }
            if (returns.isEmpty()) {
                byFormer.remove(op.former());
            }
        };
    }

    /**
     * Who came back.
     *
     * @return ascending by former replica, then by the new one
     */
    public List<Returned> list() {
        List<Returned> all = new ArrayList<>();
        byFormer.forEach((former, returns) ->
                returns.forEach((replica, entry) -> all.add(new Returned(former, replica, entry.through))));
        return all;
    }

    /**
     * How far a replica came back, as whomever.
     *
     * @param former the former replica
     * @return the seq after its last operation that was looked at; 0 if it did not come back
     */
    public long through(ReplicaId former) {
        return byFormer.getOrDefault(former, new TreeMap<>()).values().stream()
                .mapToLong(entry -> entry.through)
                .max()
                .orElse(0);
    }

    /**
     * Which element stands for one of a replica that came back.
     *
     * @param former the former replica
     * @param seq of its element
     * @return the id of the one that stands for it; null if none does
     */
    public @Nullable OpId find(ReplicaId former, long seq) {
        for (Map.Entry<ReplicaId, Entry> each :
                byFormer.getOrDefault(former, new TreeMap<>()).entrySet()) {
            Map.Entry<Long, ReturnOp.Run> run = each.getValue().runs.floorEntry(seq);
            if (run != null && seq < run.getKey() + run.getValue().count()) {
                return new OpId(each.getKey(), run.getValue().to() + (seq - run.getKey()));
            }
        }
        return null;
    }

    /**
     * Writes the table: number, then for each former replica, ascending, its id, and number and entries of those that it
     * came back as, ascending: id, how far, and number and content of its runs, ascending and as long as they can be.
     *
     * @param out takes the bytes
     */
    public void write(ByteWriter out) {
        out.varint(byFormer.size());
        byFormer.forEach((former, returns) -> {
            out.u64(former.value());
            out.varint(returns.size());
            returns.forEach((replica, entry) -> {
                out.u64(replica.value());
                out.varint(entry.through);
                List<ReturnOp.Run> joined = joined(entry);
                out.varint(joined.size());
                for (ReturnOp.Run run : joined) {
                    out.varint(run.from());
                    out.varint(run.to());
                    out.varint(run.count());
                }
            });
        });
    }

    private static List<ReturnOp.Run> joined(Entry entry) {
        List<ReturnOp.Run> joined = new ArrayList<>();
        for (ReturnOp.Run run : entry.runs.values()) {
            ReturnOp.Run last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && continues(last, run)) {
                joined.set(joined.size() - 1, new ReturnOp.Run(last.from(), last.to(), last.count() + run.count()));
            } else {
                joined.add(run);
            }
        }
        return joined;
    }

    private static boolean continues(ReturnOp.Run last, ReturnOp.Run run) {
        return last.from() + last.count() == run.from() && last.to() + last.count() == run.to();
    }

    /**
     * Reads what {@link #write} wrote into this empty table.
     *
     * @param in stands at the number
     * @param version what the document holds; nobody came back who is not in it
     */
    public void read(ByteReader in, VersionVector version) {
        int number = in.count(MINIMUM_FORMER_BYTES);
        if (number == 0) {
            throw in.corrupt(Kind.NOT_CANONICAL, "replicas that came back", "none");
        }
        for (int i = 0; i < number; i++) {
            int at = in.offset();
            ReplicaId former = new ReplicaId(in.u64());
            int returns = in.count(MINIMUM_RETURN_BYTES);
            boolean sorted = byFormer.isEmpty() || byFormer.lastKey().compareTo(former) < 0;
            if (!sorted || returns == 0) {
                throw in.corruptAt(at, Kind.BAD_VALUE, "replicas that came back, ascending", former.toString());
            }
            TreeMap<ReplicaId, Entry> all = new TreeMap<>();
            byFormer.put(former, all);
            for (int k = 0; k < returns; k++) {
                readEntry(in, version, all);
            }
        }
    }

    private static void readEntry(ByteReader in, VersionVector version, NavigableMap<ReplicaId, Entry> all) {
        int at = in.offset();
        ReplicaId replica = new ReplicaId(in.u64());
        Entry entry = new Entry();
        entry.through = in.varint();
        if (entry.through <= 0
                || version.get(replica) == 0
                || !all.isEmpty() && all.lastKey().compareTo(replica) >= 0) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "replicas of the document, ascending", replica.toString());
        }
        int number = in.count(RUN_BYTES);
        for (int i = 0; i < number; i++) {
            int offset = in.offset();
            ReturnOp.Run run = new ReturnOp.Run(in.varint(), in.varint(), in.varint());
            Map.Entry<Long, ReturnOp.Run> last = entry.runs.lastEntry();
            ReturnOp.Run before = last == null ? null : last.getValue();
            boolean isWithin = run.from() >= 0
                    && run.to() >= 0
                    && run.count() > 0
                    && run.count() <= entry.through
                    && run.from() <= entry.through - run.count()
                    && run.count() <= version.get(replica)
                    && run.to() <= version.get(replica) - run.count();
            boolean follows = before == null || before.from() + before.count() <= run.from() && !continues(before, run);
            if (!isWithin || !follows) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "runs of elements, ascending", run.toString());
            }
            entry.runs.put(run.from(), run);
        }
        all.put(replica, entry);
    }
}
