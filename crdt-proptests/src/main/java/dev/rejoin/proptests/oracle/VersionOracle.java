package dev.rejoin.proptests.oracle;

import dev.rejoin.change.Change;
import dev.rejoin.proptests.sim.Action;
import dev.rejoin.proptests.sim.Oracle;
import dev.rejoin.proptests.sim.Peer;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.version.VersionVector;
import java.util.HashMap;
import java.util.Map;

/** A version never shrinks, and own changes follow each other without a gap. */
public final class VersionOracle implements Oracle {
    private final Map<Peer, VersionVector> versions = new HashMap<>();

    @Override
    public void edited(SimulatedWorld world, Peer peer, Change change) {
        if (change.isEmpty()) {
            return;
        }
        VersionVector before = versions.getOrDefault(peer, VersionVector.EMPTY);
        VersionVector after = peer.document().version();
        VersionVector expected = before.with(change.replica(), change.firstSeq() + change.count());
        if (change.firstSeq() != before.get(change.replica()) || !after.equals(expected)) {
            throw new AssertionError(peer + " made " + change.span() + " at " + before + " and is at " + after);
        }
    }

    @Override
    public void opened(SimulatedWorld world, Peer peer) {
        check(peer);
    }

    @Override
    public void stepped(SimulatedWorld world, Action action) {
        world.peers().forEach(this::check);
    }

    private void check(Peer peer) {
        VersionVector now = peer.document().version();
        VersionVector before = versions.put(peer, now);
        if (before != null && !now.covers(before)) {
            throw new AssertionError(peer + " went from " + before + " back to " + now);
        }
    }
}
