package dev.rejoin.engine;

import dev.rejoin.change.Change;
import dev.rejoin.clock.HybridLogicalClock;
import dev.rejoin.codec.BatchForm;
import dev.rejoin.codec.ChangeCodec;
import dev.rejoin.codec.EncodedBatch;
import dev.rejoin.codec.Extensions;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.history.CausalWalk;
import dev.rejoin.history.ChangeCursor;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.member.Acknowledgement;
import dev.rejoin.member.Stability;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.RedactOp;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.ReplicatedState;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One replica of one document: takes local changes and received ones through one applier, in causal order, whole or not
 * at all, and keeps their history.
 *
 * <p>Not thread-safe, and not reentrant: its owner sees to that. Invariant: R1 the counts are the sums over the version.
 */
public final class Replica {
    private final ReplicaContext context;
    private final ReplicatedState state;
    private final ReplicaOptions options;
    private final ReplicaListener listener;
    private final HybridLogicalClock clock;
    private final ChangeLog log;
    private final ChangeCodec codec;
    private final Frontier frontier;
    private final Restamps restamps;
    private final Redactions redactions = new Redactions();
    /** Null until something is received: most open documents are only read. */
    private @Nullable Receiver receiver;
    /** Null until something is edited. */
    private @Nullable OpenChange change;

    private final ReplicaId id;
    private final int self;

    private long digestBefore;
    private int containersBefore;
    private @Nullable VersionVector version;
    private Extensions extensions = Extensions.NONE;
    /** Null until somebody asks; most documents have no members. */
    private @Nullable Stability stability;

    private final Base base;
    private final Pruner pruner;
    private boolean namesVisibleOnly;

    /** Sums over the version. */
    private long operations;

    private int authors;

    /** An empty replica. */
    public Replica(
            ReplicaContext context,
            ReplicatedState state,
            OpRegistry registry,
            HybridLogicalClock clock,
            ReplicaId id,
            ReplicaOptions options,
            ReplicaListener listener) {
        this.context = context;
        this.state = state;
        this.options = options;
        this.clock = clock;
        this.id = id;
        this.self = context.replicas().intern(id.value());
        this.log = new ChangeLog(context, registry);
        this.codec = new ChangeCodec(context, registry, options.limits());
        this.frontier = new Frontier(context, log);
        this.restamps = new Restamps(context, log);
        this.base = new Base(context, log);
        this.pruner = new Pruner(context, state, log, base);
        this.listener = (author, first, end, time, note, local) -> {
            version = null;
            operations += end - first;
            authors += first == 0 ? 1 : 0;
            if (!redactions.isEmpty()) {
                redactedBefore(author, first, end);
            }
            listener.integrated(author, first, end, time, note, local);
        };
    }

    /** Its id. */
    public ReplicaId id() {
        return id;
    }

    /** Its clock. */
    public HybridLogicalClock clock() {
        return clock;
    }

    /** Its history. */
    public ChangeLog log() {
        return log;
    }

    /** What a snapshot brought that this version does not know; its snapshots pass it on. */
    Extensions extensions() {
        return extensions;
    }

    void keepExtensions(Extensions unknown) {
        extensions = unknown;
    }

    /** Its history, to be walked. */
    public Past past() {
        return new Past(this, context, log, codec);
    }

    Restamps restamps() {
        return restamps;
    }

    Frontier frontier() {
        return frontier;
    }

    Receiver receiver() {
        Receiver known = receiver;
        if (known == null) {
            known = new Receiver(
                    context, state, log, codec, clock, frontier, restamps, options, listener, self, stability(), base);
            known.whenRedacted(this::redacted);
            receiver = known;
        }
        return known;
    }

    ChangeCodec codec() {
        return codec;
    }

    ReplicaContext context() {
        return context;
    }

    int self() {
        return self;
    }

    /** What the members have, as far as it is known here. */
    public Stability stability() {
        Stability known = stability;
        if (known == null) {
            known = new Stability(context.members(), id, this::version);
            stability = known;
        }
        return known;
    }

    /** Whether nobody ever told anything. */
    boolean isStabilityEmpty() {
        return stability == null || stability.isEmpty();
    }

