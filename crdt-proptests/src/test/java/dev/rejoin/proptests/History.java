package dev.rejoin.proptests;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.proptests.sim.Oracle;
import dev.rejoin.proptests.sim.Peer;
import dev.rejoin.proptests.sim.Scenario;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.proptests.sim.Workload;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * What several replicas did, as material for properties: every change with what its author knew, and a document that
 * knows all of them.
 */
record History(SimulatedWorld world, List<Made> changes, Document complete) {
    /** A change and the version of its author right before it. */
    record Made(Change change, VersionVector seen) {}

    private static final class Recorder implements Oracle {
        private final List<Made> changes = new ArrayList<>();

        @Override
        public void edited(SimulatedWorld world, Peer peer, Change change) {
            VersionVector seen = peer.document().version().toBuilder()
                    .set(change.replica(), change.firstSeq())
                    .build();
            if (!change.isEmpty()) {
                changes.add(new Made(change, seen));
            }
        }
    }

    /** Runs the scenario, then gives everything to one more document. */
    static History of(Scenario scenario, Workload workload) {
        Recorder recorder = new Recorder();
        SimulatedWorld world = new SimulatedWorld(
                scenario.seed(), scenario.peers(), workload, UnaryOperator.identity(), List.of(recorder));
        scenario.actions().forEach(world::step);
        Document complete = world.emptyDocument();
        recorder.changes.forEach(made -> complete.receive(made.change().toBytes()));
        return new History(world, recorder.changes, complete);
    }

    /** The changes in an order in which each comes after all that its author knew. */
    List<Made> inCausalOrder(SplittableRandom random) {
        List<Made> rest = new ArrayList<>(changes);
        List<Made> order = new ArrayList<>();
        VersionVector version = VersionVector.EMPTY;
        while (!rest.isEmpty()) {
            VersionVector now = version;
            List<Made> ready =
                    rest.stream().filter(made -> now.covers(made.seen())).toList();
            Made next = ready.get(random.nextInt(ready.size()));
            rest.remove(next);
            order.add(next);
            version = version.with(
                    next.change().replica(),
                    next.change().firstSeq() + next.change().count());
        }
        return order;
    }
}
