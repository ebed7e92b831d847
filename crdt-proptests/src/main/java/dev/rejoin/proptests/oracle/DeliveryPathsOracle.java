package dev.rejoin.proptests.oracle;

import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.ChangeBatch;
import dev.rejoin.document.Document;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.Oracle;
import dev.rejoin.proptests.sim.Peer;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * It does not matter how changes arrive: one by one in any order, some of them twice; all in one batch, plain or
 * deflated; in pieces of limited size; through a relay that was given a batch; or with a snapshot. All end equal.
 */
public final class DeliveryPathsOracle implements Oracle {
    private static final int PIECE = 256;

    @Override
    public void settled(SimulatedWorld world) {
        Document end = world.remaining().get(0).document();
        Document twin = oneByOne(world, end.version());
        // What was pruned is not there to be asked for.
        Document source = world.hasMembers() ? twin : end;
        Fingerprint expected = Fingerprint.of(source);
        byte[] all = source.changesSince(VersionVector.EMPTY);

        if (!world.hasMembers()) {
            expected.requireEqual(Fingerprint.of(twin), "changes one by one");
        } else {
            expected.requireSameContent(Fingerprint.of(end), "what was pruned");
            if (world.remaining().size() < world.peers().size()) {
                return; // what the retired wrote is taken only with what members say
            }
        }
        expected.requireEqual(Fingerprint.of(inPieces(world, source)), "changes in pieces");
        expected.requireEqual(
                Fingerprint.of(received(world, source.changesSince(VersionVector.EMPTY, BatchOptions.compressed()))),
                "changes in a deflated batch");
        Document relay = received(world, all);
        expected.requireEqual(Fingerprint.of(relay), "changes in a batch");
        expected.requireEqual(
                Fingerprint.of(received(world, relay.changesSince(VersionVector.EMPTY))), "changes through a relay");
        Document loaded = Document.load(source.save(), world.optionsOf(world.latestClock()));
        for (Document other : List.of(relay, loaded)) {
            if (!Arrays.equals(all, other.changesSince(VersionVector.EMPTY))) {
                throw new AssertionError("equal documents give unequal batches");
            }
        }
    }

    private static Document received(SimulatedWorld world, byte[] bytes) {
        Document document = world.emptyDocument();
        document.receive(bytes);
        return document;
    }

    /** Changes of who was retired are taken as far as members vouch for them. */
    private static Document oneByOne(SimulatedWorld world, VersionVector end) {
        SplittableRandom random = world.random();
        List<byte[]> made = world.changesIn(end);
        List<byte[]> changes = new ArrayList<>(made);
        made.stream().filter(change -> random.nextInt(4) == 0).forEach(changes::add);
        Collections.shuffle(changes, new Random(random.nextLong()));
        Document document = world.emptyDocument();
        changes.forEach(document::receive);
        if (world.hasMembers()) {
            for (Peer peer : world.remaining()) {
                document.receiveAcknowledgement(peer.document().acknowledgement());
            }
        }
        return document;
    }

    private static Document inPieces(SimulatedWorld world, Document source) {
        Document document = world.emptyDocument();
        ChangeBatch piece;
        do {
            VersionVector before = document.version();
            piece = source.changesSince(before, PIECE);
            if (!document.receive(piece.toBytes()).isComplete()) {
                throw new AssertionError("a piece is no causal prefix");
            }
            if (!document.version().equals(piece.end())) {
                throw new AssertionError("a piece should lead to " + piece.end() + ", not " + document.version());
            }
            if (!piece.isComplete() && document.version().equals(before)) {
                throw new AssertionError("a piece holds nothing, and more remains");
            }
        } while (!piece.isComplete());
        return document;
    }
}