    /**
     * Raises the floor to what is stable, stores it, and gives what this replica says of itself.
     *
     * @return bytes for {@link #receiveAcknowledgement}
     */
    public byte[] acknowledge() {
        Stability known = stability();
        VersionVector floor = known.floor().merge(known.stable());
        if (!floor.equals(known.floor())) {
            if (options.sink() != null) {
                Acknowledgement raised = new Acknowledgement(id, version(), floor);
                options.sink().acceptRecord(AcknowledgementFrame.write(context.documentId(), raised));
            }
            known.raiseFloor(floor);
        }
        return AcknowledgementFrame.write(context.documentId(), known.own());
    }

    /** The version below which everything was pruned, and its heads. */
    Base prunedBase() {
        return base;
    }

    /** The version below which everything was pruned. */
    public VersionVector pruned() {
        return base.version();
    }

    /**
     * Prunes to where all members have a floor, if history reaches down to the base.
     *
     * @param budget how many entries to look at, about
     * @return whether there is nothing more to do now
     */
    public boolean prune(long budget) {
        if (!pruneStep(budget)) {
            return false;
        }
        VersionVector to = base.version().merge(stability().agreedFloor());
        if (to.equals(base.version()) || !to.covers(base())) {
            return true;
        }
        pruner.begin(to);
        prepareAboveFloor();
        receiver().baseRaised();
        return pruneStep(budget);
    }

    /** Ends what a prune began, so that the state is that at the base. */
    void finishPruning() {
        pruneStep(Long.MAX_VALUE);
    }

    private boolean pruneStep(long budget) {
        boolean pending = pruner.isPending();
        boolean done = pruner.step(budget);
        if (pending && done) {
            if (change != null) {
                change.rest(log.writable(self));
            }
            if (receiver != null) {
                receiver.rest();
            }
        }
        return done;
    }

    /**
     * Takes content out of retained history that nobody reads at a version or behind it, and the notes of changes below.
     *
     * @param version one past the last seq by replica index
     */
    public void squash(long[] version) {
        IdRanges notes = new IdRanges();
        for (int i = 0; i < version.length; i++) {
            if (version[i] > 0) {
                notes.add(ElementId.of(i, 0), version[i]);
            }
        }
        new Squash(context, log, pruner).take(unread(version), notes);
    }

    /** The elements and writes of the retained history that nobody reads at a version, by index, or behind it. */
    public IdRanges unread(long[] version) {
        long[] from = new long[version.length];
        long[] to = version.clone();
        for (int i = 0; i < from.length; i++) {
            ReplicaLog history = log.find(i);
            from[i] = history == null ? 0 : history.firstSeq();
            to[i] = Math.max(from[i], to[i]);
        }
        return codec.unread(log, from, to);
    }

    /** What was redacted. */
    public Redactions redactions() {
        return redactions;
    }

    /** What is integrated only now although a redaction that is here names it, as no honest one does, goes at once. */
    private void redactedBefore(int author, long first, long end) {
        IdRanges fresh = new IdRanges();
        fresh.add(ElementId.of(author, first), end - first);
        IdRanges named = redactions.ids(context).and(fresh);
        if (!named.isEmpty()) {
            new Squash(context, log, pruner).take(unread(log.ends()).and(named), named);
        }
    }

    /** A redaction was applied, and with its change all that deletes or replaces what it names. O(retained history). */
    public void redacted(OpId id, RedactOp op) {
        redactions.add(id, op);
        IdRanges named = new IdRanges();
        op.addTo(named, context.replicas());
        new Squash(context, log, pruner).take(unread(log.ends()).and(named), named);
    }

    /** What the floor demands of whoever prepares. */
    private void prepareAboveFloor() {
        // A newcomer has a floor from its first moment, whether anybody told it anything or not.
        if (!namesVisibleOnly
                && (!base.isEmpty()
                        || context.members().isDeclared()
                                && !stability().floor().isEmpty())) {
            state.pruning().nameVisibleOnly(pruner.floor(() -> stability().floor()));
            namesVisibleOnly = true;
        }
    }

    /** Takes what another replica says of itself; changes are delivered that it vouches for. */
    public ReceiveResult receiveAcknowledgement(byte[] bytes) {
        return receiver().acknowledged(AcknowledgementFrame.read(context.documentId(), bytes));
    }

    /** Whether there is nothing of the delivery of changes that a checkpoint would not have, or would have to hold. */
    public boolean isSettled() {
        return (receiver == null || receiver.isSettled()) && isStabilityEmpty();
    }

