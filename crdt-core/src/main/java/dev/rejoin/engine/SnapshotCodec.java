package dev.rejoin.engine;

import dev.rejoin.codec.BatchForm;
import dev.rejoin.codec.Extensions;
import dev.rejoin.codec.Frames;
import dev.rejoin.codec.Gaps;
import dev.rejoin.codec.IncomingBatch;
import dev.rejoin.codec.IncomingChange;
import dev.rejoin.delivery.ClockAheadException;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.NamedIds;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.ReplicatedState;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Replicas to bytes and back. A snapshot is the replicated part, equal at all replicas with equal changes and base; a
 * checkpoint adds what belongs to one device alone.
 */
public final class SnapshotCodec {
    private static final byte[] NONE = new byte[0];
    private static final Set<Integer> KNOWN =
            Set.of(Extensions.MEMBERS, Extensions.BASE, Extensions.GAPS, Extensions.REDACTIONS, Extensions.RESTAMPS);

    private SnapshotCodec() {}

    /** The snapshot of a replica. */
    public static byte[] save(Replica replica, ReplicatedState state, boolean withHistory, BatchForm form) {
        ByteWriter out = new ByteWriter(1024);
        out.u8(Frames.SNAPSHOT);
        replica.finishPruning();
        ByteWriter[] columns = Frames.columns(1 + state.stateColumns());
        long[] contentEnds = writeReplicas(replica, withHistory, columns[0]);
        Gaps gaps = withHistory ? replica.codec().gaps(replica.log(), contentEnds, form) : Gaps.NONE;
        Extensions extensions = replica.extensions()
                .with(Extensions.MEMBERS, writeMembers(replica))
                .with(Extensions.BASE, writeBase(replica, state))
                .with(Extensions.GAPS, gaps.listed())
                .with(Extensions.REDACTIONS, replica.redactions().toBytes())
                .with(Extensions.RESTAMPS, replica.restamps().toBytes())
                .with(Extensions.RETURNS, writeReturns(replica))
                .with(Extensions.COVERED, withHistory ? writeCovered(replica) : NONE);
        out.u8((form.deflated() ? Frames.DEFLATED : 0)
                | (withHistory ? Frames.HAS_HISTORY : 0)
                | gaps.flag()
                | extensions.flag());
        writeDocumentId(out, replica.context().documentId());
        boolean restFollows =
                withHistory && !replica.base().isEmpty() && !replica.version().equals(replica.base());
        state.writeState(Arrays.copyOfRange(columns, 1, columns.length), contentEnds, restFollows);
        Frames.writeColumns(columns, form.deflated(), out);
        if (withHistory) {
            replica.codec().writeHistory(replica.log(), contentEnds, form, gaps, out);
        }
        extensions.write(out);
        out.u32(out.crc32c(0, out.position()));
        return out.toByteArray();
    }

    /** Who joined and who was retired, and where the latter end, as far as that follows from the operations. */
    private static byte[] writeMembers(Replica replica) {
        ByteWriter out = new ByteWriter(64);
        if (!replica.context().members().isDeclared()) {
            return NONE;
        }
        replica.context().members().write(out);
        return out.toByteArray();
    }

    private static void readMembers(Replica replica, byte[] bytes) {
        if (bytes.length > 0) {
            ByteReader in = new ByteReader(bytes);
            replica.context().members().read(in, replica.version());
            in.expectEnd();
        }
    }

    private static byte[] writeReturns(Replica replica) {
        if (replica.context().returns().isEmpty()) {
            return NONE;
        }
        ByteWriter out = new ByteWriter(64);
        replica.context().returns().write(out);
        return out.toByteArray();
    }

    private static void readReturns(Replica replica, byte[] bytes) {
        if (bytes.length > 0) {
            ByteReader in = new ByteReader(bytes);
            replica.context().returns().read(in, replica.version());
            in.expectEnd();
        }
    }

