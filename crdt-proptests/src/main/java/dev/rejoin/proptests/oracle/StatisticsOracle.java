package dev.rejoin.proptests.oracle;

import dev.rejoin.document.Backlog;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentStatistics;
import dev.rejoin.proptests.sim.Action;
import dev.rejoin.proptests.sim.Oracle;
import dev.rejoin.proptests.sim.Peer;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.VersionVector;

/** The figures of a document, which are counted as it goes, are those of a recount. */
public final class StatisticsOracle implements Oracle {
    private static final int EVERY = 13;

    @Override
    public void stepped(SimulatedWorld world, Action action) {
        if (world.isSampled(EVERY)) {
            world.peers().forEach(StatisticsOracle::check);
        }
    }

    @Override
    public void settled(SimulatedWorld world) {
        world.peers().forEach(StatisticsOracle::check);
    }

    private static void check(Peer peer) {
        Document document = peer.document();
        DocumentStatistics statistics = document.statistics();
        VersionVector version = document.version();
        long operations = 0;
        for (int i = 0; i < version.size(); i++) {
            operations += version.endAt(i);
        }
        Backlog backlog = document.backlog();
        long unsent = document.unsent().stream().mapToLong(OpIdSpan::length).sum();
        require(peer, "replicas", statistics.replicas(), version.size());
        require(peer, "operations", statistics.operations(), operations);
        if (document.base().isEmpty()) {
            long changes = document.changesSince(VersionVector.EMPTY, Integer.MAX_VALUE)
                    .changes();
            require(peer, "changes", statistics.changes(), changes);
        }
        require(peer, "waiting", statistics.waiting(), backlog.waiting().size());
        require(
                peer,
                "quarantined",
                statistics.quarantined(),
                backlog.quarantined().size());
        require(peer, "unsent", statistics.unsent(), unsent);
        require(
                peer,
                "open conflicts",
                statistics.openConflicts(),
                document.conflicts().size());
    }

    private static void require(Peer peer, String what, long counted, long there) {
        if (counted != there) {
            throw new AssertionError(peer + " counted " + counted + " " + what + ", there are " + there);
        }
    }
}
