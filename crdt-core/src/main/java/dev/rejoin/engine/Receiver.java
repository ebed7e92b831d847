package dev.rejoin.engine;

import dev.rejoin.clock.HybridLogicalClock;
import dev.rejoin.codec.ChangeCodec;
import dev.rejoin.codec.IncomingBatch;
import dev.rejoin.codec.IncomingChange;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.delivery.RejectReason;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.NamedIds;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.member.Acknowledgement;
import dev.rejoin.member.Stability;
import dev.rejoin.replica.InvalidOperationException;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.RedactOp;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.ReplicatedState;
import dev.rejoin.replica.RestampOp;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes received changes to where they belong: applied, known, waiting, quarantined or refused.
 *
 * <p>The order of the checks matters: what is known or waits is told before the clock is asked, the clock before the
 * state; and nothing is changed before every check has passed.
 */
final class Receiver {
    private final ReplicaContext context;
    private final ReplicatedState state;
    private final ChangeLog log;
    private final ChangeCodec codec;
    private final HybridLogicalClock clock;
    private final Frontier frontier;
    private final ReplicaOptions options;
    private final ReplicaListener listener;
    private final int self;
    private final Stability stability;
    private final Base base;
    private final WaitingBuffer waiting;
    private final Quarantine quarantine;
    private final Restamps restamps;
    private final Refusals refusals = new Refusals();
    private final Admission admission;
    private final Chains chains;
    private final TimeRule times;
    private final Recorder recorder = new Recorder();
    private final Dependencies dependencies;
    private final ArrayDeque<byte[]> woken = new ArrayDeque<>();

    /** What has to be taken back before a change in quarantine can be applied. */
    /** Of the changes that are in quarantine because they have to take others back first. */
    private final Set<RestampOp> heldRestamps = new HashSet<>();
    /** Whether such a change came to be there, and nobody looked yet. */
    private boolean takesBack;
    /** While that is applied which another replica of the document had applied: all of it stays. */
    private boolean takingOver;

    /** Whether the own replica was issued again, so that another one has to go on. */
    private boolean selfIssuedAgain;
    /** What is received next, as far as that is known. */
    private List<byte[]> expected = List.of();

    private @Nullable BiConsumer<OpId, RedactOp> whenRedacted;
    private boolean trustClock;
    private boolean recovering;
    /** While a batch is taken that the sink was given as a whole. */
    private boolean storedWhole;
    /** While what is received is to be taken back. */
    private @Nullable Trial trial;

    /** Who is told during a trial. */
    private @Nullable ReplicaListener audience;

    Receiver(
            ReplicaContext context,
            ReplicatedState state,
            ChangeLog log,
            ChangeCodec codec,
            HybridLogicalClock clock,
            Frontier frontier,
            Restamps restamps,
            ReplicaOptions options,
            ReplicaListener listener,
            int self,
            Stability stability,
            Base base) {
        this.context = context;
        this.state = state;
        this.log = log;
        this.codec = codec;
        this.clock = clock;
        this.frontier = frontier;
        this.options = options;
        this.listener = listener;
        this.self = self;
        this.stability = stability;
        this.base = base;
        this.waiting = new WaitingBuffer(options.maxWaiting(), options.maxWaitingBytes());
        this.quarantine = new Quarantine(options.maxWaiting(), options.maxWaitingBytes());
        this.restamps = restamps;
        this.admission = new Admission(context, log, stability, base, waiting);
        this.chains = new Chains(log);
        this.times = new TimeRule(context, log);
        this.dependencies = new Dependencies(context);
    }

    /** Who is told of applied redactions. */
    void whenRedacted(BiConsumer<OpId, RedactOp> told) {
        whenRedacted = told;
    }

    WaitingBuffer waiting() {
        return waiting;
    }

    Quarantine quarantine() {
        return quarantine;
    }

    /** Whether nothing is held, and nothing was refused of which more may come. */
    boolean isSettled() {
        return waiting.isEmpty() && quarantine.isEmpty() && refusals.isEmpty() && !takesBack();
    }