    /** The base, where retired replicas end whose retirement is below it, and the times by which runs can go on above it. */
    private static byte[] writeBase(Replica replica, ReplicatedState state) {
        Base base = replica.prunedBase();
        ByteWriter out = new ByteWriter(64);
        if (base.isEmpty()) {
            return NONE;
        }
        base.write(out);
        Map<ReplicaId, Long> closed = replica.stability().closedBelow(base.version());
        out.varint(closed.size());
        closed.forEach((retired, end) -> {
            out.u64(retired.value());
            out.varint(end);
        });
        TreeMap<ReplicaId, Long> times = new TreeMap<>();
        state.pruning()
                .forEachHeadTime((element, time) ->
                        times.put(new ReplicaId(replica.context().replicas().id(ElementId.replica(element))), time));
        out.varint(times.size());
        times.forEach((author, time) -> {
            out.u64(author.value());
            out.u64(time);
        });
        return out.toByteArray();
    }

    /** Where nothing is retained, the heads of the version say it. */
    private static byte[] writeCovered(Replica replica) {
        return replica.version().equals(replica.base())
                ? NONE
                : replica.prunedBase().coveredToBytes();
    }

    private static void readCovered(Replica replica, byte[] bytes) {
        if (bytes.length > 0) {
            replica.prunedBase().readCovered(bytes);
        } else if (replica.version().equals(replica.base())) {
            replica.prunedBase().loadedWithoutHistory(replica.frontier());
        }
    }

    private static void readBase(Replica replica, ReplicatedState state, byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        ByteReader in = new ByteReader(bytes);
        Base base = replica.prunedBase();
        base.read(in, replica.version());
        int closed = in.count(Long.BYTES + 1);
        for (int i = 0; i < closed; i++) {
            ReplicaId retired = new ReplicaId(in.u64());
            int at = in.offset();
            long end = in.varint();
            if (end < 0 || end > ElementId.MAX_SEQ) {
                throw in.corruptAt(at, Kind.BAD_VALUE, "a seq", Long.toString(end));
            }
            replica.stability().close(retired, end);
        }
        int times = in.count(2 * Long.BYTES);
        for (int i = 0; i < times; i++) {
            int at = in.offset();
            ReplicaId author = new ReplicaId(in.u64());
            long time = in.u64();
            int index = replica.context().replicas().find(author.value());
            if (index < 0 || base.version().get(author) == 0 || time == 0 || time >>> 16 >= 1L << 47) {
                throw in.corruptAt(at, Kind.BAD_VALUE, "a time of an author of the base", author.toString());
            }
            state.pruning().noteHeadTime(ElementId.of(index, base.version().get(author) - 1), time);
        }
        in.expectEnd();
    }

    private static void writeDocumentId(ByteWriter out, DocumentId id) {
        out.u64(id.high());
        out.u64(id.low());
    }

    /** Version, heads, newest times and chain digests; answers below which seqs content goes with the state. */
    private static long[] writeReplicas(Replica replica, boolean withHistory, ByteWriter out) {
        ReplicaContext context = replica.context();
        ChangeLog log = replica.log();
        long[] contentEnds = new long[context.replicas().size()];
        List<Integer> known = new ArrayList<>();
        for (int i = 0; i < contentEnds.length; i++) {
            if (log.end(i) > 0) {
                known.add(i);
            }
        }
        known.sort(context.replicas()::compare);
        out.varint(known.size());
        for (int index : known) {
            ReplicaLog history = Objects.requireNonNull(log.find(index));
            contentEnds[index] = withHistory ? history.firstSeq() : history.endSeq();
            out.u64(context.replicas().id(index));
            out.varint(history.endSeq() << 1 | (replica.frontier().contains(index) ? 1 : 0));
            out.varint(contentEnds[index]);
            if (contentEnds[index] > 0) {
                long changeSeq = withHistory ? history.baseChangeSeq() : history.lastChangeSeq();
                out.varint(contentEnds[index] - changeSeq);
                out.u64(withHistory ? history.baseTime() : history.lastTime());
                out.u64(withHistory ? history.baseDigest() : history.digest());
            }
            if (contentEnds[index] < history.endSeq()) {
                out.u64(history.digest());
            }
        }
        return contentEnds;
    }

    /** The document that a snapshot or checkpoint holds; the frame is checked. */
    public static DocumentId documentIdOf(byte[] bytes, int start, int end, boolean checkpoint) {
        ByteReader in = Frames.open(bytes, start, end, checkpoint ? Frames.CHECKPOINT : Frames.SNAPSHOT);
        in.u8();
        return Frames.documentId(in);
    }

