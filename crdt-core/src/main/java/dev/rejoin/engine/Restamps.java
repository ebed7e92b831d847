package dev.rejoin.engine;

import dev.rejoin.codec.IncomingChange;
import dev.rejoin.history.ChangeCursor;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.NamedIds;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.RestampOp;
import dev.rejoin.version.ReplicaId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which changes were issued again by another replica of the same device, and are not taken any more.
 *
 * <p>Changes of others that are here, applied or waiting, may depend on some of them: then somebody had accepted those and
 * built on them, and they are taken as ever. So what is applied in the end is a function of the changes that there are: all
 * but those that were issued again and on which nobody built.
 */
final class Restamps {
    /** Of a replica: from where on its changes were issued again, and below where others depend on them. */
    private static final class Limit {
        private long replacedFrom = Long.MAX_VALUE;
        private long needed;
    }

    private final ReplicaContext context;
    private final ChangeLog log;
    private Map<Long, Limit> byReplica = Map.of();

    Restamps(ReplicaContext context, ChangeLog log) {
        this.context = context;
        this.log = log;
    }

    boolean isEmpty() {
        return byReplica.isEmpty();
    }

    /** The first seq of a replica that is not taken; very large when all are. */
    long limit(long replica) {
        Limit limit = byReplica.get(replica);
        return limit == null ? Long.MAX_VALUE : Math.max(limit.replacedFrom, limit.needed);
    }

    /** The restamp that a change begins with, if it does. */
    static @Nullable RestampOp in(IncomingChange change, int author) {
        if (change.firstSeq() != 0) {
            return null;
        }
        First first = new First();
        change.readOperations(author, 0, first, false);
        return first.found;
    }

    /** Finds those of a history that was loaded. */
    void load() {
        for (int author = 0; author < context.replicas().size(); author++) {
            ReplicaLog history = log.find(author);
            if (history != null && history.firstSeq() == 0 && history.endSeq() > 0) {
                First first = new First();
                history.replay(0, 1, first);
                if (first.found != null) {
                    add(first.found, Collections.emptyIterator());
                }
            }
        }
    }

    /** Their canonical form: what a snapshot keeps, with or without history; nothing if there is none. */
    byte[] toBytes() {
        if (byReplica.isEmpty()) {
            return new byte[0];
        }
        long[] replicas = byReplica.keySet().stream()
                .sorted(Long::compareUnsigned)
                .mapToLong(Long::longValue)
                .toArray();
        ByteWriter out = new ByteWriter(32);
        out.varint(replicas.length);
        for (long replica : replicas) {
            out.u64(replica);
            out.varint(Objects.requireNonNull(byReplica.get(replica)).replacedFrom);
        }
        return out.toByteArray();
    }

    /** Reads what {@link #toBytes} gave, after the history. */
    void read(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        ByteReader in = new ByteReader(bytes);
        int number = in.count(Long.BYTES + 1);
        if (number == 0) {
            throw in.corrupt(Kind.NOT_CANONICAL, "restamps", "none");
        }
        long before = 0;
        for (int i = 0; i < number; i++) {
            int at = in.offset();
            long replica = in.u64();
            long from = in.varint();
            if (i > 0 && Long.compareUnsigned(before, replica) >= 0) {
                throw in.corruptAt(at, Kind.UNSORTED, "replicas ascending by id", Long.toHexString(replica));
            }
            if (from < 0 || from > ElementId.MAX_SEQ) {
                throw in.corruptAt(at, Kind.BAD_VALUE, "a seq below 2^40", Long.toUnsignedString(from));
            }
            before = replica;
            add(new RestampOp(new ReplicaId(replica), from), Collections.emptyIterator());
        }
        in.expectEnd();
    }

    /** The first seq that would not be taken any more once a restamp is applied. O(history). */
    long limitAfter(RestampOp restamp, Iterator<IncomingChange> waiting) {
        return Math.max(restamp.firstSeq(), needed(restamp.replaced().value(), waiting));
    }

    /** A restamp was applied. O(history). */
    void add(RestampOp restamp, Iterator<IncomingChange> waiting) {
        long replica = restamp.replaced().value();
        if (byReplica.isEmpty()) {
            byReplica = new HashMap<>();
        }
        Limit limit = byReplica.computeIfAbsent(replica, id -> new Limit());
        limit.replacedFrom = Math.min(limit.replacedFrom, restamp.firstSeq());
        limit.needed = Math.max(limit.needed, needed(replica, waiting));
    }

    /** A change came to be here, applied or waiting. */
    void isHere(IncomingChange change) {
        for (int i = 0; i < change.referenceCount(); i++) {
            Limit limit = byReplica.get(change.referenceReplica(i));
            if (limit != null && change.replica() != change.referenceReplica(i)) {
                limit.needed = Math.max(limit.needed, change.referenceSeq(i) + 1);
            }
        }
    }

    /** Changes of a replica below this are depended on by changes of others that are here, or are not retained. */
    private long needed(long replica, Iterator<IncomingChange> waiting) {
        int replaced = context.replicas().find(replica);
        ReplicaLog own = log.find(replaced);
        long needed = own == null ? 0 : own.firstSeq();
        for (int author = 0; author < context.replicas().size(); author++) {
            ReplicaLog history = log.find(author);
            if (history != null && author != replaced && replaced >= 0) {
                needed = Math.max(needed, neededBy(history, author, replaced));
            }
        }
        while (waiting.hasNext()) {
            IncomingChange change = waiting.next();
            for (int i = 0; i < change.referenceCount(); i++) {
                if (change.replica() != replica && change.referenceReplica(i) == replica) {
                    needed = Math.max(needed, change.referenceSeq(i) + 1);
                }
            }
        }
        // Who names one operation of a change depends on all of it: others, who know more, never divide it.
        return own == null || needed >= own.endSeq() ? needed : own.boundaryFrom(needed);
    }

    private long neededBy(ReplicaLog history, int author, int replaced) {
        long[] needed = {0};
        NamedIds names = log.namedIds((seq, id) -> {
                    if (ElementId.replica(id) == replaced) {
                        needed[0] = Math.max(needed[0], ElementId.seq(id) + 1);
                    }
                })
                .of(author);
        ChangeCursor changes = new ChangeCursor(history, history.firstSeq());
        while (changes.next()) {
            for (long dependency : changes.dependencies()) {
                if (ElementId.replica(dependency) == replaced) {
                    needed[0] = Math.max(needed[0], ElementId.seq(dependency) + 1);
                }
            }
            changes.emit(names);
        }
        return needed[0];
    }

    /** What stands at seq 0. */
    private static final class First implements OpSink {
        private @Nullable RestampOp found;

        @Override
        public void insert(
                int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
            // No restamp.
        }

        @Override
        public void delete(long seq, long element, int count, int step) {
            // No restamp.
        }

        @Override
        public void operation(int container, long seq, Op op) {
            if (seq == 0 && op instanceof RestampOp restamp) {
                found = restamp;
            }
        }
    }
}
