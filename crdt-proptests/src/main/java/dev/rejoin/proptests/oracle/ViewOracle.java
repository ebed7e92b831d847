package dev.rejoin.proptests.oracle;

import dev.rejoin.document.Content;
import dev.rejoin.document.DocumentView;
import dev.rejoin.document.StateHash;
import dev.rejoin.proptests.model.Contents;
import dev.rejoin.proptests.sim.Action;
import dev.rejoin.proptests.sim.Oracle;
import dev.rejoin.proptests.sim.Peer;
import dev.rejoin.proptests.sim.SimulatedWorld;
import java.util.ArrayList;
import java.util.List;

/** A view reads the document as it was, whatever is edited later. */
public final class ViewOracle implements Oracle {
    private static final int EVERY = 11;

    private record Taken(Peer peer, DocumentView view, Content content, String json, StateHash hash) {}

    private final List<Taken> views = new ArrayList<>();

    @Override
    public void viewAsked(SimulatedWorld world, Peer peer) {
        DocumentView view = peer.document().view();
        Taken taken = new Taken(
                peer,
                view,
                Contents.of(peer.document().root()),
                peer.document().toJson(),
                peer.document().stateHash());
        check(taken);
        views.add(taken);
    }

    @Override
    public void stepped(SimulatedWorld world, Action action) {
        if (world.isSampled(EVERY)) {
            views.forEach(ViewOracle::check);
        }
    }

    @Override
    public void settled(SimulatedWorld world) {
        views.forEach(ViewOracle::check);
    }

    private static void check(Taken taken) {
        Content read = Contents.of(taken.view.root());
        if (!read.equals(taken.content)) {
            throw new AssertionError("a view of " + taken.peer + " reads " + read + " instead of " + taken.content);
        }
        if (!taken.view.toJson().equals(taken.json) || !taken.view.stateHash().equals(taken.hash)) {
            throw new AssertionError("a view of " + taken.peer + " gives " + taken.view.toJson() + " and "
                    + taken.view.stateHash() + " instead of " + taken.json + " and " + taken.hash);
        }
    }
}
