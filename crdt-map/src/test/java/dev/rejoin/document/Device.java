package dev.rejoin.document;

import dev.rejoin.change.Change;
import dev.rejoin.clock.HybridLogicalClock;
import dev.rejoin.clock.PhysicalClock;
import dev.rejoin.codec.BatchForm;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.engine.Replica;
import dev.rejoin.engine.ReplicaOptions;
import dev.rejoin.engine.SnapshotCodec;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.DocumentOps;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.sequence.internal.TreeShape;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.function.Consumer;

/** A replica of a document for tests: state, engine and handles, without the public facade. */
final class Device {
    static final DocumentId DOCUMENT = DocumentId.named("test");

    final ReplicaContext context = new ReplicaContext(DOCUMENT, ContainerType.MAP);
    final DocumentState state;
    final Replica replica;
    final MapReader root;

    /** All devices of a test share a clock, so that causally later changes are later. */
    Device(long id, PhysicalClock clock) {
        state = new DocumentState(context, TreeShape.TINY, id * 31);
        replica = new Replica(
                context,
                state,
                DocumentOps.REGISTRY,
                new HybridLogicalClock(clock),
                new ReplicaId(id),
                new ReplicaOptions(300_000, DecodeLimits.DEFAULT, 1000, 1 << 24, null),
                (author, first, end, time, note, local) -> {});
        root = new MapHandle(Access.reading(state, null));
    }

    Change edit(Consumer<MapEditor> body) {
        OpenChange open = replica.begin();
        ChangeEditor editor = new ChangeEditor(state, open);
        editor.open();
        try {
            body.accept(editor.root());
        } catch (RuntimeException | Error failed) {
            editor.close();
            replica.rollback();
            throw failed;
        }
        editor.close();
        return replica.commit();
    }

    /** Writes a schema, whatever it says. */
    Change define(int version, Value.MapValue schema) {
        replica.begin().operation(ContainerTable.ROOT, new MapOp.DefineSchema(version, schema));
        return replica.commit();
    }

    List<Delivery> receive(Change change) {
        return receive(change.toBytes());
    }

    List<Delivery> receive(byte[] bytes) {
        return replica.receive(bytes, 0, bytes.length).deliveries();
    }

    byte[] save(boolean withHistory) {
        return SnapshotCodec.save(replica, state, withHistory, BatchForm.PLAIN);
    }

    /** A new device that opened what another one saved. */
    static Device load(byte[] saved, long id, PhysicalClock clock) {
        Device device = new Device(id, clock);
        SnapshotCodec.load(
                device.replica,
                device.state,
                saved,
                0,
                saved.length,
                new ReplicaOptions(300_000, DecodeLimits.DEFAULT, 1000, 1 << 24, null));
        return device;
    }

    String json() {
        return root.toJson();
    }
}
