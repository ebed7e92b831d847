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
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which changes were issued again by another replica of the same device, and are not taken any more.
 *
 * <p>Changes of others that stay may depend on some of them: then somebody had accepted those and built on them, and they
 * stay, too. What is applied in the end is the least set of which this holds, a function of the changes that there are. It
 * is found anew with each restamp, which may let go of what only now depends on nothing that stays; between two of them
 * changes that come to be here can only add to it.
 */
final class Restamps {
    private final ReplicaContext context;
    private final ChangeLog log;
    /** By replica: from where on its changes were issued again. */
    private final Map<Long, Long> replacedFrom = new HashMap<>();
    /** Of the same replicas: the first seq that is not taken. */
    private Map<Long, Long> limits = Map.of();

    Restamps(ReplicaContext context, ChangeLog log) {
        this.context = context;
        this.log = log;
    }

    boolean isEmpty() {
        return replacedFrom.isEmpty();
    }

    /** The first seq of a replica that is not taken; very large when all are. */
    long limit(long replica) {
        return limits.getOrDefault(replica, Long.MAX_VALUE);
    }

    /** The restamps that a change begins with: usually none. */
    static List<RestampOp> in(IncomingChange change, int author) {
        if (change.firstSeq() != 0) {
            return List.of();
        }
        First first = new First();
        change.readOperations(author, 0, first, false);
        return first.found;
    }

    /** Finds those of a history that was loaded. */
    void load() {
        List<RestampOp> found = new ArrayList<>();
        for (int author = 0; author < context.replicas().size(); author++) {
            ReplicaLog history = log.find(author);
            if (history != null && history.firstSeq() == 0 && history.endSeq() > 0) {
                found.addAll(in(history));
            }
        }
        if (!found.isEmpty()) {
            add(found, Collections.emptyIterator());
        }
    }

    private static List<RestampOp> in(ReplicaLog history) {
        First first = new First();
        history.replay(0, 1, first);
        if (first.found.isEmpty()) {
            return List.of();
        }
        First all = new First();
        ChangeCursor changes = new ChangeCursor(history, 0);
        changes.next();
        changes.emit(all);
        return all.found;
    }

    /** Their canonical form: what a snapshot keeps, with or without history; nothing if there is none. */
    byte[] toBytes() {
        if (replacedFrom.isEmpty()) {
            return new byte[0];
        }
        long[] replicas = replacedFrom.keySet().stream()
                .sorted(Long::compareUnsigned)
                .mapToLong(Long::longValue)
                .toArray();
        ByteWriter out = new ByteWriter(32);
        out.varint(replicas.length);
        for (long replica : replicas) {
            out.u64(replica);
            out.varint(Objects.requireNonNull(replacedFrom.get(replica)));
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
        List<RestampOp> read = new ArrayList<>();
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
            read.add(new RestampOp(new ReplicaId(replica), from));
        }
        in.expectEnd();
        add(read, Collections.emptyIterator());
    }

    /** What is applied here and would not be taken any more once restamps are applied. O(history). */
    List<OpIdSpan> beyond(Collection<RestampOp> restamps, Iterator<IncomingChange> others) {
        List<OpIdSpan> beyond = new ArrayList<>();
        limits(with(restamps), others).forEach((replica, limit) -> {
            long end = log.end(context.replicas().find(replica));
            if (end > limit) {
                beyond.add(new OpIdSpan(new ReplicaId(replica), limit, end));
            }
        });
        Collections.sort(beyond);
        return beyond;
    }

    /** Restamps were applied. O(history). */
    void add(Collection<RestampOp> restamps, Iterator<IncomingChange> waiting) {
        replacedFrom.putAll(with(restamps));
        limits = limits(replacedFrom, waiting);
    }

    private Map<Long, Long> with(Collection<RestampOp> restamps) {
        Map<Long, Long> from = new HashMap<>(replacedFrom);
        for (RestampOp restamp : restamps) {
            from.merge(restamp.replaced().value(), restamp.firstSeq(), Math::min);
        }
        return from;
    }

    /** A change came to be here, applied or waiting for anything. */
    void isHere(IncomingChange change) {
        for (int i = 0; i < change.referenceCount(); i++) {
            long on = change.referenceReplica(i);
            Long limit = limits.get(on);
            if (limit != null && change.replica() != on && change.referenceSeq(i) >= limit) {
                limits.put(on, change.referenceSeq(i) + 1);
            }
        }
    }