    /**
     * Loads a snapshot into an empty replica.
     *
     * @throws ClockAheadException if its newest change is too far ahead of the wall clock
     */
    public static void load(
            Replica replica, ReplicatedState state, byte[] bytes, int start, int end, ReplicaOptions options) {
        options.limits().checkMessageBytes(end - start);
        ByteReader in = Frames.open(bytes, start, end, Frames.SNAPSHOT);
        int flags = Frames.frameFlags(in, Frames.HISTORY_FLAGS | Frames.HAS_HISTORY);
        boolean deflated = (flags & Frames.DEFLATED) != 0;
        boolean hasHistory = (flags & Frames.HAS_HISTORY) != 0;
        Frames.documentId(in);
        ByteReader[] columns = Frames.readColumns(in, 1 + state.stateColumns(), deflated, options.limits());
        Loaded loaded = readReplicas(replica, columns[0]);
        columns[0].expectEnd();
        state.readState(
                Arrays.copyOfRange(columns, 1, columns.length),
                loaded.endsByIndex(),
                loaded.contentEnds(),
                options.limits());
        IncomingBatch history = hasHistory ? replica.codec().readHistory(in, flags) : null;
        Extensions extensions = Frames.end(in, flags, KNOWN::contains);
        if (history != null) {
            ByteReader gaps = new ByteReader(extensions.get(Extensions.GAPS));
            history.settle(gaps, false);
            gaps.expectEnd();
            WholeBatch.noteGaps(history, replica.context(), replica.log());
            loadHistory(replica, history);
        } else if ((flags & Frames.HISTORY_FLAGS & ~Frames.DEFLATED) != 0
                || extensions.get(Extensions.GAPS).length > 0) {
            throw in.corrupt(Kind.BAD_VALUE, "a history that lacks text", "no history");
        }
        state.checkContent(in);
        long newest = loaded.check(replica, in);
        replica.loaded();
        if (replica.clock().tooFarAhead(newest, options.maxDriftMillis())) {
            throw new ClockAheadException(newest >>> 16);
        }
        readMembers(replica, extensions.get(Extensions.MEMBERS));
        readReturns(replica, extensions.get(Extensions.RETURNS));
        readBase(replica, state, extensions.get(Extensions.BASE));
        readCovered(replica, extensions.get(Extensions.COVERED));
        if (replica.context().members().isDeclared() && replica.version().equals(replica.base())) {
            state.pruning().startHere();
        }
        replica.restamps().read(extensions.get(Extensions.RESTAMPS));
        replica.redactions().read(extensions.get(Extensions.REDACTIONS));
        replica.keepExtensions(extensions
                .with(Extensions.MEMBERS, NONE)
                .with(Extensions.BASE, NONE)
                .with(Extensions.COVERED, NONE)
                .with(Extensions.GAPS, NONE)
                .with(Extensions.RETURNS, NONE)
                .with(Extensions.REDACTIONS, NONE)
                .with(Extensions.RESTAMPS, NONE));
        if (newest != 0) { // a document without changes has no time
            replica.clock().observe(newest);
        }
    }

    private static Loaded readReplicas(Replica replica, ByteReader in) {
        ReplicaContext context = replica.context();
        int number = in.count(18);
        int[] indices = new int[number];
        long[] ends = new long[number];
        long[] digests = new long[number];
        long[] contentEnds = new long[context.replicas().size() + number];
        for (int i = 0; i < number; i++) {
            int at = in.offset();
            long id = in.u64();
            if (i > 0 && Long.compareUnsigned(context.replicas().id(indices[i - 1]), id) >= 0) {
                throw in.corruptAt(at, Kind.UNSORTED, "replicas ascending by id", Long.toHexString(id));
            }
            indices[i] = context.replicas().intern(id);
            long coded = in.varint();
            ends[i] = coded >>> 1;
            long contentEnd = in.varint();
            if (ends[i] <= 0 || ends[i] > ElementId.MAX_SEQ || contentEnd < 0 || contentEnd > ends[i]) {
                throw in.corruptAt(at, Kind.BAD_VALUE, "seqs of a replica", ends[i] + ", " + contentEnd);
            }
            contentEnds[indices[i]] = contentEnd;
            if (contentEnd > 0) {
                long back = in.varint();
                if (back <= 0 || back > contentEnd) {
                    throw in.corruptAt(at, Kind.BAD_VALUE, "where the newest change begins", Long.toString(back));
                }
                long time = in.u64();
                digests[i] = in.u64();
                if (time >>> 16 >= 1L << 47) {
                    throw in.corruptAt(at, Kind.BAD_VALUE, "a time below 2^47 ms", Long.toHexString(time));
                }
                replica.log().writable(indices[i]).startAt(contentEnd, contentEnd - back, time, digests[i]);
            }
            if (contentEnd < ends[i]) {
                digests[i] = in.u64();
            }
            if ((coded & 1) != 0) {
                replica.frontier().add(indices[i]);
            }
        }
        return new Loaded(indices, ends, digests, contentEnds);
    }

