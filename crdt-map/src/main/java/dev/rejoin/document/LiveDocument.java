package dev.rejoin.document;

import dev.rejoin.change.Change;
import dev.rejoin.clock.HybridLogicalClock;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.engine.Past;
import dev.rejoin.engine.Replica;
import dev.rejoin.engine.ReplicaOptions;
import dev.rejoin.engine.SnapshotCodec;
import dev.rejoin.history.ChangeCursor;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.map.internal.DocumentOps;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.RedactOp;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.RestampOp;
import dev.rejoin.sequence.internal.TreeShape;
import dev.rejoin.undo.internal.UndoHub;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a document is made of while somebody uses it: state, history, clock, buffers and listeners. */
final class LiveDocument {
    private final DocumentOptions options;
    private final ReplicaContext context;
    private final DocumentState state;
    private final SchemaRules rules;
    private final Replica replica;
    private Acknowledgements acknowledgements;
    private final Warnings warnings;
    private final Listeners listeners;
    private final long hashSeed;
    private Access reading;
    private MapReader root;
    private @Nullable ChangeEditor editor;
    private @Nullable UndoHub undos;

    /** An empty document. */
    LiveDocument(DocumentId id, ReplicaId self, DocumentOptions options, long hashSeed) {
        this(new ReplicaContext(id, ContainerType.MAP), self, options, hashSeed);
    }

    private LiveDocument(ReplicaContext empty, ReplicaId self, DocumentOptions options, long hashSeed) {
        this.options = options;
        this.hashSeed = hashSeed;
        ReplicaOptions replicaOptions = new ReplicaOptions(
                options.maxDriftMillis(),
                options.decodeLimits(),
                options.maxWaiting(),
                options.maxWaitingBytes(),
                options.sink().orElse(null));
        context = empty;
        state = new DocumentState(context, TreeShape.DEFAULT, hashSeed);
        rules = new SchemaRules(state, options);
        warnings = new Warnings(options);
        listeners = new Listeners(context, state, rules, warnings);
        replica = new Replica(
                context,
                state,
                DocumentOps.REGISTRY,
                new HybridLogicalClock(options.clock()),
                self,
                replicaOptions,
                listeners);
        acknowledgements = new Acknowledgements(replica);
        reading = Access.reading(state, this::settleEdit);
        root = new MapHandle(reading);
    }

    /** Reads a snapshot into this empty document. */
    void load(byte[] saved, long maxDriftMillis) {
        restore(saved, 0, saved.length, maxDriftMillis);
    }

    /**
     * Reads a checkpoint, and what came after it, into this empty document of the same replica.
     *
     * @return this document, or another one if something had to be taken back
     */
    LiveDocument resume(byte[] checkpoint, SnapshotCodec.Device device, List<byte[]> journal) {
        // What is in a checkpoint was accepted before it was written, whatever the wall clock shows now.
        restore(checkpoint, device.snapshotStart(), device.snapshotEnd(), Long.MAX_VALUE);
        replica.clock().restore(device.clockBound());
        acknowledgements.read(device.application());
        if (device.stability().remaining() > 0) {
            replica.stability().read(device.stability());
        }
        List<byte[]> messages = new ArrayList<>(journal);
        messages.addAll(device.held());
        LiveDocument at = this;
        for (int i = 0; i < messages.size(); i++) {
            byte[] message = messages.get(i);
            at.replica.expect(messages.subList(i, messages.size()));
            if (i < journal.size()) {
                at.replica.recover(message);
            } else {
                at.replica.receive(message, 0, message.length);
            }
            at = at.settled(new ArrayList<>());
        }
        at.replica.expect(List.of());
        return at.settled(new ArrayList<>());
    }

    /** This document as it would be without some operations, to be edited or to receive more before it takes its place. */
    private LiveDocument without(List<OpIdSpan> leftOut, ReplicaId self) {
        LiveDocument rebuilt = new LiveDocument(new ReplicaContext(context), self, options, hashSeed);
        rebuilt.replica.takeOver(replica, leftOut);
        return rebuilt;
    }

