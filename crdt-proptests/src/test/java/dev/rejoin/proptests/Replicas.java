package dev.rejoin.proptests;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.proptests.sim.Workload;
import dev.rejoin.version.ReplicaId;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** Copies of the simulated document for tests: small replica ids, clocks that stand still. */
final class Replicas {
    private Replicas() {}

    static Document create(long replica) {
        return create(replica, new ManualPhysicalClock());
    }

    static Document create(long replica, ManualPhysicalClock clock) {
        return Document.create(SimulatedWorld.DOCUMENT_ID, options(clock).withReplica(new ReplicaId(replica)));
    }

    /** Options without a replica id. */
    static DocumentOptions options(ManualPhysicalClock clock) {
        return DocumentOptions.defaults().withClock(clock).withRandom(new SplittableRandom(1));
    }

    static DocumentOptions options() {
        return options(new ManualPhysicalClock());
    }

    /** A new document that receives everything another one knows. */
    static Document copyOf(Document document, long replica) {
        Document copy = create(replica);
        copy.receive(document.changesSince(copy.version()));
        return copy;
    }

    /** Edits a document; empty when that has no effect, or a counter can be counted no further. */
    static Optional<Change> edit(Document document, Workload workload, Random random, Carets carets) {
        OpSpec spec = new OpSpec(random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt());
        try {
            Change change = document.edit(transaction -> workload.perform(transaction, spec, carets));
            return change.isEmpty() ? Optional.empty() : Optional.of(change);
        } catch (ArithmeticException tooFar) {
            return Optional.empty();
        }
    }

    /** Everybody gets everything, by batches. */
    static void exchange(Document... documents) {
        for (int round = 0; round < 2; round++) {
            for (Document from : documents) {
                for (Document to : documents) {
                    if (from != to) {
                        to.receive(from.changesSince(to.version()));
                    }
                }
            }
        }
    }
}
