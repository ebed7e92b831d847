package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.Transaction;
import dev.rejoin.proptests.gen.Scenarios;
import dev.rejoin.proptests.sim.Action;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.proptests.sim.Scenario;
import dev.rejoin.proptests.sim.Simulation;
import dev.rejoin.version.VersionVector;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A transaction happens as a whole or not at all. */
class TransactionProperties {
    private final MixedWorkload workload = MixedWorkload.ofEverything();

    private static final class OnPurpose extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Provide
    Arbitrary<Scenario> edits() {
        return Scenarios.ofEdits(15);
    }

    @Provide
    Arbitrary<Scenario> anything() {
        return Scenarios.any(40);
    }

    @Provide
    Arbitrary<List<OpSpec>> ops() {
        return Scenarios.op().list().ofMinSize(1).ofMaxSize(8);
    }

    @Property(tries = 150)
    void edit_throwingAfterAnyOperation_changesNothing(
            @ForAll("edits") Scenario scenario, @ForAll("ops") List<OpSpec> ops) {
        byte[] past = History.of(scenario, workload).complete().changesSince(VersionVector.EMPTY);
        // Twins: same replica, same clock, same past. One of them throws and throws, then both make the same change.
        Document calm = twin(past);
        Document throwing = twin(past);
        Fingerprint before = Fingerprint.of(throwing);
        byte[] checkpoint = throwing.checkpoint();
        AtomicReference<String> announced = new AtomicReference<>("nothing");
        throwing.onChange(change -> announced.set(change.toString()));
        for (int k = 0; k <= ops.size(); k++) {
            List<OpSpec> some = ops.subList(0, k);
            assertThatThrownBy(() -> throwing.edit(perform(some, true))).isInstanceOf(OnPurpose.class);
            assertThat(Fingerprint.of(throwing)).isEqualTo(before);
            assertThat(throwing.checkpoint()).isEqualTo(checkpoint);
        }
        assertThat(announced.get()).isEqualTo("nothing");
        Change expected = calm.edit(perform(ops, false));
        Change found = throwing.edit(perform(ops, false));
        assertThat(found.toBytes()).isEqualTo(expected.toBytes());
        assertThat(found.firstSeq()).isEqualTo(expected.firstSeq());
        assertThat(found.timestamp()).isEqualTo(expected.timestamp());
        assertThat(Fingerprint.of(throwing)).isEqualTo(Fingerprint.of(calm));
    }

    /** What must leave no trace leaves none: without it, everything that comes later is the same, to the byte. */
    @Property(tries = 100)
    void simulate_withFutileStepsLeftOut_endsInTheSameBytes(@ForAll("anything") Scenario scenario) {
        // An empty transaction in their place, so that clocks run alike.
        Scenario calm = new Scenario(
                scenario.seed(),
                scenario.peers(),
                scenario.actions().stream()
                        .map(action -> isFutile(action) ? new Action.Edit(0, List.of()) : action)
                        .toList());
        Simulation simulation = Simulation.of(workload);
        List<Fingerprint> expected = simulation.run(calm).peers().stream()
                .map(peer -> Fingerprint.of(peer.document()))
                .toList();
        assertThat(simulation.run(scenario).peers().stream()
                        .map(peer -> Fingerprint.of(peer.document()))
                        .toList())
                .isEqualTo(expected);
    }

    private static boolean isFutile(Action action) {
        return action instanceof Action.ThrowInTransaction
                || action instanceof Action.Damage
                || action instanceof Action.TakeView;
    }

    @Property(tries = 100)
    void edit_throwingError_changesNothing(@ForAll("ops") List<OpSpec> ops) {
        Document document = Replicas.create(1);
        Fingerprint before = Fingerprint.of(document);
        assertThatThrownBy(() -> document.edit(transaction -> {
                    perform(ops, false).accept(transaction);
                    throw new StackOverflowError("on purpose");
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(Fingerprint.of(document)).isEqualTo(before);
    }

    @Property(tries = 100)
    void edit_withoutEffect_makesNoChange(@ForAll("edits") Scenario scenario) {
        Document document = History.of(scenario, workload).complete();
        Fingerprint before = Fingerprint.of(document);
        Change change = document.edit(transaction -> {
            transaction.root().map("nowhere").text("t").exists();
            transaction.root().remove("nothing here");
            transaction.root().text("t").insert(0, "").delete(0, 0);
        });
        assertThat(change.isEmpty()).isTrue();
        assertThat(Fingerprint.of(document)).isEqualTo(before);
    }

    @Property(tries = 100)
    void read_anything_createsNothing(@ForAll("edits") Scenario scenario) {
        Document document = History.of(scenario, workload).complete();
        Fingerprint before = Fingerprint.of(document);
        var nowhere = document.root().map("a").map("b");
        assertThat(nowhere.exists()).isFalse();
        assertThat(nowhere.text("t").toString()).isEmpty();
        assertThat(nowhere.list("l").size()).isZero();
        assertThat(nowhere.counter("c").value()).isZero();
        assertThat(nowhere.set("s").values()).isEmpty();
        assertThat(nowhere.getString("k")).isEmpty();
        assertThat(nowhere.keys()).isEmpty();
        assertThat(Fingerprint.of(document)).isEqualTo(before);
    }

    private static Document twin(byte[] past) {
        Document document = Replicas.create(7, new ManualPhysicalClock(ManualPhysicalClock.START + 60_000));
        document.receive(past);
        return document;
    }

    private Consumer<Transaction> perform(List<OpSpec> ops, boolean thenThrow) {
        return transaction -> {
            Carets carets = new Carets();
            ops.forEach(op -> workload.perform(transaction, op, carets));
            if (thenThrow) {
                throw new OnPurpose();
            }
        };
    }
}
