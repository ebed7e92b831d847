package dev.rejoin.delivery;

import dev.rejoin.CrdtException;
import dev.rejoin.version.VersionVector;

/** A deleted container was to be brought back of which other members may have dropped the content by now. */
public final class PrunedContentException extends CrdtException {
    private static final long serialVersionUID = 1L;

    private final transient VersionVector floor;

    /**
     * The deletion is at or below the floor.
     *
     * @param what what was to be brought back
     * @param floor the floor of this device
     */
    public PrunedContentException(String what, VersionVector floor) {
        super("cannot bring back " + what + ": all members know of its deletion, which is at or below the floor "
                + floor + "; write it anew instead");
        this.floor = floor;
    }

    /**
     * Up to where what was deleted cannot be brought back.
     *
     * @return a version
     */
    public VersionVector floor() {
        return floor;
    }
}
