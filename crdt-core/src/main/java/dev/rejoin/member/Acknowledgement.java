package dev.rejoin.member;

import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.Objects;

/**
 * What a replica says of itself: what it has stored, and below which version it names nothing that is deleted. Not an
 * operation: it travels beside changes, and of two the pointwise maximum holds.
 *
 * @param replica who says it
 * @param version what it has applied and stored
 * @param floor at most the version; it never goes down
 */
public record Acknowledgement(ReplicaId replica, VersionVector version, VersionVector floor) {
    /**
     * Checks that the floor is at or below the version.
     *
     * @param replica who says it
     * @param version what it has applied and stored
     * @param floor at most the version; it never goes down
     * @throws IllegalArgumentException if the floor is not covered by the version
     */
    public Acknowledgement {
        Objects.requireNonNull(replica, "replica");
        if (!version.covers(floor)) {
            throw new IllegalArgumentException("floor " + floor + " is not at or below version " + version);
        }
    }

    /** Both together, of one replica. */
    Acknowledgement merge(Acknowledgement other) {
        return new Acknowledgement(replica, version.merge(other.version), floor.merge(other.floor));
    }

    /** Whether this says all that another one says. */
    boolean covers(Acknowledgement other) {
        return version.covers(other.version) && floor.covers(other.floor);
    }
}
