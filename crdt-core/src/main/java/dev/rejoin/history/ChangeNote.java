package dev.rejoin.history;

import org.jspecify.annotations.Nullable;

/** What an author says of a change, beside its operations. Either part may be absent, not both. */
public record ChangeNote(@Nullable String author, @Nullable String message) {
    /** A note, or null when there is nothing to note. */
    public static @Nullable ChangeNote of(@Nullable String author, @Nullable String message) {
        return author == null && message == null ? null : new ChangeNote(author, message);
    }
}
