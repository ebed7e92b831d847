package dev.rejoin.document;

import dev.rejoin.clock.HybridLogicalClock;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.engine.Replica;
import dev.rejoin.engine.ReplicaOptions;
import dev.rejoin.engine.SnapshotCodec;
import dev.rejoin.map.internal.DocumentOps;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.sequence.internal.TreeShape;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a document is made of while somebody uses it: state, history, clock, buffers and listeners. */
final class LiveDocument {
    private final DocumentOptions options;
    private final ReplicaContext context;
    private final DocumentState state;
    private final SchemaRules rules;
    private final Replica replica;
    private final Acknowledgements acknowledgements;
    private final Warnings warnings;
    private final Listeners listeners;
    private final MapReader root;
    private @Nullable ChangeEditor editor;

    /** An empty document. */
    LiveDocument(DocumentId id, ReplicaId self, DocumentOptions options, long hashSeed) {
        this.options = options;
        ReplicaOptions replicaOptions = new ReplicaOptions(
                options.maxDriftMillis(),
                options.decodeLimits(),
                options.maxWaiting(),
                options.maxWaitingBytes(),
                options.sink().orElse(null));
        context = new ReplicaContext(id, ContainerType.MAP);
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
        root = new MapHandle(Access.reading(state, this::settleEdit));
    }

    /** Reads a snapshot into this empty document. */
    void load(byte[] saved, long maxDriftMillis) {
        restore(saved, 0, saved.length, maxDriftMillis);
    }

    /** Reads a checkpoint, and what came after it, into this empty document of the same replica. */
    void resume(byte[] checkpoint, SnapshotCodec.Device device, List<byte[]> journal) {
        // What is in a checkpoint was accepted before it was written, whatever the wall clock shows now.
        restore(checkpoint, device.snapshotStart(), device.snapshotEnd(), Long.MAX_VALUE);
        replica.clock().restore(device.clockBound());
        acknowledgements.read(device.application());
        for (byte[] change : journal) {
            replica.recover(change);
        }
        for (byte[] held : device.held()) {
            replica.receive(held, 0, held.length);
        }
    }

    private void restore(byte[] bytes, int start, int end, long maxDriftMillis) {
        ReplicaOptions limits = new ReplicaOptions(maxDriftMillis, options.decodeLimits(), 0, 0, null);
        SnapshotCodec.load(replica, state, bytes, start, end, limits);
        rules.follow(false);
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
    ChangeEditor begin() {
        OpenChange open = replica.begin();
        ChangeEditor transaction = editor;
        if (transaction == null) {
            transaction = new ChangeEditor(state, open);
            editor = transaction;
        }
        transaction.open();
        return transaction;
    }

    /** Who reads the document inside an edit, past the transaction, sees what was typed too. */
    private void settleEdit() {
        ChangeEditor transaction = editor;
        if (transaction != null) {
            transaction.settle();
        }
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
                replica.clock().leadMillis());
    }

    /** Throws AssertionError if an invariant does not hold. For tests; O(document). */
    void checkInvariants() {
        state.checkInvariants();
        replica.checkInvariants();
        context.text().checkInvariants();
    }
}
