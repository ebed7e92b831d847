package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.codec.BatchForm;
import dev.rejoin.counter.CounterFloors;
import dev.rejoin.counter.CounterOp;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.map.MapOp;
import dev.rejoin.op.Op;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Batches that a relay could have forged, or two writers with one replica id. */
class ForgedBatchTest {
    private static final long STRANGER = 9;

    private long now = 1_767_268_800_000L; // 2026-01-01T12:00:00Z

    @TestFactory
    Stream<DynamicTest> receive_batchThatNamesWhatNobodyHas_waitsForIt() {
        CounterFloors floors = CounterFloors.builder().set(STRANGER, 100, 1_000).build();
        VersionVector vector = VersionVector.of(new ReplicaId(STRANGER), 100);
        RegisterOp.Write write = new RegisterOp.Write(Value.of(1), Dots.of(STRANGER, 99));
        return Stream.of(
                        new CounterOp.Reset(0, floors),
                        new MapOp.Hide(vector),
                        new MapOp.Clear(vector),
                        new MapOp.Restore(vector),
                        new MapOp.Put("key", write))
                .map(op -> DynamicTest.dynamicTest(op.getClass().getSimpleName(), () -> waits(op)));
    }

    private void waits(Op op) {
        Device forger = new Device(1, () -> now);
        forger.edit(root -> root.counter("c").increment(1));
        int counter = forger.context.containers().find(0, "c", 4);
        int stranger = forger.context.replicas().intern(STRANGER);
        OpenChange open = forger.replica.begin();
        open.operation(op instanceof MapOp.Put ? 0 : counter, op);
        forger.replica.commit();
        forger.replica.log().writable(stranger).startAt(100, 99, now, 1); // as if it had what it names
        VersionVector named = VersionVector.of(new ReplicaId(STRANGER), 100);
        byte[] batch = forger.replica
                .changesSince(named, BatchForm.PLAIN, Long.MAX_VALUE)
                .bytes();
        Device honest = new Device(2, () -> now);
        List<Delivery> results = honest.receive(batch);
        assertThat(results.get(results.size() - 1))
                .isInstanceOfSatisfying(
                        Delivery.Waiting.class,
                        waiting -> assertThat(waiting.missing())
                                .containsExactly(new OpIdSpan(new ReplicaId(STRANGER), 0, 100)));
        assertThat(honest.json()).isEqualTo("{\"c\":1}");
        honest.state.checkInvariants();
    }

    @Test
    void receive_joinedChangeWhoseKnownPartIsAnother_isForked() {
        Document writer = document(1);
        writer.edit(tx -> tx.root().text("t").append("a"));
        writer.edit(tx -> tx.root().text("t").append("b"));
        Document clone =
                Document.resume(writer.checkpoint(), DocumentOptions.defaults().withClock(() -> now));
        writer.edit(tx -> tx.root().text("t").append("c"));
        clone.edit(tx -> tx.root().text("t").append("x"));
        clone.edit(tx -> tx.root().text("t").append("y"));
        Document reader = document(2);
        reader.receive(writer.changesSince(VersionVector.EMPTY));
        byte[] before = reader.save();

        List<Delivery> results =
                reader.receive(clone.changesSince(VersionVector.EMPTY)).deliveries();

        assertThat(results.get(results.size() - 1))
                .isInstanceOfSatisfying(
                        Delivery.Quarantined.class,
                        held -> assertThat(held.reason()).isEqualTo(QuarantineReason.FORKED));
        assertThat(reader.save()).isEqualTo(before);
        writer.edit(tx -> tx.root().text("t").append("d").delete(0, 1));
        reader.receive(writer.changesSince(VersionVector.EMPTY));
        assertThat(reader.save()).isEqualTo(writer.save());
    }

    private Document document(long replica) {
        return Document.create(
                Device.DOCUMENT,
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> now));
    }
}