    /** Whether {@link #takeBack} has to be asked. */
    boolean takesBack() {
        return takesBack || selfIssuedAgain;
    }

    /** Whether nobody may write as this replica any more. */
    boolean isSelfIssuedAgain() {
        return selfIssuedAgain;
    }

    /**
     * What has to be taken back before changes in quarantine can be applied, which only a new replica can do. If nothing
     * has to, they are delivered.
     */
    List<OpIdSpan> takeBack(List<Delivery> results) {
        takesBack = false;
        List<OpIdSpan> spans = restamps.beyond(heldRestamps, heldChanges().iterator());
        if (spans.isEmpty()) {
            restamps.add(heldRestamps, heldChanges().iterator()); // one of the changes may issue another one again
            for (Quarantine.Entry entry : takingBack()) {
                quarantine.release(entry::equals);
                deliverTrusted(entry, results);
            }
            if (!takesBack) {
                heldRestamps.clear();
            }
            deliverWoken(results);
            state.catchUp();
        }
        return spans;
    }

    /** What comes next counts as held. At its end, what was kept for it is looked at again. */
    void expect(List<byte[]> messages) {
        expected = messages;
        takesBack |= messages.isEmpty() && !restamps.isEmpty();
    }

    /** Receives what is held elsewhere. */
    void receiveHeld(Receiver from, List<Delivery> results) {
        expected = from.expected;
        from.takingBack().forEach(entry -> deliverTrusted(entry, results));
        deliverWoken(results);
        state.catchUp();
        from.heldElse()
                .forEach(bytes -> results.addAll(receive(bytes, 0, bytes.length).deliveries()));
    }

    /** What waits for others to be taken back was not too far ahead, or accepted, when it came. */
    private void deliverTrusted(Quarantine.Entry entry, List<Delivery> results) {
        trustClock = true;
        try {
            results.add(deliver(codec.decodeChange(entry.bytes(), 0, entry.bytes().length)));
        } finally {
            trustClock = false;
        }
    }

    private List<byte[]> heldElse() {
        return Stream.concat(
                        waiting.entries().stream().map(WaitingBuffer.Entry::bytes),
                        quarantine.entries().stream()
                                .filter(entry -> entry.reason() != QuarantineReason.TAKES_BACK)
                                .map(Quarantine.Entry::bytes))
                .toList();
    }

    private List<Quarantine.Entry> takingBack() {
        return quarantine.entries().stream()
                .filter(entry -> entry.reason() == QuarantineReason.TAKES_BACK)
                .toList();
    }

    /** A frame from outside: a change or a batch. */
    ReceiveResult receive(byte[] bytes, int start, int end) {
        if (start == end) {
            return ReceiveResult.of(List.of()); // what a transaction without effect sends
        }
        try {
            return take(bytes, start, end);
        } finally {
            state.catchUp();
        }
    }

    private ReceiveResult take(byte[] bytes, int start, int end) {
        List<Delivery> results;
        if (ChangeCodec.isBatch(bytes, start, end)) {
            results = new ArrayList<>();
            receiveBatch(bytes, start, end, results);
        } else {
            IncomingChange change = codec.decodeChange(bytes, start, end);
            Delivery unapplied = tryApply(change);
            if (unapplied == null && woken.isEmpty() && quarantine.isEmpty()) {
                return ReceiveResult.applied(change.replica(), change.firstSeq(), change.endSeq());
            }
            results = new ArrayList<>(1);
            results.add(unapplied == null ? new Delivery.Applied(span(change)) : unapplied);
        }
        deliverWoken(results);
        // Last, because bytes that throw must leave everything as it was.
        releaseCaughtUp(results);
        return ReceiveResult.of(results);
    }

