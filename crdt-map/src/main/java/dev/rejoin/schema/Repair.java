package dev.rejoin.schema;

import dev.rejoin.value.Value;
import java.util.Objects;

/**
 * Something that reads otherwise through a schema than it stands in the document. Nothing was written for it.
 *
 * @param place where it is read: a path as text
 * @param reason why
 * @param stored what stands there, or at the old key; for a counter, its value as a decimal
 * @param read what is read
 */
public record Repair(String place, Reason reason, Value stored, Value read) {
    /** Checks that nothing is missing. */
    public Repair {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(stored, "stored");
        Objects.requireNonNull(read, "read");
    }

    /** Why something reads otherwise. */
    public enum Reason {
        /** An older version wrote it. */
        MIGRATED,
        /** It is outside of its range: the nearest bound is read. */
        RANGE,
        /** It is of another type: the default is read. */
        DEFAULT
    }

    /** Such as {@code /status: MIGRATED, "zu" reads "done"}. */
    @Override
    public String toString() {
        return place + ": " + reason + ", " + Field.show(stored) + " reads " + Field.show(read);
    }
}