    /** The next insert begins a new run, as after a restart. Between changes. */
    public void endRun() {
        change = null;
    }

    /** Its index in the replica table. */
    public int index() {
        return self;
    }

    /** Begins a local change; one at a time. */
    public OpenChange begin() {
        prepareAboveFloor();
        ReplicaLog own = log.writable(self);
        long time = clock.peek();
        digestBefore = own.digest();
        containersBefore = context.containers().size();
        OpenChange open = change;
        if (open == null) {
            open = new OpenChange(context, state.applier(), self, own);
            change = open;
        }
        open.begin(own, time, frontier.dependenciesOf(self));
        state.begin(self, time, true);
        return open;
    }

    /**
     * Ends the local change: it becomes durable, visible in the version, and is told to the listener. When the sink
     * throws, everything is as before and the exception goes on.
     */
    public Change commit() {
        OpenChange change = openChange();
        if (change.isEmpty()) {
            rollback();
            return new Change(id, log.end(self), 0, clock.last(), List.of(), null, null, new byte[0]);
        }
        change.finish();
        long first = change.firstSeq();
        long time = change.time();
        long[] dependencies = change.dependencies();
        ChangeNote note = change.note();
        byte[] bytes;
        try {
            change.replay(codec.beginChange(self, dependencies));
            bytes = codec.endChange(first, change.nextSeq(), time, note, digestBefore);
            if (options.sink() != null) {
                options.sink().accept(bytes.clone());
            }
        } catch (RuntimeException | Error failed) {
            rollback();
            throw failed;
        }
        clock.take(time);
        frontier.replaceAll(self);
        long end = log.end(self);
        state.end(first, end);
        listener.integrated(self, first, end, time, note, true);
        return new Change(
                id,
                first,
                end - first,
                time,
                ids(dependencies),
                note == null ? null : note.author(),
                note == null ? null : note.message(),
                bytes);
    }

    /** Gives the local change up: no seq, no timestamp, nothing of it remains. */
    public void rollback() {
        state.rollback();
        openChange().rollback();
        context.containers().truncate(containersBefore);
        version = null;
    }

    private OpenChange openChange() {
        return Objects.requireNonNull(change, "no change is open");
    }

    private List<OpId> ids(long[] packed) {
        if (packed.length == 0) {
            return List.of();
        }
        List<OpId> ids = new ArrayList<>(packed.length);
        for (long dependency : packed) {
            ids.add(OpId.of(context.replicas().id(ElementId.replica(dependency)), ElementId.seq(dependency)));
        }
        return ids;
    }

    /** Takes a change or a batch. */
    public ReceiveResult receive(byte[] bytes, int start, int end) {
        return receiver().receive(bytes, start, end);
    }

    /**
     * Does what receive would do, except that quarantined changes whose time has come stay where they are, tells it to a
     * listener, and takes it back.
     *
     * @param beforeItIsTakenBack looks at the state as it would be
     */
    public ReceiveResult preview(byte[] bytes, ReplicaListener told, Runnable beforeItIsTakenBack) {
        return receiver().preview(bytes, 0, bytes.length, told, beforeItIsTakenBack);
    }

    /** Takes an own change from the journal of this very document, after a restart. */
    public void recover(byte[] bytes) {
        if (AcknowledgementFrame.isAcknowledgement(bytes)) {
            Acknowledgement raised = AcknowledgementFrame.read(context.documentId(), bytes);
            if (raised.replica().equals(id)) {
                stability().raiseFloor(raised.floor().meet(version()));
            }
            return;
        }
        receiver().recover(bytes);
        clock.restore(clock.last());
    }

    /** Says what will be recovered or received next: others may have been kept for it. */
    public void expect(List<byte[]> messages) {
        receiver().expect(messages);
    }

    /** Delivers quarantined changes: those whose time has come, or all that only a clock held back. */
    public void retryQuarantined(boolean accept, List<Delivery> results) {
        receiver().retryQuarantined(accept, change -> true, results);
    }

    /** Delivers one quarantined change that only a clock held back. */
    public void acceptQuarantined(OpIdSpan change, List<Delivery> results) {
        receiver().retryQuarantined(true, change::equals, results);
    }

