package dev.rejoin.audit;

import dev.rejoin.value.Value;
import dev.rejoin.version.OpId;
import java.util.Objects;
import java.util.Optional;

/**
 * One operation of a change.
 *
 * @param id its id; of several consecutive ones the first
 * @param place where it acts: the path, as text, under which that place stands now
 * @param kind what it did
 * @param value what was written, inserted, deleted or counted, as far as it is still held
 * @param count how many characters or elements
 * @param lostTo the operation because of which it is not read: a later one that replaced it, or a concurrent one that won;
 *     empty if it is read, or if that cannot be told
 */
public record AuditedEdit(OpId id, String place, Kind kind, Optional<Value> value, int count, Optional<OpId> lostTo) {
    /** Checks that nothing is missing. */
    public AuditedEdit {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(kind, "kind");
    }

    /** What an operation did. */
    public enum Kind {
        /** A scalar was written. */
        WROTE,
        /** The scalar at a key was removed. */
        REMOVED,
        /** Characters or elements were inserted. */
        INSERTED,
        /** Characters or elements were deleted. */
        DELETED,
        /** An element was moved. */
        MOVED,
        /** A container was created, or created again. */
        CREATED,
        /** A container was deleted. */
        DROPPED,
        /** Deletes of a container were taken back. */
        RESTORED,
        /** A container was emptied, to be created again. */
        RESET,
        /** A counter was incremented. */
        COUNTED,
        /** A counter was set. */
        SET,
        /** A value was added to a set. */
        ADDED,
        /** A value was removed from a set. */
        TOOK_OUT,
        /** An entry was appended to a log. */
        APPENDED,
        /** Something that this version does not know. */
        UNKNOWN
    }
}
