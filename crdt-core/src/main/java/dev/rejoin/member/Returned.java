package dev.rejoin.member;

import dev.rejoin.version.ReplicaId;

/**
 * A retired replica whose device came back as another one. Two with one former replica and different new ones are a fault of
 * a store: a device came back twice, and edits may be there twice.
 *
 * @param former as whom it was retired
 * @param replica as whom it came back
 * @param through how many operations of the former replica were looked at by now
 */
public record Returned(ReplicaId former, ReplicaId replica, long through) {}