    /** What is integrated. Built when asked for, O(replicas). */
    public VersionVector version() {
        if (version == null) {
            VersionVector.Builder builder = VersionVector.builder();
            for (int i = 0; i < context.replicas().size(); i++) {
                if (log.end(i) > 0) {
                    builder.set(new ReplicaId(context.replicas().id(i)), log.end(i));
                }
            }
            version = builder.build();
        }
        return version;
    }

    /** The version from which on changes are retained. */
    public VersionVector base() {
        VersionVector.Builder builder = VersionVector.builder();
        for (int i = 0; i < context.replicas().size(); i++) {
            ReplicaLog history = log.find(i);
            if (history != null && history.firstSeq() > 0) {
                builder.set(new ReplicaId(context.replicas().id(i)), history.firstSeq());
            }
        }
        return builder.build();
    }

    /**
     * The changes that a version lacks, in causal order.
     *
     * @param maxBytes how long the frame may be, if it holds more than one change
     * @throws HistoryCutException if some of them are not retained
     */
    public EncodedBatch changesSince(VersionVector since, BatchForm form, long maxBytes) {
        long[] from = new long[context.replicas().size()];
        for (int i = 0; i < from.length; i++) {
            long end = log.end(i);
            from[i] = Math.min(end, since.end(context.replicas().id(i)));
            ReplicaLog history = log.find(i);
            if (history != null && from[i] < history.firstSeq() && from[i] < end) {
                throw new HistoryCutException(base());
            }
        }
        return codec.encodeBatch(log, from, log.ends(), form, maxBytes);
    }

    /** A position of {@link #changesSince} as a version. */
    public VersionVector versionOf(long[] position) {
        VersionVector.Builder builder = VersionVector.builder();
        for (int i = 0; i < position.length; i++) {
            if (position[i] > 0) {
                builder.set(new ReplicaId(context.replicas().id(i)), position[i]);
            }
        }
        return builder.build();
    }

    /** Low half of a replica's chain digest before a seq, if that is where its history ends here. */
    public OptionalInt digestBefore(ReplicaId replica, long seq) {
        ReplicaLog history = log.find(context.replicas().find(replica.value()));
        return history != null && history.endSeq() == seq && (seq == 0 || history.digest() != 0)
                ? OptionalInt.of((int) history.digest())
                : OptionalInt.empty();
    }

    /** Changes that wait, with what each lacks now, ordered by author and seq. */
    public List<Delivery.Waiting> waiting() {
        List<Delivery.Waiting> waiting = new ArrayList<>();
        for (WaitingBuffer.Entry entry : receiver().waiting().entries()) {
            List<OpIdSpan> missing = receiver().missingNow(entry.bytes());
            waiting.add(new Delivery.Waiting(entry.change(), missing));
        }
        return waiting;
    }

    /** Whether {@link #takeBack} has to be asked: a quarantined change may have to take others back first. */
    public boolean takesBack() {
        return receiver != null && receiver.takesBack() && isHistoryWhole();
    }

    /**
     * What has to be taken back before quarantined changes can be applied. It takes a new replica, which
     * {@linkplain #takeOver takes over} the rest and then {@linkplain #receiveHeld receives} what is held. If nothing has to,
     * the changes are delivered here.
     */
    public List<OpIdSpan> takeBack(List<Delivery> results) {
        return receiver().takeBack(results);
    }

    /** Whether another replica of this device has gone on in place of this one, which must not write any more. */
    public boolean isIssuedAgain() {
        return receiver().isSelfIssuedAgain();
    }

    /** Whether everything that was ever applied is retained, with all content. */
    public boolean isHistoryWhole() {
        return base().isEmpty() && context.isWhole();
    }

    /** Own seqs below this are depended on by changes of others that are here. O(history). */
    public long ownSeqsBuiltOn() {
        return restamps.builtOn(id.value());
    }

    /** Takes over, into this empty replica, what another one of the document has, but for some operations at the end. */
    public void takeOver(Replica source, List<OpIdSpan> leftOut) {
        source.messagesWithout(leftOut, receiver()::takeOver);
        clock.restore(clock.last());
        restamps.load();
        extensions = source.extensions;
        if (source.stability != null) {
            stability().takeOver(source.stability);
        }
    }

