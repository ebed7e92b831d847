package dev.rejoin.document;

/** Where an edit that an observer hears of was made. */
public enum EditOrigin {
    /** By this document's own application. */
    LOCAL,
    /** By this document's own application, which took edits back or repeated them. */
    UNDO,
    /** By another replica; the edit arrived as bytes. */
    REMOTE
}
