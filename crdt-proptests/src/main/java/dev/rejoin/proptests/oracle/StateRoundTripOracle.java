package dev.rejoin.proptests.oracle;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.proptests.sim.Action;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.Oracle;
import dev.rejoin.proptests.sim.Peer;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * At any point, a document that is loaded from what another one saved equals it, and one that is resumed from a
 * checkpoint equals it and keeps back what it kept back. Looks at one peer after every few steps.
 */
public final class StateRoundTripOracle implements Oracle {
    private static final int EVERY = 7;

    @Override
    public void stepped(SimulatedWorld world, Action action) {
        world.sampled(EVERY).forEach(peer -> check(world, peer));
    }

    @Override
    public void settled(SimulatedWorld world) {
        check(world, world.remaining().get(0));
    }

    private static void check(SimulatedWorld world, Peer peer) {
        Document document = peer.document();
        Fingerprint original = Fingerprint.of(document);
        // A document whose own time is far ahead may not be loaded under the drift bound.
        DocumentOptions options = world.optionsOf(world.latestClock()).withoutMaxDrift();
        original.requireEqual(Fingerprint.of(Document.load(document.save(), options)), peer + " loaded");
        byte[] checkpoint = document.checkpoint();
        Document resumed = Document.resume(checkpoint, world.optionsOf(peer.clock()));
        if (!resumed.replica().equals(document.replica())) {
            throw new AssertionError(peer + " resumed as " + resumed.replica() + ", was " + document.replica());
        }
        requireNothingLost(document, resumed, peer);
        if (document.backlog().quarantined().isEmpty()) {
            original.requireEqual(Fingerprint.of(resumed), peer + " resumed");
        }
        if (!Arrays.equals(checkpoint, document.checkpoint())) {
            throw new AssertionError(peer + " has another checkpoint though nothing happened");
        }
        original.requireEqual(Fingerprint.of(document), peer + " after it was saved");
    }

    /**
     * What was kept back is kept back or applied. It is judged again by the clock of the moment: what was quarantined may
     * have become right, what waits may have become too far ahead, and of who was retired nothing more may be taken.
     */
    private static void requireNothingLost(Document document, Document resumed, Peer peer) {
        Set<OpIdSpan> kept = keptBack(resumed);
        for (OpIdSpan span : keptBack(document)) {
            boolean applied = resumed.version().get(span.replica()) >= span.end();
            if (!applied && !kept.contains(span) && !isOut(resumed, span.replica())) {
                throw new AssertionError(peer + " resumed with " + resumed.backlog() + ", had " + document.backlog());
            }
        }
    }

    private static boolean isOut(Document document, ReplicaId replica) {
        return document.membership().members().stream()
                .anyMatch(
                        member -> member.id().equals(replica) && member.closed().isPresent());
    }

    private static Set<OpIdSpan> keptBack(Document document) {
        Set<OpIdSpan> keptBack = new HashSet<>();
        document.backlog().waiting().forEach(it -> keptBack.add(it.change()));
        document.backlog().quarantined().forEach(it -> keptBack.add(it.change()));
        return keptBack;
    }
}
