package dev.rejoin.history;

import org.jspecify.annotations.Nullable;

/**
 * A retained change, found by one of its seqs.
 *
 * @param firstSeq seq of its first retained operation
 * @param endSeq one past its last
 * @param time packed timestamp that history keeps
 * @param note author and message, or null
 */
public record ChangeAt(
        long firstSeq, long endSeq, long time, @Nullable ChangeNote note) {}
