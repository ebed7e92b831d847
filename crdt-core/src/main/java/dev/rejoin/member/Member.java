package dev.rejoin.member;

import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.OptionalLong;

/**
 * One member of a document, as a replica knows it.
 *
 * @param id who
 * @param retired whether it was retired
 * @param closed of a retired member, how many of its operations are part of the document for ever, once that is settled
 * @param acknowledged what it is known to have; only what counts by now
 * @param floor below which version it names nothing that is deleted; only what counts by now
 */
public record Member(
        ReplicaId id, boolean retired, OptionalLong closed, VersionVector acknowledged, VersionVector floor) {}
