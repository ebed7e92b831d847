package dev.rejoin.exchange;

import dev.rejoin.CrdtException;
import dev.rejoin.document.Path;
import java.io.Serial;

/** A text is JSON, but not what the notation or the place allows; nothing was written. */
public final class JsonImportException extends CrdtException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Its place, from the place that is written. */
    private final transient Path path;

    /**
     * A refusal.
     *
     * @param path where in the JSON
     * @param expected what may stand there
     * @param found what stands there
     */
    public JsonImportException(Path path, String expected, String found) {
        super("Cannot import JSON at " + path + ": expected " + expected + ", found " + found);
        this.path = path;
    }

    /**
     * The place of the fault.
     *
     * @return its path in the JSON text
     */
    public Path path() {
        return path;
    }
}
