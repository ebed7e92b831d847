/**
 * Who wrote what: identities of documents, replicas and operations, and sets of them.
 *
 * <p>Identity and order are two things. An operation <em>is</em> its {@link dev.rejoin.version.OpId}, a pair of replica
 * and dense sequence number, so that what a replica has seen is a {@link dev.rejoin.version.VersionVector}. Which of
 * two concurrent operations wins is decided by timestamps, in package {@code dev.rejoin.op}.
 */
@NullMarked
package dev.rejoin.version;

import org.jspecify.annotations.NullMarked;
