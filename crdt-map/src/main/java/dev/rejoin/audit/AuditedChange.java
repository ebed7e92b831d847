package dev.rejoin.audit;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.value.Value;
import dev.rejoin.version.OpIdSpan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A change in history, as far as it is asked about.
 *
 * @param operations ids of its operations; changes that only continue a run are joined to the one before
 * @param time when its transaction began, by the writer's clock; exact to 30 seconds for joined changes
 * @param who the author that the transaction named, else the name that the application gives the replica, else its id
 * @param author who made it, if its transaction said so
 * @param message why, if its transaction said so
 * @param edits its operations that are asked about, in order
 */
public record AuditedChange(
        OpIdSpan operations,
        HybridTimestamp time,
        String who,
        Optional<String> author,
        Optional<String> message,
        List<AuditedEdit> edits) {
    /** Keeps a copy. */
    public AuditedChange {
        edits = List.copyOf(edits);
    }

    /** One line, and one for each edit, without a line end at the end. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(time).append(' ').append(who);
        message.ifPresent(why -> text.append(": ").append(why));
        for (AuditedEdit edit : edits) {
            text.append("\n  ").append(edit.place()).append(' ').append(words(edit.kind()));
            edit.value().ifPresent(value -> text.append(' ').append(words(value)));
            if (edit.value().isEmpty() && edit.count() > 1) {
                text.append(' ').append(edit.count());
            }
            edit.lostTo().ifPresent(winner -> text.append(", lost to ").append(winner));
        }
        return text.toString();
    }

    private static String words(AuditedEdit.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String words(Value value) {
        if (value instanceof Value.Str string) {
            return '"' + string.value() + '"';
        }
        return value instanceof Value.Int64 integer ? Long.toString(integer.value()) : value.toString();
    }
}
