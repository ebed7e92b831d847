package dev.rejoin.exchange;

import dev.rejoin.document.MapReader;
import dev.rejoin.document.Path;

/** Finds slots by their paths. */
final class Slots {
    private Slots() {}

    /** The slot that a path of at least one step leads to, from a root map. */
    static Slot at(MapReader root, Path path) {
        Path parent = path.parent();
        Path.Step last = path.steps().get(path.steps().size() - 1);
        if (last instanceof Path.Key key) {
            return new Slot.OfKey(parent.isRoot() ? root : at(root, parent).map(), key.key());
        }
        return new Slot.OfElement(at(root, parent).list(), ((Path.Index) last).index());
    }
}