    /** Gives what is retained, as messages in causal order, but for what replicas did from some seqs on. */
    private void messagesWithout(List<OpIdSpan> leftOut, Consumer<byte[]> target) {
        long[] until = log.ends();
        leftOut.forEach(span -> until[context.replicas().find(span.replica().value())] = span.start());
        CausalWalk walk =
                new CausalWalk(context, log, new long[context.replicas().size()], until);
        while (walk.next()) {
            int author = walk.author();
            ChangeCursor retained = walk.change();
            long first = retained.firstSeq();
            long time = retained.time();
            long[] dependencies = retained.dependencies();
            ChangeNote note = retained.note();
            long end = retained.emit(OpSink.NOTHING);
            ReplicaLog history = Objects.requireNonNull(log.find(author));
            history.replay(first, end, codec.beginChange(author, dependencies));
            target.accept(codec.endChange(first, end, time, note, history.digestAt(first)));
            walk.emitted(end);
        }
    }

    /** Local changes began with a restamp: what it names is not taken any more. */
    public void restamped() {
        restamps.load();
    }

    /** Receives what waits or is quarantined at another replica of the document. */
    public void receiveHeld(Replica source, List<Delivery> results) {
        if (source.receiver != null) {
            receiver().receiveHeld(source.receiver, results);
        }
    }

    /** The messages that wait or are quarantined. */
    List<byte[]> heldMessages() {
        List<byte[]> held = new ArrayList<>();
        if (receiver != null) {
            receiver.waiting().entries().forEach(entry -> held.add(entry.bytes()));
            receiver.quarantine().entries().forEach(entry -> held.add(entry.bytes()));
        }
        return held;
    }

    /** A snapshot was read: counts what it brought. */
    void loaded() {
        restamps.load();
        count();
    }

    private void count() {
        operations = 0;
        authors = 0;
        for (int i = 0; i < context.replicas().size(); i++) {
            operations += log.end(i);
            authors += log.end(i) > 0 ? 1 : 0;
        }
    }

    /** Number of integrated operations, inserted elements counted one by one. */
    public long operationCount() {
        return operations;
    }

    /** Number of replicas of which something is integrated. */
    public int authorCount() {
        return authors;
    }

    /** Number of waiting changes. */
    public int waitingCount() {
        return receiver == null ? 0 : receiver.waiting().count();
    }

    /** Number of changes that are set aside. */
    public int quarantinedCount() {
        return receiver == null ? 0 : receiver.quarantine().count();
    }

    /** Bytes of the changes that are set aside. */
    public long quarantinedBytes() {
        return receiver == null ? 0 : receiver.quarantine().byteCount();
    }

    /** From which own seq on changes are retained; what is below was pruned, because all members have it. */
    public long ownBase() {
        ReplicaLog own = log.find(self);
        return own == null ? 0 : own.firstSeq();
    }

    /** The own changes from a seq on, as one batch. O(what is encoded). */
    public EncodedBatch ownSince(long seq) {
        long[] ends = log.ends();
        long[] from = ends.clone();
        from[self] = seq;
        return codec.encodeBatch(log, from, ends, BatchForm.PLAIN, Long.MAX_VALUE);
    }

    /** Bytes of the waiting changes. */
    public long waitingBytes() {
        return receiver == null ? 0 : receiver.waiting().byteCount();
    }

    /** Changes that are set aside, in order of arrival. */
    public List<Delivery.Quarantined> quarantined() {
        List<Delivery.Quarantined> held = new ArrayList<>();
        for (Quarantine.Entry entry : receiver().quarantine().entries()) {
            held.add(entry.delivery());
        }
        return held;
    }

    /** Checks the waiting buffer against the version, and the sums against what they sum. */
    public void checkInvariants() {
        receiver()
                .waiting()
                .checkInvariants(replica -> log.end(context.replicas().find(replica)));
        receiver().quarantine().checkInvariants();
        if (stability != null) {
            stability.checkInvariants();
        }
        log.checkInvariants();
        long countedOperations = operations;
        int countedAuthors = authors;
        count();
        if (operations != countedOperations || authors != countedAuthors) {
            throw new AssertionError("R1 counted " + countedOperations + " operations of " + countedAuthors
                    + " replicas, there are " + operations + " of " + authors);
        }
    }

    /** Gives all that is retained to sinks by author index. */
    public void replay(IntFunction<OpSink> sinks) {
        Pruner.replay(log, log.ends(), sinks);
    }
}