    /**
     * Takes back what has to be before a quarantined change can be applied.
     *
     * @param results gets what became of held changes, in place of what was said before
     * @return what takes the place of this document; itself if nothing had to be
     */
    LiveDocument settled(List<Delivery> results) {
        LiveDocument at = this;
        while (at.replica.takesBack()) {
            results.removeIf(LiveDocument::takesBack);
            List<OpIdSpan> back = at.replica.takeBack(results);
            // An own id whose operations were taken back or issued again must not be used any more: somebody may have
            // them.
            ReplicaId self = at.replica.id();
            boolean goesOn = !at.replica.isIssuedAgain()
                    && back.stream().noneMatch(span -> span.replica().equals(self));
            if (back.isEmpty() && goesOn) {
                continue;
            }
            LiveDocument rebuilt = at.without(back, goesOn ? self : randomId(options));
            rebuilt.replica.receiveHeld(at.replica, results);
            long own = at.replica.log().end(at.replica.index());
            rebuilt.follow(at, back.isEmpty() ? new OpIdSpan(self, 0, Math.max(1, own)) : back.get(0));
            at = rebuilt;
        }
        return at;
    }

    private static boolean takesBack(Delivery said) {
        return said instanceof Delivery.Quarantined held && held.reason() == QuarantineReason.TAKES_BACK;
    }

    /**
     * Issues again, as a new replica and with the present time, what no peer is known to have.
     *
     * @param changes gets the new changes
     * @return what takes the place of this document; itself if peers are known to have everything
     */
    LiveDocument restamped(List<Change> changes) {
        long end = replica.log().end(replica.index());
        long from = Math.max(acknowledgements.known(), replica.ownSeqsBuiltOn());
        if (from >= end) {
            return this;
        }
        if (!replica.isHistoryWhole()) {
            throw new HistoryCutException(replica.base());
        }
        OpIdSpan again = new OpIdSpan(replica.id(), from, end);
        LiveDocument rebuilt = without(List.of(again), randomId(options));
        Reissue reissue = new Reissue(context, again, rebuilt);
        ChangeCursor own = new ChangeCursor(Objects.requireNonNull(replica.log().find(replica.index())), from);
        while (own.next()) {
            OpenChange change = rebuilt.replica.begin();
            if (changes.isEmpty()) {
                change.operation(ContainerTable.ROOT, new RestampOp(replica.id(), from));
            }
            reissue.to(change);
            ChangeNote note = own.note();
            if (note != null) {
                change.author(note.author());
                change.message(note.message());
            }
            own.emit(reissue);
            changes.add(rebuilt.replica.commit());
        }
        rebuilt.replica.restamped();
        rebuilt.replica.receiveHeld(replica, new ArrayList<>());
        rebuilt.follow(this, again);
        return rebuilt;
    }

    /** Takes the place of another document: who read that one, or listened to it, goes on with this one. */
    private void follow(LiveDocument before, OpIdSpan gone) {
        state.follow(before.state);
        reading = before.reading;
        reading.moveTo(state, this::settleEdit);
        root = before.root;
        acknowledgements = before.acknowledgements;
        acknowledgements.moveTo(replica);
        undos = before.undos;
        if (undos != null) {
            undos.moveTo(state, replica.index());
            listeners.setUndos(undos);
        }
        listeners.follow(before.listeners, gone, replica.clock().last());
    }

    /** An id that nobody can foresee: for a new replica, and as the secret of hash tables. */
    static ReplicaId randomId(DocumentOptions options) {
        return options.random().map(ReplicaId::random).orElseGet(ReplicaId::random);
    }

    private void restore(byte[] bytes, int start, int end, long maxDriftMillis) {
        ReplicaOptions limits = new ReplicaOptions(maxDriftMillis, options.decodeLimits(), 0, 0, null);
        SnapshotCodec.load(replica, state, bytes, start, end, limits);
        rules.follow(false);
    }

    /** Whether nobody waits for anything that a checkpoint of so many bytes does not have, and no limit keeps it unread. */
    boolean mayRest(int bytes) {
        return undos == null
                && listeners.isEmpty()
                && !warnings.wasAheadTold()
                && replica.isSettled()
                && isReadable(bytes);
    }

    /** Limits hold for what is read again, too. While nothing is left out, bytes stand for no more than themselves. */
    private boolean isReadable(int bytes) {
        DecodeLimits limits = options.decodeLimits();
        return replica.isHistoryWhole()
                && bytes <= limits.maxMessageBytes()
                && (long) Character.BYTES * bytes <= limits.maxExpandedBytes()
                && bytes <= limits.maxChanges()
                && bytes <= limits.maxReplicas();
    }

