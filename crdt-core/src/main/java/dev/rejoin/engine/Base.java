package dev.rejoin.engine;

import dev.rejoin.codec.IncomingChange;
import dev.rejoin.history.ChangeCursor;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayDeque;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.collections.impl.map.mutable.primitive.IntLongHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The version below which everything was pruned, and whether a change was made after all of it.
 *
 * <p>A change was, if it names, directly or through retained changes, every newest operation of the base: its heads. Along
 * an author's changes that holds from one on, so it is asked once for each author and seldom again.
 */
final class Base {
    private final ReplicaContext context;
    private final ChangeLog log;
    private VersionVector version = VersionVector.EMPTY;
    /** The operations of the base that no other one there depends on. */
    private TreeSet<OpId> heads = new TreeSet<>();
    /**
     * Last operations below where history began when it did not reach down to the base, which others below there depend on:
     * no retained change says that of them.
     */
    private TreeSet<OpId> covered = new TreeSet<>();
    /** By replica index: from which seq on everything was made after the base, as far as it was asked. */
    private @Nullable IntLongHashMap after;

    Base(ReplicaContext context, ChangeLog log) {
        this.context = context;
        this.log = log;
    }

    VersionVector version() {
        return version;
    }

    boolean isEmpty() {
        return version.isEmpty();
    }

    /** A number that grows with the base. */
    long epoch() {
        long sum = 0;
        for (int i = 0; i < version.size(); i++) {
            sum += version.endAt(i);
        }
        return sum;
    }

    /** Per replica index, where the operations below the base end. */
    long[] ends() {
        long[] ends = new long[context.replicas().size()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = version.end(context.replicas().id(i));
        }
        return ends;
    }

    /** Raises the base; the operations between the two are still in the log. */
    void raise(VersionVector to) {
        TreeMap<ReplicaId, Long> newest = new TreeMap<>();
        for (int i = 0; i < to.size(); i++) {
            ReplicaId replica = new ReplicaId(to.replicaAt(i));
            OpId last = new OpId(replica, to.endAt(i) - 1);
            if ((to.endAt(i) > version.get(replica) || heads.contains(last)) && !covered.contains(last)) {
                newest.put(replica, last.seq());
            }
        }
        for (int i = 0; i < context.replicas().size(); i++) {
            ReplicaLog history = log.find(i);
            long end = to.end(context.replicas().id(i));
            if (history == null || end <= history.firstSeq()) {
                continue;
            }
            ChangeCursor changes = new ChangeCursor(history, history.firstSeq());
            while (changes.next() && changes.firstSeq() < end) {
                for (long dependency : changes.dependencies()) {
                    ReplicaId on = new ReplicaId(context.replicas().id(ElementId.replica(dependency)));
                    newest.remove(on, ElementId.seq(dependency));
                }
                changes.emit(OpSink.NOTHING);
            }
        }
        version = to;
        heads = new TreeSet<>();
        newest.forEach((replica, seq) -> heads.add(new OpId(replica, seq)));
        covered = new TreeSet<>();
        after = null;
    }

    /** Whether a change whose dependencies are here was made after the base. */
    boolean isBefore(IncomingChange change) {
        int author = context.replicas().find(change.replica());
        long known = author < 0 ? 0 : log.end(author);
        long predecessor = Math.max(known, change.firstSeq()) - 1;
        if (isAfter(author, predecessor)) {
            return true;
        }
        Search search = new Search();
        search.add(author, predecessor);
        for (int i = 0; i < change.referenceCount(); i++) {
            int on = context.replicas().find(change.referenceReplica(i));
            if (isAfter(on, change.referenceSeq(i))) {
                return true;
            }
            search.add(on, change.referenceSeq(i));
        }
        boolean found = search.findsAllHeads();
        if (found && author >= 0) {
            if (after == null) {
                after = new IntLongHashMap();
            }
            after.put(author, Math.max(known, change.firstSeq()));
        }
        return found;
    }

    private boolean isAfter(int replica, long seq) {
        return after != null && replica >= 0 && seq >= after.getIfAbsent(replica, Long.MAX_VALUE);
    }

