package dev.rejoin.document;

import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The events that lead from one tree of content to another: key by key, and whole containers where anything but keys differs. */
final class ContentDifference {
    private final List<DocumentEvent> events = new ArrayList<>();

    private ContentDifference() {}

    static List<DocumentEvent> events(Content before, Content after) {
        ContentDifference difference = new ContentDifference();
        if (before instanceof Content.MapContent old && after instanceof Content.MapContent now) {
            difference.compare(Path.root(), old.entries(), now.entries());
        }
        return difference.events;
    }

    private void compare(Path map, Map<String, Content> before, Map<String, Content> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            Content old = before.get(key);
            Content now = after.get(key);
            if (old instanceof Content.MapContent oldMap && now instanceof Content.MapContent nowMap) {
                compare(map.key(key), oldMap.entries(), nowMap.entries());
            } else if (old == null || !old.equals(now)) {
                replace(map, key, old, now);
            }
        }
    }

    private void replace(Path map, String key, @Nullable Content before, @Nullable Content after) {
        if (before != null && !(before instanceof Content.Scalar)) {
            events.add(new DocumentEvent.ContainerDisappeared(map, key, before));
        }
        Optional<Value> old = scalar(before);
        Optional<Value> now = scalar(after);
        if (!old.equals(now)) {
            events.add(new DocumentEvent.ValueChanged(map, key, old, now));
        }
        if (after != null && !(after instanceof Content.Scalar)) {
            events.add(new DocumentEvent.ContainerAppeared(map, key, after));
        }
    }

    private static Optional<Value> scalar(@Nullable Content content) {
        return content instanceof Content.Scalar scalar ? Optional.of(scalar.value()) : Optional.empty();
    }
}
