package dev.rejoin.proptests.oracle;

import dev.rejoin.document.Content;
import dev.rejoin.document.Content.MapContent;
import dev.rejoin.document.DocumentChange;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.DocumentEvent.ContainerAppeared;
import dev.rejoin.document.DocumentEvent.ValueChanged;
import dev.rejoin.document.Path;
import dev.rejoin.proptests.model.Contents;
import dev.rejoin.proptests.model.DocumentMirror;
import dev.rejoin.proptests.sim.Action;
import dev.rejoin.proptests.sim.Oracle;
import dev.rejoin.proptests.sim.Peer;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A mirror that knows a document by its events alone reads what the document reads. Every second peer is heard as a whole;
 * all are heard at single places, so that at the others nothing is recorded that nobody wants. Looks at a peer when its
 * version is another one, and at all after every few steps.
 */
public final class MirrorOracle implements Oracle {
    private static final int EVERY = 5;
    private static final List<List<String>> PLACES = List.of(
            List.of("m"), List.of("m", "n"), List.of("m", "n", "t"), List.of("x"), List.of("l"), List.of("n", "s"));

    /** Listeners must harm nobody, so what goes wrong in one is kept and thrown at the end of the step. */
    private static final class Watched {
        private final List<String> place;
        private DocumentMirror mirror;
        private final List<AssertionError> faults = new ArrayList<>();

        Watched(Peer peer, List<String> place) {
            this.place = place;
            this.mirror = new DocumentMirror(
                    (MapContent) pruned(Contents.of(peer.document().root()), place));
        }

        void hear(DocumentChange change) {
            for (DocumentEvent event : change.events()) {
                try {
                    apply(event);
                } catch (AssertionError | RuntimeException e) {
                    faults.add(new AssertionError(event + " of " + change.events() + ": " + e.getMessage(), e));
                }
            }
        }

        private void apply(DocumentEvent event) {
            int depth = event.path().steps().size() + 1;
            if (depth >= place.size()) {
                mirror.apply(event);
                return;
            }
            // Above the place: what else is given or taken there is not kept, so it cannot be compared.
            List<String> below = place.subList(depth, place.size());
            Optional<Content> now;
            if (event instanceof ContainerAppeared appeared) {
                now = Optional.of(pruned(appeared.content(), below));
            } else if (event instanceof ValueChanged changed) {
                now = changed.after().map(Content.Scalar::new);
            } else {
                now = Optional.empty();
            }
            mirror = new DocumentMirror(replaced(mirror.content(), place.subList(0, depth), now));
        }
    }

    private final Map<Peer, List<Watched>> watched = new HashMap<>();
    private final Map<Peer, VersionVector> seen = new HashMap<>();

    @Override
    public void opened(SimulatedWorld world, Peer peer) {
        List<Watched> fresh = new ArrayList<>();
        for (List<String> place : PLACES) {
            fresh.add(new Watched(peer, place));
        }
        if (peer.index() % 2 == 0) {
            fresh.add(new Watched(peer, List.of()));
        }
        for (Watched each : fresh) {
            Path path = Path.root();
            for (String key : each.place) {
                path = path.key(key);
            }
            peer.document().onChange(path, each::hear);
        }
        watched.put(peer, fresh);
    }

    @Override
    public void stepped(SimulatedWorld world, Action action) {
        boolean all = world.isSampled(EVERY);
        for (Peer peer : world.peers()) {
            VersionVector version = peer.document().version();
            if (!version.equals(seen.put(peer, version)) || all) {
                check(peer);
            }
        }
    }

    @Override
    public void settled(SimulatedWorld world) {
        world.peers().forEach(this::check);
    }

    private void check(Peer peer) {
        List<Watched> mine = watched.get(peer);
        if (mine == null) {
            throw new IllegalStateException(peer + " was never opened");
        }
        Content content = Contents.of(peer.document().root());
        for (Watched each : mine) {
            if (!each.faults.isEmpty()) {
                AssertionError fault = each.faults.get(0);
                throw new AssertionError(
                        peer + " announced what cannot be at " + each.place + ": " + fault.getMessage(), fault);
            }
            Optional<Content> read = at(content, each.place);
            Optional<Content> announced = at(each.mirror.content(), each.place);
            if (!read.equals(announced)) {
                throw new AssertionError(peer + " reads " + read + " and announced " + announced + " at " + each.place);
            }
        }
    }

    private static Optional<Content> at(Content content, List<String> place) {
        Optional<Content> found = Optional.of(content);
        for (String key : place) {
            found = found.filter(MapContent.class::isInstance)
                    .map(map -> ((MapContent) map).entries().get(key));
        }
        return found;
    }

    /** What of a content leads to a place or stands there. */
    private static Content pruned(Content content, List<String> place) {
        if (place.isEmpty() || !(content instanceof MapContent map)) {
            return content;
        }
        Content below = map.entries().get(place.get(0));
        return new MapContent(
                below == null ? Map.of() : Map.of(place.get(0), pruned(below, place.subList(1, place.size()))));
    }

    /** Puts what stands at the first keys of a place now. */
    private static MapContent replaced(MapContent map, List<String> keys, Optional<Content> now) {
        String key = keys.get(0);
        if (keys.size() == 1) {
            return new MapContent(now.map(content -> Map.of(key, content)).orElse(Map.of()));
        }
        MapContent below = (MapContent) Objects.requireNonNull(map.entries().get(key), key);
        return new MapContent(Map.of(key, replaced(below, keys.subList(1, keys.size()), now)));
    }
}
