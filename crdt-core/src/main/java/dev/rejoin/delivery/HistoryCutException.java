package dev.rejoin.delivery;

import dev.rejoin.CrdtException;
import dev.rejoin.version.VersionVector;

/** Changes were asked for that are not retained here; whoever asks needs a snapshot at or above the base. */
public final class HistoryCutException extends CrdtException {
    private static final long serialVersionUID = 1L;

    private final transient VersionVector base;

    /**
     * Changes below base are not here.
     *
     * @param base where history begins
     */
    public HistoryCutException(VersionVector base) {
        super("history begins at " + base + ": load a snapshot instead of asking for changes before it");
        this.base = base;
    }

    /**
     * The version from which on changes are retained.
     *
     * @return a version
     */
    public VersionVector base() {
        return base;
    }
}