    /** Fills log and content stores; the state is read, not computed. */
    private static void loadHistory(Replica replica, IncomingBatch batch) {
        HistoryLoader loader = new HistoryLoader(replica);
        while (batch.next()) {
            IncomingChange change = batch.change();
            int author = replica.context().replicas().find(change.replica());
            ReplicaLog log = replica.log().writable(author);
            if (change.firstSeq() != log.endSeq()) {
                throw badHistory("history from seq " + log.endSeq(), "from " + change.firstSeq());
            }
            long[] dependencies = dependencies(replica, change);
            if (dependencies.length > 0 || !isRest(change, author, log)) {
                log.change(change.time(), dependencies, change.note());
            }
            loader.begin(log, author);
            change.readOperations(author, change.firstSeq(), loader, true);
        }
    }

    private static CorruptDataException badHistory(String expected, String found) {
        return new ByteReader(new byte[0]).corrupt(Kind.BAD_VALUE, expected, found);
    }

    private static CorruptDataException namedBefore(long seq) {
        return badHistory("ids of operations before it", "seq " + seq + " of another replica");
    }

    /** The packed ids of the changes that a change depends on. */
    private static long[] dependencies(Replica replica, IncomingChange change) {
        long[] ids = new long[change.referenceCount()];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            int on = replica.context().replicas().find(change.referenceReplica(i));
            long seq = change.referenceSeq(i);
            if (change.isDependency(i)) {
                if (seq >= replica.log().end(on)) {
                    throw namedBefore(seq);
                }
                ids[count++] = ElementId.of(on, seq);
            }
        }
        return Arrays.copyOf(ids, count);
    }

    /**
     * Whether this is the rest of a change, without a boundary by the rule of joining: the base divides it, or something
     * that the rest names had to stand between.
     */
    private static boolean isRest(IncomingChange change, int author, ReplicaLog log) {
        if (change.firstSeq() == 0
                || change.note() != null
                || change.firstSeq() != log.firstSeq() && change.time() != log.lastTime()) {
            return false;
        }
        change.readOperations(author, change.firstSeq(), OpSink.NOTHING, false);
        return change.onlyContinues() && log.joins(change.time(), change.endSeq());
    }

    /** What the table of replicas said. */
    private static final class Loaded {
        private final int[] indices;
        private final long[] ends;
        private final long[] digests;
        private final long[] contentEnds;

        Loaded(int[] indices, long[] ends, long[] digests, long[] contentEnds) {
            this.indices = indices;
            this.ends = ends;
            this.digests = digests;
            this.contentEnds = contentEnds;
        }

        long[] contentEnds() {
            return contentEnds;
        }

        long[] endsByIndex() {
            long[] byIndex = new long[contentEnds.length];
            for (int i = 0; i < indices.length; i++) {
                byIndex[indices[i]] = ends[i];
            }
            return byIndex;
        }

        /** Checks that the history led where the table says, and gives the newest timestamp. */
        long check(Replica replica, ByteReader in) {
            long newest = 0;
            for (int i = 0; i < indices.length; i++) {
                ReplicaLog log = replica.log().find(indices[i]);
                boolean agrees =
                        log != null && log.endSeq() == ends[i] && log.settle(digests[i]) && log.digest() == digests[i];
                if (log == null || !agrees) {
                    throw in.corrupt(
                            Kind.BAD_VALUE,
                            "history that ends at seq " + ends[i] + " with its digest",
                            log == null ? "none" : "another that ends at seq " + log.endSeq());
                }
                if (Long.compareUnsigned(log.lastTime(), newest) > 0) {
                    newest = log.lastTime();
                }
            }
            return newest;
        }
    }

    private static final class HistoryLoader implements OpSink {
        /** Checks that what operations name stands before them; null where nobody can name what somebody else made. */
        private final @Nullable NamedIds names;

        private @Nullable ReplicaLog log;

        HistoryLoader(Replica replica) {
            ChangeLog history = replica.log();
            names = replica.context().replicas().size() == 1
                    ? null
                    : history.namedIds((seq, id) -> {
                        if (ElementId.seq(id) >= history.end(ElementId.replica(id))) {
                            throw namedBefore(ElementId.seq(id));
                        }
                    });
        }

        void begin(ReplicaLog author, int index) {
            log = author;
            if (names != null) {
                names.of(index);
            }
        }

        @Override
        public void insert(
                int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
            if (names != null) {
                names.insert(container, text, seq, count, parent, left, continues);
            }
            Objects.requireNonNull(log).insert(container, text, count, parent, left, continues);
        }

        @Override
        public void delete(long seq, long element, int count, int step) {
            if (names != null) {
                names.delete(seq, element, count, step);
            }
            Objects.requireNonNull(log).delete(element, count, step);
        }

        @Override
        public void operation(int container, long seq, Op op) {
            if (names != null) {
                names.operation(container, seq, op);
            }
            Objects.requireNonNull(log).operation(container, op);
        }
    }

    // Checkpoints.

    /**
     * What a checkpoint holds besides its snapshot.
     *
     * @param held messages that waited or were quarantined, to be received again
     * @param application bytes of the layer above
     * @param stability what members told, and the own floor
     */
    public record Device(
            ReplicaId replica,
            long clockBound,
            List<byte[]> held,
            ByteReader application,
            ByteReader stability,
            int snapshotStart,
            int snapshotEnd) {}

    /** Reads the device part of a checkpoint; its snapshot is a range of the same array. */
    public static Device readDevice(byte[] bytes, int start, int end) {
        ByteReader in = Frames.open(bytes, start, end, Frames.CHECKPOINT);
        int flags = Frames.frameFlags(in, 0);
        Frames.documentId(in);
        ReplicaId replica = new ReplicaId(in.u64());
        int at = in.offset();
        long bound = in.u64();
        if (bound < 0) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "a clock bound", Long.toHexString(bound));
        }
        List<byte[]> held = new ArrayList<>();
        int number = in.count(1);
        for (int i = 0; i < number; i++) {
            held.add(in.bytes(in.count(1)));
        }
        ByteReader application = in.slice(in.count(1));
        int length = in.count(1);
        int from = start + in.offset();
        in.skip(length);
        Extensions extensions = Frames.end(in, flags, id -> id == Extensions.STABILITY);
        ByteReader stability = new ByteReader(extensions.get(Extensions.STABILITY));
        return new Device(replica, bound, held, application, stability, from, from + length);
    }

    /** The checkpoint of a replica: snapshot and device part. */
    public static byte[] checkpoint(Replica replica, ReplicatedState state, byte[] application) {
        byte[] snapshot = save(replica, state, true, BatchForm.PLAIN);
        ByteWriter out = new ByteWriter(snapshot.length + 256);
        Extensions extensions = Extensions.NONE;
        if (!replica.isStabilityEmpty()) {
            ByteWriter told = new ByteWriter(64);
            replica.stability().write(told);
            extensions = extensions.with(Extensions.STABILITY, told.toByteArray());
        }
        out.u8(Frames.CHECKPOINT);
        out.u8(extensions.flag());
        writeDocumentId(out, replica.context().documentId());
        out.u64(replica.id().value());
        out.u64(replica.clock().last());
        List<byte[]> held = replica.heldMessages();
        out.varint(held.size());
        for (byte[] message : held) {
            out.varint(message.length);
            out.bytes(message);
        }
        out.varint(application.length);
        out.bytes(application);
        out.varint(snapshot.length);
        out.bytes(snapshot);
        extensions.write(out);
        out.u32(out.crc32c(0, out.position()));
        return out.toByteArray();
    }
}
