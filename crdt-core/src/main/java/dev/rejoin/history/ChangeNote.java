package dev.rejoin.history;

import org.jspecify.annotations.Nullable;

/** What an author says of a change, beside its operations. Either part may be absent; both are where it is not kept. */
public record ChangeNote(@Nullable String author, @Nullable String message) {
    /** Stands for a note that is not here. */
    public static final ChangeNote LEFT_OUT = new ChangeNote(null, null);

    /** Whether there was a note that is not here. */
    public boolean isLeftOut() {
        return author == null && message == null;
    }

    /** A note, or null when there is nothing to note. */
    public static @Nullable ChangeNote of(@Nullable String author, @Nullable String message) {
        return author == null && message == null ? null : new ChangeNote(author, message);
    }
}
