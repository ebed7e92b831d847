package dev.rejoin.document;

import dev.rejoin.delivery.ReceiveResult;
import java.util.List;

/**
 * What received bytes would do, found out without doing it.
 *
 * @param result what {@link Document#receive} would answer
 * @param changes what each change that would be applied would do to what can be read, waiting ones that it would wake
 *     included
 * @param conflicts keys and list elements at which scalars would stand that were written concurrently, and more of them
 *     than now
 */
public record Preview(ReceiveResult result, List<DocumentChange> changes, List<Path> conflicts) {
    /** Keeps copies. */
    public Preview {
        changes = List.copyOf(changes);
        conflicts = List.copyOf(conflicts);
    }
}