    /** Does what receive would do, tells it to a listener, and takes it back before this returns or throws. */
    ReceiveResult preview(byte[] bytes, int start, int end, ReplicaListener told, Runnable beforeItIsTakenBack) {
        Trial attempt = new Trial(context, state, log);
        trial = attempt;
        audience = told;
        try {
            List<Delivery> results = new ArrayList<>();
            if (ChangeCodec.isBatch(bytes, start, end)) {
                receiveBatch(bytes, start, end, results);
            } else if (start < end) {
                results.add(deliver(codec.decodeChange(bytes, start, end)));
            }
            deliverWoken(results);
            state.catchUp();
            beforeItIsTakenBack.run();
            return ReceiveResult.of(results);
        } finally {
            woken.clear();
            trial = null;
            audience = null;
            attempt.takeBack();
        }
    }

    /** A change from the journal of this document, own or not, after a restart: it was accepted before. */
    void recover(byte[] bytes) {
        recovering = true;
        try {
            receive(bytes, 0, bytes.length);
        } finally {
            recovering = false;
        }
    }

    /** A change that another replica of this document has applied, in the place of which this one steps. */
    void takeOver(byte[] bytes) {
        takingOver = true;
        try {
            recover(bytes);
        } finally {
            takingOver = false;
        }
    }

    private void receiveBatch(byte[] bytes, int start, int end, List<Delivery> results) {
        int replicas = context.replicas().size();
        int containers = context.containers().size();
        boolean read = false;
        try {
            IncomingBatch batch = codec.decodeBatch(bytes, start, end);
            boolean whole = !batch.isWhole();
            if (whole && trial == null && !recovering) {
                storeWhole(batch, Arrays.copyOfRange(bytes, start, end));
            }
            read = true;
            storedWhole = whole;
            deliverAll(batch, results);
            if (whole && trial != null) {
                WholeBatch.check(results);
            }
        } finally {
            storedWhole = false;
            if (!read) {
                context.containers().truncate(containers);
                context.replicas().truncate(replicas);
            }
        }
    }

    /** Tries a batch that must be applied as a whole, and then gives it to the sink. */
    private void storeWhole(IncomingBatch batch, byte[] frame) {
        Trial attempt = new Trial(context, state, log);
        trial = attempt;
        audience = (author, first, end, time, note, local) -> {};
        try {
            List<Delivery> results = new ArrayList<>();
            deliverAll(batch, results);
            WholeBatch.check(results);
        } finally {
            woken.clear();
            trial = null;
            audience = null;
            attempt.takeBack();
        }
        if (options.sink() != null) {
            options.sink().accept(frame);
        }
        batch.rewind();
    }

    private void deliverAll(IncomingBatch batch, List<Delivery> results) {
        WholeBatch.noteGaps(batch, context, log);
        chains.beginBatch();
        while (batch.next()) {
            IncomingChange change = batch.change();
            // What follows a forked change says nothing of the chain itself: kept, it could end on the other branch.
            addMerged(results, chains.isForked(change.replica()) ? behindFork(change) : deliver(change));
        }
    }

    private static Delivery behindFork(IncomingChange change) {
        String detail = "the author's chain is another one here before an earlier change of the batch; not kept";
        return new Delivery.Quarantined(span(change), QuarantineReason.FORKED, detail);
    }

    /** Neighbouring changes of one author with one fate are told as one. */
    private static void addMerged(List<Delivery> results, Delivery next) {
        if (!results.isEmpty()) {
            Delivery last = results.get(results.size() - 1);
            OpIdSpan joined = last.change().tryAppend(next.change()).orElse(null);
            if (joined != null && last instanceof Delivery.Applied && next instanceof Delivery.Applied) {
                results.set(results.size() - 1, new Delivery.Applied(joined));
                return;
            }
            if (joined != null && last instanceof Delivery.Duplicate && next instanceof Delivery.Duplicate) {
                results.set(results.size() - 1, new Delivery.Duplicate(joined));
                return;
            }
            if (joined != null
                    && last instanceof Delivery.Quarantined set
                    && next instanceof Delivery.Quarantined more
                    && set.reason() == QuarantineReason.FORKED
                    && more.reason() == QuarantineReason.FORKED) {
                results.set(
                        results.size() - 1, new Delivery.Quarantined(joined, QuarantineReason.FORKED, set.detail()));
                return;
            }
        }
        results.add(next);
    }

