package dev.rejoin.record;

import dev.rejoin.CrdtException;
import dev.rejoin.document.Path;
import java.io.Serial;

/** What stands in the document cannot be read into a record. */
public final class RecordMismatchException extends CrdtException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** From the map of the record. */
    private final transient Path path;

    /**
     * A refusal.
     *
     * @param path where, from the map of the record
     * @param expected what the record needs there
     * @param found what stands there
     */
    public RecordMismatchException(Path path, String expected, String found) {
        super("At " + path + ": expected " + expected + ", found " + found);
        this.path = path;
    }

    /**
     * Where it is.
     *
     * @return the path, from the map of the record
     */
    public Path path() {
        return path;
    }
}