    /** Changes of a replica below this are depended on by changes of others that are here, or are not retained. O(history). */
    long builtOn(long replica) {
        Map<Long, Long> limit = withoutHistory(Map.of(replica, 0L));
        references(limit.keySet(), Collections.emptyIterator(), (author, seq, on, onSeq) -> raise(limit, on, onSeq));
        return Objects.requireNonNull(limit.get(replica));
    }

    private Map<Long, Long> limits(Map<Long, Long> from, Iterator<IncomingChange> others) {
        Map<Long, Long> limits = withoutHistory(from);
        List<Reference> references = new ArrayList<>();
        references(from.keySet(), others, (author, seq, on, onSeq) -> {
            if (onSeq >= Objects.requireNonNull(limits.get(on))) {
                references.add(new Reference(author, seq, on, onSeq));
            }
        });
        boolean raised = true;
        while (raised) {
            raised = false;
            for (Reference each : references) {
                boolean stays = each.seq < limits.getOrDefault(each.author, Long.MAX_VALUE);
                raised |= stays && raise(limits, each.on, each.onSeq);
            }
        }
        return limits;
    }

    /** What is not retained cannot be taken back. */
    private Map<Long, Long> withoutHistory(Map<Long, Long> from) {
        Map<Long, Long> limits = new HashMap<>();
        from.forEach((replica, seq) -> {
            ReplicaLog own = log.find(context.replicas().find(replica));
            limits.put(replica, own == null ? seq : Math.max(seq, own.firstSeq()));
        });
        return limits;
    }

    /** Who names one operation of a change depends on all of it: others, who know more, never divide it. */
    private boolean raise(Map<Long, Long> limits, long on, long seq) {
        if (seq < Objects.requireNonNull(limits.get(on))) {
            return false;
        }
        ReplicaLog history = log.find(context.replicas().find(on));
        limits.put(on, history == null || seq + 1 >= history.endSeq() ? seq + 1 : history.boundaryFrom(seq + 1));
        return true;
    }

    /** What names operations of some replicas, which are not its author: in the history, and in other changes. */
    private void references(Set<Long> replicas, Iterator<IncomingChange> others, ReferenceSink sink) {
        boolean[] wanted = new boolean[context.replicas().size()];
        for (long replica : replicas) {
            int index = context.replicas().find(replica);
            if (index >= 0) {
                wanted[index] = true;
            }
        }
        for (int author = 0; author < context.replicas().size(); author++) {
            ReplicaLog history = log.find(author);
            if (history != null) {
                references(history, author, wanted, sink);
            }
        }
        while (others.hasNext()) {
            IncomingChange change = others.next();
            for (int i = 0; i < change.referenceCount(); i++) {
                long on = change.referenceReplica(i);
                if (change.replica() != on && replicas.contains(on)) {
                    sink.names(change.replica(), change.firstSeq(), on, change.referenceSeq(i));
                }
            }
        }
    }

    private void references(ReplicaLog history, int author, boolean[] wanted, ReferenceSink sink) {
        NamedIds.Visitor named = (seq, id) -> {
            int on = ElementId.replica(id);
            if (wanted[on] && on != author) {
                sink.names(
                        context.replicas().id(author), seq, context.replicas().id(on), ElementId.seq(id));
            }
        };
        NamedIds names = log.namedIds(named).of(author);
        ChangeCursor changes = new ChangeCursor(history, history.firstSeq());
        while (changes.next()) {
            for (long dependency : changes.dependencies()) {
                named.named(changes.firstSeq(), dependency);
            }
            changes.emit(names);
        }
    }

    /** Is told that an operation names one of another replica. */
    private interface ReferenceSink {
        void names(long author, long seq, long on, long onSeq);
    }

    private record Reference(long author, long seq, long on, long onSeq) {}

    /** What stands at seq 0, and right behind it. */
    private static final class First implements OpSink {
        private List<RestampOp> found = List.of();

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
            if (seq == found.size() && op instanceof RestampOp restamp) {
                found = found.isEmpty() ? new ArrayList<>() : found;
                found.add(restamp);
            }
        }
    }
}