    /** Quarantined changes whose time has come, or all that wait for nothing but time when told to trust them. */
    void retryQuarantined(boolean accept, Predicate<OpIdSpan> picked, List<Delivery> results) {
        trustClock = accept;
        try {
            for (Quarantine.Entry entry : quarantine.release(held -> held.reason() == QuarantineReason.CLOCK_AHEAD
                    && picked.test(held.change())
                    && (accept || !clock.tooFarAhead(held.time(), options.maxDriftMillis())))) {
                results.add(deliver(codec.decodeChange(entry.bytes(), 0, entry.bytes().length)));
            }
            deliverWoken(results);
        } finally {
            trustClock = false;
            state.catchUp();
        }
    }

    private void releaseCaughtUp(List<Delivery> results) {
        if (!quarantine.isEmpty()) {
            retryRetired(results);
            retryQuarantined(false, change -> true, results);
            results.removeIf(delivery -> delivery instanceof Delivery.Waiting && isApplied(delivery.change()));
        }
    }

    private boolean isApplied(OpIdSpan change) {
        return change.end() <= log.end(context.replicas().find(change.replica().value()));
    }

    private void deliverWoken(List<Delivery> results) {
        byte[] next = woken.poll();
        while (next != null) {
            Delivery delivery = deliver(codec.decodeChange(next, 0, next.length));
            if (!(delivery instanceof Delivery.Waiting)) {
                results.add(delivery);
            }
            next = woken.poll();
        }
    }

    private Delivery deliver(IncomingChange change) {
        Delivery unapplied = tryApply(change);
        return unapplied == null ? new Delivery.Applied(span(change)) : unapplied;
    }

    /** Null if the change was applied, else what became of it. */
    private @Nullable Delivery tryApply(IncomingChange change) {
        int author = context.replicas().find(change.replica());
        long known = log.end(author);
        if (change.endSeq() <= known) {
            String fork = chains.fork(change, author);
            return fork.isEmpty()
                    ? new Delivery.Duplicate(span(change))
                    : setAside(change, QuarantineReason.FORKED, fork);
        }
        if (!recovering && !restamps.isEmpty() && change.endSeq() > restamps.limit(change.replica())) {
            String detail = "its author's device issued its changes from seq " + restamps.limit(change.replica())
                    + " on again, as another replica";
            return new Delivery.Rejected(span(change), RejectReason.ISSUED_AGAIN, detail);
        }
        if (author == self && !recovering) {
            return setAside(change, QuarantineReason.OWN_REPLICA, "another writer uses this document's replica id");
        }
        Delivery late = context.members().isDeclared() && !recovering ? admission.tooLate(change) : null;
        if (late != null) {
            return refuse(late);
        }
        if (change.firstSeq() > known || !dependenciesAreHere(change)) {
            return makeWait(change, known);
        }
        if (!base.isEmpty() && !recovering && !base.isBefore(change)) {
            return refuse(new Delivery.BelowBase(span(change), base.version(), base.epoch()));
        }
        if (context.members().isDeclared() && !recovering && !admission.isAdmitted(change)) {
            return setAside(
                    change, QuarantineReason.RETIRED, "its author is no member, and no member is known to have it");
        }
        if (!trustClock
                && !recovering
                && author != self
                && clock.tooFarAhead(change.time(), options.maxDriftMillis())) {
            long ahead = (change.time() >>> 16) - (clock.last() >>> 16);
            if (!restamps.isEmpty() && trial == null) {
                restamps.isHere(change);
            }
            return setAside(change, QuarantineReason.CLOCK_AHEAD, "its clock is about " + ahead + " ms ahead");
        }
        String fork = chains.fork(change, author);
        if (!fork.isEmpty()) {
            return setAside(change, QuarantineReason.FORKED, fork);
        }
        return apply(change, known);
    }

