package dev.rejoin.conflict;

/** What is in conflict. */
public enum ConflictKind {
    /** Concurrent writes to one scalar, with different outcomes, that no write has settled. */
    VALUES,
    /** A container stands beside another one, of another type or made anew, or beside a value; one of them is read. */
    TYPES,
    /** A container was deleted, an edit was made in it that the delete had not seen, and deletes win there. */
    DELETED_AND_UPDATED
}