    /** Forgets what reading a checkpoint would not give either, so that it does not matter whether it is read again. */
    void rest() {
        editor = null;
        replica.endRun();
    }

    ReplicaContext context() {
        return context;
    }

    DocumentState state() {
        return state;
    }

    SchemaRules rules() {
        return rules;
    }

    Replica replica() {
        return replica;
    }

    Acknowledgements acknowledgements() {
        return acknowledgements;
    }

    Warnings warnings() {
        return warnings;
    }

    Listeners listeners() {
        return listeners;
    }

    MapReader root() {
        return root;
    }

    /** Opens the one transaction object of this document. */
    ChangeEditor begin(String origin) {
        if (context.members().isDeclared() && !context.members().isJoined(replica.id())) {
            throw new NotAMemberException(replica.id());
        }
        OpenChange open = replica.begin();
        ChangeEditor transaction = editor;
        if (transaction == null) {
            transaction = new ChangeEditor(state, open);
            editor = transaction;
        }
        UndoHub managers = undos;
        if (managers != null) {
            managers.begin(origin);
        }
        transaction.open();
        return transaction;
    }

    void rollback() {
        replica.rollback();
        endUndos();
    }

    /** What nobody said is complete is given up. */
    private void endUndos() {
        UndoHub managers = undos;
        if (managers != null) {
            managers.rollback();
        }
    }

    Change commit(EditOrigin origin) {
        listeners.setOriginHere(origin);
        Change change;
        try {
            change = replica.commit();
        } finally {
            endUndos();
        }
        if (!change.isEmpty()) {
            warnings.changedHere(replica.clock());
            listeners.changedHere(change);
        }
        return change;
    }

    /** Makes a change of operations that are prepared already. */
    Change write(Consumer<OpenChange> body) {
        OpenChange open = replica.begin();
        try {
            body.accept(open);
        } catch (RuntimeException | Error failed) {
            rollback();
            throw failed;
        }
        return commit(EditOrigin.UNDO);
    }

    /** Deletes what a redaction names, and takes it out of history. */
    Change redact(RedactOp redaction) {
        OpenChange open = replica.begin();
        try {
            new Redactor(this, open, redaction).redact();
        } catch (RuntimeException | Error failed) {
            rollback();
            throw failed;
        }
        Change change = commit(EditOrigin.LOCAL);
        replica.redacted(new OpId(replica.id(), change.span().end() - 1), redaction);
        return change;
    }

    /** The undo managers, which write through the document. */
    UndoHub undos(UndoHub.Writer writer) {
        UndoHub managers = undos;
        if (managers == null) {
            managers = new UndoHub(state, replica.index(), options.clock(), writer);
            undos = managers;
            listeners.setUndos(managers);
        }
        return managers;
    }

    /** Who reads the document inside an edit, past the transaction, sees what was typed too. */
    private void settleEdit() {
        ChangeEditor transaction = editor;
        if (transaction != null) {
            transaction.settle();
        }
    }

    PastStates pastStates(Past past, long leastDistance) {
        return new PastStates(past, () -> DocumentState.beside(context, hashSeed), rules::applied, leastDistance);
    }

    String toJson() {
        return new JsonText(state).of(state.state(ContainerTable.ROOT));
    }

    DocumentStatistics statistics() {
        return new DocumentStatistics(
                replica.authorCount(),
                replica.log().changeCount(),
                replica.operationCount(),
                context.containers().size(),
                replica.log().byteSize(),
                context.text().byteSize(),
                replica.waitingCount(),
                replica.waitingBytes(),
                replica.quarantinedCount(),
                replica.quarantinedBytes(),
                acknowledgements.unsentCount(),
                state.openConflicts(),
                replica.clock().leadMillis());
    }

    /** Throws AssertionError if history and state, none of them forged, do not agree. For tests; O(document). */
    void checkVectors() {
        state.checkVectors(replica::replay);
    }

    /** Throws AssertionError if an invariant does not hold. For tests; O(document). */
    void checkInvariants() {
        state.checkInvariants();
        replica.checkInvariants();
        context.text().checkInvariants();
        if (undos != null) {
            undos.checkInvariants();
        }
    }
}
