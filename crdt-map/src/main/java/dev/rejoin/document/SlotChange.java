package dev.rejoin.document;

import dev.rejoin.value.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what is read at a key of a map before and after as events. */
final class SlotChange {
    private SlotChange() {}

    /** Adds the events that lead from one to the other, null being nothing; none if they are equal. */
    static void describe(
            Path map, String key, @Nullable Content then, @Nullable Content now, List<DocumentEvent> events) {
        if (then == null ? now == null : then.equals(now)) {
            return;
        }
        Optional<Value> before = scalar(then);
        Optional<Value> after = scalar(now);
        if (then != null && before.isEmpty()) {
            events.add(new DocumentEvent.ContainerDisappeared(map, key, then));
        }
        if (before.isPresent() || after.isPresent()) {
            events.add(new DocumentEvent.ValueChanged(map, key, before, after));
        }
        if (now != null && after.isEmpty()) {
            events.add(new DocumentEvent.ContainerAppeared(map, key, now));
        }
    }

    private static Optional<Value> scalar(@Nullable Content content) {
        return content instanceof Content.Scalar scalar ? Optional.of(scalar.value()) : Optional.empty();
    }
}