    /** What waits for a change that is refused is looked at again, and refused too. */
    private Delivery refuse(Delivery refused) {
        if (trial == null) {
            refusals.add(refused);
            for (WaitingBuffer.Entry entry :
                    waiting.wake(refused.change().replica().value(), Long.MAX_VALUE)) {
                woken.add(entry.bytes());
            }
        }
        return refused;
    }

    /** The base was raised: refusals tell it. */
    void baseRaised() {
        refusals.clear();
    }

    /** Lets go of the history that was there before a prune. */
    void rest() {
        recorder.rest();
    }

    /** An acknowledgement of another replica: what it vouches for is taken now, and what is settled by it is refused. */
    ReceiveResult acknowledged(Acknowledgement acknowledgement) {
        List<Delivery> results = new ArrayList<>();
        if (stability.acknowledged(acknowledgement)) {
            try {
                retryRetired(results);
                refuseLate(results);
            } finally {
                state.catchUp();
            }
        }
        return ReceiveResult.of(results);
    }

    /** What waits behind the end of a replica that is out is refused: nobody will send what it waits for. */
    private void refuseLate(List<Delivery> results) {
        List<WaitingBuffer.Entry> late = admission.waitingTooLong();
        late.forEach(waiting::remove);
        for (WaitingBuffer.Entry entry : late) {
            results.add(deliver(codec.decodeChange(entry.bytes(), 0, entry.bytes().length)));
        }
        deliverWoken(results);
    }

    /** Changes of replicas that are no members, of which more may be known now, and then those that are waited for next. */
    private void retryRetired(List<Delivery> results) {
        List<Quarantine.Entry> released;
        do {
            Witnesses witnesses = admission.witnesses();
            released = quarantine.release(held -> admission.mayMoveOn(held, witnesses));
            for (Quarantine.Entry entry : released) {
                results.add(deliver(codec.decodeChange(entry.bytes(), 0, entry.bytes().length)));
            }
            deliverWoken(results);
        } while (!released.isEmpty());
    }

    static OpIdSpan span(IncomingChange change) {
        return new OpIdSpan(new ReplicaId(change.replica()), change.firstSeq(), change.endSeq());
    }

    /** What is kept must be whole: throws what is wrong with operations that are not looked at yet. */
    private void checkForm(IncomingChange change) {
        int replicas = context.replicas().size();
        int containers = context.containers().size();
        try {
            int author = context.replicas().intern(change.replica());
            for (int i = 0; i < change.referenceCount(); i++) {
                context.replicas().intern(change.referenceReplica(i));
            }
            change.readOperations(author, change.endSeq(), OpSink.NOTHING, false);
        } finally {
            context.containers().truncate(containers);
            context.replicas().truncate(replicas);
        }
    }

    private Delivery setAside(IncomingChange change, QuarantineReason reason, String detail) {
        checkForm(change);
        Quarantine.Entry entry = new Quarantine.Entry(change.message(), span(change), reason, detail, change.time());
        int before = quarantine.count();
        if (!quarantine.offer(entry)) {
            return new Delivery.Full(entry.change(), quarantine.limits());
        }
        if (trial != null && quarantine.count() > before) {
            trial.undoLater(quarantine::removeLast);
        }
        return entry.delivery();
    }

    private boolean dependenciesAreHere(IncomingChange change) {
        for (int i = 0; i < change.referenceCount(); i++) {
            if (change.referenceSeq(i) >= log.end(context.replicas().find(change.referenceReplica(i)))) {
                return false;
            }
        }
        return true;
    }

