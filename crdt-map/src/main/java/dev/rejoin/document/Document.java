package dev.rejoin.document;

import dev.rejoin.audit.Redaction;
import dev.rejoin.change.Change;
import dev.rejoin.codec.EncodedBatch;
import dev.rejoin.conflict.Explanation;
import dev.rejoin.delivery.ClockAheadException;
import dev.rejoin.delivery.DeletedContentException;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.delivery.UnknownVersionException;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.engine.Replica;
import dev.rejoin.engine.SnapshotCodec;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.map.internal.ChangeObserver;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.replica.OpSink;
import dev.rejoin.schema.SchemaViolationException;
import dev.rejoin.session.ChangeSession;
import dev.rejoin.session.SessionReceiver;
import dev.rejoin.session.SessionTransport;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A document that is edited on many devices while they are apart, and ends equal on all of them.
 *
 * <p>It is a map of scalars, counters, sets, texts, lists and maps, nested to any bounded depth. Every edit is applied
 * here at once and becomes a small binary change; changes reach other devices by any transport, late, twice and out of
 * order. What concurrent edits give stands with each type: scalars keep the later write and remember the other, counters
 * add up, sets keep what was added, texts and lists keep both insertions, containers that two devices create at one key
 * are one container.
 *
 * <p>It converges because operations are applied once, after everything they depend on, by one function for local and
 * received ones alike, and because concurrent operations commute. Documents that received the same changes are equal byte
 * for byte in {@link #save()}.
 *
 * <p>One thread at a time: overlapping calls are detected and throw, as do calls of a writing method from inside a
 * transaction or a listener. Other threads read a {@link #view()}. No thread, timer or static cache belongs to a document.
 *
 * <p>A small document that was opened takes little more than its bytes until somebody writes or listens to it, however often
 * it is read, and does so again when it was stored by {@link #checkpoint()}.
 *
 * <p>An edit costs what it touches, whatever the length of history; {@code crdt-bench replay} measures it. Design after
 * Baquero, Almeida, Shoker, Making Operation-based CRDTs Operation-based, 2014.
 */
public final class Document {
    private static final VarHandle OPEN_CALL;

    static {
        try {
            OPEN_CALL = MethodHandles.lookup().findVarHandle(Document.class, "openCall", String.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final DocumentId id;
    /** Another one after a restamp. */
    private ReplicaId self;

    private final DocumentOptions options;
    private final long hashSeed;
    /** Null once somebody wrote, until that is stored. */
    private @Nullable DormantDocument dormant;
    /** Null until somebody writes, and while it rests. */
    private @Nullable LiveDocument live;

    /** Name of the writing method that runs now; null between calls. Only through OPEN_CALL. */
    @SuppressWarnings("unused")
    private @Nullable String openCall;

    private Document(DocumentId id, ReplicaId self, DocumentOptions options) {
        this.id = id;
        this.self = self;
        this.options = options;
        hashSeed = LiveDocument.randomId(options).value();
    }

    /** The parts, to read: whoever asks twice may get them twice. What it gives to the application must hold them. */
    private LiveDocument live() {
        LiveDocument parts = live;
        DormantDocument resting = dormant;
        return parts != null ? parts : resting != null ? resting.parts(this::empty) : awake();
    }

    /** The parts, to be kept from now on, because there is going to be something that the bytes do not have. */
    private LiveDocument awake() {
        LiveDocument parts = live;
        if (parts == null) {
            parts = dormant == null ? empty() : live();
            live = parts;
            dormant = null;
        }
        return parts;
    }

    private LiveDocument empty() {
        return new LiveDocument(id, self, options, hashSeed);
    }

    /** What was opened: small documents rest until somebody writes. */
    private void opened(LiveDocument parts, byte[] bytes, boolean checkpoint, boolean mayRest) {
        if (mayRest && bytes.length <= DormantDocument.MAX_BYTES) {
            dormant = new DormantDocument(bytes, checkpoint, parts);
        } else {
            live = parts;
        }
    }

    /** What was stored is all there is, unless somebody waits for more: a small document rests again. */
    private void stored(byte[] checkpoint) {
        LiveDocument parts = live;
        if (parts != null && checkpoint.length <= DormantDocument.MAX_BYTES && parts.mayRest(checkpoint.length)) {
            parts.rest();
            dormant = new DormantDocument(checkpoint, true, parts);
            live = null;
        }
    }

    /** What stands between this document and its parts, if nobody wrote yet. For tests. */
    @Nullable
    DormantDocument dormant() {
        return dormant;
    }

    private static ReplicaId newReplica(DocumentOptions options) {
        return options.replica().orElseGet(() -> LiveDocument.randomId(options));
    }

    /**
     * A new, empty replica of a document.
     *
     * @param id which document; replicas of one document have equal ids
     * @return a document with a replica id of its own
     */
    public static Document create(DocumentId id) {
        return create(id, DocumentOptions.defaults());
    }

    /**
     * A new, empty replica of a document.
     *
     * @param id which document
     * @param options how this device holds it
     * @return a document with a replica id of its own
     */
    public static Document create(DocumentId id, DocumentOptions options) {
        return new Document(id, newReplica(options), options);
    }

    /**
     * Opens what {@link #save()} gave, as a new replica.
     *
     * @param saved the bytes
     * @return a document with a replica id of its own
     * @throws CorruptDataException if they are damaged or malformed
     * @throws UnsupportedFormatException if they are of a later version of the format
     * @throws ClockAheadException if the newest change is further ahead of the clock than is allowed
     */
    public static Document load(byte[] saved) {
        return load(saved, DocumentOptions.defaults());
    }

    /**
     * Opens what {@link #save()} gave, as a new replica.
     *
     * @param saved the bytes
     * @param options how this device holds it
     * @return a document with a replica id of its own
     * @throws CorruptDataException if they are damaged or malformed
     * @throws UnsupportedFormatException if they are of a later version of the format
     * @throws ClockAheadException if the newest change is further ahead of the clock than is allowed
     */
    public static Document load(byte[] saved, DocumentOptions options) {
        DocumentId id = SnapshotCodec.documentIdOf(saved, 0, saved.length, false);
        Document document = new Document(id, newReplica(options), options);
        LiveDocument parts = document.empty();
        parts.load(saved, options.maxDriftMillis());
        document.opened(parts, saved, false, true);
        return document;
    }

    /**
     * Goes on from a {@link #checkpoint()} as the same replica.
     *
     * <p>Only the one store that wrote it may do this, and only if no change was made after it that anybody else may have
     * received; else give those changes as the journal, or {@link #load} the checkpoint's {@link #save() saved} form.
     *
     * @param checkpoint the bytes
     * @return the document as it was, with what waited and what was quarantined
     * @throws CorruptDataException if they are damaged or malformed
     * @throws UnsupportedFormatException if they are of a later version of the format
     */
    public static Document resume(byte[] checkpoint) {
        return resume(checkpoint, List.of(), DocumentOptions.defaults());
    }

    /**
     * Goes on from a {@link #checkpoint()} as the same replica.
     *
     * @param checkpoint the bytes
     * @param options how this device holds it; its replica id is not used
     * @return the document as it was, with what waited and what was quarantined
     * @throws CorruptDataException if they are damaged or malformed
     * @throws UnsupportedFormatException if they are of a later version of the format
     */
    public static Document resume(byte[] checkpoint, DocumentOptions options) {
        return resume(checkpoint, List.of(), options);
    }

    /**
     * Goes on from a {@link #checkpoint()} and what a sink was given after it, own changes included, as the same replica.
     *
     * @param checkpoint the bytes
     * @param journal changes as the sink got them, in that order; those that the checkpoint has do no harm
     * @param options how this device holds it; its replica id is not used, and its sink is not given the journal again
     * @return the document as it was after the last change of the journal
     * @throws CorruptDataException if they are damaged or malformed
     * @throws UnsupportedFormatException if they are of a later version of the format
     */
    public static Document resume(byte[] checkpoint, List<byte[]> journal, DocumentOptions options) {
        DocumentId id = SnapshotCodec.documentIdOf(checkpoint, 0, checkpoint.length, true);
        SnapshotCodec.Device device = SnapshotCodec.readDevice(checkpoint, 0, checkpoint.length);
        Document document = new Document(id, device.replica(), options);
        LiveDocument parts = document.empty().resume(checkpoint, device, journal);
        document.self = parts.replica().id();
        document.opened(
                parts, checkpoint, true, journal.isEmpty() && device.held().isEmpty());
        return document;
    }

    /**
     * Which document this is a replica of.
     *
     * @return its id
     */
    public DocumentId id() {
        return id;
    }

    /**
     * Who writes here.
     *
     * @return this replica's id
     */
    public ReplicaId replica() {
        return self;
    }

    /**
     * What is integrated here. O(replicas) after a change, else O(1).
     *
     * @return the version
     */
    public VersionVector version() {
        return live().replica().version();
    }

    /**
     * Reads the live document: for the thread that writes it.
     *
     * @return the root map
     */
    public MapReader root() {
        return live().root();
    }

    /**
     * Edits the document: all of it or nothing. Reads inside see its own writes; an exception of the body, or of the sink,
     * leaves the document exactly as before and goes on to the caller.
     *
     * @param body writes through the transaction, which is valid only inside
     * @return the change to send; empty if the body had no effect
     * @throws SchemaViolationException if it would not be as the schema says
     * @throws IllegalStateException if another call is open
     * @throws NotAMemberException if the document has members and this replica was not joined
     */
    public Change edit(Consumer<Transaction> body) {
        return edit("", body);
    }

    /**
     * Edits the document as {@link #edit(Consumer)} does, on behalf of a part of the application whose edits are undone on
     * their own.
     *
     * @param origin any name; it stays here and does not travel
     * @param body writes through the transaction, which is valid only inside
     * @return the change to send; empty if the body had no effect
     * @throws IllegalStateException if another call is open
     */
    public Change edit(String origin, Consumer<Transaction> body) {
        enter("edit");
        try {
            LiveDocument parts = awake();
            SchemaRules rules = parts.rules();
            boolean rootIsNew = rules.isRootNew();
            ChangeEditor transaction = parts.begin(origin);
            try {
                body.accept(transaction);
                transaction.settle();
                transaction.check(rules, rootIsNew);
            } catch (RuntimeException | Error failed) {
                transaction.close();
                parts.rollback();
                throw failed;
            }
            transaction.close();
            return parts.commit(EditOrigin.LOCAL);
        } finally {
            leave();
        }
    }

    /**
     * Begins to remember the edits that are made here, so that they can be taken back and repeated.
     *
     * @param settings whose edits, and how many
     * @return to be closed when it is no longer needed
     */
    public UndoManager undoManager(UndoOptions settings) {
        checkNotInTransaction("undoManager");
        return awake().undos(this::write).add(settings);
    }

    private Change write(String call, Consumer<OpenChange> body) {
        enter(call);
        try {
            return awake().write(body);
        } finally {
            leave();
        }
    }

    /**
     * Takes a change or a batch, in any order and any number of times.
     *
     * @param bytes what another replica gave; not kept
     * @return what became of each change
     * @throws CorruptDataException if the bytes are damaged or of another document; nothing was changed
     * @throws UnsupportedFormatException if they are of a later version of the format; nothing was changed
     * @throws IllegalStateException if another call is open
     */
    public ReceiveResult receive(byte[] bytes) {
        return receive(bytes, 0, bytes.length);
    }

    /**
     * Takes a change or a batch from a buffer.
     *
     * @param bytes what is between its position and limit; the position moves to the limit
     * @return what became of each change
     * @throws CorruptDataException if the bytes are damaged or of another document; nothing was changed
     * @throws UnsupportedFormatException if they are of a later version of the format; nothing was changed
     * @throws IllegalStateException if another call is open
     */
    public ReceiveResult receive(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            int start = bytes.arrayOffset() + bytes.position();
            ReceiveResult result = receive(bytes.array(), start, start + bytes.remaining());
            bytes.position(bytes.limit());
            return result;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return receive(copy, 0, copy.length);
    }

    private ReceiveResult receive(byte[] bytes, int start, int end) {
        enter("receive");
        try {
            LiveDocument parts = awake();
            ReceiveResult result = parts.replica().receive(bytes, start, end);
            return parts.replica().takesBack() ? settle(parts, new ArrayList<>(result.deliveries())) : result;
        } finally {
            leave();
        }
    }

    private ReceiveResult settle(LiveDocument parts, List<Delivery> results) {
        become(parts.settled(results));
        return ReceiveResult.of(results);
    }

    private void become(LiveDocument rebuilt) {
        live = rebuilt;
        self = rebuilt.replica().id();
    }

    /**
     * Says what {@link #receive} would do with a change or a batch, and changes nothing: no listener, no sink and no clock
     * hears of it. What quarantined changes would do whose time has come is not part of it. Costs what the changes cost,
     * whatever the size of the document.
     *
     * @param bytes what another replica gave; not kept
     * @return what would change
     * @throws CorruptDataException if the bytes are damaged or of another document
     * @throws UnsupportedFormatException if they are of a later version of the format
     * @throws IllegalStateException if another call is open
     */
    public Preview preview(byte[] bytes) {
        enter("preview");
        try {
            LiveDocument parts = awake();
            DocumentState state = parts.state();
            PreviewRecorder recorder = new PreviewRecorder(state);
            ChangeObserver observer = state.observer();
            OpSink tap = state.tap();
            state.setObserver(recorder);
            state.setTap(null);
            try {
                return recorder.preview(parts.replica().preview(bytes, recorder, recorder::findConflicts));
            } finally {
                state.setObserver(observer);
                state.setTap(tap);
            }
        } finally {
            leave();
        }
    }

    /**
     * Delivers quarantined changes again whose time has come. {@link #receive} does so too.
     *
     * @return what became of them
     * @throws IllegalStateException if another call is open
     */
    public ReceiveResult retryQuarantined() {
        return retryQuarantined(false);
    }

    /**
     * Delivers all changes that are quarantined for their clock, however far it is ahead. The own clock follows them: own
     * changes will be ahead of the wall clock too, and a {@link DocumentWarning.ClockAhead} says so now.
     *
     * @return what became of them
     * @throws IllegalStateException if another call is open
     */
    public ReceiveResult acceptQuarantined() {
        return retryQuarantined(true);
    }

    /**
     * Delivers one change that is quarantined for its clock, as {@link #acceptQuarantined()} does all.
     *
     * @param change as the backlog lists it
     * @return what became of it and of what waited for it; empty if it is not quarantined for its clock
     * @throws IllegalStateException if another call is open
     */
    public ReceiveResult acceptQuarantined(OpIdSpan change) {
        enter("acceptQuarantined");
        try {
            LiveDocument parts = awake();
            List<Delivery> results = new ArrayList<>();
            parts.replica().acceptQuarantined(change, results);
            parts.warnings().accepted(parts.replica().clock());
            return settle(parts, results);
        } finally {
            leave();
        }
    }

    private ReceiveResult retryQuarantined(boolean accept) {
        enter(accept ? "acceptQuarantined" : "retryQuarantined");
        try {
            LiveDocument parts = awake();
            List<Delivery> results = new ArrayList<>();
            parts.replica().retryQuarantined(accept, results);
            parts.warnings().accepted(parts.replica().clock());
            return settle(parts, results);
        } finally {
            leave();
        }
    }

    /**
     * Leaves a wrong future behind: when the clock of this device was far ahead and was corrected, others quarantine what
     * was written meanwhile, until their time has come. This issues all that no peer is known to have again, as a new
     * replica and with the present time. Those who hold the old changes drop them when they receive the new ones; edits
     * that somebody had accepted and built on stay, and are then there twice. O(document).
     *
     * <p>The new changes are told to the sink and to {@link #onLocalChange}, as edits are. {@link #replica()} is another
     * one afterwards; a {@link #checkpoint()} should follow soon.
     *
     * @return the new changes in order; empty if peers are known to have everything
     * @throws HistoryCutException if the history from which the document is built anew is not retained from its beginning
     * @throws IllegalStateException if another call is open
     */
    public List<Change> restampUnsent() {
        enter("restampUnsent");
        try {
            List<Change> changes = new ArrayList<>();
            become(awake().restamped(changes));
            changes.forEach(live().listeners()::changedHere);
            return List.copyOf(changes);
        } finally {
            leave();
        }
    }

    /**
     * Opens one end of a connection to another replica, or to a relay, over which changes travel in a short form.
     *
     * @param transport what can be expected of the connection
     * @return a session, which belongs to the thread of this document and is given up with the connection
     */
    public ChangeSession openSession(SessionTransport transport) {
        return new ChangeSession(
                id(), LiveDocument.randomId(options).value(), transport, options.decodeLimits(), sessionReceiver());
    }

    SessionReceiver sessionReceiver() {
        return new SessionReceiver() {
            @Override
            public ReceiveResult receive(byte[] message) {
                return Document.this.receive(message);
            }

            @Override
            public OptionalInt digestBefore(ReplicaId author, long seq) {
                return live().replica().digestBefore(author, seq);
            }
        };
    }

    /**
     * The changes that a version lacks, as one batch. O(what is asked for).
     *
     * @param version what the other side has
     * @return bytes for its {@link #receive}
     * @throws HistoryCutException if some of them are not retained here
     * @throws DeletedContentException if the version knows deletions, but not what they delete, and the text is not kept here
     */
    public byte[] changesSince(VersionVector version) {
        return changesSince(version, BatchOptions.plain());
    }

    /**
     * The changes that a version lacks, as one batch.
     *
     * @param version what the other side has
     * @param options how to encode them
     * @return bytes for its {@link #receive}
     * @throws HistoryCutException if some of them are not retained here
     * @throws DeletedContentException if the version knows deletions, but not what they delete, and the text is not kept here
     */
    public byte[] changesSince(VersionVector version, BatchOptions options) {
        checkNotInTransaction("changesSince");
        return live().replica()
                .changesSince(version, options.form(), Long.MAX_VALUE)
                .bytes();
    }

    /**
     * A causal prefix of the changes that a version lacks. Where deleted text is not kept here, it is all of them.
     *
     * @param version what the other side has
     * @param maxBytes how many bytes to give at most; a single change may be longer
     * @return bytes for its {@link #receive}, and whether more remains
     * @throws HistoryCutException if some of them are not retained here
     */
    public ChangeBatch changesSince(VersionVector version, int maxBytes) {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxBytes must be positive: " + maxBytes);
        }
        checkNotInTransaction("changesSince");
        Replica replica = live().replica();
        EncodedBatch batch = replica.changesSince(version, BatchOptions.plain().form(), maxBytes);
        return new ChangeBatch(
                batch.bytes(), batch.complete(), batch.changes(), version.merge(replica.versionOf(batch.position())));
    }

    /**
     * Writes the changes that a version lacks to a stream, as one batch.
     *
     * @param version what the other side has
     * @param out takes the bytes; it is neither flushed nor closed
     * @throws HistoryCutException if some of them are not retained here
     * @throws IOException if the stream fails
     */
    public void changesSince(VersionVector version, OutputStream out) throws IOException {
        out.write(changesSince(version));
    }

    /**
     * Takes the content of operations out of the document, here and wherever the change arrives: characters and list
     * elements that they inserted, values that they wrote at keys and in list elements, and what their authors said. What can
     * be read of it now is deleted, or replaced by what was written beside it; ids stay, so all that was written elsewhere
     * meanwhile merges as ever. From then on nothing that is saved or sent holds the bytes, from whoever has applied it.
     * Earlier versions read U+FFFD for each character, and null for each value. It does not reach what was copied elsewhere
     * by other edits, what an application stored, keys, numbers of counters, and devices that never receive it. It is not
     * checked by the schema. Undo managers begin anew. O(retained history).
     *
     * @param spans ids of the operations, all of which are here
     * @param reason why, for whoever finds nothing there; not empty
     * @return the change to send
     * @throws IllegalArgumentException if one of them is not here, or adds to a set or log, or is a schema or of a kind that
     *     is not known
     * @throws HistoryCutException if one of them is not retained
     */
    public Change redact(Collection<OpIdSpan> spans, String reason) {
        enter("redact");
        try {
            return awake().redact(Redactor.operation(spans, reason));
        } finally {
            leave();
        }
    }

    /**
     * What was redacted here or elsewhere, as far as it has arrived.
     *
     * @return by the ids of the operations
     */
    public List<Redaction> redactions() {
        return Redactor.all(live().replica());
    }

    /**
     * Takes out of history what nobody reads at a version or behind it: characters and list elements that were deleted,
     * values that were overwritten, and what authors said of their changes. Nothing that can be read changes, and nothing
     * that is still to come is merged otherwise: ids stay. From then on versions before this one cannot be read where they
     * showed something of it, and an undo does not bring it back. Other replicas keep theirs. O(retained history).
     *
     * @param version what nobody needs to look back behind, for example {@link #version()}
     * @throws UnknownVersionException if it is not integrated here, or divides a change
     * @throws HistoryCutException if it is below the base
     */
    public void squash(VersionVector version) {
        enter("squash");
        try {
            Replica replica = awake().replica();
            replica.squash(replica.past().ends(version));
        } finally {
            leave();
        }
    }

    /**
     * The replicated part of the document, history included: equal at all replicas with equal changes and base.
     *
     * @return bytes for {@link #load}
     */
    public byte[] save() {
        return save(SaveOptions.withHistory());
    }

    /**
     * The replicated part of the document.
     *
     * @param options what goes in and how
     * @return bytes for {@link #load}
     */
    public byte[] save(SaveOptions options) {
        checkNotInTransaction("save");
        LiveDocument parts = live();
        return SnapshotCodec.save(parts.replica(), parts.state(), options.history(), options.form());
    }

    /**
     * Writes the replicated part of the document to a stream.
     *
     * @param out takes the bytes; it is neither flushed nor closed
     * @throws IOException if the stream fails
     */
    public void save(OutputStream out) throws IOException {
        out.write(save());
    }

    /**
     * Everything that this device has to remember: the saved document and, of this replica alone, its id, its clock, what
     * waits, what is quarantined, what peers acknowledged and below which floor it names nothing that is deleted.
     *
     * <p>A small document to which nobody listens rests afterwards: it takes little more than these bytes until it is written
     * again.
     *
     * @return bytes for {@link #resume}, by the same store and by no other
     */
    public byte[] checkpoint() {
        checkNotInTransaction("checkpoint");
        ByteWriter own = new ByteWriter(64);
        LiveDocument parts = live();
        parts.acknowledgements().write(own);
        byte[] checkpoint = SnapshotCodec.checkpoint(parts.replica(), parts.state(), own.toByteArray());
        stored(checkpoint);
        return checkpoint;
    }

    /**
     * A hash of everything that can be read and of the version: peers with equal versions compare it to find divergence.
     * O(document).
     *
     * @return the hash
     */
    public StateHash stateHash() {
        checkNotInTransaction("stateHash");
        return StateHashing.hash(id, version(), live().state());
    }

    /**
     * Everything that can be read as JSON: keys sorted, no white space. O(document).
     *
     * @return one JSON object
     */
    public String toJson() {
        return live().toJson();
    }

    /**
     * What can be read now, for any thread: taken in O(1); later edits copy what they touch.
     *
     * <p>What was edited before this call happens-before everything that is read in the view, if the view itself is handed
     * over safely (through a final or volatile field, a lock, a concurrent collection, or the start of a thread).
     *
     * @return a view that never changes
     */
    public DocumentView view() {
        checkNotInTransaction("view");
        return new DocumentView(id, version(), live().state().view());
    }

    /**
     * Who writes this document: what pruning stands on.
     *
     * @return where members are joined and retired, and where to ask what they have
     */
    public Membership membership() {
        return new Membership(this);
    }

    /**
     * What this replica says of itself to the other members: what it has, and its floor, which this raises to what all
     * members have and gives to the sink first. Send it to the others now and then; it is no operation, and as long as
     * nothing happens it stays the same. Like a change it must not be lost after it was sent: without a sink, store a
     * checkpoint first.
     *
     * @return bytes for their {@link #receiveAcknowledgement}
     * @throws IllegalStateException if another call is open
     */
    public byte[] acknowledgement() {
        enter("acknowledgement");
        try {
            return awake().replica().acknowledge();
        } finally {
            leave();
        }
    }

    /**
     * Takes what another replica says of itself, in any order and any number of times. It counts as soon as everything is
     * applied here that it has.
     *
     * @param acknowledgement from {@link #acknowledgement()} there
     * @return what became of changes of retired members that waited for it
     * @throws CorruptDataException if the bytes are damaged or of another document; nothing was changed
     * @throws IllegalStateException if another call is open
     */
    public ReceiveResult receiveAcknowledgement(byte[] acknowledgement) {
        enter("receiveAcknowledgement");
        try {
            return awake().replica().receiveAcknowledgement(acknowledgement);
        } finally {
            leave();
        }
    }

    /**
     * The past of the document, as far as it is retained.
     *
     * @return a timeline, to be kept for as long as several questions are asked
     */
    public Timeline timeline() {
        return new Timeline(this, awake(), PastStates.LEAST_DISTANCE);
    }

    /** What this document is made of now. */
    LiveDocument parts() {
        return awake();
    }

    /** A timeline that remembers states at small distances. For tests. */
    Timeline timeline(long distance) {
        return new Timeline(this, awake(), distance);
    }

    /** Another object of this very replica, without its sink: to try something. */
    Document trial() {
        Document trial = new Document(id, self, options.withoutSink());
        trial.awake().load(save(), Long.MAX_VALUE);
        return trial;
    }

    /** A new replica with everything that a batch holds. */
    Document fork(byte[] batch, DocumentOptions chosen) {
        Document fork = new Document(id, newReplica(chosen), chosen);
        fork.awake().replica().recover(batch);
        return fork;
    }

    /** A new replica with everything that a batch holds, like this one but without its sink. */
    Document fork(byte[] batch) {
        return fork(batch, options.withoutSink().withReplica(LiveDocument.randomId(options)));
    }

    /**
     * Drops what no member needs any more: history, and what was deleted, below the version at which all members have a
     * floor. What can be read stays the same, now and after whatever is still to come; a change that was made before all of
     * that gets the answer {@link dev.rejoin.delivery.Delivery.BelowBase}. Nothing happens in the background.
     *
     * @param budget how many entries of texts, lists and other content to look at before it returns; a single text or list
     *     is pruned at once, however long, and history when all of them are
     * @return whether there is nothing more to do now
     * @throws IllegalStateException if another call is open
     */
    public boolean prune(long budget) {
        enter("prune");
        try {
            return awake().replica().prune(budget);
        } finally {
            leave();
        }
    }

    /**
     * The version below which everything was pruned; only what was made after it can be received.
     *
     * @return empty if nothing was pruned
     */
    public VersionVector base() {
        return live().replica().pruned();
    }

    /**
     * Hears of each change that is made here, after it is complete: the place to hand bytes to a transport.
     *
     * @param listener must not edit or receive; what it throws becomes a {@link DocumentWarning} and harms nobody
     * @return to end it
     */
    public Subscription onLocalChange(Consumer<Change> listener) {
        return awake().listeners().addLocal(listener);
    }

    /**
     * Hears what each change did to what can be read, local and received ones, after it is complete.
     *
     * @param listener must not edit or receive; what it throws becomes a {@link DocumentWarning} and harms nobody
     * @return to end it
     */
    public Subscription onChange(Consumer<DocumentChange> listener) {
        return onChange(Path.root(), listener);
    }

    /**
     * Hears what changes did to what can be read at a place and below it. It is told of changes that concern the place
     * only, with those events only; an event above the place is among them if it gives or takes the whole content there.
     * What concerns nobody is not described, so the cost is that of what is heard.
     *
     * @param place keys from the root; nothing needs to be there yet
     * @param listener must not edit or receive; what it throws becomes a {@link DocumentWarning} and harms nobody
     * @return to end it
     * @throws IllegalArgumentException if the path goes into a list element, whose index means another one tomorrow
     */
    public Subscription onChange(Path place, Consumer<DocumentChange> listener) {
        checkNotInTransaction("onChange");
        return awake().listeners().add(place, listener);
    }

    /**
     * What {@link #onChange(Path, Consumer)} tells, for subscribers on other threads, who ask for as much as they can take.
     *
     * <p>Each subscriber has a buffer. When it is full, the document does not wait: that subscriber gets a
     * {@link ChangesMissedException} and nothing after it, and what stood in the buffer may be dropped. It begins anew with
     * a {@link #view()} and a new subscription, both taken on the document's thread, between which nothing can get lost.
     *
     * @param place keys from the root
     * @param executor runs the subscribers; the document has no threads of its own
     * @param capacity most changes that one subscriber may have in its buffer, rounded up to a power of two
     * @return to subscribe to on the document's thread; a subscription ends when it is cancelled
     * @throws IllegalArgumentException if the path goes into a list element, or if the capacity is not positive
     */
    public Flow.Publisher<DocumentChange> changes(Path place, Executor executor, int capacity) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("capacity must be positive: " + capacity);
        }
        Interests.check(place);
        return new ChangePublisher(() -> awake().listeners(), place, executor, capacity);
    }

    /**
     * Why something is read at a place, what lost there, and what is hidden. Follows from the state alone, with or without
     * history. O(what stands at the place and on the way to it).
     *
     * @param path any key or list element, whether something is read there or not
     * @return what is there and the rule that decided; of the first place on the way that does not lead further, if one
     *     does not
     * @throws IndexOutOfBoundsException if the path names an element that a list does not have
     */
    public Explanation explain(Path path) {
        checkNotInTransaction("explain");
        return new Explainer(live()).explain(path);
    }

    /**
     * Everything that was decided by rule and that somebody may want to decide otherwise, wherever it can be read. Nothing
     * is recorded for this; it follows from the state. O(document).
     *
     * @return a snapshot, in the order of keys and elements; each can be settled by {@link Transaction#resolve}
     */
    public List<Conflict> conflicts() {
        checkNotInTransaction("conflicts");
        return new Explainer(live()).conflicts();
    }

    /**
     * The schemas of this document, and what is not as they say.
     *
     * @return where to ask
     */
    public DocumentSchema schema() {
        checkNotInTransaction("schema");
        return new DocumentSchema(this::live);
    }

    /**
     * Who changed what, when, and why, as far as history is retained.
     *
     * @param names how the application calls the one who writes under a replica id, where a change names no author
     * @return to ask; it always answers for the present document
     */
    public Audit audit(Function<ReplicaId, Optional<String>> names) {
        return new Audit(this::live, names, () -> checkNotInTransaction("audit"));
    }

    /**
     * What is not where it should be yet: waiting, quarantined and unsent changes, what each lacks and blocks. O(what is
     * listed); unsent changes are encoded once for each peer that lacks some.
     *
     * @return a snapshot
     */
    public Backlog backlog() {
        checkNotInTransaction("backlog");
        LiveDocument parts = live();
        return new Backlog(
                parts.replica().waiting(),
                parts.replica().quarantined(),
                parts.acknowledgements().unsentToAll(),
                parts.acknowledgements().unsentByPeer());
    }

    /**
     * Own operations that no peer is known to have.
     *
     * @return at most one range
     */
    public List<OpIdSpan> unsent() {
        return live().acknowledgements().unsent();
    }

    /**
     * Another replica, as far as this one was told what it has.
     *
     * @param id the other replica
     * @return where to tell and ask
     */
    public Peer peer(ReplicaId id) {
        return new Peer(id, this);
    }

    /**
     * Figures of the document. O(1).
     *
     * @return a snapshot
     */
    public DocumentStatistics statistics() {
        return live().statistics();
    }

    /**
     * Runs of ids in all texts and lists: what the memory and the time of an edit depend on. O(runs).
     *
     * @return their number
     */
    public long countSpans() {
        return live().state().spanCount();
    }

    /** Throws AssertionError if an invariant does not hold. For tests; O(document). */
    void checkInvariants() {
        live().checkInvariants();
    }

    /** Throws AssertionError if history and state, none of them forged, do not agree. For tests; O(document). */
    void checkVectors() {
        live().checkVectors();
    }

    private void enter(String call) {
        String open = (String) OPEN_CALL.compareAndExchange(this, (String) null, call);
        if (open != null) {
            throw new IllegalStateException(call + " while " + open
                    + " is open: a document takes one call at a time, and none from inside a transaction or a"
                    + " listener");
        }
    }

    private void leave() {
        OPEN_CALL.setRelease(this, (String) null);
    }

    /** Throws when a writing call is open, unless it is telling its listeners. */
    void checkNotInTransaction(String call) {
        if (OPEN_CALL.getOpaque(this) instanceof String open
                && !live().listeners().areBeingTold()) {
            throw new IllegalStateException(call + " while " + open + " is open");
        }
    }
}
