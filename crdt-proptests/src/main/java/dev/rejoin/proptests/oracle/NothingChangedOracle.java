package dev.rejoin.proptests.oracle;

import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.Oracle;
import dev.rejoin.proptests.sim.Peer;
import dev.rejoin.proptests.sim.SimulatedWorld;
import org.jspecify.annotations.Nullable;

/** What fails, and what is known already, changes nothing. */
public final class NothingChangedOracle implements Oracle {
    private @Nullable Fingerprint before;

    @Override
    public void beforeFutile(SimulatedWorld world, Peer peer) {
        before = Fingerprint.of(peer.document());
    }

    @Override
    public void afterFutile(SimulatedWorld world, Peer peer) {
        if (before == null) {
            throw new IllegalStateException("nothing was tried");
        }
        before.requireEqual(Fingerprint.of(peer.document()), peer + " after something futile");
    }
}
