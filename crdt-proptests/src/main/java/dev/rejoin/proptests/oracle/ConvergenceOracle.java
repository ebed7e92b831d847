package dev.rejoin.proptests.oracle;

import dev.rejoin.document.Backlog;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.Oracle;
import dev.rejoin.proptests.sim.Peer;
import dev.rejoin.proptests.sim.SimulatedWorld;

/** Peers that know the same are equal: version, state hash, content, saved bytes; and nothing waits any more. */
public final class ConvergenceOracle implements Oracle {
    @Override
    public void settled(SimulatedWorld world) {
        Peer judge = world.remaining().get(0);
        Fingerprint first = Fingerprint.of(judge.document());
        for (Peer peer : world.remaining()) {
            Fingerprint other = Fingerprint.of(peer.document());
            if (world.hasMembers()) {
                // Lists in which elements were moved are not pruned: who pruned one before keeps less than the others.
                first.requireSameContent(other, peer + " against " + judge);
            } else {
                first.requireEqual(other, peer + " against " + judge);
            }
            Backlog backlog = peer.document().backlog();
            if (!backlog.waiting().isEmpty() || !backlog.quarantined().isEmpty()) {
                throw new AssertionError(peer + " still keeps back " + backlog);
            }
        }
    }
}