    /** Goes from operations to what they depend on, as far as that is retained above the base. */
    private final class Search {
        private final IntLongHashMap reached = new IntLongHashMap();
        private final ArrayDeque<Integer> open = new ArrayDeque<>();
        private final TreeSet<OpId> missing = new TreeSet<>(heads);

        void add(int replica, long seq) {
            if (replica < 0 || seq < 0 || seq <= reached.getIfAbsent(replica, -1)) {
                return;
            }
            reached.put(replica, seq);
            ReplicaId id = new ReplicaId(context.replicas().id(replica));
            long end = version.get(id);
            if (end > 0 && seq >= end - 1) {
                missing.remove(new OpId(id, end - 1));
            }
            ReplicaLog history = log.find(replica);
            if (seq >= end && history != null && end < history.firstSeq()) {
                missing.clear(); // it follows something above the base that came without history: nobody can tell
            } else if (seq >= end) {
                open.add(replica);
            }
        }

        boolean findsAllHeads() {
            while (!missing.isEmpty() && !open.isEmpty()) {
                int replica = open.remove();
                long last = reached.get(replica);
                ReplicaLog history = log.find(replica);
                long from = version.end(context.replicas().id(replica));
                if (history == null || last >= history.endSeq()) {
                    continue;
                }
                ChangeCursor changes = new ChangeCursor(history, Math.max(from, history.firstSeq()));
                while (changes.next() && changes.firstSeq() <= last) {
                    for (long dependency : changes.dependencies()) {
                        add(ElementId.replica(dependency), ElementId.seq(dependency));
                    }
                    changes.emit(OpSink.NOTHING);
                }
            }
            return missing.isEmpty();
        }
    }

    /**
     * A snapshot without retained changes was loaded: an author that is no head of it has its last operation covered. Of those
     * at or below the base that are no heads of that, it is known.
     */
    void loadedWithoutHistory(Frontier frontier) {
        for (int i = 0; i < context.replicas().size(); i++) {
            if (log.end(i) == 0 || frontier.contains(i)) {
                continue;
            }
            OpId last = OpId.of(context.replicas().id(i), log.end(i) - 1);
            if (last.seq() >= version.end(context.replicas().id(i)) || heads.contains(last)) {
                covered.add(last);
            }
        }
    }

    /** What a snapshot with some history has to say of what it lacks: whose last operation below that is covered there. */
    byte[] coveredToBytes() {
        if (covered.isEmpty()) {
            return new byte[0];
        }
        ByteWriter out = new ByteWriter(32);
        out.varint(covered.size());
        for (OpId last : covered) {
            out.u64(last.replica().value());
        }
        return out.toByteArray();
    }

    /** Reads what {@link #coveredToBytes} gave, after the history. */
    void readCovered(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int number = in.count(Long.BYTES);
        if (number == 0) {
            throw in.corrupt(Kind.NOT_CANONICAL, "replicas whose last operation is covered", "none");
        }
        for (int i = 0; i < number; i++) {
            int at = in.offset();
            ReplicaId replica = new ReplicaId(in.u64());
            ReplicaLog history = log.find(context.replicas().find(replica.value()));
            if (history == null
                    || history.firstSeq() == 0
                    || !covered.isEmpty() && covered.last().replica().compareTo(replica) >= 0) {
                throw in.corruptAt(
                        at, Kind.BAD_VALUE, "replicas with operations below history, ascending", replica.toString());
            }
            covered.add(new OpId(replica, history.firstSeq() - 1));
        }
        in.expectEnd();
    }

    void write(ByteWriter out) {
        version.write(out);
        out.varint(heads.size());
        for (OpId head : heads) {
            out.u64(head.replica().value());
        }
    }

    void read(ByteReader in, VersionVector applied) {
        int at = in.offset();
        version = VersionVector.read(in);
        if (!applied.covers(version)) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "a base at or below the version", version.toString());
        }
        int number = in.count(Long.BYTES);
        for (int i = 0; i < number; i++) {
            int offset = in.offset();
            ReplicaId replica = new ReplicaId(in.u64());
            if (version.get(replica) == 0
                    || !heads.isEmpty() && heads.last().replica().compareTo(replica) >= 0) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "replicas of the base, ascending", replica.toString());
            }
            heads.add(new OpId(replica, version.get(replica) - 1));
        }
    }
}
