package dev.rejoin.proptests.oracle;

import dev.rejoin.document.Content;
import dev.rejoin.document.DocumentChange;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.proptests.model.Contents;
import dev.rejoin.proptests.model.DocumentMirror;
import dev.rejoin.proptests.sim.Action;
import dev.rejoin.proptests.sim.Oracle;
import dev.rejoin.proptests.sim.Peer;
import dev.rejoin.proptests.sim.SimulatedWorld;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A mirror that knows a document by its events alone reads what the document reads. */
public final class MirrorOracle implements Oracle {
    /** Listeners must harm nobody, so what goes wrong in one is kept and thrown at the end of the step. */
    private static final class Watched {
        private final DocumentMirror mirror;
        private final List<AssertionError> faults = new ArrayList<>();

        Watched(DocumentMirror mirror) {
            this.mirror = mirror;
        }

        void hear(DocumentChange change) {
            for (DocumentEvent event : change.events()) {
                try {
                    mirror.apply(event);
                } catch (AssertionError | RuntimeException e) {
                    faults.add(new AssertionError(event + " of " + change.events() + ": " + e.getMessage(), e));
                }
            }
        }
    }

    private final Map<Peer, Watched> watched = new HashMap<>();

    @Override
    public void opened(SimulatedWorld world, Peer peer) {
        Watched fresh =
                new Watched(new DocumentMirror(Contents.of(peer.document().root())));
        watched.put(peer, fresh);
        peer.document().onChange(fresh::hear);
    }

    @Override
    public void stepped(SimulatedWorld world, Action action) {
        world.peers().forEach(this::check);
    }

    @Override
    public void settled(SimulatedWorld world) {
        world.peers().forEach(this::check);
    }

    private void check(Peer peer) {
        Watched mine = watched.get(peer);
        if (mine == null) {
            throw new IllegalStateException(peer + " was never opened");
        }
        if (!mine.faults.isEmpty()) {
            throw new AssertionError(
                    peer + " announced what cannot be: " + mine.faults.get(0).getMessage(), mine.faults.get(0));
        }
        Content read = Contents.of(peer.document().root());
        if (!read.equals(mine.mirror.content())) {
            throw new AssertionError(peer + " reads " + read + " and announced " + mine.mirror.content());
        }
    }
}
