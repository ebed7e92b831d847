package dev.rejoin.proptests;

import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.proptests.sim.Action;
import dev.rejoin.proptests.sim.Oracle;
import dev.rejoin.proptests.sim.SimulatedWorld;

/** The numbered invariants of every class of the engine hold after each step. For tests in this build only. */
public final class InvariantsOracle implements Oracle {
    private static final int EVERY = 1;

    @Override
    public void stepped(SimulatedWorld world, Action action) {
        world.sampled(EVERY).forEach(peer -> DocumentInvariants.check(peer.document()));
    }

    @Override
    public void settled(SimulatedWorld world) {
        world.peers().forEach(peer -> DocumentInvariants.check(peer.document()));
    }
}
