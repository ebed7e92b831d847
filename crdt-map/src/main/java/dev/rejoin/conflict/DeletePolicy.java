package dev.rejoin.conflict;

/**
 * How a container reads that was deleted while somebody who did not know of it edited the container. A policy acts when
 * reading, so devices with different policies still hold equal state.
 */
public enum DeletePolicy {
    /** The container can be read, with its full content. The default. */
    UPDATE_WINS,
    /** The container stays deleted, and is listed as a conflict: nothing of it is lost, and it can be restored. */
    DELETE_WINS
}