    private Delivery makeWait(IncomingChange change, long known) {
        checkForm(change);
        List<OpIdSpan> missing = missing(change, known);
        for (OpIdSpan each : missing) {
            Delivery refused = refusals.about(span(change), each);
            if (refused != null) {
                return refuse(refused);
            }
        }
        OpIdSpan first = missing.get(0);
        WaitingBuffer.Entry entry = new WaitingBuffer.Entry(
                change.message(), span(change), first.replica().value(), first.end() - 1);
        if (!restamps.isEmpty() && trial == null) {
            restamps.isHere(change);
        }
        if (!waiting.contains(entry)) {
            if (!waiting.offer(entry)) {
                return new Delivery.Full(entry.change(), waiting.limits());
            }
            if (trial != null) {
                trial.undoLater(() -> waiting.remove(entry));
            }
        }
        return new Delivery.Waiting(entry.change(), missing);
    }

    /** The ranges that a change lacks: of its author first, then in the order of its references. */
    private List<OpIdSpan> missing(IncomingChange change, long known) {
        List<OpIdSpan> missing = new ArrayList<>();
        if (change.firstSeq() > known) {
            missing.add(new OpIdSpan(new ReplicaId(change.replica()), known, change.firstSeq()));
        }
        for (int i = 0; i < change.referenceCount(); i++) {
            long end = log.end(context.replicas().find(change.referenceReplica(i)));
            if (change.referenceSeq(i) >= end) {
                missing.add(new OpIdSpan(new ReplicaId(change.referenceReplica(i)), end, change.referenceSeq(i) + 1));
            }
        }
        return missing;
    }

    /** What a held message lacks now. */
    List<OpIdSpan> missingNow(byte[] message) {
        IncomingChange change = codec.decodeChange(message, 0, message.length);
        return missing(change, log.end(context.replicas().find(change.replica())));
    }

    private @Nullable Delivery apply(IncomingChange change, long from) {
        int replicas = context.replicas().size();
        int containers = context.containers().size();
        boolean applying = false;
        try {
            int author = context.replicas().intern(change.replica());
            ReplicaLog history = log.find(author);
            if (from > change.firstSeq()
                    && history != null
                    && !Overlap.agrees(change, author, history, context, codec)) {
                chains.note(change);
                String there = "what it says of seqs below " + from + " is not what is known of them here";
                return setAside(change, QuarantineReason.FORKED, there);
            }
            RejectReason refusal = null;
            String detail = "";
            boolean joined = false;
            try {
                change.readOperations(author, from, state.checker(author, change.time()), false);
                joined = times.joins(change, author, from);
                detail = joined ? "" : times.fault(change, author);
                refusal = detail.isEmpty() ? null : RejectReason.TIMESTAMP_ORDER;
            } catch (InvalidOperationException invalid) {
                refusal = RejectReason.INVALID_OPERATION;
                detail = String.valueOf(invalid.getMessage());
            }
            if (refusal != null) {
                Delivery incomplete = refusal == RejectReason.INVALID_OPERATION ? namesMissing(change, from) : null;
                return incomplete == null ? new Delivery.Rejected(span(change), refusal, detail) : incomplete;
            }
            List<RestampOp> again = Restamps.in(change, author);
            if (!again.isEmpty()) {
                Delivery notYet = takeBackFirst(change, again);
                if (notYet != null) {
                    return notYet;
                }
            }
            if (options.sink() != null && !recovering && trial == null && !storedWhole) {
                state.catchUp(); // the application may read
                options.sink().accept(change.message());
            }
            applying = true;
            integrate(change, author, from, joined);
            if (!log.writable(author).settle(change.endDigest()) && trial != null) {
                String there = "its author's chain ends in another way there, where something is left out";
                return new Delivery.Quarantined(span(change), QuarantineReason.FORKED, there);
            }
            if (!again.isEmpty() && trial == null) {
                restamped(again);
            }
            if (trial == null && whenRedacted != null) {
                recorder.tellRedactions(whenRedacted, change.replica());
            }
            return null;
        } finally {
            if (!applying) {
                context.containers().truncate(containers);
                context.replicas().truncate(replicas);
            }
        }
    }

