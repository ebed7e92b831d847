package dev.rejoin.document;

import dev.rejoin.replica.ContainerTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to hear of which part of a document: a trie of the keys of the wanted places.
 *
 * <p>An event concerns a place that it happened at, below, or - when it gives or takes whole contents - above. Finding out
 * costs the depth of the event and what it concerns, whatever else is wanted.
 */
final class Interests {
    /** One who wants to hear. */
    static final class Listener {
        private final Consumer<DocumentChange> target;
        private final List<DocumentEvent> events = new ArrayList<>();
        private boolean gone;

        Listener(Consumer<DocumentChange> target) {
            this.target = target;
        }
    }

    private static final class Node {
        private final Map<String, Node> below = new HashMap<>();
        private final List<Listener> listeners = new ArrayList<>();
    }

    private final ContainerTable containers;
    private final Node root = new Node();
    /** Listeners of anything. */
    private int count;

    /** Whether the search by {@link #nodeOf} met a listener. */
    private boolean heard;

    Interests(ContainerTable containers) {
        this.containers = containers;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** A listener of a place; what is given ends it. */
    Subscription add(Path place, Consumer<DocumentChange> target) {
        List<String> keys = keys(place);
        Listener listener = new Listener(target);
        Node node = root;
        for (String key : keys) {
            node = node.below.computeIfAbsent(key, k -> new Node());
        }
        node.listeners.add(listener);
        count++;
        return () -> {
            if (!listener.gone) {
                listener.gone = true;
                count--;
                remove(root, keys, 0, listener);
            }
        };
    }

    /** Throws if this is no place to listen at. */
    static void check(Path place) {
        keys(place);
    }

    private static List<String> keys(Path place) {
        List<String> keys = new ArrayList<>();
        for (Path.Step step : place.steps()) {
            if (!(step instanceof Path.Key key)) {
                throw new IllegalArgumentException(
                        "an index means another element after the next edit; listen to the list: " + place);
            }
            keys.add(key.key());
        }
        return keys;
    }

    private static void remove(Node node, List<String> keys, int depth, Listener listener) {
        if (depth == keys.size()) {
            node.listeners.remove(listener);
            return;
        }
        Node below = node.below.get(keys.get(depth));
        if (below != null) {
            remove(below, keys, depth + 1, listener);
            if (below.listeners.isEmpty() && below.below.isEmpty()) {
                node.below.remove(keys.get(depth));
            }
        }
    }

    /**
     * Whether somebody wants to hear what happens in a container.
     *
     * @param key the key of it that is written, null for its own content
     */
    boolean concerns(int container, @Nullable String key) {
        heard = !root.listeners.isEmpty();
        if (heard) {
            return true;
        }
        Node node = nodeOf(container);
        return heard || node != null && key != null && node.below.containsKey(key);
    }

    private @Nullable Node nodeOf(int container) {
        if (container == ContainerTable.ROOT) {
            return root;
        }
        Node above = nodeOf(containers.parent(container));
        if (above == null || heard || containers.isInElement(container)) {
            return null;
        }
        Node node = above.below.get(containers.key(container));
        heard = node != null && !node.listeners.isEmpty();
        return node;
    }

    /** Tells each what concerns it. Those who want everything hear of changes without events too. */
    void tell(DocumentChange change, Consumer<Runnable> guarded) {
        List<Listener> concerned = new ArrayList<>(root.listeners);
        int all = concerned.size();
        if (all < count) {
            for (DocumentEvent event : change.events()) {
                collect(event, concerned);
            }
        }
        for (int i = 0; i < concerned.size(); i++) {
            Listener listener = concerned.get(i);
            DocumentChange told = i < all ? change : change.with(listener.events);
            listener.events.clear();
            if (!listener.gone) {
                guarded.accept(() -> listener.target.accept(told));
            }
        }
    }

    private void collect(DocumentEvent event, List<Listener> concerned) {
        Node node = root;
        for (Path.Step step : event.path().steps()) {
            node = step instanceof Path.Key key ? node.below.get(key.key()) : null;
            if (node == null) {
                return;
            }
            collect(node, event, concerned);
        }
        String key = keyOf(event);
        Node there = key == null ? null : node.below.get(key);
        if (there != null) {
            collectAll(there, event, concerned);
        }
    }

    private static void collectAll(Node node, DocumentEvent event, List<Listener> concerned) {
        collect(node, event, concerned);
        for (Node below : node.below.values()) {
            collectAll(below, event, concerned);
        }
    }

    private static void collect(Node node, DocumentEvent event, List<Listener> concerned) {
        for (Listener listener : node.listeners) {
            if (listener.events.isEmpty()) {
                concerned.add(listener);
            }
            listener.events.add(event);
        }
    }

    private static @Nullable String keyOf(DocumentEvent event) {
        if (event instanceof DocumentEvent.ValueChanged changed) {
            return changed.key();
        } else if (event instanceof DocumentEvent.ContainerAppeared appeared) {
            return appeared.key();
        }
        return event instanceof DocumentEvent.ContainerDisappeared disappeared ? disappeared.key() : null;
    }
}
