package dev.rejoin.exchange;

import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows a path through later events of the same change. */
final class FinalPath {
    private FinalPath() {}

    /**
     * Where what stands at a path now stands after some events.
     *
     * @return null when it is gone or was replaced
     */
    static @Nullable Path of(Path path, List<DocumentEvent> later) {
        Path at = path;
        for (DocumentEvent event : later) {
            at = after(at, event);
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    private static @Nullable Path after(Path path, DocumentEvent event) {
        if (path.isRoot()) {
            return path;
        }
        List<Path.Step> steps = path.steps();
        int depth = event.path().steps().size();
        if (depth >= steps.size()
                || !steps.subList(0, depth).equals(event.path().steps())) {
            return path;
        }
        Path.Step step = steps.get(depth);
        if (step instanceof Path.Key key) {
            return key.key().equals(keyOf(event)) ? null : path;
        }
        int index = ((Path.Index) step).index();
        int moved = indexAfter(index, event);
        return moved == index
                ? path
                : moved < 0 ? null : withStep(event.path(), moved, steps.subList(depth + 1, steps.size()));
    }

    /** The key at which something else can be read after an event, if there is one. */
    private static @Nullable String keyOf(DocumentEvent event) {
        if (event instanceof DocumentEvent.ValueChanged changed) {
            return changed.key();
        }
        if (event instanceof DocumentEvent.ContainerAppeared appeared) {
            return appeared.key();
        }
        return event instanceof DocumentEvent.ContainerDisappeared disappeared ? disappeared.key() : null;
    }

    private static int indexAfter(int index, DocumentEvent event) {
        if (event instanceof DocumentEvent.ElementsInserted inserted) {
            return inserted.index() <= index ? index + inserted.elements().size() : index;
        }
        if (event instanceof DocumentEvent.ElementsRemoved removed) {
            int end = removed.index() + removed.elements().size();
            return index < removed.index()
                    ? index
                    : index < end ? -1 : index - removed.elements().size();
        }
        if (event instanceof DocumentEvent.ElementMoved moved) {
            if (index == moved.from()) {
                return moved.to();
            }
            int without = index > moved.from() ? index - 1 : index;
            return without >= moved.to() ? without + 1 : without;
        }
        return event instanceof DocumentEvent.ElementSet set && set.index() == index ? -1 : index;
    }

    private static Path withStep(Path list, int index, List<Path.Step> rest) {
        Path path = list.index(index);
        for (Path.Step step : rest) {
            path = step instanceof Path.Key key ? path.key(key.key()) : path.index(((Path.Index) step).index());
        }
        return path;
    }
}