    /** A change of a batch says which elements it names only by its operations: it waits, if one of them is missing. */
    private @Nullable Delivery namesMissing(IncomingChange change, long known) {
        boolean[] missing = {false};
        int author = context.replicas().find(change.replica());
        NamedIds names = log.namedIds((seq, id) -> missing[0] |= ElementId.seq(id) >= log.end(ElementId.replica(id)));
        change.readOperations(author, known, names.of(author), false);
        return missing[0] ? makeWait(codec.decodeHeld(change.message()), known) : null;
    }

    /** A change that issues others again waits until those are taken back that are applied here. */
    private @Nullable Delivery takeBackFirst(IncomingChange change, List<RestampOp> again) {
        if (takingOver) {
            return null;
        }
        Iterator<IncomingChange> others =
                Stream.concat(heldChanges(), Stream.of(change)).iterator();
        Set<RestampOp> all = new HashSet<>(heldRestamps);
        all.addAll(again);
        List<OpIdSpan> spans = restamps.beyond(all, others);
        if (spans.isEmpty()) {
            return null;
        }
        Delivery held = setAside(change, QuarantineReason.TAKES_BACK, "it issues again what is in " + spans);
        if (held instanceof Delivery.Quarantined && trial == null) {
            takesBack = true;
            heldRestamps.addAll(again);
        }
        return held;
    }

    /** What was issued again is not kept any longer. */
    private void restamped(List<RestampOp> again) {
        restamps.add(again, heldChanges().iterator());
        selfIssuedAgain = restamps.limit(context.replicas().id(self)) != Long.MAX_VALUE;
        quarantine.release(held -> isIssuedAgain(held.change()));
        for (WaitingBuffer.Entry entry : waiting.entries()) {
            if (isIssuedAgain(entry.change())) {
                waiting.remove(entry);
            }
        }
    }

    private boolean isIssuedAgain(OpIdSpan change) {
        return change.end() > restamps.limit(change.replica().value());
    }

    /** What waits: for what it depends on, for its time, for others to be taken back, or to be read. */
    private Stream<IncomingChange> heldChanges() {
        Stream<byte[]> quarantined = quarantine.entries().stream()
                .filter(entry ->
                        entry.reason() == QuarantineReason.TAKES_BACK || entry.reason() == QuarantineReason.CLOCK_AHEAD)
                .map(Quarantine.Entry::bytes);
        return Stream.of(waiting.entries().stream().map(WaitingBuffer.Entry::bytes), quarantined, expected.stream())
                .flatMap(messages -> messages)
                .filter(ChangeCodec::isChange)
                .map(codec::decodeHeld);
    }

    private void integrate(IncomingChange change, int author, long from, boolean joined) {
        Trial taken = trial;
        if (taken != null) {
            taken.entering(author);
        }
        ReplicaLog history = log.writable(author);
        int dependencyCount = dependencies.collect(change);
        if (taken == null) {
            frontier.advance(author, dependencies, dependencyCount);
        }
        if (!joined) {
            history.change(change.time(), dependencies.packed(dependencyCount), change.note());
        }
        recorder.begin(history, state.applier());
        state.begin(author, change.time(), taken != null);
        state.defer();
        change.readOperations(author, from, recorder, true);
        long end = change.endSeq();
        if (taken == null) {
            if (!restamps.isEmpty()) {
                restamps.isHere(change);
            }
            clock.observe(change.time());
            state.end(from, end);
            refusals.applied(change.replica());
        }
        if (!waiting.isEmpty()) {
            List<WaitingBuffer.Entry> entries = waiting.wake(change.replica(), end);
            for (WaitingBuffer.Entry entry : entries) {
                woken.add(entry.bytes());
            }
            if (taken != null) {
                taken.undoLater(() -> entries.forEach(waiting::offer));
            }
        }
        ReplicaListener told = taken == null ? listener : Objects.requireNonNull(audience);
        told.integrated(author, from, end, change.time(), change.note(), author == self);
    }
}
